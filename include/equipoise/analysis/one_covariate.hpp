#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>

#include <equipoise/analysis/model_columns.hpp>
#include <equipoise/data/statistics_plan.hpp>
#include <equipoise/data/sufficient_statistics.hpp>
#include <equipoise/design/arm.hpp>

namespace equipoise {

/// The products of (1, x, y) over the participants of an arm, x and y about values near them.
struct CovariateSums {
    double n, x, xx, y, xy, yy;
};

/// Those of a visit: y is the score at it, and x the only covariate column of a model, of the participants observed in both.
///
/// @param covariate  has followed the layout of the statistics
/// @complexity       O(groups). @verified tests/analysis/one_covariate_test.cpp
inline PerArm<CovariateSums> covariate_sums(const SufficientStatistics& statistics, const ModelColumns& covariate, std::size_t visit) {
    const StatisticsLayout& layout = statistics.layout();
    const std::uint64_t wanted = covariate.observed() | layout.visit_bit(visit);
    const std::size_t x = covariate.columns().front() + 1;
    const std::size_t y = layout.visit_column(visit) + 1;
    const std::size_t xx = statistics.packed(x, x);
    const std::size_t xy = statistics.packed(x, y);
    const std::size_t yy = statistics.packed(y, y);
    const auto of = [&](Arm arm) {  // arm by arm and in variables of their own, so that sums stay in registers
        double n = 0, sum_x = 0, sum_xx = 0, sum_y = 0, sum_xy = 0, sum_yy = 0;
        for (std::size_t g = 0; g < statistics.groups(); ++g) {
            if (statistics.cell(g).arm != arm || (statistics.observed(g) & wanted) != wanted) continue;
            const double* const moments = statistics.moments(g);
            n += moments[0];
            sum_x += moments[x];
            sum_xx += moments[xx];
            sum_y += moments[y];
            sum_xy += moments[xy];
            sum_yy += moments[yy];
        }
        return CovariateSums{.n = n, .x = sum_x, .xx = sum_xx, .y = sum_y, .xy = sum_xy, .yy = sum_yy};
    };
    return {of(Arm::control), of(Arm::treatment)};
}

/// The effect of treatment on y, allowing for one covariate.
struct AdjustedEffect {
    double effect;
    double standard_error;
    double degrees_of_freedom;
};

/// Least squares of y on (1, x, treatment) in closed form: with products about the means,
///
///     t_y.x = t_y - t_x x_y / x_x  and so on,    effect = t_y.x / t_t.x,    SE^2 = (y_y.x - t_y.x effect) / (n - 3) / t_t.x
///
/// @returns    nothing unless every step leaves 1e-6 of what it began with, so that the numbers keep their digits: then they, or what is wrong, are
///             to be found by a method that takes more care
/// @complexity O(1)
/// @verified   tests/analysis/one_covariate_test.cpp (last_coefficient, 1e-10)
inline std::optional<AdjustedEffect> adjusted_effect(const PerArm<CovariateSums>& sums) {
    constexpr double enough = 1e-6;
    const auto& [control, treatment] = sums;
    const double n = control.n + treatment.n;
    if (std::min(control.n, treatment.n) < 2 || n < 4) return std::nullopt;
    const double share = treatment.n / n;
    const double x = control.x + treatment.x;
    const double y = control.y + treatment.y;
    const double mean_x = x / n;
    const double mean_y = y / n;
    const double raw_xx = control.xx + treatment.xx;
    const double raw_yy = control.yy + treatment.yy;
    const double xx = raw_xx - x * mean_x;
    const double xy = control.xy + treatment.xy - x * mean_y;
    const double yy = raw_yy - y * mean_y;
    const double tt = treatment.n - treatment.n * share;
    const double tx = treatment.x - x * share;
    const double ty = treatment.y - y * share;
    const double slope = tx / xx;
    const double tt_x = tt - tx * slope;
    const double ty_x = ty - xy * slope;
    const double effect = ty_x / tt_x;
    const double yy_x = yy - xy * xy / xx;
    const double residual = yy_x - ty_x * effect;
    if (!(xx > enough * raw_xx && tt_x > enough * treatment.n && residual > enough * raw_yy)) return std::nullopt;
    return AdjustedEffect{effect, std::sqrt(residual / ((n - 3) * tt_x)), n - 3};
}

}  // namespace equipoise
