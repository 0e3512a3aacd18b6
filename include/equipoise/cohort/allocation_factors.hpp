#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include <equipoise/cohort/course.hpp>
#include <equipoise/cohort/prepared_trial.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/design/allocation.hpp>
#include <equipoise/design/stratification.hpp>

namespace equipoise {

/// The classes of the participants to which an allocation looks.
///
/// @verified tests/cohort/simulate_trial_test.cpp
class AllocationFactors {
public:
    /// @param trial  outlives it
    explicit AllocationFactors(const PreparedTrial& trial)
        : trial_(&trial), factors_(factors_of(trial.design.allocation)), classes_(factors_.size() * trial.design.participants) {}

    std::size_t count() const { return factors_.size(); }

    bool look_at(std::string_view covariate) const {
        return std::ranges::any_of(factors_, [&](const StratificationFactor& factor) { return factor.covariate == covariate; });
    }

    /// @param data  of the replicate, with its covariates   @returns valid until the next call
    Strata classes(const TrialData& data, const StudyKey& key, std::uint64_t replicate) {
        for (std::size_t f = 0; f < factors_.size(); ++f) {
            const auto column = std::find_if(data.covariates.begin(), data.covariates.end(),
                                             [&](const CovariateColumn& covariate) { return covariate.name == factors_[f].covariate; });
            for (std::size_t i = 0; i < data.participants(); ++i) {
                const double value = column != data.covariates.end() ? column->values[i] : baseline({key, replicate, i});
                classes_[i * factors_.size() + f] = static_cast<std::uint8_t>(stratum_class(factors_[f], value));
            }
        }
        return {.factors = factors_.size(), .classes = classes_};
    }

private:
    /// The baseline score, which is the same in every cell.
    double baseline(const ParticipantAddress& at) const { return trial_->outcome({}, at.key, at.replicate, at.participant)[0]; }

    const PreparedTrial* trial_;
    std::vector<StratificationFactor> factors_;
    std::vector<std::uint8_t> classes_;
};

}  // namespace equipoise
