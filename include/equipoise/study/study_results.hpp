#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <equipoise/performance/multiplicity_results.hpp>
#include <equipoise/performance/operating_characteristics.hpp>

namespace equipoise {

/// What a study found, and what is needed to find it again.
struct StudyResults {
    std::string scenario;
    std::string rng_schema;
    std::uint64_t replicates = 0;
    std::uint64_t seed = 0;
    std::uint64_t stream = 0;
    double alpha = 0.05;
    int threads = 1;
    std::string path = "participants";  ///< what was drawn of each trial: "participants", or "collapsed", its sufficient statistics
    std::string target_population{};    ///< its name, if the scenario has one besides the eligible
    double seconds = 0.0;               ///< wall time of the replicates; the only member that differs between runs of one binary
    std::vector<OperatingCharacteristics> operating_characteristics;  ///< by analysis as listed, then by visit
    std::vector<Comparison> comparisons;  ///< every pair of analyses of one outcome, estimand and visit
    std::vector<MultiplicityResult> multiplicity{};  ///< every procedure over several rows
};

}  // namespace equipoise
