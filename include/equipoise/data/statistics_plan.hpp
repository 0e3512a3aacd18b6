#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <equipoise/data/missing_rule.hpp>
#include <equipoise/data/trial_shape.hpp>

namespace equipoise {

/// The name by which an outcome's own score at visit 0 is a covariate.
inline constexpr std::string_view baseline_covariate = "baseline";

/// What an analysis needs reduced: all post-baseline visits of one outcome, and some covariates.
struct StatisticsPlan {
    std::size_t outcome = 0;                ///< index into the outcomes
    std::vector<std::string> covariates{};  ///< distinct names; "baseline" is the outcome's own visit 0
    MissingRule missing = MissingRule::observed;  ///< what is done about missing scores before they are reduced

    friend bool operator==(const StatisticsPlan&, const StatisticsPlan&) = default;
};

/// One plan that serves both.
///
/// @throws std::invalid_argument if they are of different outcomes or rules for missing scores, which are reduced apart.
inline StatisticsPlan united(StatisticsPlan first, const StatisticsPlan& second) {
    if (first.outcome != second.outcome) throw std::invalid_argument("united: the plans are of different outcomes");
    if (first.missing != second.missing) throw std::invalid_argument("united: the plans treat missing scores differently");
    for (const std::string& name : second.covariates) {
        if (std::find(first.covariates.begin(), first.covariates.end(), name) == first.covariates.end()) first.covariates.push_back(name);
    }
    return first;
}

/// Where a covariate stands among the columns of the statistics.
struct CovariateBlock {
    std::string name;
    std::size_t first = 0;    ///< column
    std::size_t columns = 1;  ///< 1 if numeric; of a factor one for each level after the first

    friend bool operator==(const CovariateBlock&, const CovariateBlock&) = default;
};

/// The columns of sufficient statistics: those of the covariates, then the post-baseline visits. Missingness is noted by
/// variable, so a pattern has one bit for each covariate and then one for each visit.
struct StatisticsLayout {
    std::vector<CovariateBlock> covariates{};
    std::size_t visits = 0;  ///< post-baseline

    std::size_t covariate_columns() const { return covariates.empty() ? 0 : covariates.back().first + covariates.back().columns; }
    std::size_t columns() const { return covariate_columns() + visits; }
    std::size_t variables() const { return covariates.size() + visits; }

    /// @param visit  1 to `visits`
    std::size_t visit_column(std::size_t visit) const { return covariate_columns() + visit - 1; }
    std::uint64_t visit_bit(std::size_t visit) const { return std::uint64_t{1} << (covariates.size() + visit - 1); }

    /// The position of a covariate in `covariates`, which is also its bit in a pattern.
    /// @throws std::invalid_argument if the statistics were reduced without it
    std::size_t covariate(std::string_view name) const {
        for (std::size_t i = 0; i < covariates.size(); ++i) {
            if (covariates[i].name == name) return i;
        }
        throw std::invalid_argument("the statistics were reduced without the covariate \"" + std::string{name} + "\"");
    }

    friend bool operator==(const StatisticsLayout&, const StatisticsLayout&) = default;
};

/// The columns that a plan takes.
///
/// @throws std::invalid_argument if a covariate is unknown, or there are more than 64 covariates and visits.
/// @verified tests/data/statistics_plan_test.cpp
inline StatisticsLayout layout(const StatisticsPlan& plan, const TrialShape& shape) {
    StatisticsLayout result{.covariates = {}, .visits = shape.post_baseline()};
    std::size_t next = 0;
    for (const std::string& name : plan.covariates) {
        std::size_t columns = 1;
        if (name != baseline_covariate) {
            const auto index = shape.covariate(name);
            if (!index) throw std::invalid_argument("there is no covariate \"" + name + "\"");
            const std::vector<std::string>& levels = shape.covariates[*index].levels;
            if (!levels.empty()) columns = levels.size() - 1;
        }
        result.covariates.push_back({name, next, columns});
        next += columns;
    }
    if (result.variables() > 64) throw std::invalid_argument("more than 64 covariates and visits in one analysis");
    return result;
}

}  // namespace equipoise
