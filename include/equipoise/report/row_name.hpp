#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <equipoise/performance/operating_characteristics.hpp>

namespace equipoise {

/// What tells a result row from the others of its analysis: the visit, and the outcome, estimand and look where they vary.
///
/// @param all  every row of the results
/// @param row  one of them
/// @returns    e.g. "month 12", or "month 12, pain" if there are several outcomes   @complexity O(rows).
/// @verified   tests/report/row_name_test.cpp
inline std::string row_place(const std::vector<OperatingCharacteristics>& all, const ResultRow& row) {
    std::string place = row.visit_label;
    for (const auto part : {&ResultRow::outcome, &ResultRow::estimand, &ResultRow::look}) {
        const bool varies = std::any_of(all.begin(), all.end(), [&](const OperatingCharacteristics& other) { return other.row.*part != row.*part; });
        if (varies) place += ", " + row.*part;
    }
    return place;
}

}  // namespace equipoise
