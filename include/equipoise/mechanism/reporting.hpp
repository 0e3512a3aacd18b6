#pragma once

#include <cmath>
#include <string>
#include <vector>

#include <equipoise/design/arm.hpp>
#include <equipoise/design/fault.hpp>

namespace equipoise {

/// What participants who know their arm report beyond what is: added to the latent outcome after baseline where it is recorded, but not part
/// of what is true. Estimates are biased by what does not cancel between the arms.
struct Reporting {
    PerArm<double> shift{};  ///< [outcome units]
};

/// What is wrong with the reporting.
/// @verified tests/cohort/course_test.cpp
inline std::vector<Fault> faults(const Reporting& reporting) {
    std::vector<Fault> found;
    for (const Arm arm : both_arms) {
        if (!std::isfinite(reporting.shift[arm])) found.push_back({std::string("/mechanism/reporting/shift/") + (arm == Arm::control ? "control" : "treatment"), "must be a finite number"});
    }
    return found;
}

}  // namespace equipoise
