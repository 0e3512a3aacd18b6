#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <equipoise/data/trial_data.hpp>
#include <equipoise/data/trial_shape.hpp>

namespace equipoise {

/// The most strata that an analysis distinguishes.
inline constexpr std::size_t max_strata = 65'536;
/// The stratum of one of whom a factor is not known.
inline constexpr std::size_t stratum_unknown = std::numeric_limits<std::size_t>::max();

/// The strata of an analysis: all combinations of the levels of some factors. Without factors everyone is in one stratum.
///
/// @verified tests/analysis/within_strata_test.cpp
class StrataOfFactors {
public:
    /// @param factors  names of covariates with levels
    StrataOfFactors(const std::vector<std::string>& factors, const TrialShape& shape) {
        for (const std::string& name : factors) {
            const std::size_t covariate = shape.covariate(name).value();
            factors_.push_back({covariate, shape.covariates[covariate].levels.size()});
        }
    }

    /// How many combinations there are, whether or not they occur.
    std::size_t combinations() const {
        std::size_t product = 1;
        for (const Factor& factor : factors_) product *= factor.levels;
        return product;
    }

    /// 0 to combinations() - 1, or stratum_unknown.
    std::size_t operator()(const TrialData& data, std::size_t participant) const {
        std::size_t stratum = 0;
        for (const Factor& factor : factors_) {
            const double level = data.covariates[factor.covariate].values[participant];
            if (!(level == level)) return stratum_unknown;
            stratum = stratum * factor.levels + static_cast<std::size_t>(level);
        }
        return stratum;
    }

private:
    struct Factor {
        std::size_t covariate;
        std::size_t levels;
    };
    std::vector<Factor> factors_{};
};

}  // namespace equipoise
