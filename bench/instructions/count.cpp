// Runs replicates of one of the timed studies inside a function that callgrind can find, so that neither preparation nor the first replicates,
// which make room for the rest, are counted.
//
//     bench_instructions                     the names of the studies whose instructions are kept
//     bench_instructions --context           the compiler, and the instruction set that the kernels choose here
//     bench_instructions STUDY REPLICATES

#include "../studies.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include <cli/serial_replicates.hpp>
#include <equipoise/io/build.hpp>
#include <equipoise/random/wide/instruction_sets.hpp>

/// What is counted.
extern "C" [[gnu::noinline]] void counted_replicates(equipoise::cli::SerialReplicates& run, std::uint64_t replicates) { run(replicates); }

int main(int argc, char** argv) {
    const std::vector<studies::Study> known = studies::all(EQUIPOISE_SCENARIOS);
    if (argc == 1) {
        for (const studies::Study& study : known) {
            if (study.counted) std::printf("%s\n", study.name.c_str());
        }
        return 0;
    }
    if (std::strcmp(argv[1], "--context") == 0) {
        std::printf("%s;%s\n", equipoise::this_build().compiler.c_str(), std::string(equipoise::wide::instruction_set()).c_str());
        return 0;
    }
    const auto study = std::find_if(known.begin(), known.end(), [&](const studies::Study& other) { return other.name == argv[1]; });
    const long replicates = argc > 2 ? std::atol(argv[2]) : 0;
    if (study == known.end() || replicates < 1) {
        std::fprintf(stderr, "usage: bench_instructions [--context | STUDY REPLICATES]\n");
        return 2;
    }
    const equipoise::PreparedStudy prepared = studies::prepared(*study, EQUIPOISE_SCENARIOS);
    equipoise::cli::SerialReplicates run(prepared);
    run(equipoise::chunk_size);
    counted_replicates(run, static_cast<std::uint64_t>(replicates));
    return 0;
}
