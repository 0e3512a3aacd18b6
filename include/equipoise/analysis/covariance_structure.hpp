#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <equipoise/data/trial_shape.hpp>
#include <equipoise/design/fault.hpp>

namespace equipoise {

/// What is assumed of the covariance of a participant's outcomes over the visits, s_j the standard deviation at visit j.
enum class CovarianceKind : std::uint8_t {
    unstructured,               ///< any
    compound_symmetry,          ///< s_j s_k r for any two visits
    ar1,                        ///< s_j s_k r^|j - k|, visits counted one by one whatever the weeks between them
    toeplitz,                   ///< s_j s_k r_|j - k|
    ante_dependence,            ///< s_j s_k r_j ... r_(k-1): a correlation for each two neighbours, products between
    random_intercept,           ///< d + s^2 [j = k], d >= 0
    random_intercept_and_slope  ///< z_j' D z_k + s^2 [j = k], z_j = (1, week of visit j), D positive semi-definite
};

/// A covariance over the visits.
struct VisitCovariance {
    CovarianceKind kind = CovarianceKind::unstructured;
    bool heterogeneous = false;  ///< a variance for each visit instead of one; of no account for unstructured and random effects
    bool by_arm = false;         ///< each arm has one of its own

    friend bool operator==(const VisitCovariance&, const VisitCovariance&) = default;
};

/// A covariance's name as in every input and output.
struct CovarianceName {
    std::string_view name;
    VisitCovariance covariance;
};
inline constexpr std::array<CovarianceName, 9> covariance_names{{
    {"unstructured", {}},
    {"compound_symmetry", {CovarianceKind::compound_symmetry}},
    {"heterogeneous_compound_symmetry", {CovarianceKind::compound_symmetry, true}},
    {"ar1", {CovarianceKind::ar1}},
    {"heterogeneous_ar1", {CovarianceKind::ar1, true}},
    {"toeplitz", {CovarianceKind::toeplitz}},
    {"heterogeneous_toeplitz", {CovarianceKind::toeplitz, true}},
    {"homogeneous_ante_dependence", {CovarianceKind::ante_dependence}},
    {"ante_dependence", {CovarianceKind::ante_dependence, true}},
}};

/// Ever fewer parameters than unstructured: what to fall back on where that fit fails.
inline std::vector<VisitCovariance> failure_ladder(bool by_arm = false) {
    return {{CovarianceKind::toeplitz, true, by_arm}, {CovarianceKind::ar1, true, by_arm}, {CovarianceKind::compound_symmetry, false, by_arm}};
}

constexpr bool has_random_effects(CovarianceKind kind) {
    return kind == CovarianceKind::random_intercept || kind == CovarianceKind::random_intercept_and_slope;
}

/// What is wrong with the covariance of a model of repeated measures without random effects, and its fallbacks.
inline void covariance_faults(const VisitCovariance& covariance, const std::vector<VisitCovariance>& fallbacks, std::vector<Fault>& found) {
    const auto check = [&found](const VisitCovariance& one, const std::string& pointer) {
        if (has_random_effects(one.kind)) found.push_back({pointer, "has random effects, which are another model's", "use a linear mixed model (Lmm)"});
    };
    check(covariance, "/covariance");
    for (std::size_t k = 0; k < fallbacks.size(); ++k) {
        const std::string pointer = "/fallbacks/" + std::to_string(k);
        check(fallbacks[k], pointer);
        if (fallbacks[k].by_arm != covariance.by_arm) found.push_back({pointer, "must be by arm if the covariance is, and only then", ""});
        bool earlier = fallbacks[k] == covariance;
        for (std::size_t i = 0; i < k; ++i) earlier = earlier || fallbacks[i] == fallbacks[k];
        if (earlier) found.push_back({pointer, "is fitted already before it, and would fail again", ""});
    }
}

/// What is wrong with a random slope in trials of that shape.
inline void slope_faults(const TrialShape& shape, const std::string& pointer, std::vector<Fault>& found) {
    if (shape.weeks.size() != shape.visits.size()) {
        found.push_back({pointer, "has a slope in weeks, but the scheduled weeks of the visits are not known", "state the weeks, the baseline first"});
    }
    if (shape.post_baseline() < 3) found.push_back({pointer, "has a slope, which needs at least three visits after the baseline", ""});
}

}  // namespace equipoise
