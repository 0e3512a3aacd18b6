#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <equipoise/analysis/covariance_structure.hpp>
#include <equipoise/analysis/estimate.hpp>
#include <equipoise/analysis/gaussian/maximise.hpp>
#include <equipoise/analysis/gaussian/maximise_structured.hpp>

namespace equipoise::gaussian {

/// The covariances that a model is fitted with, one after the other until a fit is usable.
///
/// @verified tests/analysis/covariance_structure_test.cpp
class CovarianceLadder {
public:
    /// @param size       with so many covariances as `first` has; the fallbacks have as many
    /// @param weeks      scheduled, of the visits of the model and of one before them; needed for a random slope only
    CovarianceLadder(const AnySize& size, const VisitCovariance& first, const std::vector<VisitCovariance>& fallbacks, const std::vector<double>& weeks) {
        add(size, first, weeks);
        for (VisitCovariance fallback : fallbacks) {
            fallback.by_arm = first.by_arm;
            add(size, fallback, weeks);
        }
    }

    /// Maximises the likelihood of the patterns gathered.
    /// @param unstructured  maximises it over an unstructured Sigma
    /// @returns             the status of the first usable fit, or of the last one; `not_estimable`, which no covariance mends, at once
    template <class Unstructured>
    FitStatus operator()(const AnySize& size, Fit& fit, const Unstructured& unstructured) {
        FitStatus status = FitStatus::not_estimable;
        for (step_ = 0; step_ < steps_.size(); ++step_) {
            std::optional<StructuredSearch>& search = steps_[step_];
            fit.parameters.structured = search.has_value();
            fit.monotone.holds = false;
            status = search ? maximise_structured(size, fit, *search) : unstructured(size, fit);
            if (usable(status) || status == FitStatus::not_estimable) return status;
        }
        --step_;
        return status;
    }

    /// How many steps down the last fit is: 0 is the first covariance.
    std::uint8_t step() const { return static_cast<std::uint8_t>(step_); }

private:
    void add(const AnySize& size, const VisitCovariance& covariance, const std::vector<double>& weeks) {
        steps_.emplace_back();
        if (covariance.kind != CovarianceKind::unstructured) steps_.back().emplace(size, Structure(covariance, size.visits, weeks));
    }

    std::vector<std::optional<StructuredSearch>> steps_;  // nothing: unstructured
    std::size_t step_ = 0;
};

}  // namespace equipoise::gaussian
