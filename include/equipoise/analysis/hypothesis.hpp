#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <equipoise/design/responder.hpp>

namespace equipoise {

/// What a test is to show of an effect.
enum class Alternative : std::uint8_t {
    two_sided,   ///< effect != margin
    less,        ///< effect < margin
    greater,     ///< effect > margin
    equivalence  ///< -margin < effect < margin, by two one-sided tests
};
inline constexpr std::array<Alternative, 4> all_alternatives{Alternative::two_sided, Alternative::less, Alternative::greater, Alternative::equivalence};

/// The name of an alternative, as in every input and output.
constexpr std::string_view to_string(Alternative alternative) {
    constexpr std::array<std::string_view, 4> names{"two_sided", "less", "greater", "equivalence"};
    return names[static_cast<std::size_t>(alternative)];
}

/// The hypothesis that a test is to show, with the margin from which it starts [outcome units].
///
/// With a two-sided significance level alpha, intervals have level 1 - alpha; two-sided tests reject if p < alpha, one-sided ones and both of
/// those of equivalence if p < alpha / 2 (ICH E9, section 5.5). So every test rejects exactly if the interval lies within the alternative.
/// @source   ICH E9 (1998), sections 3.3.2 and 5.5; Schuirmann (1987), J Pharmacokinet Biopharm 15:657.
/// @verified tests/analysis/inference_test.cpp
struct Hypothesis {
    Alternative alternative = Alternative::two_sided;
    double margin = 0.0;  ///< any finite number; > 0 for equivalence

    /// The p-value below which a test at the two-sided level alpha rejects.
    constexpr double level(double alpha) const { return alternative == Alternative::two_sided ? alpha : alpha / 2; }

    /// Whether an effect of that size is what the test is to show; where it is not, a rejection is an error.
    constexpr bool holds(double effect) const {
        switch (alternative) {
            case Alternative::two_sided: return effect != margin;
            case Alternative::less: return effect < margin;
            case Alternative::greater: return effect > margin;
            case Alternative::equivalence: return -margin < effect && effect < margin;
        }
        return false;
    }

    friend bool operator==(const Hypothesis&, const Hypothesis&) = default;
};

/// Not worse than control by as much as a margin > 0 [outcome units].
constexpr Hypothesis non_inferiority(double margin, Better better) {
    return better == Better::lower ? Hypothesis{Alternative::less, margin} : Hypothesis{Alternative::greater, -margin};
}

}  // namespace equipoise
