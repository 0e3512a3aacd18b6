#pragma once

#include <cstddef>

namespace equipoise {

/// Booster sessions for a part of each arm: allocated at baseline, told after a visit, so that outcomes up to that visit
/// cannot depend on them.
struct BoosterPlan {
    double share = 0.5;             ///< of each arm, in (0, 1)
    std::size_t told_after_visit = 0;  ///< visit after which participants learn of it; boosters may act on later visits only
};

}  // namespace equipoise
