#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include <equipoise/analysis/cholesky.hpp>
#include <equipoise/analysis/gaussian/exact_information.hpp>
#include <equipoise/analysis/gaussian/information.hpp>
#include <equipoise/analysis/gaussian/maximise.hpp>
#include <equipoise/analysis/gaussian/structure.hpp>

namespace equipoise::gaussian {

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
    bool exact = false;             // whether the information is the exact one

    std::size_t free() const { return structure.parameters(ranks); }
};

/// Sigma at theta, and everything in `Likelihood` there.
inline Evaluation evaluate(const AnySize& size, Fit& fit, const StructuredSearch& search) {
    if (!search.structure.feasible(search.theta.data(), search.ranks)) return Evaluation::covariance_not_positive_definite;
    search.structure.place(search.theta.data(), search.ranks, fit.at.Sigma.data());
    return evaluate(size, fit.at, fit.patterns);
}

/// Score and information on theta from those on the elements of Sigma:
///
///     score = Jac' score_e,     information = Jac' J Jac - sum_e score_e d2Sigma_e / dtheta2   (the sum for the exact one only)
inline void chain(const AnySize& size, Fit& fit, StructuredSearch& search, bool exact) {
    const std::size_t m = elements(size);
    const std::size_t f = search.free();
    const std::vector<double>& jacobian = fit.parameters.jacobian;
    std::fill_n(search.score.begin(), f, 0.0);
    std::fill_n(search.half.begin(), m * f, 0.0);
    std::fill_n(search.information.begin(), f * f, 0.0);
    for (std::size_t e = 0; e < m; ++e) {
        for (std::size_t k = 0; k < f; ++k) search.score[k] += jacobian[e * f + k] * fit.at.score[e];
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
    if (exact) search.structure.subtract_curvature(search.theta.data(), search.ranks, fit.at.Sigma.data(), fit.at.score.data(), search.information.data());
}

/// The Newton step in theta by the exact information, or by the expected one where that is not positive definite, and its decrement;
/// negative if neither is. Leaves the Jacobian and the factor of the information in the parameters of the fit.
inline double structured_step(const AnySize& size, Fit& fit, StructuredSearch& search) {
    const std::size_t f = search.free();
    fit.parameters.free = f;
    search.structure.differentiate(search.theta.data(), search.ranks, fit.at.Sigma.data(), fit.parameters.jacobian);
    for (const bool exact : {true, false}) {
        if (exact) exact_information(size, fit.at, fit.patterns, fit.information);
        else expected_information(size, fit.at, fit.patterns, fit.information);
        chain(size, fit, search, exact);
        search.exact = exact;
        fit.parameters.factor.assign(search.information.begin(), search.information.begin() + static_cast<std::ptrdiff_t>(f * f));
        if (!cholesky(fit.parameters.factor.data(), f, f)) continue;
        std::copy_n(search.score.begin(), f, search.step.begin());
        solve_cholesky(fit.parameters.factor.data(), search.step.data(), f);
        double decrement = 0.0;
        for (std::size_t k = 0; k < f; ++k) decrement += search.step[k] * search.score[k];
        return decrement;
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

/// Newton's method from theta, where the likelihood has been evaluated, with the ranks as they are.
inline Ascent ascend(const AnySize& size, Fit& fit, StructuredSearch& search) {
    std::uint32_t cut = 0;  // how many steps in a row would have left the parameter space
    for (std::uint32_t iteration = 0; iteration < most_iterations; ++iteration) {
        const double decrement = structured_step(size, fit, search);
        if (decrement < 0.0) return Ascent::not_maximum;
        if (decrement < converged_decrement) return search.exact ? Ascent::maximum : Ascent::not_maximum;
        ++fit.iterations;
        std::copy(search.theta.begin(), search.theta.end(), search.before.begin());
        double length = 1.0;
        if (search.structure.random) {
            length = feasible_length(search);
            cut = length < 1.0 ? cut + 1 : 0;
            if (cut > 2 && at_edge(search)) return evaluate(size, fit, search) == Evaluation::done ? Ascent::edge : Ascent::stuck;
        } else {
            for (std::size_t s = 0; s < search.structure.covariances; ++s) {
                for (std::size_t k = 0; k < search.structure.correlated.scales(); ++k) {
                    length = std::min(length, longest_scale_step / std::abs(search.step[search.structure.first(search.ranks, s) + k]));
                }
            }
        }
        if (!move(size, fit, search, decrement < (search.exact ? 1e-4 : 1e-8), length)) break;
    }
    return Ascent::stuck;
}

}  // namespace equipoise::gaussian
