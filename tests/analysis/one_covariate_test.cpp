// Oracle: the closed form against the factor of all cross-products, on samples of any size, place and scale.
#include "catch.hpp"

#include "analysis/random_trial.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <random>
#include <vector>

#include <equipoise/analysis/inference.hpp>
#include <equipoise/analysis/least_squares.hpp>
#include <equipoise/analysis/one_covariate.hpp>
#include <equipoise/data/reduction.hpp>

namespace one_covariate_test {

using namespace equipoise;

struct Row {
    double x;
    Arm arm;
    double y;
};

PerArm<CovariateSums> sums(const std::vector<Row>& rows) {
    PerArm<CovariateSums> found;
    for (const auto& [x, arm, y] : rows) {
        CovariateSums& s = found[arm];
        s = {s.n + 1, s.x + x, s.xx + x * x, s.y + y, s.xy + x * y, s.yy + y * y};
    }
    return found;
}

/// By the cross-products of (1, x, treatment, y).
Estimate with_care(const std::vector<Row>& rows) {
    std::vector<double> products(16, 0.0);
    for (const auto& [x, arm, y] : rows) {
        const std::vector<double> row{1.0, x, arm == Arm::treatment ? 1.0 : 0.0, y};
        for (std::size_t i = 0; i < 4; ++i) {
            for (std::size_t j = 0; j <= i; ++j) products[4 * i + j] += row[i] * row[j];
        }
    }
    return last_coefficient(products, 4, static_cast<double>(rows.size()), Inference(0.05));
}

TEST_CASE("the closed form finds what the factor finds") {
    std::mt19937_64 chance(3);
    const auto uniform = [&] { return static_cast<double>(chance() >> 11U) * 0x1.0p-53; };
    for (const std::size_t n : {5U, 8U, 30U, 500U}) {
        for (const double scale : {1e-3, 1.0, 100.0}) {
            std::vector<Row> rows;
            for (std::size_t i = 0; i < n; ++i) {
                const double x = scale * (uniform() - 0.3);
                rows.push_back({x, i % 5 < 2 ? Arm::treatment : Arm::control, 0.7 * x + 3 * uniform() - (i % 5 < 2 ? 1.0 : 0.0)});
            }
            const auto found = adjusted_effect(sums(rows));
            const Estimate wanted = with_care(rows);
            INFO("n " << n << ", scale " << scale);
            REQUIRE(found);
            CHECK(std::abs(found->effect - wanted.effect) <= 1e-10 * wanted.standard_error);
            CHECK(found->standard_error == Approx(wanted.standard_error).epsilon(1e-10));
            CHECK(found->degrees_of_freedom == wanted.degrees_of_freedom);
        }
    }
}

TEST_CASE("what is near a failure is left to a method that takes care") {
    using enum Arm;
    CHECK(adjusted_effect(sums({{1, control, 2}, {2, control, 4}, {1, treatment, 3}, {4, treatment, 1}})));
    CHECK_FALSE(adjusted_effect(sums({{1, control, 2}, {2, control, 4}, {3, control, 3}, {4, treatment, 1}})));                        // an arm of one
    CHECK_FALSE(adjusted_effect(sums({{1, control, 2}, {4, treatment, 1}, {2, treatment, 7}})));                                        // three in all
    CHECK_FALSE(adjusted_effect(sums({{1, control, 2}, {1, control, 4}, {1, treatment, 3}, {1, treatment, 1}, {1, treatment, 2}})));    // x does not vary
    CHECK_FALSE(adjusted_effect(sums({{1, control, 2}, {1, control, 4}, {2, treatment, 3}, {2, treatment, 1}, {2, treatment, 2}})));    // x is the arm
    CHECK_FALSE(adjusted_effect(sums({{1, control, 2}, {2, control, 4}, {3, control, 6}, {4, treatment, 9}, {5, treatment, 11}})));     // nothing is left of y
    CHECK_FALSE(adjusted_effect(sums({{std::numeric_limits<double>::quiet_NaN(), control, 2}, {2, control, 4}, {4, treatment, 9}, {5, treatment, 1}})));
}

TEST_CASE("the sums of a visit are over those who are observed in both") {
    const TrialData data = made::trial(3, {.participants = 90, .skipping = 0.1, .covariates = true});
    Reduction reduce({.covariates = {"site", "age", "baseline"}}, shape_of(data));
    const SufficientStatistics& statistics = reduce(data);
    ModelColumns covariate({"age"});
    covariate.follow(statistics.layout());
    const double x0 = statistics.centre(covariate.columns().front());
    for (std::size_t visit = 1; visit <= 3; ++visit) {
        const PerArm<CovariateSums> found = covariate_sums(statistics, covariate, visit);
        const double y0 = statistics.centre(statistics.layout().visit_column(visit));
        std::vector<Row> rows;
        for (std::size_t i = 0; i < data.participants(); ++i) {
            const double x = data.covariates[0].values[i] - x0;
            const double y = data.score(0, visit, i) - y0;
            if (!std::isnan(x) && !std::isnan(y)) rows.push_back({x, data.arm[i], y});
        }
        const PerArm<CovariateSums> wanted = sums(rows);
        for (const Arm arm : both_arms) {
            CHECK(found[arm].n == wanted[arm].n);
            CHECK(found[arm].x == Approx(wanted[arm].x).epsilon(1e-12).margin(1e-9));
            CHECK(found[arm].xx == Approx(wanted[arm].xx).epsilon(1e-12));
            CHECK(found[arm].y == Approx(wanted[arm].y).epsilon(1e-12).margin(1e-9));
            CHECK(found[arm].xy == Approx(wanted[arm].xy).epsilon(1e-12).margin(1e-9));
            CHECK(found[arm].yy == Approx(wanted[arm].yy).epsilon(1e-12));
        }
    }
}

}  // namespace one_covariate_test
