#pragma once

#include <string>
#include <vector>

#include <equipoise/design/arm.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/mechanism/plain_number.hpp>

namespace equipoise {

/// Those randomised who never start treatment: a random part of each arm, not seen after baseline. The modified intention-to-treat set is
/// without them.
struct NeverStarting {
    PerArm<double> share{};  ///< of those randomised, in [0, 1)
};

/// What is wrong with it.
/// @verified tests/cohort/course_test.cpp
inline std::vector<Fault> faults(const NeverStarting& never) {
    std::vector<Fault> found;
    for (const Arm arm : both_arms) {
        const double share = never.share[arm];
        if (share >= 0 && share < 1) continue;
        found.push_back({std::string("/mechanism/never_starting/share/") + (arm == Arm::control ? "control" : "treatment"),
                         "must be a share of at least 0 and below 1, but is " + detail::plain_number(share)});
    }
    return found;
}

}  // namespace equipoise
