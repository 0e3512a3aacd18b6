#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include <equipoise/cohort/prepared_trial.hpp>
#include <equipoise/data/adverse_event.hpp>
#include <equipoise/data/discontinuation.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/design/arm.hpp>
#include <equipoise/performance/power_sums.hpp>
#include <equipoise/study/summary_sheet.hpp>

namespace equipoise {

/// The log of the odds in the control arm over those in the treatment arm, 0.5 being added to each of the four counts.
///
/// Always a number, and nearly unbiased for the log odds ratio.
/// @source   Haldane (1956), Annals of Human Genetics 20:309; Anscombe (1956), Biometrika 43:461.
/// @verified tests/study/cohort_summary_test.cpp
inline double log_odds_ratio(const PerArm<PartOf>& parts) {
    const auto log_odds = [](const PartOf& of) { return std::log((of.part + 0.5) / (of.all - of.part + 0.5)); };
    return log_odds(parts.control) - log_odds(parts.treatment);
}

namespace detail {

inline bool began(const TrialData& data, std::size_t participant) { return data.started.empty() || data.started[participant] != 0; }

/// Of those who started treatment, the part that has something.
template <class Belongs>
PerArm<PartOf> part_of_treated(const TrialData& data, const Belongs& belongs) {
    PerArm<PartOf> parts{};
    for (std::size_t i = 0; i < data.participants(); ++i) {
        if (began(data, i)) parts[data.arm[i]].count(belongs(i));
    }
    return parts;
}

inline void describe_boosters(const TrialData& data, SummarySheet& sheet) {
    PerArm<PartOf> returning{};
    PerArm<PartOf> needing_more{};
    for (std::size_t i = 0; i < data.participants(); ++i) {
        if (data.booster[i] == 0) continue;
        returning[data.arm[i]].count(data.booster_sessions[i] > 0);
        if (data.booster_sessions[i] > 0) needing_more[data.arm[i]].count(data.booster_sessions[i] > 1);
    }
    sheet.put_share(SummarySection::delivery, "boosters", "", "share returning", returning);
    sheet.put_share(SummarySection::delivery, "boosters", "", "share needing more", needing_more);
    const double log_ratio = log_odds_ratio(needing_more);
    const auto line = [](const char* statistic, AcrossTrials across) { return SummaryLine{{SummarySection::delivery, "boosters", "", statistic}, across}; };
    sheet.put([&] { return line("odds ratio of needing more", AcrossTrials::exponential_of_mean); }, log_ratio);
    sheet.put([&] { return line("SD of its log", AcrossTrials::sd); }, log_ratio);
}

}  // namespace detail

/// Sessions attended by those who started, and boosters by those allocated to them.
inline void describe_delivery(const TrialData& data, const PreparedTrial& trial, std::size_t sessions, SummarySheet& sheet) {
    if (!data.sessions.empty()) {
        PerArm<PowerSums2> attended{};
        for (std::size_t i = 0; i < data.participants(); ++i) {
            if (detail::began(data, i)) attended[data.arm[i]].add(data.sessions[i]);
        }
        sheet.put_moments(SummarySection::delivery, "sessions attended", "", attended);
        sheet.put_share(SummarySection::delivery, "sessions attended", "all", "share", detail::part_of_treated(data, [&](std::size_t i) { return data.sessions[i] == sessions; }));
    }
    if (trial.boosters) detail::describe_boosters(data, sheet);
}

/// Of those who started treatment, the share that reported each kind of adverse event, in all and by severity.
class AdverseEventDescription {
public:
    void operator()(const TrialData& data, SummarySheet& sheet) {
        const std::size_t terms = data.adverse_event_terms.size();
        if (terms == 0) return;
        for (std::size_t term = 0; term < terms; ++term) {
            put(data, data.adverse_event_terms[term], "", sheet, [&](const AdverseEvent& event) { return event.term == term; });
            for (const Severity severity : all_severities) {
                put(data, data.adverse_event_terms[term], to_string(severity), sheet, [&](const AdverseEvent& event) { return event.term == term && event.severity == severity; });
            }
        }
        if (terms > 1) put(data, "any adverse event", "", sheet, [](const AdverseEvent&) { return true; });
    }

private:
    template <class Matches>
    void put(const TrialData& data, std::string_view term, std::string_view severity, SummarySheet& sheet, const Matches& matches) {
        had_.assign(data.participants(), 0);
        for (const AdverseEvent& event : data.adverse_events) {
            if (matches(event)) had_[event.participant] = 1;
        }
        sheet.put_share(SummarySection::adverse_events, term, severity, "share", detail::part_of_treated(data, [&](std::size_t i) { return had_[i] != 0; }));
    }

    std::vector<std::uint8_t> had_{};  ///< of each participant
};

/// Of those who started treatment, the share known to have stopped it early, by reason and in all.
inline void describe_discontinuation(const TrialData& data, SummarySheet& sheet) {
    if (data.discontinuation.empty()) return;
    const auto put = [&](std::string_view reason, const auto& belongs) {
        sheet.put_share(SummarySection::discontinuation, "stopped early", reason, "share", detail::part_of_treated(data, belongs));
    };
    for (const DiscontinuationReason reason : discontinuation_reasons) put(to_string(reason), [&](std::size_t i) { return data.discontinuation[i] == reason; });
    put("any", [&](std::size_t i) { return data.discontinuation[i] != DiscontinuationReason::none; });
}

/// How many participants each therapist treats.
class CaseloadDescription {
public:
    void operator()(const TrialData& data, const PreparedTrial& trial, SummarySheet& sheet) {
        if (!trial.therapists || trial.therapists->count() == 0) return;
        treated_.assign(trial.therapists->count(), 0);
        for (const std::uint32_t therapist : data.therapist) {
            if (therapist != no_therapist) treated_[therapist] += 1;
        }
        double all = 0;
        for (const double one : treated_) all += one;
        put("mean", all / static_cast<double>(treated_.size()), sheet);
        put("smallest", *std::min_element(treated_.begin(), treated_.end()), sheet);
        put("largest", *std::max_element(treated_.begin(), treated_.end()), sheet);
    }

private:
    static void put(const char* statistic, double value, SummarySheet& sheet) {
        sheet.put([&] { return SummaryLine{{SummarySection::therapists, "participants per therapist", "", statistic}}; }, value);
    }

    std::vector<double> treated_{};  ///< participants of each therapist
};

}  // namespace equipoise
