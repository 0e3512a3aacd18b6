#pragma once

#include <algorithm>
#include <string>

#include <equipoise/analysis/hypothesis.hpp>
#include <equipoise/performance/result_row.hpp>
#include <equipoise/report/mc_text.hpp>

namespace equipoise {

/// What a test is to show, in signs: "effect != 0", "effect < 3", "|effect| < 2".
///
/// @verified tests/report/multiplicity_table_test.cpp
inline std::string to_text(const Hypothesis& hypothesis) {
    const std::string margin = detail::brief(hypothesis.margin);
    switch (hypothesis.alternative) {
        case Alternative::two_sided: return "effect != " + margin;
        case Alternative::less: return "effect < " + margin;
        case Alternative::greater: return "effect > " + margin;
        case Alternative::equivalence: return "|effect| < " + margin;
    }
    return {};
}

/// Whether a row tests what is tested unless something else is said: that the effect is not 0.
inline bool tests_difference(const ResultRow& row) { return row.hypothesis == Hypothesis{}; }

/// The two-sided significance level of a row, whose intervals have level 1 - alpha.
inline double alpha_of(const ResultRow& row) { return row.level / row.hypothesis.level(1.0); }

}  // namespace equipoise
