#pragma once

#include <equipoise/io/scenario_file.hpp>
#include <equipoise/study/throughput.hpp>

namespace equipoise::cli {

/// How long to measure, and on how many threads.
struct ThroughputRequest {
    double seconds;  ///< about
    int threads;     ///< at most; 0: as many as there are
};

/// Times the stages of a scenario's replicates in turn with B, and whole replicates on one thread and on several.
///
/// @throws InvalidScenario
/// @verified tests/cli/bench_test.cpp
Throughput measure_throughput(const ScenarioFile& file, const ThroughputRequest& request);

}  // namespace equipoise::cli
