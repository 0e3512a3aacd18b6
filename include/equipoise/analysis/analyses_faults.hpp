#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/analysis/any_analysis.hpp>
#include <equipoise/data/trial_shape.hpp>
#include <equipoise/design/fault.hpp>

namespace equipoise {

/// Everything that is wrong with a list of analyses of trials of this shape.
inline std::vector<Fault> faults(const std::vector<AnyAnalysis>& analyses, const TrialShape& shape) {
    std::vector<Fault> found;
    if (analyses.empty()) found.push_back({"/analyses", "must hold at least one analysis, but is empty"});
    for (std::size_t k = 0; k < analyses.size(); ++k) {
        for (Fault& fault : analyses[k].faults(shape)) {
            fault.pointer = "/analyses/" + std::to_string(k) + fault.pointer;
            found.push_back(std::move(fault));
        }
    }
    return found;
}

}  // namespace equipoise
