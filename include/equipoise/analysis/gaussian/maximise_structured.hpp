#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

#include <equipoise/analysis/estimate.hpp>
#include <equipoise/analysis/gaussian/structure_start.hpp>
#include <equipoise/analysis/gaussian/structured_search.hpp>

namespace equipoise::gaussian {

/// Leaves a D that is all but singular with one dimension fewer.
inline void lower_rank(StructuredSearch& search) {
    const Structure& structure = search.structure;
    const RandomEffects& mixed = structure.mixed;
    for (std::size_t s = 0; s < structure.covariances; ++s) {
        const std::size_t first = structure.first(search.ranks, s);
        double* theta = search.theta.data() + first;
        if (search.ranks[s] == 0 || search.ranks[s] < mixed.effects) continue;
        const std::array<double, 4> D = mixed.D(theta, search.ranks[s]);
        const Eigenpair large = eigenpair(D, mixed.effects, true);
        if (!(eigenpair(D, mixed.effects, false).value < 1e-5 * (theta[0] + large.value))) continue;
        const std::size_t count = structure.parameters(search.ranks[s]);
        search.ranks[s] = mixed.effects - 1;
        for (std::size_t a = 0; a < mixed.effects && search.ranks[s] > 0; ++a) theta[1 + a] = std::sqrt(large.value) * large.vector[a];
        const std::size_t now = structure.parameters(search.ranks[s]);
        std::copy(search.theta.begin() + static_cast<std::ptrdiff_t>(first + count), search.theta.end(), search.theta.begin() + static_cast<std::ptrdiff_t>(first + now));
    }
}

/// Forgets a random effect that is none: D = u u' with u all but 0. Whether there was one.
inline bool drop_nothing(StructuredSearch& search) {
    const Structure& structure = search.structure;
    for (std::size_t s = 0; s < structure.covariances; ++s) {
        if (search.ranks[s] == 0 || search.ranks[s] == structure.mixed.effects) continue;
        const std::size_t first = structure.first(search.ranks, s);
        const double* theta = search.theta.data() + first;
        if (theta[1] * theta[1] + theta[2] * theta[2] > 1e-8 * theta[0]) continue;
        search.ranks[s] = 0;
        std::copy(search.theta.begin() + static_cast<std::ptrdiff_t>(first) + 3, search.theta.end(), search.theta.begin() + static_cast<std::ptrdiff_t>(first) + 1);
        return true;
    }
    return false;
}

/// The direction w in which D of a covariance could grow by w w', and dl / dt of D + t w w' there.
inline Eigenpair outward(const StructuredSearch& search, const Fit& fit, std::size_t s) {
    const RandomEffects& mixed = search.structure.mixed;
    const std::array<double, 4> G = mixed.slope(fit.at.score.data() + s * triangle(mixed.visits));
    if (search.ranks[s] == 0) return eigenpair(G, mixed.effects, true);
    const double* u = search.theta.data() + search.structure.first(search.ranks, s) + 1;
    const double length = std::hypot(u[0], u[1]);
    const std::array<double, 2> w{-u[1] / length, u[0] / length};
    return {w[0] * (G[0] * w[0] + G[1] * w[1]) + w[1] * (G[2] * w[0] + G[3] * w[1]), w};
}

/// Lets D of a covariance grow by t w w' so far that the likelihood rises: t by Fisher's information on it, or less.
inline bool raise_rank(const AnySize& size, Fit& fit, StructuredSearch& search, std::size_t s, const Eigenpair& direction) {
    const Structure& structure = search.structure;
    const RandomEffects& mixed = structure.mixed;
    const std::size_t m = triangle(mixed.visits);
    expected_information(size, fit.at, fit.patterns, fit.information);
    const auto along = [&](std::size_t visit) {
        double sum = 0.0;
        for (std::size_t a = 0; a < mixed.effects; ++a) sum += mixed.z(visit, a) * direction.vector[a];
        return sum;
    };
    double information = 0.0;
    for (std::size_t e = 0, j = 0; j < mixed.visits; ++j) {
        for (std::size_t k = 0; k <= j; ++k, ++e) {
            const double* row = fit.information.J.data() + (s * m + e) * elements(size) + s * m;
            for (std::size_t i = 0; i < mixed.visits; ++i) {
                for (std::size_t l = 0; l <= i; ++l) information += along(j) * along(k) * row[lower(i, l)] * along(i) * along(l);
            }
        }
    }
    const double likelihood = log_likelihood(size, fit.at, fit.patterns);
    std::copy(search.theta.begin(), search.theta.end(), search.before.begin());
    const Structure::Ranks ranks = search.ranks;
    const std::size_t first = structure.first(ranks, s);
    const std::size_t count = structure.parameters(ranks[s]);
    const std::array<double, 4> D = mixed.D(search.theta.data() + first, ranks[s]);
    double t = direction.value / information;
    for (int halvings = 0; halvings < 40; ++halvings, t *= 0.5) {
        search.ranks = ranks;
        search.ranks[s] = ranks[s] + 1;
        const std::size_t now = structure.parameters(search.ranks[s]);
        double* theta = search.theta.data() + first;
        for (std::size_t k = 0; k + first + now < search.theta.size(); ++k) theta[now + k] = search.before[first + count + k];
        for (std::size_t a = 0; a < mixed.effects; ++a) {
            if (search.ranks[s] < mixed.effects) theta[1 + a] = std::sqrt(t) * direction.vector[a];
            else for (std::size_t b = 0; b <= a; ++b) theta[1 + lower(a, b)] = D[a * mixed.effects + b] + t * direction.vector[a] * direction.vector[b];
        }
        if (evaluate(size, fit, search) == Evaluation::done && log_likelihood(size, fit.at, fit.patterns) > likelihood) return true;
    }
    return false;
}

/// Climbs to a maximum from theta, where the likelihood has been evaluated, through as many faces of the parameter space as need be.
inline FitStatus climb(const AnySize& size, Fit& fit, StructuredSearch& search) {
    constexpr double flat = 1e-12;
    constexpr int most_faces = 20;
    const Structure& structure = search.structure;
    for (int face = 0; face < most_faces; ++face) {
        const Ascent ended = ascend(size, fit, search);
        if (ended == Ascent::not_maximum) return singular_or(size, fit, FitStatus::hessian_not_positive_definite);
        if (ended == Ascent::stuck) return singular_or(size, fit, FitStatus::not_converged);
        const bool left = ended == Ascent::maximum && structure.random && drop_nothing(search);
        if (ended == Ascent::edge || left) {
            if (!left) lower_rank(search);
            if (evaluate(size, fit, search) != Evaluation::done) return FitStatus::covariance_singular;
            continue;
        }
        if (!structure.random) return FitStatus::converged;
        bool inside = true;
        bool raised = false;
        for (std::size_t s = 0; s < structure.covariances && !raised; ++s) {
            if (search.ranks[s] == structure.mixed.effects) continue;
            inside = false;
            const Eigenpair direction = outward(search, fit, s);
            const double relative = direction.value * search.theta[structure.first(search.ranks, s)] / fit.patterns.observations();
            if (!(std::abs(relative) > flat)) return FitStatus::hessian_not_positive_definite;
            if (relative < 0) continue;
            if (!raise_rank(size, fit, search, s, direction)) return FitStatus::not_converged;
            raised = true;
        }
        if (!raised) return inside ? FitStatus::converged : FitStatus::on_boundary;
    }
    return FitStatus::not_converged;
}

/// What can be said before any search: whether means and variances can be estimated. Finds the variances of the visits.
inline FitStatus screen(const AnySize& size, Fit& fit, StructuredSearch& search) {
    if (fit.patterns.count() == 0) return FitStatus::not_estimable;
    const Start start = variances_alone(size, fit.patterns, fit.at, fit.start);
    if (start == Start::means_not_estimable) return FitStatus::not_estimable;
    const bool one_scale = search.structure.random || !search.structure.correlated.heterogeneous;
    if (start == Start::covariance_singular && !one_scale) return FitStatus::covariance_singular;
    for (std::size_t j = 0; j < size.visits; ++j) search.variances[j] = std::max(0.0, fit.at.Sigma[j * (size.visits + 1)]);
    double total = 0.0;
    for (std::size_t g = 0; g < fit.patterns.count(); ++g) {
        for (std::size_t j = 0; j < size.visits; ++j) total += fit.patterns.Q(g)[lower(j, j)];
    }
    std::fill(fit.at.Sigma.begin(), fit.at.Sigma.end(), 0.0);
    for (std::size_t j = 0; j < size.covariances * size.visits; ++j) fit.at.Sigma[j * size.visits + j % size.visits] = 1.0;
    if (evaluate(size, fit.at, fit.patterns) != Evaluation::done) return FitStatus::not_estimable;
    const double used = fit.at.restricted ? static_cast<double>(size.coefficients) : 0.0;
    const bool varies = fit.patterns.observations() > used && fit.at.weighted_residuals > collinearity_tolerance * total;
    return varies ? FitStatus::converged : FitStatus::covariance_singular;
}

/// With fewer participants for each covariance at some visit the likelihood may have more than one maximum.
inline constexpr double few_participants = 50.0;

/// Participants seen at the visit at which fewest were.
inline double fewest_seen(const AnySize& size, const Patterns& patterns) {
    double fewest = patterns.participants();
    for (std::size_t j = 0; j < size.visits; ++j) {
        double seen = 0.0;
        for (std::size_t g = 0; g < patterns.count(); ++g) seen += (patterns.mask(g) >> j & 1U) != 0 ? patterns.n(g) : 0.0;
        fewest = std::min(fewest, seen);
    }
    return fewest;
}

/// Maximises the likelihood of the patterns gathered over the parameters of a structured Sigma: Newton's method, from an unstructured Sigma averaged into the structure. Where participants are few, or that
/// leads nowhere, from uncorrelated and from equally correlated visits too; with random effects also from none. The highest maximum is kept.
///
/// @returns `converged` or `on_boundary` (then `at` is the maximum, `information` holds P_k and the exact information on the elements, and
///          `parameters` Jacobian and information of the free parameters), or why not
/// @complexity  for each start that of usually 4 to 6 evaluations and of one exact information, or more where they are by arm
/// @verified    tests/analysis/gaussian/maximise_structured_test.cpp (R mmrm; dense matrices; reduced models)
inline FitStatus maximise_structured(const AnySize& size, Fit& fit, StructuredSearch& search) {
    fit.iterations = 0;
    fit.parameters.structured = true;
    fit.at.make_room(size, fit.patterns.count() + 1);
    if (const FitStatus status = screen(size, fit, search); status != FitStatus::converged) return status;
    FitStatus found = FitStatus::covariance_singular;
    double highest = -std::numeric_limits<double>::infinity();
    bool last_is_best = false;
    bool tried = false;
    const auto try_from_here = [&] {
        last_is_best = false;
        if (!settle(size, fit, search)) return;
        const FitStatus status = climb(size, fit, search);
        const double likelihood = usable(status) ? log_likelihood(size, fit.at, fit.patterns) : highest;
        last_is_best = usable(status) && (!usable(found) || likelihood > highest);
        if (last_is_best || !tried) found = status;
        tried = true;
        if (!last_is_best) return;
        highest = likelihood;
        search.best = search.theta;
        search.best_ranks = search.ranks;
    };
    const bool found_start = sequential_regression(size, fit.patterns, fit.at, fit.start);
    if (found_start) {
        std::copy_n(fit.at.Sigma.begin(), size.visits * size.visits, fit.before.begin());
        place_near(search, fit.before.data());
        try_from_here();
    }
    const bool few = fewest_seen(size, fit.patterns) < few_participants * static_cast<double>(std::size_t{size.covariances});
    if (few || search.structure.random || !usable(found)) {
        for (const double correlation : {0.0, 0.5}) {
            if (correlation > 0.0 && search.structure.random) break;
            place_alone(search, correlation);
            try_from_here();
        }
    }
    if (!usable(found) || last_is_best) return found;
    search.theta = search.best;
    search.ranks = search.best_ranks;
    const bool again = evaluate(size, fit, search) == Evaluation::done && structured_step(size, fit, search, Curvature::exact) >= 0.0 && search.curvature == Curvature::exact;
    return again ? found : FitStatus::not_converged;
}

}  // namespace equipoise::gaussian
