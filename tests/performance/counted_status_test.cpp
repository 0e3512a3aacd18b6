// Oracle: what counts as a usable replicate, and as a rejection.
#include "catch.hpp"

#include <cmath>
#include <limits>

#include <equipoise/performance/counted_status.hpp>

namespace counted_status_test {

using namespace equipoise;

namespace {

constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

Estimate good() {
    return {.effect = -5.0, .standard_error = 2.0, .degrees_of_freedom = 100.0, .p_value = 0.014, .interval = {-9.0, -1.0}, .status = FitStatus::converged};
}

}  // namespace

TEST_CASE("a usable estimate is counted under its own status") {
    Estimate estimate = good();
    CHECK(counted_status(estimate) == FitStatus::converged);
    estimate.status = FitStatus::on_boundary;
    CHECK(counted_status(estimate) == FitStatus::on_boundary);
    CHECK(counts_as_usable(estimate));
}

TEST_CASE("a failed estimate is counted under its own status, numbers or not") {
    for (const FitStatus status : {FitStatus::not_estimable, FitStatus::covariance_singular, FitStatus::not_converged, FitStatus::hessian_not_positive_definite, FitStatus::separated}) {
        Estimate estimate = good();
        estimate.status = status;
        CHECK(counted_status(estimate) == status);
        CHECK_FALSE(counts_as_usable(estimate));
        CHECK(counted_status(Estimate{.status = status}) == status);
    }
}

TEST_CASE("an estimate that claims to be usable without numbers is counted as not estimable") {
    const auto spoilt = [](auto spoil) {
        Estimate estimate = good();
        spoil(estimate);
        return counted_status(estimate);
    };
    for (const double value : {nan_value, infinity, -infinity}) {
        CHECK(spoilt([&](Estimate& e) { e.effect = value; }) == FitStatus::not_estimable);
        CHECK(spoilt([&](Estimate& e) { e.standard_error = value; }) == FitStatus::not_estimable);
        CHECK(spoilt([&](Estimate& e) { e.p_value = value; }) == FitStatus::not_estimable);
    }
    CHECK(spoilt([](Estimate& e) { e.interval.lower = nan_value; }) == FitStatus::not_estimable);
    CHECK(spoilt([](Estimate& e) { e.interval.upper = nan_value; }) == FitStatus::not_estimable);
    CHECK(spoilt([](Estimate& e) { e.interval = {-infinity, infinity}; }) == FitStatus::converged);
    CHECK(spoilt([](Estimate& e) { e.degrees_of_freedom = infinity; }) == FitStatus::converged);
}

TEST_CASE("a p-value equal to alpha does not reject") {
    Estimate estimate = good();
    estimate.p_value = 0.05;
    CHECK_FALSE(rejects(estimate, 0.05));
    estimate.p_value = std::nextafter(0.05, 0.0);
    CHECK(rejects(estimate, 0.05));
}

TEST_CASE("what a replicate counts for is its status, and a rejection if it is usable") {
    Estimate estimate = good();
    CHECK((counted(estimate, 0.05).usable && counted(estimate, 0.05).rejected && counted(estimate, 0.05).status == FitStatus::converged));
    CHECK_FALSE(counted(estimate, 0.014).rejected);
    estimate.status = FitStatus::not_converged;
    CHECK((!counted(estimate, 0.05).usable && !counted(estimate, 0.05).rejected && counted(estimate, 0.05).status == FitStatus::not_converged));
    estimate = good();
    estimate.interval = {};
    CHECK(counted(estimate, 0.05).status == FitStatus::not_estimable);
    CHECK(counted(estimate, 0.05, {.interval = false}).rejected);
}

}  // namespace counted_status_test
