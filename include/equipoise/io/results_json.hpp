#pragma once

#include <string>
#include <string_view>

#include <equipoise/study/study_results.hpp>

namespace equipoise {

/// The file that a study was read from.
struct ScenarioOrigin {
    std::string path;    ///< as given
    std::string sha256;  ///< of the file and of every override, 64 hexadecimal digits
};

/// The results of a study as one JSON document (docs/results.md describes every key).
///
/// @returns    UTF-8, ended by a line feed; doubles have as many digits as it takes to read back the same number; what is not finite is null
/// @complexity O(rows + comparisons).
/// @verified   tests/cli/run_test.cpp, tests/io/results_json_test.cpp
std::string results_json(const StudyResults& results, const ScenarioOrigin& origin);

/// A fingerprint of what a study found: SHA-256 of the scenario's own, rng_schema, seed, stream, replicates, alpha, counts, operating
/// characteristics and comparisons, number by number to the last bit.
///
/// It depends neither on the number of threads, nor on time, nor on where the scenario file lies.
///
/// @returns    64 hexadecimal digits   @complexity O(rows + comparisons).
/// @source     FIPS 180-4.   @verified tests/cli/run_test.cpp, tests/io/results_json_test.cpp
std::string results_digest(const StudyResults& results, std::string_view scenario_sha256);

}  // namespace equipoise
