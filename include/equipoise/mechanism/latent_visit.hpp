#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>

#include <equipoise/mechanism/damped_newton.hpp>
#include <equipoise/mechanism/score_coefficients.hpp>
#include <equipoise/mechanism/score_moments.hpp>

namespace equipoise {

/// The baseline of those eligible, with everything that later visits need to know of it.
struct EligibleBaseline {
    LatentNormal latent;
    double threshold;        ///< lowest eligible latent value [outcome units]; -infinity if all are
    ScoreMoments score;      ///< among those eligible
    ScoreCoefficients on;    ///< of the score about its mean

    double share() const { return on.eligible[0]; }  ///< eligible, of all
    double cut() const { return (threshold - latent.mean) / latent.sd; }
};

inline EligibleBaseline eligible_baseline(const Scale& scale, const LatentNormal& latent, double threshold) {
    const ScoreMoments score = score_moments(scale, latent, threshold);
    return {latent, threshold, score, score_coefficients(scale, latent, threshold, score.mean, max_terms)};
}

/// The latent variable of a later visit and its correlation with that of the baseline.
struct LatentVisit {
    LatentNormal normal;
    double correlation;
};

/// The score of a later visit among those eligible: mean and SD [outcome units] and correlation with the baseline score.
struct VisitMoments {
    double mean;
    double sd;
    double correlation;
};

namespace detail {

/// Moments of a later visit's score about a reference, with their derivatives by the latent mean, SD and correlation.
struct VisitDerivatives {
    VisitMoments moments;
    Point<3> mean;
    Point<3> sd;
    Point<3> correlation;
};

inline VisitDerivatives visit_derivatives(const Scale& scale, const EligibleBaseline& baseline, const LatentVisit& visit, double reference) {
    constexpr double everyone = -std::numeric_limits<double>::infinity();
    const double share = baseline.share();
    const ScoreCoefficients c = score_coefficients(scale, visit.normal, everyone, reference, series_terms(visit.correlation) + 2);
    const auto expect = [&](const std::vector<double>& f, const std::vector<double>& g) {
        const CrossMoment m = cross_moment(f, g, visit.correlation, visit.normal.sd);
        return std::array<double, 4>{m.value / share, m.by_mean / share, m.by_sd / share, m.by_correlation / share};
    };
    const auto score = expect(baseline.on.eligible, c.score);
    const auto square = expect(baseline.on.eligible, c.square);
    const auto product = expect(baseline.on.score, c.score);  // the baseline's own deviation has mean zero
    const double sd = std::sqrt(square[0] - score[0] * score[0]);
    const double correlation = product[0] / (baseline.score.sd * sd);
    VisitDerivatives d{{score[0] + reference, sd, correlation}, {}, {}, {}};
    for (std::size_t j = 0; j < 3; ++j) {
        d.mean[j] = score[j + 1];
        d.sd[j] = (square[j + 1] - 2 * score[0] * score[j + 1]) / (2 * sd);
        d.correlation[j] = product[j + 1] / (baseline.score.sd * sd) - correlation * d.sd[j] / sd;
    }
    return d;
}

/// The answer on an unbounded continuous scale, where truncation of a bivariate normal has a closed form (Pearson 1903).
inline LatentVisit without_bounds(const EligibleBaseline& baseline, const VisitMoments& stated) {
    const double first = baseline.on.eligible[1] / baseline.share();  // E[Z | eligible]
    const double variance = 1 + std::sqrt(2.0) * baseline.on.eligible[2] / baseline.share() - first * first;
    const double rho = stated.correlation / std::sqrt(variance + stated.correlation * stated.correlation * (1 - variance));
    const double sd = stated.sd / std::sqrt(1 - rho * rho * (1 - variance));
    return {{stated.mean - rho * sd * first, sd}, rho};
}

inline std::optional<LatentVisit> latent_visit_from(const Scale& scale, const EligibleBaseline& baseline, const VisitMoments& stated,
                                                    const LatentVisit& start) {
    const auto system = [&](const Point<3>& x) -> std::optional<SystemAt<3>> {
        if (!(x[1] > 0 && std::abs(x[2]) < 0.9999)) return std::nullopt;
        const VisitDerivatives d = visit_derivatives(scale, baseline, {{x[0], x[1]}, x[2]}, stated.mean);
        if (!(d.moments.sd > 0)) return std::nullopt;
        SystemAt<3> at{{(d.moments.mean - stated.mean) / stated.sd, d.moments.sd / stated.sd - 1, d.moments.correlation - stated.correlation}, {}};
        for (std::size_t j = 0; j < 3; ++j) {
            at.jacobian[0][j] = d.mean[j] / stated.sd;
            at.jacobian[1][j] = d.sd[j] / stated.sd;
            at.jacobian[2][j] = d.correlation[j];
        }
        return at;
    };
    const auto distant = [](const Point<3>& from, const Point<3>& to) {
        return !(to[1] > from[1] / 3 && to[1] < from[1] * 3 && std::abs(to[0] - from[0]) < 5 * from[1]);
    };
    const auto root = damped_newton<3>(system, {start.normal.mean, std::max(start.normal.sd, scale.step / 3), start.correlation}, distant);
    if (!root) return std::nullopt;
    return LatentVisit{{(*root)[0], (*root)[1]}, (*root)[2]};
}

}  // namespace detail

/// The moments of a later visit's score among those eligible, each a single series in the latent correlation.
///
/// @complexity O(terms x scores). @verified tests/mechanism/latent_visit_test.cpp
inline VisitMoments visit_moments(const Scale& scale, const EligibleBaseline& baseline, const LatentVisit& visit) {
    return detail::visit_derivatives(scale, baseline, visit, visit.normal.mean).moments;
}

/// A later visit's latent variable, or how far towards it one can go.
struct SolvedVisit {
    std::optional<LatentVisit> latent;
    double attainable_correlation;  ///< nearest to the stated one that can be had with the stated mean and SD; NaN if these cannot be had
};

/// The latent variable whose score has stated moments among those eligible: a root in three dimensions.
///
/// @complexity about 5 evaluations of O(terms x scores); 15 times that if there is no such variable.
/// @verified   tests/mechanism/latent_visit_test.cpp
inline SolvedVisit latent_visit(const Scale& scale, const EligibleBaseline& baseline, const VisitMoments& stated) {
    if (auto found = detail::latent_visit_from(scale, baseline, stated, detail::without_bounds(baseline, stated))) {
        return {found, stated.correlation};
    }
    const auto with = [&](double share) { return VisitMoments{stated.mean, stated.sd, stated.correlation * share}; };
    auto reached = detail::latent_visit_from(scale, baseline, with(0), detail::without_bounds(baseline, with(0)));
    if (!reached) return {std::nullopt, std::numeric_limits<double>::quiet_NaN()};
    double attained = 0;
    double tried = 1;
    for (int k = 0; k < 14; ++k) {  // towards the stated correlation, from the nearest that was found
        const auto next = detail::latent_visit_from(scale, baseline, with(tried), *reached);
        if (next && tried == 1) return {next, stated.correlation};
        if (next) {
            reached = next;
            attained = tried;
            tried = std::min(1.0, 2 * tried - attained + 0.125);
        } else {
            tried = (attained + tried) / 2;
        }
    }
    return {std::nullopt, stated.correlation * attained};
}

}  // namespace equipoise
