// Oracle: true values in closed form, and exactly 0 where the arms are alike. Statistical: simulated ones within 4 of their Monte Carlo standard errors.
#include "catch.hpp"

#include <cmath>
#include <numeric>
#include <vector>

#include <boost/math/distributions/normal.hpp>

#include <equipoise/cohort/prepare_trial.hpp>
#include <equipoise/cohort/truths.hpp>

#include "../study/scenarios.hpp"

namespace truths_test {

using namespace equipoise;

const std::vector<std::string> differences{treatment_minus_control,  median_difference,       standardised_mean_difference, risk_difference,
                                           marginal_log_odds_ratio, conditional_log_odds_ratio, log_cumulative_odds_ratio,    log_rate_ratio};

TruthQuestion at(std::size_t visit, std::string estimand, std::size_t outcome = 0) {
    TruthQuestion question{.outcome = outcome, .estimand = std::move(estimand), .weights = {0, 0, 0}, .responder = Responder{}};
    question.weights[visit - 1] = 1;
    return question;
}

std::vector<Truth> asked(const Scenario& scenario, const std::vector<TruthQuestion>& questions, std::uint64_t participants = 40'000, std::uint64_t seed = 3) {
    const PreparedTrial trial = prepare(scenario);
    const Estimand& estimand = scenario.design.estimand;
    const StudyKey key(seed);
    return truths(trial, estimand, key, true_values(trial, estimand, key, participants), questions, participants);
}

Truth one(const Scenario& scenario, const TruthQuestion& question, std::uint64_t participants = 40'000, std::uint64_t seed = 3) {
    return asked(scenario, {question}, participants, seed).front();
}

void check_within(const Truth& found, double expected) {
    REQUIRE(found.value);
    INFO(found.value->value << " with MCSE " << found.value->mcse << ", expected " << expected);
    CHECK(std::abs(found.value->value - expected) <= 4 * found.value->mcse + 1e-9);  // a mere shift of common random numbers has no error
}

double below(double z) { return cdf(boost::math::normal(), z); }

TEST_CASE("on an unbounded scale, normal theory") {
    const Scenario scenario = unbounded_trial();
    const double sd = 10.2;
    const auto responding = [&](double mean) {  // baseline less score is normal
        const double of_change = std::sqrt(81 + sd * sd - 2 * 0.35 * 9 * sd);
        return 1 - below((6 - (32 - mean)) / of_change);
    };
    const double t = responding(13.8);
    const double c = responding(19.5);
    check_within(one(scenario, at(3, risk_difference)), t - c);
    check_within(one(scenario, at(3, marginal_log_odds_ratio)), std::log(t / (1 - t) / (c / (1 - c))));
    check_within(one(scenario, at(3, median_difference)), -5.7);
    check_within(one(scenario, at(1, median_difference)), -7.9);
    const Truth standardised = one(scenario, at(3, standardised_mean_difference));
    CHECK(standardised.value->value == Approx(-5.7 / sd).epsilon(1e-9));
    CHECK(standardised.value->mcse == 0);
    const Truth ratio = one(scenario, at(3, log_rate_ratio));
    CHECK(ratio.value->value == Approx(std::log(13.8 / 19.5)).epsilon(1e-9));
    CHECK(ratio.value->mcse == 0);
}

TEST_CASE("what nature does not have is not known, and the reason is said") {
    const Scenario scenario = unbounded_trial();
    CHECK(one(scenario, at(3, conditional_log_odds_ratio)).reason == "nature knows no odds ratio that is the same for all covariates");
    CHECK(one(scenario, at(3, log_cumulative_odds_ratio)).reason == "the odds are not proportional in nature, where a normal variable is behind the levels");
    CHECK(one(scenario, at(3, joint_effect)).reason == "a joint test is of several effects, which have true values each");
    CHECK(one(scenario, at(3, "of my own")).reason == "the true value of this estimand is not known");
    CHECK(one(scenario, {.estimand = median_difference, .weights = {0.5, 0.5, 0}}).reason == "the true value of this estimand is known at single visits only");
    CHECK_FALSE(one(scenario, at(3, joint_effect)).value);
    TruthQuestion nobody = at(3, risk_difference);
    nobody.responder.reset();
    CHECK(one(scenario, nobody).reason == "it is not said who counts as a responder");
    TruthQuestion impossible = at(3, marginal_log_odds_ratio);
    impossible.responder = Responder{.threshold = 1e6};
    CHECK(one(scenario, impossible).reason == "in one of the arms nobody responds, or everybody does");
}

TEST_CASE("arms that are alike differ by exactly 0 in everything, whoever treats them and whatever befalls them") {
    Scenario scenario = back_pain_trial(false, three_per_cent());
    const auto all_zero = [&] {
        for (std::size_t visit = 1; visit < 4; ++visit) {
            for (const std::string& estimand : differences) {
                const Truth found = one(scenario, at(visit, estimand), 5'000);
                CAPTURE(visit, estimand);
                REQUIRE(found.value);
                CHECK(found.value->value == 0.0);
                CHECK(found.value->mcse == 0.0);
            }
        }
        const Truth change = one(scenario, {.weights = {-1, 0.5, 0.5}}, 5'000);
        CHECK(change.value->value == 0.0);
        CHECK(change.value->mcse == 0.0);
    };
    all_zero();
    scenario.mechanism.adverse_events = {{.term = "worsening", .probability = {0.4, 0.4}, .severity = {0.6, 0.3, 0.1}, .effect = {2, 4, 8}}};
    all_zero();
    scenario.mechanism.adverse_events.clear();
    scenario.mechanism.therapists = Therapists{.layout = TherapistLayout::nested, .number = {3, 3}, .icc = 0.03};
    all_zero();
}

TEST_CASE("contrasts over visits: exact where the visits are") {
    const Scenario scenario = unbounded_trial();
    const Truth average = one(scenario, {.weights = {1.0 / 3, 1.0 / 3, 1.0 / 3}});
    CHECK(average.value->value == Approx(-(7.9 + 5.6 + 5.7) / 3).epsilon(1e-9));
    CHECK(average.value->mcse == 0);
    CHECK(one(scenario, {.weights = {-1, 0, 1}}).value->value == Approx(7.9 - 5.7).epsilon(1e-9));
    CHECK(one(scenario, {.estimand = control_mean, .weights = {0, 0, 1}}).value->value == Approx(19.5).epsilon(1e-9));
    CHECK(one(scenario, {.estimand = treatment_mean, .weights = {0.5, 0, 0.5}}).value->value == Approx((12.1 + 13.8) / 2).epsilon(1e-9));
}

TEST_CASE("contrasts over visits that were simulated together have the error of their combination") {
    Scenario scenario = unbounded_trial();
    scenario.mechanism.discontinuation = Discontinuing{.administrative = {.control = {}, .treatment = {0.25, 1.0 / 3, 0}}, .afterwards = Afterwards::loses_benefit};
    const TruthQuestion change{.weights = {-1, 0, 1}};
    const double expected = (-5.7 + 0.5 * (32 - 13.8)) - (-7.9 + 0.25 * (32 - 12.1));
    check_within(one(scenario, change), expected);
    constexpr int keys = 60;
    std::vector<double> values;
    double mcse = 0;
    for (int k = 0; k < keys; ++k) {
        const Truth found = one(scenario, change, 500, 100U + static_cast<unsigned>(k));
        values.push_back(found.value->value);
        mcse += found.value->mcse / keys;
    }
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / keys;
    double squares = 0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    const double sd = std::sqrt(squares / (keys - 1));
    INFO(sd << " among keys, MCSE " << mcse);
    CHECK(std::abs(sd - mcse) <= 4 * mcse / std::sqrt(2.0 * (keys - 1)));
}

TEST_CASE("under a strategy the scores are those of the strategy") {
    Scenario scenario = unbounded_trial();
    scenario.mechanism.discontinuation = Discontinuing{.administrative = {.control = {}, .treatment = {0.25, 0, 0}}, .afterwards = Afterwards::keeps_benefit};
    scenario.design.estimand = {.strategy = Strategy::composite};  // who stopped has not improved
    const auto responding = [&](double mean) { return 1 - below((6 - (32 - mean)) / std::sqrt(81 + 10.2 * 10.2 - 2 * 0.35 * 9 * 10.2)); };
    check_within(one(scenario, at(3, risk_difference)), 0.75 * responding(13.8) - responding(19.5));
    const double variance = 0.75 * 10.2 * 10.2 + 0.25 * 81 + 0.75 * 0.25 * (32 - 13.8) * (32 - 13.8);
    const double mean = 0.75 * 13.8 + 0.25 * 32;
    const double share = 74.0 / 149;
    check_within(one(scenario, at(3, standardised_mean_difference)), (mean - 19.5) / std::sqrt(share * variance + (1 - share) * 10.2 * 10.2));
    check_within(one(scenario, at(3, log_rate_ratio)), std::log(mean / 19.5));
}

TEST_CASE("the errors by batches are those among keys") {
    Scenario scenario = unbounded_trial();
    scenario.mechanism.discontinuation = Discontinuing{.administrative = {.control = {}, .treatment = {0.5, 0, 0}}, .afterwards = Afterwards::loses_benefit};
    constexpr int keys = 60;
    std::vector<double> values;
    double mcse = 0;
    for (int k = 0; k < keys; ++k) {
        const Truth found = one(scenario, at(3, median_difference), 3'200, 200U + static_cast<unsigned>(k));
        values.push_back(found.value->value);
        mcse += found.value->mcse * found.value->mcse / keys;
    }
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / keys;
    double squares = 0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    const double ratio = squares / (keys - 1) / mcse;
    INFO(ratio);
    const double relative_error = std::sqrt(2.0 / (keys - 1) + 2.0 / (keys * (truth_batches - 1.0)));  // of the variance among keys, and of the mean of theirs
    CHECK(std::abs(ratio - 1) <= 4 * relative_error);
}

TEST_CASE("secondary outcomes by their own distributions") {
    Scenario scenario = back_pain_trial(true, three_per_cent());
    Eigen::MatrixXd alike = Eigen::MatrixXd::Constant(3, 3, 0.5);
    alike.diagonal().setOnes();
    scenario.mechanism.secondary_outcomes = {
        {.name = "medication", .kind = BinaryProportion{{.control = {0.5, 0.4, 0.4}, .treatment = {0.4, 0.3, 0.25}}, alike}, .correlation_with_primary = {0.3, 0.3, 0.3}, .measured_at_baseline = false},
        {.name = "satisfaction", .kind = OrdinalLevels{{"low", "middle", "high"}, {.control = {{0.3, 0.4, 0.3}, {0.3, 0.4, 0.3}, {0.3, 0.4, 0.3}}, .treatment = {{0.3, 0.4, 0.3}, {0.2, 0.4, 0.4}, {0.1, 0.4, 0.5}}}, alike}, .measured_at_baseline = false},
        {.name = "flare-ups", .kind = EventCount{{.control = {2, 2, 2}, .treatment = {1.5, 1.5, 1.0}}, 0.5, alike}, .measured_at_baseline = false},
        {.name = "pain", .kind = NumericScore{{.control = {5, 4, 4}, .treatment = {5, 3, 3}}, unstructured({2, 2, 2}, alike)}, .measured_at_baseline = false}};
    TruthQuestion yes = at(3, risk_difference, 1);
    yes.responder.reset();
    CHECK(one(scenario, yes).value->value == Approx(0.25 - 0.4).epsilon(1e-9));
    CHECK(one(scenario, yes).value->mcse == 0);
    yes.estimand = marginal_log_odds_ratio;
    CHECK(one(scenario, yes).value->value == Approx(std::log(0.25 / 0.75 / (0.4 / 0.6))).epsilon(1e-9));
    yes.responder = Responder{.measure = Responder::Measure::score, .threshold = 0, .better = Better::lower};  // no is the better answer
    CHECK(one(scenario, yes).value->value == Approx(-std::log(0.25 / 0.75 / (0.4 / 0.6))).epsilon(1e-9));

    TruthQuestion high = at(3, risk_difference, 2);
    high.responder = Responder{.measure = Responder::Measure::score, .threshold = 2, .better = Better::higher};
    check_within(one(scenario, high), 0.2);
    CHECK(one(scenario, at(1, log_cumulative_odds_ratio, 2)).value->value == 0.0);  // alike at that visit
    CHECK(one(scenario, at(3, log_cumulative_odds_ratio, 2)).reason == "the odds are not proportional in nature, where a normal variable is behind the levels");
    CHECK(one(scenario, at(3, risk_difference, 2)).reason == "nobody improves in an outcome that is not measured at baseline");

    CHECK(one(scenario, at(3, log_rate_ratio, 3)).value->value == Approx(std::log(0.5)).epsilon(1e-9));
    CHECK(one(scenario, at(3, log_rate_ratio, 3)).value->mcse == 0);
    CHECK(one(scenario, at(3, standardised_mean_difference, 4)).value->value == Approx(-0.5).epsilon(1e-7));
    check_within(one(scenario, at(3, median_difference, 4)), -1);
    CHECK(one(scenario, at(3, treatment_minus_control, 4)).value->value == Approx(-1).epsilon(1e-7));
    CHECK(one(scenario, at(3, treatment_minus_control, 5)).reason == "it is of an outcome that this population does not have");
}

}  // namespace truths_test
