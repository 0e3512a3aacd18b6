// Oracle: a likelihood whose maximum is known; separation decided by looking at every way to cut a line in two.
#include "catch.hpp"

#include <array>
#include <cmath>
#include <vector>

#include <equipoise/analysis/glm/newton.hpp>
#include <equipoise/analysis/glm/regression.hpp>
#include <equipoise/data/trial_shape.hpp>
#include <equipoise/random/stream.hpp>

namespace newton_test {
using namespace equipoise;
using namespace equipoise::glm;

/// -log cosh(x - 3): Newton's full steps from afar would diverge.
struct Hyperbolic {
    double at = 0;
    double evaluate(std::span<const double> x) {
        at = x[0] - 3;
        return -std::log(std::cosh(at));
    }
    double newton_step(std::span<double> step) const {
        const double curvature = 1 / (std::cosh(at) * std::cosh(at));
        if (!(curvature > 0)) return NAN;
        step[0] = -std::tanh(at) / curvature;
        return -std::tanh(at) * step[0];
    }
    bool recedes(std::span<const double>) const { return false; }
};

TEST_CASE("steps are halved until the likelihood rises") {
    for (const double from : {3.0, 4.0, 6.0, -2.0}) {
        Newton newton;
        newton.position() = {from};
        Hyperbolic likelihood;
        const Maximum found = newton(likelihood);
        CHECK(found.status == FitStatus::converged);
        CHECK(newton.position()[0] == Approx(3.0).epsilon(1e-14));
        CHECK(std::abs(found.log_likelihood) < 1e-15);
    }
}

/// A likelihood that is no likelihood.
struct Broken : Hyperbolic {
    double evaluate(std::span<const double>) { return -INFINITY; }
};

TEST_CASE("what cannot be evaluated, or has no step, is not a maximum") {
    Newton newton;
    newton.position() = {1.0};
    Broken broken;
    CHECK(newton(broken).status == FitStatus::hessian_not_positive_definite);
    newton.position() = {2000.0};
    Hyperbolic flat;
    CHECK_FALSE(usable(newton(flat).status));
}

/// Whether a threshold on the covariate, alone or by arm, tells ones from zeros but for ties: with one covariate and two arms, a
/// separating direction is one of finitely many: through two points, or vertical. All are tried.
bool separable(const std::vector<double>& x, const std::vector<Arm>& arm, const std::vector<double>& y) {
    std::vector<std::array<double, 3>> rows;
    for (std::size_t i = 0; i < x.size(); ++i) rows.push_back({1.0, x[i], arm[i] == Arm::treatment ? 1.0 : 0.0});
    const auto separates = [&](const std::array<double, 3>& d) {
        bool some = false;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const double along = (y[i] == 1 ? 1 : -1) * (d[0] * rows[i][0] + d[1] * rows[i][1] + d[2] * rows[i][2]);
            if (along < -1e-12) return false;
            some = some || along > 1e-12;
        }
        return some;
    };
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const auto& a = rows[i];
            const auto& b = rows[j];
            const std::array<double, 3> d{a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};  // an extreme ray of the cone
            if (separates(d) || separates({-d[0], -d[1], -d[2]})) return true;
        }
    }
    return false;
}

TEST_CASE("a fit is separated if and only if a direction separates the responses") {
    std::size_t separated = 0;
    std::size_t converged = 0;
    for (std::uint64_t seed = 0; seed < 4000; ++seed) {
        Stream chance(StudyKey(seed), 0, {Layer::analysis});
        const auto uniform = [&chance] { return static_cast<double>(chance() >> 11U) * 0x1p-53; };
        const std::size_t n = 6 + seed % 9;
        const bool coarse = seed % 2 == 0;
        std::vector<double> y;
        TrialData data{.arm = {}, .booster = std::vector<std::uint8_t>(n), .outcomes = {}};
        std::vector<double> x;
        for (std::size_t i = 0; i < n; ++i) {
            x.push_back(coarse ? std::floor(5 * uniform()) : uniform());
            data.arm.push_back(uniform() < 0.5 ? Arm::control : Arm::treatment);
            y.push_back(uniform() < 0.2 + 0.6 * (coarse ? x[i] / 5 : x[i]) ? 1.0 : 0.0);
        }
        std::vector<double> scores = x;
        scores.insert(scores.end(), y.begin(), y.end());
        data.outcomes.push_back({.name = "response", .visits = 2, .scores = scores});
        ModelRows rows({{.name = "baseline"}}, shape_of(data), 0);
        rows.gather(data, [&](std::size_t i) { return y[i]; });
        if (!usable(rows.estimable())) continue;
        Regression<Bernoulli> regression;
        regression.take(rows, Bernoulli{});
        Newton newton;
        newton.position().assign(3, 0.0);
        const FitStatus status = newton(regression).status;
        INFO("seed " << seed);
        CHECK(status == (separable(x, data.arm, y) ? FitStatus::separated : FitStatus::converged));
        (status == FitStatus::separated ? separated : converged) += 1;
    }
    CHECK(separated > 300);
    CHECK(converged > 300);
}

}  // namespace newton_test
