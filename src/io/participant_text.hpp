#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include <equipoise/data/trial_data.hpp>

namespace equipoise::io {

/// A whole number with leading zeros: texts of the same width are sorted as their numbers are.
inline std::string padded(std::size_t number, std::size_t width) {
    const std::string digits = std::to_string(number);
    return std::string(width > digits.size() ? width - digits.size() : 0, '0') + digits;
}

/// What therapists are called: T01, T02, ...
class TherapistNames {
public:
    explicit TherapistNames(const TrialData& data) : data_(&data) {
        std::size_t most = 0;
        for (const std::uint32_t index : data.therapist) most = std::max(most, index == no_therapist ? 0 : std::size_t{index} + 1);
        width_ = std::max(width_, std::to_string(most).size());
    }

    /// The therapist of a participant; nothing if there is none.
    std::optional<std::string> operator()(std::size_t participant) const {
        const std::uint32_t index = data_->therapist[participant];
        if (index == no_therapist) return std::nullopt;
        return 'T' + padded(std::size_t{index} + 1, width_);
    }

private:
    const TrialData* data_;
    std::size_t width_ = 2;
};

/// The level of a factor that a participant has; nothing where it is not known.
inline std::optional<std::string> level_of(const CovariateColumn& factor, std::size_t participant) {
    const double index = factor.values[participant];
    if (!(index == index)) return std::nullopt;
    return factor.levels[static_cast<std::size_t>(index)];
}

/// A score, also of an outcome that has fewer visits than the trial.
inline double score_seen(const TrialData& data, std::size_t outcome, std::size_t visit, std::size_t participant) {
    return visit < data.outcomes[outcome].visits ? data.score(outcome, visit, participant) : missing;
}

/// Whether the treatment of a participant was stopped early, as far as the trial has anything of the kind.
inline bool stopped_early(const TrialData& data, std::size_t participant) {
    return !data.discontinuation.empty() && data.discontinuation[participant] != DiscontinuationReason::none;
}

}  // namespace equipoise::io
