// How long a replicate of the van Dillen trial takes, whole: simulated participant by participant, reduced, analysed and added to the sums of the
// study, in units of B. The table stands in docs/speed.md.
//
//     bench_replicates [--format json] [Google Benchmark's options]

#include "in_units_of_b.hpp"
#include "studies.hpp"

#include <cli/serial_replicates.hpp>

namespace {

void replicates(benchmark::State& state, const studies::Study& study) {
    const equipoise::PreparedStudy prepared = studies::prepared(study, EQUIPOISE_SCENARIOS);
    equipoise::cli::SerialReplicates run(prepared);
    for (auto _ : state) run(1);
    benchmark::DoNotOptimize(run.sums().rows.data());
    state.SetItemsProcessed(state.iterations());
}

}  // namespace

int main(int argc, char** argv) {
    in_units_of_b::Benchmarks benchmarks;
    for (const studies::Study& study : studies::all(EQUIPOISE_SCENARIOS)) {
        benchmarks.add(study.name, [study](benchmark::State& state) { replicates(state, study); }, study.most);
    }
    return benchmarks.run(argc, argv);
}
