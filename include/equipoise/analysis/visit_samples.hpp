#pragma once

#include <cstddef>
#include <cstdint>

#include <equipoise/analysis/response.hpp>
#include <equipoise/analysis/two_samples.hpp>
#include <equipoise/data/statistics_plan.hpp>
#include <equipoise/data/sufficient_statistics.hpp>

namespace equipoise {

/// The samples of the two arms at a visit: those seen there, and at baseline where it is the change that counts.
///
/// @param visit  1 to the last
/// @pre          the statistics were reduced with the baseline if the response is the change
/// @complexity   O(groups). @verified tests/analysis/t_test_test.cpp
inline PerArm<Sample> visit_samples(const SufficientStatistics& statistics, std::size_t visit, Response response) {
    const StatisticsLayout& layout = statistics.layout();
    const std::size_t y = layout.visit_column(visit);
    const bool change = response == Response::change;
    const std::size_t covariate = change ? layout.covariate(baseline_covariate) : 0;
    const std::size_t b = change ? layout.covariates[covariate].first : 0;
    const std::uint64_t wanted = layout.visit_bit(visit) | (change ? std::uint64_t{1} << covariate : 0U);
    const std::size_t yy = statistics.packed(y + 1, y + 1);
    const std::size_t bb = statistics.packed(b + 1, b + 1);
    const std::size_t by = statistics.packed(b + 1, y + 1);
    const auto of = [&](Arm arm) {  // arm by arm and in variables of their own, so that sums stay in registers
        double n = 0, sum = 0, squares = 0;
        for (std::size_t g = 0; g < statistics.groups(); ++g) {
            if (statistics.cell(g).arm != arm || (statistics.observed(g) & wanted) != wanted) continue;
            const double* const moments = statistics.moments(g);
            n += moments[0];
            sum += moments[y + 1] - (change ? moments[b + 1] : 0.0);
            squares += moments[yy];
            if (change) squares += moments[bb] - 2.0 * moments[by];
        }
        return Sample{.n = n, .sum = sum, .squares = squares};
    };
    return {of(Arm::control), of(Arm::treatment)};
}

}  // namespace equipoise
