#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include <equipoise/design/allocation.hpp>
#include <equipoise/design/analysis_set.hpp>
#include <equipoise/design/arm.hpp>
#include <equipoise/design/boosters.hpp>
#include <equipoise/design/estimand.hpp>
#include <equipoise/design/recruitment.hpp>
#include <equipoise/design/visits.hpp>

namespace equipoise {

/// The protocol of a two-arm randomised trial.
struct Design {
    std::size_t participants = 0;  ///< randomised, 2 to 1,000,000
    PerArm<std::string> arms{.control = "control", .treatment = "treatment"};  ///< labels
    Visits visits;
    Allocation allocation = PermutedBlocks{};
    std::optional<BoosterPlan> boosters{};
    Estimand estimand{};  ///< the primary one; analyses answer for every post-baseline visit unless told otherwise
    std::optional<Recruitment> recruitment{};  ///< nothing: it is not simulated when participants come
    AnalysisSet analysis_set = AnalysisSet::modified_itt;
};

}  // namespace equipoise
