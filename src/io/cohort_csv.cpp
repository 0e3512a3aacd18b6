#include <equipoise/io/cohort_csv.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <ostream>
#include <string_view>
#include <utility>

#include "csv_field.hpp"
#include "number_text.hpp"
#include "participant_text.hpp"

namespace equipoise {

namespace {

using io::csv_field;
using io::csv_number;

/// A column and what a participant has in it.
struct Column {
    std::string name;
    std::function<std::string(std::size_t participant)> field;
};

using Columns = std::vector<Column>;

constexpr std::array<std::string_view, 13> own_columns{"participant",
                                                       "arm",
                                                       "booster",
                                                       "visit",
                                                       "week",
                                                       "observed_week",
                                                       "started",
                                                       "therapist",
                                                       "enrolment_week",
                                                       "sessions",
                                                       "booster_sessions",
                                                       "discontinued",
                                                       "discontinued_before_visit"};

/// A column of whole numbers, if the trial has it.
template <class Whole>
void add_whole(Columns& columns, const std::string& name, const std::vector<Whole>& values) {
    if (!values.empty()) columns.push_back({name, [&values](std::size_t i) { return std::to_string(values[i]); }});
}

/// What stands in both files of participants: who they are.
Columns who_they_are(const TrialData& data, const Design& design) {
    Columns columns{{"participant", [](std::size_t i) { return std::to_string(i + 1); }},
                    {"arm", [&](std::size_t i) { return csv_field(design.arms[data.arm[i]]); }},
                    {"booster", [&](std::size_t i) { return std::string(data.booster[i] != 0 ? "1" : "0"); }}};
    for (const CovariateColumn& covariate : data.covariates) {
        if (covariate.levels.empty())
            columns.push_back({covariate.name, [&covariate](std::size_t i) { return csv_number(covariate.values[i]); }});
        else
            columns.push_back({covariate.name, [&covariate](std::size_t i) { return csv_field(io::level_of(covariate, i).value_or("")); }});
    }
    return columns;
}

void add_therapist(Columns& columns, const TrialData& data) {
    if (data.therapist.empty()) return;
    columns.push_back({"therapist", [name = io::TherapistNames(data)](std::size_t i) { return name(i).value_or(""); }});
}

void add_discontinuation(Columns& columns, const TrialData& data, const Design& design) {
    if (data.discontinuation.empty()) return;
    columns.push_back({"discontinued", [&](std::size_t i) {
                           return io::stopped_early(data, i) ? std::string(to_string(data.discontinuation[i])) : std::string();
                       }});
    if (data.treated_visits.empty()) return;
    columns.push_back({"discontinued_before_visit", [&](std::size_t i) {
                           const bool seen = io::stopped_early(data, i) && data.treated_visits[i] < design.visits.count();
                           return seen ? csv_field(design.visits.label(data.treated_visits[i])) : std::string();
                       }});
}

void write_line(std::ostream& out, const std::string& line) { out.write(line.data(), static_cast<std::streamsize>(line.size())); }

std::string header(const Columns& columns) {
    std::string line;
    for (const Column& column : columns) line += (line.empty() ? "" : ",") + csv_field(column.name);
    return line;
}

std::string fields(const Columns& columns, std::size_t participant) {
    std::string line;
    for (const Column& column : columns) line += (&column == columns.data() ? "" : ",") + column.field(participant);
    return line;
}

/// Whether visits took place at times of their own, not just as scheduled.
bool has_own_times(const TrialData& data, const Design& design) {
    const std::size_t n = data.participants();
    for (const OutcomeColumns& outcome : data.outcomes) {
        for (std::size_t k = 0; k < outcome.weeks.size(); ++k) {
            const double week = outcome.weeks[k];
            if (week == week && week != design.visits.weeks[k / n]) return true;
        }
    }
    return false;
}

/// When a participant was seen at a visit, by the first outcome that was.
double observed_week(const TrialData& data, std::size_t visit, std::size_t participant) {
    for (std::size_t k = 0; k < data.outcomes.size(); ++k) {
        const double score = io::score_seen(data, k, visit, participant);
        if (score == score && !data.outcomes[k].weeks.empty()) return data.outcomes[k].weeks[visit * data.participants() + participant];
    }
    return missing;
}

}  // namespace

void write_participants_csv(std::ostream& out, const TrialData& data, const Design& design) {
    Columns columns = who_they_are(data, design);
    add_whole(columns, "started", data.started);
    add_therapist(columns, data);
    if (!data.enrolment_weeks.empty())
        columns.push_back({"enrolment_week", [&](std::size_t i) { return csv_number(data.enrolment_weeks[i]); }});
    add_whole(columns, "sessions", data.sessions);
    add_whole(columns, "booster_sessions", data.booster_sessions);
    add_discontinuation(columns, data, design);
    write_line(out, header(columns) + '\n');
    for (std::size_t i = 0; i < data.participants(); ++i) write_line(out, fields(columns, i) + '\n');
}

void write_visits_csv(std::ostream& out, const TrialData& data, const Design& design) {
    Columns columns = who_they_are(data, design);
    add_therapist(columns, data);
    const bool timed = has_own_times(data, design);
    std::string line = header(columns) + ",visit,week" + (timed ? ",observed_week" : "");
    for (const OutcomeColumns& outcome : data.outcomes) line += ',' + csv_field(outcome.name);
    write_line(out, line + '\n');
    for (std::size_t i = 0; i < data.participants(); ++i) {
        const std::string who = fields(columns, i);
        for (std::size_t v = 0; v < design.visits.count(); ++v) {
            line = who + ',' + csv_field(design.visits.label(v)) + ',' + csv_number(design.visits.weeks[v]);
            if (timed) line += ',' + csv_number(observed_week(data, v, i));
            for (std::size_t k = 0; k < data.outcomes.size(); ++k) line += ',' + csv_number(io::score_seen(data, k, v, i));
            write_line(out, line + '\n');
        }
    }
}

void write_adverse_events_csv(std::ostream& out, const TrialData& data) {
    write_line(out, "participant,term,severity,week\n");
    for (const AdverseEvent& event : data.adverse_events) {
        write_line(out, std::to_string(event.participant + 1) + ',' + csv_field(data.adverse_event_terms[event.term]) + ',' +
                            std::string(to_string(event.severity)) + ',' + csv_number(event.week) + '\n');
    }
}

std::vector<std::string> ambiguous_columns(const TrialData& data) {
    std::vector<std::string> names(own_columns.begin(), own_columns.end());
    std::vector<std::string> ambiguous;
    const auto add = [&](const std::string& name) {
        const auto is_in = [&name](const std::vector<std::string>& some) {
            return std::find(some.begin(), some.end(), name) != some.end();
        };
        if (is_in(names) && !is_in(ambiguous)) ambiguous.push_back(name);
        names.push_back(name);
    };
    for (const OutcomeColumns& outcome : data.outcomes) add(outcome.name);
    for (const CovariateColumn& covariate : data.covariates) add(covariate.name);
    return ambiguous;
}

}  // namespace equipoise
