// Reference: rsimsum's performance measures and Monte Carlo standard errors, relative 1e-12.
#include "catch.hpp"

#include <cmath>
#include <string>

#include <nlohmann/json.hpp>

#include <equipoise/performance/summarise.hpp>

#include "performance/rsimsum.hpp"

namespace operating_characteristics_test {

using namespace equipoise;

using rsimsum::estimates_of;
using rsimsum::Limits;
using rsimsum::summarised;

namespace {

void check(const Measure& measure, const nlohmann::json& expected) {
    REQUIRE(measure.estimate);
    CHECK(measure.estimate->value == Approx(expected.at("est").get<double>()).epsilon(1e-12));
    if (!expected.at("mcse").is_null()) CHECK(measure.estimate->mcse == Approx(expected.at("mcse").get<double>()).epsilon(1e-12));
}

}  // namespace

TEST_CASE("every measure and its Monte Carlo standard error as rsimsum gives them") {
    const nlohmann::json reference = rsimsum::reference();
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
