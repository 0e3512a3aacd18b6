#pragma once

#include <cstddef>
#include <string>

namespace equipoise {

/// How an estimand treats what happens after randomisation. Everyone counts in the arm to which they were allocated.
enum class Strategy { treatment_policy };

/// What the trial wants to know: the difference in mean outcome at a visit, treatment minus control, in outcome units,
/// among all who are eligible, whether or not they are later seen.
struct Estimand {
    std::size_t visit = 0;  ///< 1 to the last visit; 0: the last visit
    Strategy strategy = Strategy::treatment_policy;
};

/// The contrast that every estimand of a two-arm comparison is of.
inline const std::string treatment_minus_control = "treatment_minus_control";

}  // namespace equipoise
