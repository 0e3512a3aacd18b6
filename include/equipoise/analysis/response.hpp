#pragma once

#include <cstddef>
#include <cstdint>

#include <equipoise/data/trial_data.hpp>

namespace equipoise {

/// What is compared at a visit.
enum class Response : std::uint8_t {
    score,  ///< the score at the visit
    change  ///< the score minus the participant's baseline score
};

/// A participant's response at a visit; `missing` where a score that it needs was not seen.
inline double response_at(const TrialData& data, Response response, std::size_t outcome, std::size_t visit, std::size_t participant) {
    const double score = data.score(outcome, visit, participant);
    return response == Response::score ? score : score - data.score(outcome, 0, participant);
}

}  // namespace equipoise
