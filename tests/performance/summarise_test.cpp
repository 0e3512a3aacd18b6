// Oracle: measures against their formulas over the data, and what is said where a measure does not exist.
#include "catch.hpp"

#include <cmath>

#include <equipoise/performance/summarise.hpp>

#include "performance/random_estimates.hpp"

namespace summarise_test {

using namespace equipoise;

namespace {

OperatingCharacteristics summarised(const std::vector<Estimate>& estimates, McEstimate true_value) {
    ReplicateSums sums{.true_value = true_value.value};
    KeptIntervals kept;
    for (const Estimate& e : estimates) {
        sums.add(e);
        kept.add(e);
    }
    ResultRow row;
    row.visit_label = "week 4";
    return operating_characteristics(row, true_value, sums, kept);
}

Estimate estimate(double effect, double standard_error, double p_value = 0.5) {
    return {.effect = effect,
            .standard_error = standard_error,
            .p_value = p_value,
            .interval = {effect - 2.0 * standard_error, effect + 2.0 * standard_error},
            .status = FitStatus::converged};
}

}  // namespace

TEST_CASE("mean squared error and its Monte Carlo standard error, far from the truth and near it") {
    for (const double true_value : {-5.0, 40.0}) {
        const std::vector<Estimate> estimates = test::random_estimates(1500, 31);
        std::vector<double> squares;
        double total = 0;
        for (const Estimate& e : estimates) {
            if (!usable(e.status)) continue;
            squares.push_back((e.effect - true_value) * (e.effect - true_value));
            total += squares.back();
        }
        const auto r = static_cast<double>(squares.size());
        double scatter = 0;
        for (const double s : squares) scatter += (s - total / r) * (s - total / r);
        const OperatingCharacteristics found = summarised(estimates, {true_value, 0.0});
        CHECK(found.mse.estimate->value == Approx(total / r).epsilon(1e-12));
        CHECK(found.mse.estimate->mcse == Approx(std::sqrt(scatter / (r * (r - 1.0)))).epsilon(1e-10));
    }
}

TEST_CASE("the error of a simulated true value goes into that of the bias alone") {
    const std::vector<Estimate> estimates = test::random_estimates(400, 32);
    const OperatingCharacteristics exact = summarised(estimates, {-5.0, 0.0});
    const OperatingCharacteristics simulated = summarised(estimates, {-5.0, 0.03});
    CHECK(simulated.bias.estimate->value == exact.bias.estimate->value);
    CHECK(simulated.bias.estimate->mcse == Approx(std::sqrt(std::pow(exact.bias.estimate->mcse, 2) + 0.03 * 0.03)).epsilon(1e-14));
    CHECK(exact.bias.estimate->mcse == exact.mean_estimate.estimate->mcse);
    CHECK(simulated.mean_estimate.estimate->mcse == exact.mean_estimate.estimate->mcse);
    CHECK(simulated.mse.estimate->mcse == exact.mse.estimate->mcse);
    CHECK(simulated.true_value->mcse == 0.03);
}

TEST_CASE("fits on the boundary are usable and counted apart") {
    const std::vector<Estimate> estimates = test::random_estimates(400, 33);
    const OperatingCharacteristics found = summarised(estimates, {-5.0, 0.0});
    CHECK(found.replicates.on_boundary > 0);
    CHECK(found.replicates.on_boundary == found.replicates.by_status[1]);
    CHECK(found.replicates.usable == found.replicates.by_status[0] + found.replicates.by_status[1]);
    CHECK(found.replicates.requested == 400);
    CHECK(found.row.visit_label == "week 4");
}

TEST_CASE("without a usable replicate every measure says so, and the bounds are 0 and 1") {
    const OperatingCharacteristics found = summarised({5, Estimate{.status = FitStatus::covariance_singular}}, {0.0, 0.0});
    CHECK_FALSE(found.rejection_rate);
    CHECK(found.rejection_rate_if_failures_reject == 1.0);
    CHECK(found.rejection_rate_if_failures_do_not == 0.0);
    CHECK(found.failure_rate->value == 1.0);
    for (const Measure* measure : {&found.mean_estimate, &found.bias, &found.empirical_se, &found.model_se, &found.relative_error_of_model_se,
                                   &found.mse, &found.coverage, &found.bias_eliminated_coverage}) {
        CHECK_FALSE(measure->estimate);
        CHECK(measure->reason == "no replicate is usable");
    }
}

TEST_CASE("one usable replicate has a coverage but no standard errors") {
    const OperatingCharacteristics found = summarised({estimate(-5.0, 1.0, 0.01), Estimate{.status = FitStatus::not_converged}}, {-5.0, 0.0});
    CHECK(found.rejection_rate->value == 1.0);
    CHECK(found.rejection_rate->lower == Approx(0.025).epsilon(1e-12));
    CHECK(found.coverage.estimate->value == 1.0);
    CHECK(found.bias_eliminated_coverage.estimate->value == 1.0);
    for (const Measure* measure : {&found.mean_estimate, &found.bias, &found.empirical_se, &found.model_se, &found.relative_error_of_model_se, &found.mse}) {
        CHECK_FALSE(measure->estimate);
        CHECK(measure->reason == "only one replicate is usable");
    }
}

TEST_CASE("estimates that never vary have an empirical standard error of 0 and no relative error") {
    const OperatingCharacteristics found = summarised({3, estimate(-5.0, 1.5)}, {-4.0, 0.0});
    CHECK(found.bias.estimate->value == -1.0);
    CHECK(found.empirical_se.estimate->value == 0.0);
    CHECK(found.model_se.estimate->value == 1.5);
    CHECK(found.model_se.estimate->mcse == 0.0);
    CHECK(found.mse.estimate->value == 1.0);
    CHECK(found.relative_error_of_model_se.reason == "the empirical standard error is 0");
}

TEST_CASE("model standard errors of 0 are no measure") {
    const OperatingCharacteristics found = summarised({estimate(-5.0, 0.0), estimate(-4.0, 0.0)}, {-4.0, 0.0});
    CHECK(found.model_se.reason == "every model standard error is 0");
    CHECK(found.relative_error_of_model_se.reason == "every model standard error is 0");
    CHECK(found.empirical_se.estimate);
}

TEST_CASE("estimates beyond the range of their powers leave a reason, not a number that is none") {
    const OperatingCharacteristics found = summarised({estimate(1e200, 1.0), estimate(-1e200, 1.0)}, {0.0, 0.0});
    CHECK(found.mse.reason == "the estimates are too large for double precision");
    CHECK_FALSE(found.empirical_se.estimate);
    CHECK(found.model_se.estimate);
}

TEST_CASE("sums about another true value are refused") {
    CHECK_THROWS_AS(operating_characteristics({}, McEstimate{1.0, 0.0}, ReplicateSums{.true_value = 2.0}, KeptIntervals{}), std::invalid_argument);
}

TEST_CASE("paired differences and their errors are those of the differences themselves") {
    const std::vector<Estimate> first = test::random_estimates(900, 34);
    const std::vector<Estimate> second = test::random_estimates(900, 35);
    PairedSums sums;
    std::vector<double> rejections, effects;
    for (std::size_t i = 0; i < first.size(); ++i) {
        sums.add(first[i], second[i]);
        if (!usable(first[i].status) || !usable(second[i].status)) continue;
        rejections.push_back((first[i].p_value < 0.05 ? 1.0 : 0.0) - (second[i].p_value < 0.05 ? 1.0 : 0.0));
        effects.push_back(first[i].effect - second[i].effect);
    }
    const auto n = static_cast<double>(effects.size());
    const auto mean_and_scatter = [&](const std::vector<double>& values) {
        double mean = 0, scatter = 0;
        for (const double v : values) mean += v / n;
        for (const double v : values) scatter += (v - mean) * (v - mean);
        return std::pair{mean, scatter};
    };
    const Comparison found = comparison(3, 7, sums);
    CHECK(found.first == 3);
    CHECK(found.second == 7);
    CHECK(found.replicates == effects.size());
    const auto [rejection_mean, rejection_scatter] = mean_and_scatter(rejections);
    CHECK(found.rejection_rate_difference.estimate->value == Approx(rejection_mean).epsilon(1e-11));
    CHECK(found.rejection_rate_difference.estimate->mcse == Approx(std::sqrt(rejection_scatter) / n).epsilon(1e-11));
    const auto [effect_mean, effect_scatter] = mean_and_scatter(effects);
    CHECK(found.bias_difference.estimate->value == Approx(effect_mean).epsilon(1e-11));
    CHECK(found.bias_difference.estimate->mcse == Approx(std::sqrt(effect_scatter / (n * (n - 1.0)))).epsilon(1e-11));
}

TEST_CASE("too few common replicates leave a reason") {
    PairedSums sums;
    CHECK(comparison(0, 1, sums).bias_difference.reason == "no replicate is usable in both");
    sums.add(estimate(1.0, 1.0), estimate(2.0, 1.0));
    CHECK(comparison(0, 1, sums).rejection_rate_difference.reason == "only one replicate is usable in both");
    CHECK_FALSE(comparison(0, 1, sums).bias_difference.estimate);
}

namespace {

OperatingCharacteristics summarised(const ResultRow& row, const std::optional<McEstimate>& true_value, const std::vector<Estimate>& estimates) {
    ReplicateSums sums{.true_value = true_value ? std::optional{true_value->value} : std::nullopt, .level = row.level, .reports = row.reports};
    KeptIntervals kept;
    for (const Estimate& e : estimates) {
        sums.add(e);
        kept.add(e, row.reports);
    }
    return operating_characteristics(row, true_value, sums, kept);
}

}  // namespace

TEST_CASE("a test without an estimate has a rejection rate and, for the rest, reasons") {
    ResultRow row;
    row.estimand = joint_effect;
    row.reports = {.effect = false, .standard_error = false, .interval = false};
    std::vector<Estimate> estimates;
    for (const double p : {0.01, 0.2, 0.04}) estimates.push_back({.p_value = p, .status = FitStatus::converged, .statistic = 2.0});
    estimates.push_back({.status = FitStatus::converged});  // no p-value
    const OperatingCharacteristics found = summarised(row, std::nullopt, estimates);
    CHECK(found.replicates.usable == 3);
    CHECK(found.replicates.failed == 1);
    CHECK(found.rejection_rate->value == Approx(2.0 / 3).epsilon(1e-14));
    for (const Measure* none : {&found.mean_estimate, &found.bias, &found.empirical_se, &found.mse, &found.relative_error_of_model_se}) {
        CHECK_FALSE(none->estimate);
        CHECK(none->reason == "a joint test has no estimate");
    }
    CHECK(found.model_se.reason == "the analysis gives no standard error");
    CHECK(found.coverage.reason == "the analysis gives no interval");
    CHECK(found.bias_eliminated_coverage.reason == "the analysis gives no interval");
    CHECK_FALSE(found.hypothesis_holds);
}

TEST_CASE("an estimate with an interval but no standard error has the measures that need none") {
    ResultRow row;
    row.reports = {.effect = true, .standard_error = false, .interval = true};
    std::vector<Estimate> estimates = test::random_estimates(300, 41);
    const OperatingCharacteristics with = summarised(ResultRow{}, McEstimate{-5, 0}, estimates);
    for (Estimate& e : estimates) e.standard_error = std::nan("");
    const OperatingCharacteristics found = summarised(row, McEstimate{-5, 0}, estimates);
    CHECK(found.replicates.usable == with.replicates.usable);
    CHECK(found.bias.estimate->value == with.bias.estimate->value);
    CHECK(found.mse.estimate->mcse == with.mse.estimate->mcse);
    CHECK(found.coverage.estimate->value == with.coverage.estimate->value);
    CHECK(found.bias_eliminated_coverage.estimate->value == with.bias_eliminated_coverage.estimate->value);
    CHECK(found.model_se.reason == "the analysis gives no standard error");
    CHECK(found.relative_error_of_model_se.reason == "the analysis gives no standard error");
}

TEST_CASE("where the true value is not known, what needs it is not given, and nothing else is lost") {
    const std::vector<Estimate> estimates = test::random_estimates(300, 42);
    const OperatingCharacteristics known = summarised(ResultRow{}, McEstimate{-5, 0}, estimates);
    const OperatingCharacteristics found = summarised(ResultRow{}, std::nullopt, estimates);
    CHECK_FALSE(found.true_value);
    CHECK(found.true_value_unknown == "the true value of this estimand is not known");
    for (const Measure* none : {&found.bias, &found.mse, &found.coverage}) CHECK(none->reason == "the true value of this estimand is not known");
    CHECK(found.mean_estimate.estimate->value == Approx(known.mean_estimate.estimate->value).epsilon(1e-12));
    CHECK(found.empirical_se.estimate->value == Approx(known.empirical_se.estimate->value).epsilon(1e-11));
    CHECK(found.model_se.estimate->value == known.model_se.estimate->value);
    CHECK(found.bias_eliminated_coverage.estimate->value == known.bias_eliminated_coverage.estimate->value);
    CHECK(found.rejection_rate->value == known.rejection_rate->value);
}

TEST_CASE("a row rejects below its own level") {
    ResultRow row;
    row.hypothesis = {Alternative::less, 0.0};
    row.level = 0.025;
    const std::vector<Estimate> estimates{estimate(-1, 1, 0.02), estimate(-1, 1, 0.04), estimate(-1, 1, 0.025)};
    CHECK(summarised(row, McEstimate{-1, 0}, estimates).rejection_rate->value == Approx(1.0 / 3).epsilon(1e-14));
    CHECK(summarised(row, McEstimate{-1, 0}, estimates).hypothesis_holds == true);
    CHECK(summarised(row, McEstimate{0, 0}, estimates).hypothesis_holds == false);
}

TEST_CASE("rows without estimates are compared by their rejections alone") {
    PairedSums sums{.first = {.level = 0.05, .reports = {.effect = false, .standard_error = false, .interval = false}}};
    for (const double p : {0.01, 0.2, 0.04}) sums.add({.p_value = p, .status = FitStatus::converged}, estimate(1.0, 1.0, 0.3));
    const Comparison found = comparison(0, 1, sums);
    CHECK(found.replicates == 3);
    CHECK(found.rejection_rate_difference.estimate->value == Approx(2.0 / 3).epsilon(1e-14));
    CHECK(found.bias_difference.reason == "not both analyses give an estimate");
}

}  // namespace summarise_test
