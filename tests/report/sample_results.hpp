#pragma once

#include <cstdint>
#include <string>

#include <equipoise/performance/clopper_pearson.hpp>
#include <equipoise/study/study_results.hpp>

namespace equipoise::test {

inline ResultRow row_of(std::string analysis, std::size_t visit, std::string visit_label) {
    return {.analysis = std::move(analysis),
            .method = "custom",
            .outcome = "MODQ",
            .estimand = "treatment_minus_control",
            .visit = visit,
            .visit_label = std::move(visit_label)};
}

inline Measure proportion(std::uint64_t count, std::uint64_t replicates) {
    const McProportion share = mc_proportion(count, replicates);
    return {.estimate = McEstimate{share.value, share.mcse}, .reason{}, .exact_interval = Interval{share.lower, share.upper}};
}

/// A row of 10,000 replicates, none of which failed.
inline OperatingCharacteristics row_without_failures(ResultRow row, McEstimate true_value, std::uint64_t rejected) {
    OperatingCharacteristics found{.row = std::move(row), .true_value = true_value, .hypothesis_holds = true_value.value != 0.0};
    found.replicates = {.requested = 10'000, .usable = 10'000, .on_boundary = 0, .failed = 0, .by_status = {10'000}, .by_fallback = {10'000}};
    found.rejection_rate = mc_proportion(rejected, 10'000);
    found.rejection_rate_if_failures_reject = found.rejection_rate_if_failures_do_not = static_cast<double>(rejected) / 10'000.0;
    found.mean_estimate.estimate = McEstimate{true_value.value - 0.0123, 0.0159};
    found.bias.estimate = McEstimate{-0.0123, 0.0159};
    found.empirical_se.estimate = McEstimate{1.5912, 0.01125};
    found.model_se.estimate = McEstimate{1.58812, 0.00092};
    found.mse.estimate = McEstimate{2.53, 0.036};
    found.relative_error_of_model_se.estimate = McEstimate{-0.2, 0.71};
    found.coverage = proportion(9'488, 10'000);
    found.bias_eliminated_coverage = proportion(9'489, 10'000);
    found.failure_rate = mc_proportion(0, 10'000);
    return found;
}

/// Two analyses at two visits; the second fails now and then at the later one.
inline StudyResults sample_results() {
    StudyResults results;
    results.scenario = "van_dillen_2021";
    results.rng_schema = "philox4x64-10/boost-ziggurat/1";
    results.replicates = 10'000;
    results.seed = 20240229;
    results.operating_characteristics = {
        row_without_failures(row_of("t_test", 1, "month 0"), {-7.9, 0.0}, 9'980),
        row_without_failures(row_of("t_test", 2, "month 12"), {-5.69712, 0.0021}, 8'553),
        row_without_failures(row_of("mmrm", 1, "month 0"), {-7.9, 0.0}, 10'000),
        row_without_failures(row_of("mmrm", 2, "month 12"), {-5.69712, 0.0021}, 8'901),
    };
    OperatingCharacteristics& last = results.operating_characteristics.back();
    last.replicates = {.requested = 10'000, .usable = 9'988, .on_boundary = 31, .failed = 12, .by_status = {9'957, 31, 0, 2, 10, 0}, .by_fallback = {9'988}};
    last.rejection_rate = mc_proportion(8'901, 9'988);
    last.rejection_rate_if_failures_do_not = 0.8901;
    last.rejection_rate_if_failures_reject = 0.8913;
    last.failure_rate = mc_proportion(12, 10'000);
    results.comparisons = {
        {.first = 0, .second = 2, .replicates = 10'000, .rejection_rate_difference = {McEstimate{-0.002, 0.00045}}, .bias_difference = {McEstimate{0.0, 0.0}}},
        {.first = 1, .second = 3, .replicates = 9'988, .rejection_rate_difference = {McEstimate{-0.0357, 0.0029}}, .bias_difference = {McEstimate{0.0116, 0.0084}}},
    };
    return results;
}

}  // namespace equipoise::test
