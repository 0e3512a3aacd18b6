#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include <equipoise/analysis/response.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/design/arm.hpp>

namespace equipoise::ranks {

/// The responses of each arm at a visit, in increasing order. It owns its scratch, and allocates nothing once warm.
///
/// @verified tests/analysis/ranks/rank_sum_test.cpp
class ArmResponses {
public:
    /// @complexity O(participants x log participants)
    void gather(const TrialData& data, Response response, std::size_t outcome, std::size_t visit) {
        const std::size_t n = data.participants();
        control_.resize(n);
        treatment_.resize(n);
        std::size_t controls = 0;
        std::size_t treated = 0;
        for (std::size_t i = 0; i < n; ++i) {
            const double value = response_at(data, response, outcome, visit, i);
            // Written to both arms and counted in one, so that nothing depends on the order of the arms.
            control_[controls] = value;
            treatment_[treated] = value;
            const bool seen = value == value;
            const bool is_treated = data.arm[i] == Arm::treatment;
            treated += static_cast<std::size_t>(seen && is_treated);
            controls += static_cast<std::size_t>(seen && !is_treated);
        }
        control_.resize(controls);
        treatment_.resize(treated);
        std::sort(control_.begin(), control_.end());
        std::sort(treatment_.begin(), treatment_.end());
    }

    std::span<const double> control() const { return control_; }
    std::span<const double> treatment() const { return treatment_; }

private:
    std::vector<double> control_{};
    std::vector<double> treatment_{};
};

}  // namespace equipoise::ranks
