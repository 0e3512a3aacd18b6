// Oracle: sums by hand over a few trials, and what does not depend on chance; the threads change nothing.

#include "catch.hpp"

#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

#include <equipoise/study/cohort_summary.hpp>

#include "scenarios.hpp"

namespace cohort_summary_test {

using namespace equipoise;

namespace {

constexpr std::uint64_t trials = 5;
const StudyOptions five{.replicates = trials, .seed = 7};

/// A trial with something of every kind.
Scenario whole_trial() {
    Scenario scenario = back_pain_trial(true, three_per_cent());
    scenario.design.recruitment = Recruitment{.per_month = 4.7};
    Mechanism& nature = scenario.mechanism;
    nature.covariates = {{.name = "age", .distribution = TruncatedNormal{.mean = 42.5, .sd = 11.7, .minimum = 18, .maximum = 60}},
                         {.name = "sex", .distribution = Categories{{"male", "female"}, {0.389, 0.611}}}};
    nature.never_starting = NeverStarting{.share = {.control = 0.1, .treatment = 0.05}};
    nature.intermittent = IntermittentMissing{.missing = {.control = {0.1, 0.1, 0.1}, .treatment = {0.1, 0.1, 0.1}}};
    nature.therapists = Therapists{.number = {.control = 6, .treatment = 6}, .icc = 0.05};
    nature.attendance = Attendance{.sessions = 6, .probability = {.control = 0.9, .treatment = 0.8}};
    nature.boosters = BoosterDelivery{.first_return = {.control = 0.7, .treatment = 0.8}, .needs_more = 0.2, .odds_ratio = 10.9};
    nature.adverse_events = {{.term = "worsening pain", .probability = {.control = 0.5, .treatment = 0.4}, .severity = {0.6, 0.3, 0.1}},
                             {.term = "soreness", .probability = {.control = 0.2, .treatment = 0.2}}};
    nature.discontinuation = Discontinuing{.administrative = {.control = {0.1, 0.1, 0.1}, .treatment = {0.1, 0.1, 0.1}}};
    return scenario;
}

/// The mean of one number over the trials, each looked at by hand.
template <class Number>
PowerSums2 by_hand(const Scenario& scenario, const Number& number) {
    const PreparedTrial trial = prepare(scenario);
    TrialSimulator simulate(trial);
    PowerSums2 sums;
    for (std::uint64_t replicate = 0; replicate < trials; ++replicate) sums.add(number(simulate(StudyKey(7), replicate)));
    return sums;
}

void check_same(const McEstimate& found, const PowerSums2& expected) {
    CHECK(found.value == Approx(expected.mean));
    CHECK(found.mcse == Approx(std::sqrt(expected.m2 / static_cast<double>(trials - 1) / static_cast<double>(trials))));
}

/// The scores of one arm at a visit.
std::vector<double> scores(const TrialData& data, Arm arm, std::size_t visit) {
    std::vector<double> seen;
    for (std::size_t i = 0; i < data.participants(); ++i) {
        const double score = data.score(0, visit, i);
        const bool counted = data.started.empty() || data.started[i] != 0;
        if (data.arm[i] == arm && counted && score == score) seen.push_back(score);
    }
    return seen;
}

double mean_of(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

double squares_of(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += (value - mean_of(values)) * (value - mean_of(values));
    return sum;
}

/// Of those in an arm who `counts` holds for, the share that `belongs` holds for.
template <class Counts, class Belongs>
double share(const TrialData& data, Arm arm, const Counts& counts, const Belongs& belongs) {
    double all = 0;
    double part = 0;
    for (std::size_t i = 0; i < data.participants(); ++i) {
        if (data.arm[i] != arm || !counts(i)) continue;
        all += 1;
        if (belongs(i)) part += 1;
    }
    return part / all;
}

using enum SummarySection;

}  // namespace

TEST_CASE("baseline, flow and outcomes are the sums over trials") {
    const Scenario scenario = whole_trial();
    const CohortSummary summary = cohort_summary(scenario, five);
    check_same(summary.at({baseline, "age", "", "mean", Arm::treatment}), by_hand(scenario, [](const TrialData& data) {
                   std::vector<double> ages;
                   for (std::size_t i = 0; i < data.participants(); ++i) {
                       if (data.arm[i] == Arm::treatment && data.started[i] != 0) ages.push_back(data.covariates[0].values[i]);
                   }
                   return mean_of(ages);
               }));
    check_same(summary.at({baseline, "sex", "female", "share", Arm::control}), by_hand(scenario, [](const TrialData& data) {
                   REQUIRE(data.covariates[1].levels[0] == "female");
                   return share(data, Arm::control, [&](std::size_t i) { return data.started[i] != 0; }, [&](std::size_t i) { return data.covariates[1].values[i] == 0; });
               }));
    check_same(summary.at({baseline, "MODQ", "baseline", "SD", Arm::treatment}), by_hand(scenario, [](const TrialData& data) {
                   const auto seen = scores(data, Arm::treatment, 0);
                   return std::sqrt(squares_of(seen) / static_cast<double>(seen.size() - 1));
               }));
    check_same(summary.at({flow, "started treatment", "", "participants", Arm::control}), by_hand(scenario, [](const TrialData& data) {
                   return 75 * share(data, Arm::control, [](std::size_t) { return true; }, [&](std::size_t i) { return data.started[i] != 0; });
               }));
    check_same(summary.at({flow, "seen", "week 33", "participants", Arm::treatment}),
               by_hand(scenario, [](const TrialData& data) { return static_cast<double>(scores(data, Arm::treatment, 2).size()); }));
    check_same(summary.at({flow, "missed, but seen later", "week 33", "participants"}), by_hand(scenario, [](const TrialData& data) {
                   double missed = 0;
                   for (std::size_t i = 0; i < data.participants(); ++i) missed += std::isnan(data.score(0, 2, i)) && !std::isnan(data.score(0, 3, i)) ? 1 : 0;
                   return missed;
               }));
    check_same(summary.at({flow, "last randomised", "", "weeks"}), by_hand(scenario, [](const TrialData& data) { return data.enrolment_weeks.back(); }));
    check_same(summary.at({outcomes, "MODQ", "week 59", "mean", Arm::control}), by_hand(scenario, [](const TrialData& data) { return mean_of(scores(data, Arm::control, 3)); }));
    check_same(summary.at({outcomes, "MODQ", "week 59", "standardised difference"}), by_hand(scenario, [](const TrialData& data) {
                   const auto control = scores(data, Arm::control, 3);
                   const auto treatment = scores(data, Arm::treatment, 3);
                   const double pooled = (squares_of(control) + squares_of(treatment)) / static_cast<double>(control.size() + treatment.size() - 2);
                   return (mean_of(treatment) - mean_of(control)) / std::sqrt(pooled);
               }));
}

TEST_CASE("delivery, harms, discontinuation and caseloads are the sums over trials") {
    const Scenario scenario = whole_trial();
    const CohortSummary summary = cohort_summary(scenario, five);
    check_same(summary.at({delivery, "sessions attended", "all", "share", Arm::treatment}), by_hand(scenario, [](const TrialData& data) {
                   return share(data, Arm::treatment, [&](std::size_t i) { return data.started[i] != 0; }, [&](std::size_t i) { return data.sessions[i] == 6; });
               }));
    check_same(summary.at({delivery, "boosters", "", "share returning", Arm::control}), by_hand(scenario, [](const TrialData& data) {
                   return share(data, Arm::control, [&](std::size_t i) { return data.booster[i] != 0; }, [&](std::size_t i) { return data.booster_sessions[i] > 0; });
               }));
    check_same(summary.at({delivery, "boosters", "", "share needing more", Arm::control}), by_hand(scenario, [](const TrialData& data) {
                   return share(data, Arm::control, [&](std::size_t i) { return data.booster_sessions[i] > 0; }, [&](std::size_t i) { return data.booster_sessions[i] > 1; });
               }));
    const PowerSums2 log_ratio = by_hand(scenario, [](const TrialData& data) {
        double count[2][2] = {{0.5, 0.5}, {0.5, 0.5}};
        for (std::size_t i = 0; i < data.participants(); ++i) {
            if (data.booster_sessions[i] > 0) count[data.arm[i] == Arm::control ? 0 : 1][data.booster_sessions[i] > 1 ? 0 : 1] += 1;
        }
        return std::log(count[0][0] * count[1][1] / (count[0][1] * count[1][0]));
    });
    const McEstimate odds_ratio = summary.at({delivery, "boosters", "", "odds ratio of needing more"});
    CHECK(odds_ratio.value == Approx(std::exp(log_ratio.mean)));
    CHECK(odds_ratio.mcse == Approx(std::exp(log_ratio.mean) * std::sqrt(log_ratio.m2 / 20)));
    CHECK(summary.at({delivery, "boosters", "", "SD of its log"}).value == Approx(std::sqrt(log_ratio.m2 / 4)));
    const auto had = [](const TrialData& data, std::size_t i, auto matches) {
        for (const AdverseEvent& event : data.adverse_events) {
            if (event.participant == i && matches(event)) return true;
        }
        return false;
    };
    const auto share_with = [&](const TrialData& data, auto matches) {
        return share(data, Arm::control, [&](std::size_t i) { return data.started[i] != 0; }, [&](std::size_t i) { return had(data, i, matches); });
    };
    check_same(summary.at({adverse_events, "worsening pain", "moderate", "share", Arm::control}), by_hand(scenario, [&](const TrialData& data) {
                   return share_with(data, [](const AdverseEvent& event) { return event.term == 0 && event.severity == Severity::moderate; });
               }));
    check_same(summary.at({adverse_events, "any adverse event", "", "share", Arm::control}),
               by_hand(scenario, [&](const TrialData& data) { return share_with(data, [](const AdverseEvent&) { return true; }); }));
    check_same(summary.at({SummarySection::discontinuation, "stopped early", "administrative", "share", Arm::treatment}), by_hand(scenario, [](const TrialData& data) {
                   return share(data, Arm::treatment, [&](std::size_t i) { return data.started[i] != 0; },
                                [&](std::size_t i) { return data.discontinuation[i] == DiscontinuationReason::administrative; });
               }));
    check_same(summary.at({therapists, "participants per therapist", "", "largest"}), by_hand(scenario, [](const TrialData& data) {
                   std::vector<double> treated(6);
                   for (const std::uint32_t therapist : data.therapist) {
                       if (therapist != no_therapist) treated[therapist] += 1;
                   }
                   return *std::max_element(treated.begin(), treated.end());
               }));
}

TEST_CASE("a plain trial has a baseline, a flow and outcomes, and what is fixed has no error") {
    const CohortSummary summary = cohort_summary(back_pain_trial(true, NoDropout{}), {.replicates = 3, .seed = 1});
    for (const SummaryRow& row : summary.rows) {
        INFO(row.key.quantity << ' ' << row.key.statistic);
        CHECK((row.key.section == baseline || row.key.section == flow || row.key.section == outcomes));
        CHECK(row.replicates == 3);
    }
    for (const std::string visit : {"baseline", "week 7", "week 33", "week 59"}) {
        const McEstimate seen = summary.at({flow, "seen", visit, "participants", Arm::treatment});
        CHECK(seen.value == 74);
        CHECK(seen.mcse == 0);
    }
    CHECK(summary.at({flow, "randomised", "", "participants"}).value == 149);
    CHECK_THROWS_AS(summary.at({therapists, "participants per therapist", "", "mean"}), std::out_of_range);
    const CohortSummary one = cohort_summary(back_pain_trial(true, NoDropout{}), {.replicates = 1, .seed = 1});
    CHECK(std::isnan(one.at({flow, "randomised", "", "participants"}).mcse));
    CHECK_THROWS_AS(cohort_summary(back_pain_trial(true, NoDropout{}), {.replicates = 0, .seed = 1}), InvalidScenario);
}

TEST_CASE("a number that not every trial has is averaged over those that have it") {
    Scenario scenario = whole_trial();
    scenario.mechanism.boosters->first_return = {.control = 0.01, .treatment = 0.01};
    const CohortSummary summary = cohort_summary(scenario, {.replicates = 40, .seed = 7});
    std::uint64_t returning = 0;
    for (const SummaryRow& row : summary.rows) {
        if (row.key == SummaryKey{delivery, "boosters", "", "share needing more", std::nullopt}) returning = row.replicates;
    }
    CHECK(returning > 0);
    CHECK(returning < 40);
}

TEST_CASE("threads change no number of a summary") {
    StudyOptions options{.replicates = 70, .seed = 3};
    options.threads = 1;
    const CohortSummary alone = cohort_summary(whole_trial(), options);
    options.threads = 3;
    const CohortSummary together = cohort_summary(whole_trial(), options);
    REQUIRE(alone.rows.size() == together.rows.size());
    for (std::size_t k = 0; k < alone.rows.size(); ++k) {
        REQUIRE(alone.rows[k].key == together.rows[k].key);
        REQUIRE(alone.rows[k].estimate.value == together.rows[k].estimate.value);
        REQUIRE(alone.rows[k].estimate.mcse == together.rows[k].estimate.mcse);
    }
}

}  // namespace cohort_summary_test
