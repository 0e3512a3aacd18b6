// Oracle: true values in closed form on an unbounded scale, and from first principles for each strategy. Statistical: simulated values within 4 of their Monte Carlo standard errors.

#include "catch.hpp"

#include <cmath>
#include <limits>

#include <equipoise/cohort/prepare_trial.hpp>
#include <equipoise/cohort/true_values.hpp>

#include "../study/scenarios.hpp"

namespace true_values_test {

using namespace equipoise;

namespace {

TrueValues truth(const Scenario& scenario) { return true_values(prepare(scenario), scenario.design.estimand, StudyKey(3), 40'000); }

const std::vector<double> effect{0, -7.9, -5.6, -5.7};

void check_within(const McEstimate& found, double expected) {
    INFO(found.value << " with MCSE " << found.mcse << ", expected " << expected);
    CHECK(std::abs(found.value - expected) <= 4 * found.mcse + 1e-9);
}

}  // namespace

TEST_CASE("where nothing acts on the outcome true values are those stated, without error") {
    Scenario scenario = back_pain_trial(true, three_per_cent());
    scenario.mechanism.therapists = Therapists{.layout = TherapistLayout::nested, .number = {3, 3}, .icc = 0.03};
    scenario.mechanism.adverse_events = {{.term = "worsening", .probability = {0.4, 0.4}}};
    scenario.mechanism.reporting = Reporting{.shift = {1, -1}};
    const TrueValues found = truth(scenario);
    for (std::size_t v = 1; v < 4; ++v) {
        CHECK(found.at(0, treatment_minus_control, v).value == Approx(effect[v]).epsilon(1e-9));
        CHECK(found.at(0, treatment_minus_control, v).mcse == 0);
        CHECK(found.at(0, booster_minus_none, v).value == Approx(0).margin(1e-9));
    }
    CHECK_THROWS_AS(found.at(0, "another", 1), std::invalid_argument);
}

TEST_CASE("booster sessions act by their number, the share of boosters and the arm") {
    Scenario scenario = unbounded_trial();
    scenario.mechanism.boosters = BoosterDelivery{.first_return = {0.8, 0.6}, .needs_more = 0.2, .odds_ratio = 4, .effect_per_session = {.control = -1, .treatment = -2}};
    const double control = -1 * 0.8 * (1 + 0.5 * 1.5);    // odds 0.25 x 4 = 1; who needs more has 2.5 sessions on average
    const double treatment = -2 * 0.6 * (1 + 0.2 * 1.5);
    const TrueValues found = truth(scenario);
    check_within(found.at(0, treatment_minus_control, 3), -5.7 + 0.5 * (treatment - control));
    check_within(found.at(0, booster_minus_none, 3), (control + treatment) / 2);
    check_within(found.at(0, booster_by_arm, 3), treatment - control);
    CHECK(found.at(0, booster_by_arm, 3).mcse < 0.02);
    CHECK(found.at(0, booster_minus_none, 2).value == Approx(0).margin(1e-9));
}

TEST_CASE("each strategy has its own true value") {
    Scenario scenario = unbounded_trial();
    // Half of the treatment arm stops before visit 1 or 2, and none of the control arm; what is lost is the whole improvement.
    scenario.mechanism.discontinuation = Discontinuing{.administrative = {.control = {}, .treatment = {0.25, 1.0 / 3, 0}}, .afterwards = Afterwards::loses_benefit};
    const auto at = [&](Strategy strategy, std::size_t visit, std::optional<double> score = {}) {
        scenario.design.estimand = {.strategy = strategy, .composite_score = score};
        return truth(scenario).at(0, treatment_minus_control, visit);
    };
    check_within(at(Strategy::treatment_policy, 1), -7.9 + 0.25 * (32 - 12.1));
    check_within(at(Strategy::treatment_policy, 3), -5.7 + 0.5 * (32 - 13.8));
    check_within(at(Strategy::hypothetical, 3), -5.7);
    check_within(at(Strategy::composite, 3), 0.5 * 13.8 + 0.5 * 32 - 19.5);
    check_within(at(Strategy::composite, 3, 100), 0.5 * 13.8 + 0.5 * 100 - 19.5);
    check_within(at(Strategy::while_on_treatment, 3), 0.5 * 13.8 + 0.25 * 12.1 + 0.25 * 32 - 19.5);
}

TEST_CASE("inexperience counts for every place in the order of enrolment") {
    Scenario scenario = unbounded_trial();
    scenario.mechanism.therapists = Therapists{.layout = TherapistLayout::nested, .number = {1, 1}, .learning = {.control = 0, .treatment = 4}, .half_learnt_after = 10};
    double mean = 0;
    for (int i = 0; i < 149; ++i) mean += 4 * std::pow(0.5, i * 74.0 / 149 / 10) / 149;
    check_within(truth(scenario).at(0, treatment_minus_control, 1), -7.9 + mean);
}

TEST_CASE("in a target population with other covariates the effect is another") {
    Scenario scenario = unbounded_trial();
    scenario.mechanism.covariates = {{.name = "education", .distribution = Categories{{"high", "low"}, {0.8, 0.2}}, .effect_modification = {{0, 0, 0, 0}, {0, 3, 3, 3}}}};
    scenario.mechanism.target_population = TargetPopulation{.name = "everyone", .covariates = {{.name = "education", .distribution = Categories{{"high", "low"}, {0.4, 0.6}}}}};
    const PreparedTrial trial = prepare(scenario);
    check_within(true_values(trial, {}, StudyKey(2), 40'000).at(0, treatment_minus_control, 1), -7.9);
    check_within(target_true_values(trial, {}, StudyKey(2), 40'000).at(0, treatment_minus_control, 1), -7.9 + 3 * (0.6 - 0.2));
}

}  // namespace true_values_test
