// Reference: rsimsum's performance measures and Monte Carlo standard errors, relative 1e-12.
#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>
#include <string>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <nlohmann/json.hpp>

#include <equipoise/performance/summarise.hpp>

namespace operating_characteristics_test {

using namespace equipoise;

namespace {

const std::string folder = std::string(EQUIPOISE_TEST_DATA) + "/reference_performance/";

enum class Limits { normal, t };

/// One line of the file: rep,method,b,b_se,df; empty where the fit failed. rsimsum's power is normal whatever the limits are.
Estimate estimate_from(const std::vector<std::string>& fields, Limits limits) {
    if (fields[2].empty()) return {.status = FitStatus::not_converged};
    const double b = std::stod(fields[2]);
    const double se = std::stod(fields[3]);
    const double df = std::stod(fields[4]);
    const boost::math::normal normal;
    const double half_width = se * (limits == Limits::t ? quantile(boost::math::students_t(df), 0.975) : quantile(normal, 0.975));
    return {.effect = b,
            .standard_error = se,
            .degrees_of_freedom = df,
            .p_value = 2.0 * cdf(complement(normal, std::abs(b / se))),
            .interval = {b - half_width, b + half_width},
            .status = FitStatus::converged};
}

std::vector<Estimate> estimates_of(const std::string& method, Limits limits) {
    std::ifstream file(folder + "simresults.csv");
    std::vector<Estimate> estimates;
    for (std::string line; std::getline(file, line);) {
        std::istringstream cells(line);
        std::vector<std::string> fields;
        for (std::string cell; std::getline(cells, cell, ',');) fields.push_back(cell);
        if (fields[1] == method) estimates.push_back(estimate_from(fields, limits));
    }
    return estimates;
}

/// In chunks of 64 replicates, as a study does.
OperatingCharacteristics summarised(const std::vector<Estimate>& estimates, double true_value) {
    ReplicateSums sums{.true_value = true_value};
    KeptIntervals kept;
    for (std::size_t start = 0; start < estimates.size(); start += 64) {
        ReplicateSums part{.true_value = true_value};
        KeptIntervals part_kept;
        for (std::size_t i = start; i < std::min(start + 64, estimates.size()); ++i) {
            part.add(estimates[i]);
            part_kept.add(estimates[i]);
        }
        sums.merge(part);
        kept.merge(part_kept);
    }
    return operating_characteristics(ResultRow{}, McEstimate{true_value, 0.0}, sums, kept);
}

void check(const Measure& measure, const nlohmann::json& expected) {
    REQUIRE(measure.estimate);
    CHECK(measure.estimate->value == Approx(expected.at("est").get<double>()).epsilon(1e-12));
    if (!expected.at("mcse").is_null()) CHECK(measure.estimate->mcse == Approx(expected.at("mcse").get<double>()).epsilon(1e-12));
}

}  // namespace

TEST_CASE("every measure and its Monte Carlo standard error as rsimsum gives them") {
    std::ifstream file(folder + "simresults_results.json");
    const nlohmann::json reference = nlohmann::json::parse(file);
    const double true_value = reference.at("true").get<double>();
    for (const Limits limits : {Limits::normal, Limits::t}) {
        const nlohmann::json& block = reference.at(limits == Limits::normal ? "normal_based" : "df_based_t");
        for (const std::string method : {"ttest", "ancova", "mmrm"}) {
            CAPTURE(method, limits == Limits::t);
            const std::vector<Estimate> estimates = estimates_of(method, limits);
            REQUIRE(estimates.size() == 500);
            const OperatingCharacteristics found = summarised(estimates, true_value);
            const nlohmann::json& expected = block.at(method);
            CHECK(found.replicates.requested == 500);
            CHECK(found.replicates.usable == expected.at("nsim").at("est").get<std::uint64_t>());
            CHECK(found.replicates.failed == 500 - found.replicates.usable);
            check(found.mean_estimate, expected.at("thetamean"));
            check(found.bias, expected.at("bias"));
            check(found.empirical_se, expected.at("empse"));
            check(found.mse, expected.at("mse"));
            check(found.model_se, expected.at("modelse"));
            check(found.relative_error_of_model_se, expected.at("relerror"));
            check(found.coverage, expected.at("cover"));
            check(found.bias_eliminated_coverage, expected.at("becover"));
            REQUIRE(found.rejection_rate);
            check({.estimate = McEstimate{found.rejection_rate->value, found.rejection_rate->mcse}}, expected.at("power"));
        }
    }
}

TEST_CASE("the seven failed fits of the file leave the rejection rate between two bounds") {
    const std::vector<Estimate> estimates = estimates_of("mmrm", Limits::normal);
    const OperatingCharacteristics found = summarised(estimates, -5.7);
    CHECK(found.replicates.failed == 7);
    CHECK(found.replicates.by_status[static_cast<std::size_t>(FitStatus::not_converged)] == 7);
    CHECK(found.rejection_rate_if_failures_do_not == Approx(481.0 / 500.0).epsilon(1e-15));
    CHECK(found.rejection_rate_if_failures_reject == Approx(488.0 / 500.0).epsilon(1e-15));
    REQUIRE(found.failure_rate);
    CHECK(found.failure_rate->value == Approx(7.0 / 500.0).epsilon(1e-15));
    CHECK(found.failure_rate->mcse == Approx(std::sqrt(7.0 / 500.0 * 493.0 / 500.0 / 500.0)).epsilon(1e-14));
}

}  // namespace operating_characteristics_test
