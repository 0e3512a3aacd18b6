#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include <equipoise/analysis/cholesky.hpp>
#include <equipoise/analysis/gaussian/exact_information.hpp>
#include <equipoise/analysis/gaussian/information.hpp>
#include <equipoise/analysis/gaussian/maximise.hpp>
#include <equipoise/analysis/gaussian/structure.hpp>

namespace equipoise::gaussian {

/// Which information on theta a step is by.
enum class Curvature : std::uint8_t { exact, approximate, expected };

/// Where a search for the maximum of a structured Sigma is, and the room that it needs.
struct StructuredSearch {
    StructuredSearch(const AnySize& size, Structure of)
        : structure(std::move(of)),
          theta(structure.most_parameters()),
          score(theta.size()),
          step(theta.size()),
          before(theta.size()),
          information(theta.size() * theta.size()),
          half(elements(size) * theta.size()),
          best(theta.size()),
          variances(size.visits) {}

    Structure structure;
    Structure::Ranks ranks{};
    std::vector<double> theta;
    std::vector<double> score;  // dl / dtheta
    std::vector<double> step;
    std::vector<double> before;       // theta before the step
    std::vector<double> information;  // on theta
    std::vector<double> half;         // J Jac
    std::vector<double> best;         // theta of the highest maximum yet
    Structure::Ranks best_ranks{};
    std::vector<double> room{};
    std::vector<double> variances;  // of the visits, each on its own
    Curvature curvature = Curvature::exact;  // which information there is

    std::size_t free() const { return structure.parameters(ranks); }
};

/// Sigma at theta, and everything in `Likelihood` there.
inline Evaluation evaluate(const AnySize& size, Fit& fit, const StructuredSearch& search) {
    if (!search.structure.feasible(search.theta.data(), search.ranks)) return Evaluation::covariance_not_positive_definite;
    search.structure.place(search.theta.data(), search.ranks, fit.at.Sigma.data());
    return evaluate(size, fit.at, fit.patterns);
}

/// The score on theta, Jac' score_e from that on the elements of Sigma. Leaves the Jacobian in the parameters of the fit.
inline void chain_score(const AnySize& size, Fit& fit, StructuredSearch& search) {
    const std::size_t f = search.free();
    fit.parameters.free = f;
    search.structure.differentiate(search.theta.data(), search.ranks, fit.at.Sigma.data(), fit.parameters.jacobian);
    std::fill_n(search.score.begin(), f, 0.0);
    for (std::size_t e = 0; e < elements(size); ++e) {
        for (std::size_t k = 0; k < f; ++k) search.score[k] += fit.parameters.jacobian[e * f + k] * fit.at.score[e];
    }
}

/// The information on theta, Jac' J Jac - sum_e score_e d2Sigma_e / dtheta2 from that on the elements of Sigma; the expected one without the sum.
inline void chain_information(const AnySize& size, const Fit& fit, StructuredSearch& search, bool curved) {
    const std::size_t m = elements(size);
    const std::size_t f = search.free();
    const std::vector<double>& jacobian = fit.parameters.jacobian;
    std::fill_n(search.half.begin(), m * f, 0.0);
    std::fill_n(search.information.begin(), f * f, 0.0);
    for (std::size_t e = 0; e < m; ++e) {
        for (std::size_t d = 0; d < m; ++d) {
            const double J = fit.information.J[e * m + d];
            for (std::size_t k = 0; k < f; ++k) search.half[e * f + k] += J * jacobian[d * f + k];
        }
    }
    for (std::size_t e = 0; e < m; ++e) {
        for (std::size_t k = 0; k < f; ++k) {
            for (std::size_t l = 0; l < f; ++l) search.information[k * f + l] += jacobian[e * f + k] * search.half[e * f + l];
        }
    }
    if (curved) search.structure.subtract_curvature(search.theta.data(), search.ranks, fit.at.Sigma.data(), fit.at.score.data(), search.information.data());
}

/// The Newton step by the factor at hand, and its decrement.
inline double solve_step(const Fit& fit, StructuredSearch& search) {
    const std::size_t f = search.free();
    std::copy_n(search.score.begin(), f, search.step.begin());
    solve_cholesky(fit.parameters.factor.data(), search.step.data(), f);
    double decrement = 0.0;
    for (std::size_t k = 0; k < f; ++k) decrement += search.step[k] * search.score[k];
    return decrement;
}

/// The Newton step in theta by the exact information or else the approximate one, or by the expected one where that is not positive
/// definite, and its decrement; negative if neither is. Leaves Jacobian and factor of the information in the parameters of the fit.
inline double structured_step(const AnySize& size, Fit& fit, StructuredSearch& search, Curvature wanted) {
    const std::size_t f = search.free();
    chain_score(size, fit, search);
    for (const Curvature by : {wanted, Curvature::expected}) {
        search.curvature = by;
        if (by == Curvature::exact) exact_information(size, fit.at, fit.patterns, fit.information);
        else if (by == Curvature::expected) expected_information(size, fit.at, fit.patterns, fit.information);
        else if (!approximate_information(size, fit)) continue;
        chain_information(size, fit, search, by != Curvature::expected);
        fit.parameters.factor.assign(search.information.begin(), search.information.begin() + static_cast<std::ptrdiff_t>(f * f));
        if (cholesky(fit.parameters.factor.data(), f, f)) return solve_step(fit, search);
    }
    return -1.0;
}

/// How far along the step theta stays where the parameters may be: 1, or almost to the edge.
inline double feasible_length(StructuredSearch& search) {
    const std::size_t f = search.free();
    const auto feasible = [&](double length) {
        for (std::size_t k = 0; k < f; ++k) search.theta[k] = search.before[k] + length * search.step[k];
        return search.structure.feasible(search.theta.data(), search.ranks);
    };
    if (feasible(1.0)) return 1.0;
    double inside = 0.0;
    double outside = 1.0;
    for (int halvings = 0; halvings < 12; ++halvings) {
        const double middle = 0.5 * (inside + outside);
        (feasible(middle) ? inside : outside) = middle;
    }
    return 0.99 * inside;
}

/// Moves theta along the step, by half as much again and again until Sigma is positive definite and, unless near the maximum, the
/// likelihood does not fall. False if there is no such step.
inline bool move(const AnySize& size, Fit& fit, StructuredSearch& search, bool near, double longest) {
    const double likelihood = near ? 0.0 : log_likelihood(size, fit.at, fit.patterns);
    const std::size_t f = search.free();
    for (double length = longest; length > 1e-9 * longest; length *= 0.5) {
        for (std::size_t k = 0; k < f; ++k) search.theta[k] = search.before[k] + length * search.step[k];
        if (evaluate(size, fit, search) != Evaluation::done) continue;
        if (near || log_likelihood(size, fit.at, fit.patterns) >= likelihood) return true;
    }
    return false;
}

/// A step in the logarithm of a standard deviation is no longer than this.
inline constexpr double longest_scale_step = 1.5;

/// How an ascent ended.
enum class Ascent : std::uint8_t {
    maximum,
    edge,         ///< D is all but singular, and the steps lead out of the parameter space
    not_maximum,  ///< the likelihood is stationary or flat, but the exact information is not positive definite
    stuck
};

/// Whether some D of full rank is all but singular.
inline bool at_edge(const StructuredSearch& search) {
    const RandomEffects& mixed = search.structure.mixed;
    for (std::size_t s = 0; s < search.structure.covariances; ++s) {
        if (search.ranks[s] == 0 || search.ranks[s] < mixed.effects) continue;
        const double* theta = search.theta.data() + search.structure.first(search.ranks, s);
        const std::array<double, 4> D = mixed.D(theta, search.ranks[s]);
        if (eigenpair(D, mixed.effects, false).value < 1e-5 * (theta[0] + eigenpair(D, mixed.effects, true).value)) return true;
    }
    return false;
}

/// How much of the step may be taken before theta leaves what is known of it: its space, or the neighbourhood of a standard deviation.
inline double longest_length(StructuredSearch& search) {
    const Structure& structure = search.structure;
    if (structure.random) return feasible_length(search);
    double length = 1.0;
    for (std::size_t s = 0; s < structure.covariances; ++s) {
        for (std::size_t k = 0; k < structure.correlated.scales(); ++k) {
            length = std::min(length, longest_scale_step / std::abs(search.step[structure.first(search.ranks, s) + k]));
        }
    }
    return length;
}

/// Newton's method from theta, where the likelihood has been evaluated, with the ranks as they are: by the approximate information, as long
/// as that is quick, and the exact one at the end.
inline Ascent ascend(const AnySize& size, Fit& fit, StructuredSearch& search) {
    std::uint32_t cut = 0;  // how many steps in a row would have left the parameter space
    Curvature wanted = size.covariances > 1 ? Curvature::exact : Curvature::approximate;
    bool near = false;
    double previous = std::numeric_limits<double>::infinity();
    for (std::uint32_t iteration = 0; iteration < most_iterations; ++iteration) {
        if (near) chain_score(size, fit, search);
        double decrement = near ? solve_step(fit, search) : structured_step(size, fit, search, wanted);
        if (decrement < 0.0) return Ascent::not_maximum;
        if (!near && decrement < near_decrement) {
            near = true;
            if (search.curvature != Curvature::exact) decrement = structured_step(size, fit, search, Curvature::exact);
            if (search.curvature != Curvature::exact) return Ascent::not_maximum;
        }
        if (near && decrement < converged_decrement) return Ascent::maximum;
        if (iteration > 1 && decrement > 1e-2 * previous) wanted = Curvature::exact;
        previous = decrement;
        ++fit.iterations;
        std::copy(search.theta.begin(), search.theta.end(), search.before.begin());
        const double length = longest_length(search);
        cut = search.structure.random && length < 1.0 ? cut + 1 : 0;
        if (cut > 2) {
            std::copy(search.before.begin(), search.before.end(), search.theta.begin());
            if (at_edge(search)) return Ascent::edge;
        }
        if (!move(size, fit, search, decrement < (search.curvature == Curvature::expected ? 1e-8 : 1e-4), length)) break;
    }
    return Ascent::stuck;
}

}  // namespace equipoise::gaussian
