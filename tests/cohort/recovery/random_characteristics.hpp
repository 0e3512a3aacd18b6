#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <variant>
#include <vector>

#include <Eigen/Core>
#include <equipoise/mechanism/covariate_model.hpp>
#include <equipoise/mechanism/repeated_measures.hpp>
#include <equipoise/mechanism/secondary_outcome.hpp>

#include "chooser.hpp"

namespace recovery {

using namespace equipoise;

inline CovariateDistribution random_distribution(Chooser& choose) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const double mean = choose.between(30, 50);
    const double sd = choose.between(5, 11);
    const double minimum = mean - sd * choose.between(1.9, 3.5);
    switch (choose.below(4)) {
        case 0: return TruncatedNormal{mean, sd, minimum, choose.with(0.7) ? mean + sd * choose.between(1.9, 3.5) : infinity};
        case 1: return ShiftedGamma{mean, (mean - minimum) * choose.between(0.4, 1.1), minimum};
        case 2: return Lognormal{mean, (mean - minimum) * choose.between(0.3, 0.8), minimum};
        default: break;
    }
    const std::vector<std::string> levels{"school", "college", "apprenticeship", "none"};  // not in sorted order
    const std::size_t count = choose.from(2, 4);
    return Categories{{levels.begin(), levels.begin() + static_cast<std::ptrdiff_t>(count)}, choose.proportions(count)};
}

/// The SD; about that of a category's number.
inline double spread(const CovariateDistribution& distribution) {
    const auto sd = [](const auto& stated) {
        if constexpr (requires { stated.sd; }) return stated.sd;
        else return 0.8;
    };
    return std::visit(sd, distribution);
}

/// Correlations with the scores that go together with those between the scores.
inline std::vector<double> random_correlations(Chooser& choose, std::size_t visits, double strongest) {
    const double middle = choose.between(-strongest, strongest);
    std::vector<double> correlation;
    for (std::size_t v = 0; v < visits; ++v) correlation.push_back(middle + choose.between(-0.08, 0.08));
    return correlation;
}

inline CovariateModel random_covariate(Chooser& choose, const RepeatedMeasures& outcome, std::size_t number) {
    const std::size_t visits = outcome.covariance.sd.size();
    CovariateModel covariate{.name = "characteristic " + std::to_string(number), .distribution = random_distribution(choose)};
    const auto* categories = std::get_if<Categories>(&covariate.distribution);
    if (is_normal(outcome.residuals) && choose.with(0.6)) covariate.correlation = random_correlations(choose, visits, 0.4);
    if (!covariate.correlation.empty() && choose.with(0.4)) {
        for (std::size_t v = 0; v < visits; ++v) covariate.slope.push_back(covariate.correlation[v] * outcome.covariance.sd[v] / spread(covariate.distribution));
        covariate.correlation.clear();
    }
    if (choose.with(0.3)) {
        const std::size_t rows = categories ? categories->levels.size() : 1;
        for (std::size_t row = 0; row < rows; ++row) {
            covariate.effect_modification.push_back(categories ? choose.several(visits, -3, 3) : choose.several(visits, -0.2, 0.2));
            covariate.effect_modification.back()[0] = 0;
        }
    }
    return covariate;
}

inline NumericScore random_score(Chooser& choose, std::size_t measured) {
    NumericScore score{.mean = choose.each(measured, 2.8, 6.5), .covariance = choose.covariance(choose.several(measured, 1.4, 2.4))};
    const double steps[] = {0, 1};
    if (choose.with(0.7)) score.scale = {0, 10, steps[choose.below(2)]};
    return score;
}

inline SecondaryOutcome random_secondary(Chooser& choose, std::size_t visits, std::size_t number) {
    SecondaryOutcome outcome{.name = "secondary " + std::to_string(number), .kind = NumericScore{}, .measured_at_baseline = choose.with(0.7)};
    const std::size_t measured = visits - first_visit(outcome);
    const Eigen::MatrixXd correlation = choose.covariance(std::vector<double>(measured, 1.0)).correlation;
    const auto same_at_baseline = [&](auto& values) {
        if (outcome.measured_at_baseline) values.treatment[0] = values.control[0];
    };
    switch (choose.below(4)) {
        case 0: {
            NumericScore score = random_score(choose, measured);
            same_at_baseline(score.mean);
            outcome.kind = score;
            break;
        }
        case 1: {
            OrdinalLevels ordinal{.levels = {"poor", "fair", "good"}, .proportions = {}, .correlation = correlation};
            if (choose.with(0.5)) ordinal.levels.push_back("excellent");
            for (std::size_t v = 0; v < measured; ++v) {
                for (const Arm arm : both_arms) ordinal.proportions[arm].push_back(choose.proportions(ordinal.levels.size()));
            }
            same_at_baseline(ordinal.proportions);
            outcome.kind = ordinal;
            break;
        }
        case 2: {
            BinaryProportion binary{.proportion = choose.each(measured, 0.1, 0.9), .correlation = correlation};
            same_at_baseline(binary.proportion);
            outcome.kind = binary;
            break;
        }
        default: {
            EventCount count{.mean = choose.each(measured, 0.3, 6), .dispersion = choose.with(0.5) ? 0.0 : choose.between(0.2, 1), .correlation = correlation};
            same_at_baseline(count.mean);
            outcome.kind = count;
        }
    }
    if (choose.with(0.7)) outcome.correlation_with_primary = random_correlations(choose, measured, 0.6);
    return outcome;
}

}  // namespace recovery
