#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>

#include <equipoise/mechanism/damped_newton.hpp>
#include <equipoise/mechanism/increasing_root.hpp>
#include <equipoise/mechanism/latent_pair.hpp>
#include <equipoise/mechanism/latent_visit.hpp>
#include <equipoise/mechanism/primary_latent.hpp>
#include <equipoise/mechanism/scale.hpp>
#include <equipoise/mechanism/score_moments.hpp>

namespace equipoise {

/// The strongest loading that is sought: with a stronger one, an outcome would be another name for the primary one.
inline constexpr double strongest_loading = 0.99;

/// The latent mean and SD that give a score its mean and SD among those eligible, where its latent correlation with the baseline that makes
/// eligible is known.
///
/// @param correlation  -1 < correlation < 1
/// @returns            none if there are none. @complexity about 5 evaluations of O(terms x scores).
/// @verified           tests/mechanism/numeric_score_latent_test.cpp
inline std::optional<LatentNormal> latent_normal(const Scale& scale, const EligibleBaseline& baseline, double correlation, const ScoreMoments& stated) {
    const auto system = [&](const Point<2>& x) -> std::optional<SystemAt<2>> {
        if (!(x[1] > 0)) return std::nullopt;
        const auto d = detail::visit_derivatives(scale, baseline, {{x[0], x[1]}, correlation}, stated.mean);
        if (!(d.moments.sd > 0)) return std::nullopt;
        return SystemAt<2>{{(d.moments.mean - stated.mean) / stated.sd, d.moments.sd / stated.sd - 1},
                           {{{d.mean[0] / stated.sd, d.mean[1] / stated.sd}, {d.sd[0] / stated.sd, d.sd[1] / stated.sd}}}};
    };
    const auto distant = [](const Point<2>& from, const Point<2>& to) {
        return !(to[1] > from[1] / 3 && to[1] < from[1] * 3 && std::abs(to[0] - from[0]) < 5 * from[1]);
    };
    const double first = baseline.on.eligible[1] / baseline.share();  // E[Z | eligible], and the variance lost by eligibility
    const double lost = first * first - std::sqrt(2.0) * baseline.on.eligible[2] / baseline.share();
    const double sd = stated.sd / std::sqrt(1 - correlation * correlation * lost);
    const auto root = damped_newton<2>(system, {stated.mean - correlation * sd * first, std::max(sd, scale.step / 3)}, distant);
    if (!root) return std::nullopt;
    return LatentNormal{(*root)[0], (*root)[1]};
}

/// Pearson's correlation of a secondary score with the primary score of the same visit among those eligible.
///
/// @param visit    after baseline
/// @param loading  of the secondary latent variable on U_v, -1 < loading < 1
/// @param latent   its mean and SD; its score has the moments `stated`
/// @complexity     O(nodes x terms x scores). @verified tests/mechanism/numeric_score_latent_test.cpp
inline double correlation_with_primary(const Scale& scale, const PrimaryLatent& primary, std::size_t visit, double loading, const LatentNormal& latent,
                                       const ScoreMoments& stated) {
    const LatentVisit& other = primary.visits[visit];
    const LatentVisit own{latent, loading * primary.with_baseline(visit)};
    const double strongest = std::max(std::abs(other.correlation), std::abs(own.correlation));
    const auto nodes = detail::eligible_nodes(primary.cut(), 2 * std::sqrt(1 - strongest * strongest));
    const double rest = std::sqrt((1 - other.correlation * other.correlation) * (1 - own.correlation * own.correlation));
    const double partial = (loading * primary.residual[visit] - other.correlation * own.correlation) / rest;
    const std::size_t terms = series_terms(partial);
    const PairCovariance covariance(conditional_scores(primary.scale, other, primary.score[visit].mean, nodes, terms),
                                    conditional_scores(scale, own, stated.mean, nodes, terms), nodes, primary.baseline.share());
    return covariance(partial).value / (primary.score[visit].sd * stated.sd);
}

/// A loading on the primary outcome, or the bounds between which a correlation can be had.
struct SolvedLoading {
    std::optional<double> loading;
    double lowest = 0;   ///< correlation at the strongest negative loading; NaN if the mean and SD cannot be had there
    double highest = 0;  ///< at the strongest positive one
};

/// The loading at which a secondary score has a stated correlation with the primary score of the same visit among those eligible, its mean and
/// SD being as stated whatever the loading.
///
/// @complexity about 6 evaluations of correlation_with_primary and latent_normal.
/// @verified   tests/mechanism/numeric_score_latent_test.cpp
inline SolvedLoading numeric_loading(const Scale& scale, const PrimaryLatent& primary, std::size_t visit, const ScoreMoments& stated, double correlation) {
    if (correlation == 0) return {0.0};
    const auto found = [&](double loading) {
        const auto latent = latent_normal(scale, primary.baseline, loading * primary.with_baseline(visit), stated);
        if (!latent) return std::numeric_limits<double>::quiet_NaN();
        if (visit > 0) return correlation_with_primary(scale, primary, visit, loading, *latent, stated);
        return visit_moments(scale, primary.baseline, {*latent, loading}).correlation;
    };
    struct Last {
        double loading;
        double value;
    };
    std::optional<Last> last;  // for the slope of the chord, once there are two points
    bool possible = true;
    const auto excess = [&](double loading) {
        const double value = found(loading) - correlation;
        possible = possible && value == value;
        const double slope = last && last->loading != loading ? (value - last->value) / (loading - last->loading) : 1.0;
        last = Last{loading, value};
        return ValueAndSlope{possible ? value : 0.0, slope > 0.1 ? slope : 0.1};
    };
    const double start = std::clamp(correlation / primary.residual[visit], -0.9, 0.9);
    const auto root = increasing_root(excess, -strongest_loading, strongest_loading, start, 1e-11);
    if (root && possible) return {root};
    return {std::nullopt, found(-strongest_loading), found(strongest_loading)};
}

}  // namespace equipoise
