#include <equipoise/io/dataset_json.hpp>

#include <cstddef>
#include <string>

#include "adam_layout.hpp"
#include "adam_names.hpp"
#include "dataset.hpp"
#include "participant_text.hpp"

namespace equipoise {

namespace {

using io::AdamLayout;
using io::Dataset;
using io::DataType;
using io::Datum;

/// CDISC knows the sexes by a letter.
std::string level_text(const std::string& variable, const std::string& level) {
    const std::string word = io::capitals(level);
    if (variable == "SEX" && (word == "FEMALE" || word == "MALE")) return word.substr(0, 1);
    return level;
}

void add_covariates(AdamLayout& layout, const TrialData& data) {
    io::AdamNames names({"STUDYID", "USUBJID", "SUBJID",  "SITEID",   "AGEU",   "ARM",   "TRT01P", "TRT01PN", "BOOSTFL", "RANDFL",
                         "ITTFL",   "SAFFL",   "COMPLFL", "THERAPID", "ENRLWK", "SESSN", "BSESSN", "EOTSTT",  "DCTREAS", "TRTVISN"});
    for (const CovariateColumn& covariate : data.covariates) {
        const std::string name = names.make(covariate.name);
        const bool usual = name == "AGE" || name == "SEX";
        const std::string label = usual ? name.substr(0, 1) + (name == "AGE" ? "ge" : "ex") : io::adam_label(covariate.name);
        if (covariate.levels.empty()) {
            layout.add(name, label, DataType::number, [&covariate](std::size_t i) { return io::datum(covariate.values[i]); });
            if (name == "AGE") layout.add("AGEU", "Age Units", DataType::text, [](std::size_t) { return Datum(std::string("YEARS")); });
        } else {
            layout.add(name, label, DataType::text, [&covariate, name](std::size_t i) {
                const auto level = io::level_of(covariate, i);
                return level ? Datum(level_text(name, *level)) : Datum();
            });
        }
    }
}

void add_course_of_treatment(AdamLayout& layout, const TrialData& data) {
    if (!data.therapist.empty()) {
        layout.add("THERAPID", "Treating Therapist Identifier", DataType::text,
                   [name = io::TherapistNames(data)](std::size_t i) { return io::datum(name(i)); });
    }
    if (!data.enrolment_weeks.empty()) {
        layout.add("ENRLWK", "Enrolment, Weeks since Trial Opened", DataType::number,
                   [&](std::size_t i) { return io::datum(data.enrolment_weeks[i]); });
    }
    layout.add_count("SESSN", "Treatment Sessions Attended", data.sessions);
    layout.add_count("BSESSN", "Booster Sessions Attended", data.booster_sessions);
    if (!data.discontinuation.empty()) {
        layout.add("EOTSTT", "End of Treatment Status", DataType::text, [&](std::size_t i) {
            return layout.started(i) ? Datum(std::string(io::stopped_early(data, i) ? "DISCONTINUED" : "COMPLETED")) : Datum();
        });
        layout.add("DCTREAS", "Reason for Discontinuation of Treatment", DataType::text, [&](std::size_t i) {
            return io::stopped_early(data, i) ? Datum(io::capitals(to_string(data.discontinuation[i]))) : Datum();
        });
    }
    layout.add_count("TRTVISN", "Visits on Treatment, Baseline Included", data.treated_visits);
}

}  // namespace

void write_adsl(std::ostream& out, const TrialData& data, const Design& design, const DatasetOrigin& origin) {
    Dataset adsl{.name = "ADSL", .label = "Subject-Level Analysis", .records = data.participants()};
    AdamLayout layout(data, design, origin, adsl, [](std::size_t record) { return record; });
    layout.add_identity();
    layout.add("SUBJID", "Subject Identifier for the Study", DataType::text, [&](std::size_t i) { return Datum(layout.subject(i)); });
    layout.add("SITEID", "Study Site Identifier", DataType::text, [](std::size_t) { return Datum(std::string("SYN")); });
    add_covariates(layout, data);
    layout.add("ARM", "Description of Planned Arm", DataType::text, [&](std::size_t i) { return Datum(design.arms[data.arm[i]]); });
    layout.add_treatment("TRT01P", "Planned Treatment for Period 01");
    layout.add("RANDFL", "Randomized Population Flag", DataType::text, [](std::size_t) { return io::yes_or_no(true); });
    layout.add_populations();
    const std::size_t last = design.visits.count() - 1;
    layout.add("COMPLFL", "Completers Population Flag", DataType::text, [&data, last](std::size_t i) {
        const double score = io::score_seen(data, 0, last, i);
        return io::yes_or_no(score == score);
    });
    add_course_of_treatment(layout, data);
    write_dataset(out, adsl, origin);
}

}  // namespace equipoise
