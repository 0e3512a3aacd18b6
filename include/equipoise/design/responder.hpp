#pragma once

#include <cstdint>

namespace equipoise {

/// Which scores are the better ones.
enum class Better : std::uint8_t { lower, higher };

/// Who counts as a responder at a visit.
struct Responder {
    enum class Measure : std::uint8_t {
        improvement,            ///< baseline score minus score where lower is better, else score minus baseline score [outcome units]
        percentage_improvement, ///< the same as a percentage of the baseline score; nobody with a baseline of 0 responds
        score                   ///< the score itself: at most the threshold where lower is better, else at least
    };
    Measure measure = Measure::improvement;
    double threshold = 6.0;  ///< who reaches it responds; the default is the MODQ's minimal clinically important difference (Fritz & Irrgang 2001)
    Better better = Better::lower;

    /// @param baseline  of no account for Measure::score   @param score  not missing
    constexpr bool operator()(double baseline, double score) const {
        const double improvement = better == Better::lower ? baseline - score : score - baseline;
        switch (measure) {
            case Measure::improvement: return improvement >= threshold;
            case Measure::percentage_improvement: return baseline != 0 && 100 * improvement >= threshold * baseline;
            case Measure::score: return better == Better::lower ? score <= threshold : score >= threshold;
        }
        return false;
    }

    friend bool operator==(const Responder&, const Responder&) = default;
};

}  // namespace equipoise
