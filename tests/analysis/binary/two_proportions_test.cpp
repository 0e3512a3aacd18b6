// Reference: Newcombe (1998), table II, and the same by R. Oracle: the restricted likelihood maximised on a fine grid.
#include "catch.hpp"

#include "analysis/reference_trial.hpp"

#include <cmath>

#include <equipoise/analysis/binary/two_proportions.hpp>
#include <equipoise/analysis/t_distribution.hpp>

namespace two_proportions_test {
using namespace equipoise;

PerArm<Responses> arms(double treatment, double treated, double control, double untreated) {
    return {.control = {control, untreated}, .treatment = {treatment, treated}};
}

const double z = two_sided_critical(0.05, INFINITY);

TEST_CASE("Newcombe's interval is that of his table II") {
    const auto check = [](const PerArm<Responses>& data, double lower, double upper) {
        const Interval found = newcombe_interval(data, z);
        CHECK(std::abs(found.lower - lower) < 5.1e-5);
        CHECK(std::abs(found.upper - upper) < 5.1e-5);
    };
    check(arms(56, 70, 48, 80), 0.0524, 0.3339);
    check(arms(9, 10, 3, 10), 0.1705, 0.8090);
    check(arms(10, 10, 0, 20), 0.6791, 1.0000);
    check(arms(5, 56, 0, 29), -0.0381, 0.1926);
}

TEST_CASE("Newcombe's interval is that of R's score intervals") {
    const nlohmann::json all = reference::read_json("../reference_r/responders.json");
    REQUIRE(all.at("newcombe").size() == 4);
    for (const nlohmann::json& one : all.at("newcombe")) {
        const auto number = [&](const char* arm, std::size_t k) { return one.at(arm).at(k).get<double>(); };
        const Interval found = newcombe_interval(arms(number("treatment", 0), number("treatment", 1), number("control", 0), number("control", 1)), z);
        CHECK(std::abs(found.lower - number("ci", 0)) < 1e-13);
        CHECK(std::abs(found.upper - number("ci", 1)) < 1e-13);
    }
}

TEST_CASE("swapping the arms turns the interval round") {
    const Interval one = newcombe_interval(arms(7, 30, 12, 25), z);
    const Interval other = newcombe_interval(arms(12, 25, 7, 30), z);
    CHECK(one.lower == Approx(-other.upper).epsilon(1e-14));
    CHECK(one.upper == Approx(-other.lower).epsilon(1e-14));
}

double log_likelihood(const PerArm<Responses>& data, double control, double d) {
    const auto part = [](double count, double p) { return count == 0 ? 0.0 : count * std::log(p); };
    const auto arm = [&](const Responses& of, double p) { return part(of.responders, p) + part(of.participants - of.responders, 1 - p); };
    return arm(data.treatment, control + d) + arm(data.control, control);
}

TEST_CASE("the restricted proportions maximise the likelihood") {
    for (const PerArm<Responses>& data : {arms(7, 30, 12, 25), arms(0, 12, 0, 9), arms(12, 12, 9, 9), arms(0, 5, 6, 6), arms(5, 5, 0, 6), arms(1, 3, 200, 400), arms(56, 70, 48, 80)}) {
        for (const double d : {-0.9, -0.3, -0.1, -1e-3, 1e-6, 0.05, 0.25, 0.7}) {
            INFO(data.treatment.responders << "/" << data.treatment.participants << " " << data.control.responders << "/" << data.control.participants << ", " << d);
            const double found = restricted_control_share(data, d);
            const double least = std::max(0.0, -d);
            const double most = std::min(1.0, 1 - d);
            CHECK(found >= least);
            CHECK(found <= most);
            const double there = log_likelihood(data, found, d);
            for (int k = 1; k < 2000; ++k) CHECK(log_likelihood(data, least + (most - least) * k / 2000, d) <= there + 1e-9);
        }
    }
}

TEST_CASE("without a difference the restricted variance is the pooled one") {
    const PerArm<Responses> data = arms(7, 30, 12, 25);
    const double pooled = 19.0 / 55;
    CHECK(restricted_variance(data, 0) == Approx(pooled * (1 - pooled) * (1.0 / 30 + 1.0 / 25)).epsilon(1e-14));
    CHECK(restricted_variance(data, 1e-9) == Approx(restricted_variance(data, 0)).epsilon(1e-7));
    CHECK(restricted_variance(arms(0, 30, 0, 25), 0) == 0);
}

}  // namespace two_proportions_test
