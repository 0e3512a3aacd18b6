#pragma once

#include <cstdint>

namespace equipoise {

/// How participants come: at random moments, or evenly.
enum class ArrivalPattern : std::uint8_t {
    poisson,  ///< a Poisson process: the times between participants are independent and exponential
    fixed     ///< participant i (from 0) comes at (i + 1/2) / rate
};

/// The weeks of a month: a twelfth of 365.25 days.
inline constexpr double weeks_per_month = 365.25 / 12 / 7;

/// How fast a trial recruits.
struct Recruitment {
    double per_month = 0;  ///< participants randomised in a month, above 0 and at most 10,000; a month is 365.25 / 12 days
    ArrivalPattern pattern = ArrivalPattern::poisson;

    double per_week() const { return per_month / weeks_per_month; }
};

}  // namespace equipoise
