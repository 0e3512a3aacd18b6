#pragma once

#include <limits>
#include <string>
#include <variant>
#include <vector>

namespace equipoise {

/// A normal distribution between two bounds; without bounds, a normal distribution.
struct TruncatedNormal {
    double mean = 0;  ///< after truncation [units of the covariate]
    double sd = 1;    ///< after truncation, > 0; less than that of a truncated exponential of that mean
    double minimum = -std::numeric_limits<double>::infinity();
    double maximum = std::numeric_limits<double>::infinity();
};

/// A gamma distribution that begins at a minimum: shape ((mean - minimum) / sd)^2, scale sd^2 / (mean - minimum).
struct ShiftedGamma {
    double mean = 1;
    double sd = 1;
    double minimum = 0;  ///< below the mean
};

/// A lognormal distribution that begins at a minimum: the logarithm of (x - minimum) is normal.
struct Lognormal {
    double mean = 1;
    double sd = 1;
    double minimum = 0;  ///< below the mean
};

/// Ordered or unordered categories. For correlations the levels count as 0, 1, 2, ... in the order stated.
struct Categories {
    std::vector<std::string> levels;  ///< at least 2, all different
    std::vector<double> proportions;  ///< of each level, in (0, 1), adding up to 1
};

using CovariateDistribution = std::variant<TruncatedNormal, ShiftedGamma, Lognormal, Categories>;

/// A baseline characteristic of participants: what it is like among those eligible, and what it has to do with the outcome.
///
/// Its latent normal is X* = a . z + sqrt(1 - a . a) e, z the normals behind the scores and e its own; its value is the increasing function
/// of X* that has the stated distribution among those eligible (a Gaussian copula; Nelsen 2006, ch. 2).
/// Correlation and slope are two ways of saying how prognostic it is; state one of them, or neither: nothing to do with the scores.
struct CovariateModel {
    std::string name;
    CovariateDistribution distribution;
    std::vector<double> correlation{};  ///< with the score at each visit, baseline first: Pearson's, in the control arm without boosters, among those eligible
    std::vector<double> slope{};        ///< of the score at each visit on the covariate, baseline first [outcome units per unit]: correlation x SD of the score / SD of the covariate
    /// What a unit more (one row) or being of a level (a row for each) adds to the treatment effect at each visit, baseline (0) first
    /// [outcome units], about its mean among those eligible; empty: nothing.
    std::vector<std::vector<double>> effect_modification{};
};

}  // namespace equipoise
