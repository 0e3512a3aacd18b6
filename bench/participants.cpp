// How the cost of a replicate grows with the participants: simulating and reducing in proportion, the fit of an MMRM not at all. In units of B;
// docs/speed.md has the table.
//
//     bench_participants [--format json] [Google Benchmark's options]

#include "in_units_of_b.hpp"
#include "studies.hpp"

#include <array>
#include <cstddef>
#include <string>

#include <cli/serial_replicates.hpp>
#include <cli/study_stages.hpp>

namespace {

using namespace equipoise;

struct Size {
    int participants;
    int treatment;
    int control;
};

PreparedStudy study_of(const Size& size, const AnyAnalysis& analysis) {
    return studies::prepared({.name = "",
                              .file = "van_dillen_2021.json",
                              .analyses = {analysis},
                              .overrides = {{"/design/participants", std::to_string(size.participants)},
                                            {"/design/allocation/treatment", std::to_string(size.treatment)},
                                            {"/design/allocation/control", std::to_string(size.control)}}},
                             EQUIPOISE_SCENARIOS);
}

void simulate_and_reduce(benchmark::State& state, const Size& size) {
    const PreparedStudy study = study_of(size, studies::nothing());
    cli::SerialReplicates run(study);
    for (auto _ : state) run(1);
    state.SetItemsProcessed(state.iterations() * size.participants);
}

void fit(benchmark::State& state, const Size& size) {
    const AnyAnalysis analysis = studies::mmrm(DegreesOfFreedom::satterthwaite);
    const PreparedStudy study = study_of(size, analysis);
    cli::StudyStages stages(study, {analysis});
    for (auto _ : state) stages.fit(0, 1);
}

}  // namespace

int main(int argc, char** argv) {
    constexpr std::array<Size, 3> sizes{{{149, 74, 75}, {1490, 740, 750}, {14900, 7400, 7500}}};
    in_units_of_b::Benchmarks benchmarks;
    for (const Size& size : sizes) {
        const std::string participants = std::to_string(size.participants) + " participants: ";
        benchmarks.add(participants + "simulate and reduce", [size](benchmark::State& state) { simulate_and_reduce(state, size); });
        benchmarks.add(participants + "fit the MMRM", [size](benchmark::State& state) { fit(state, size); });
    }
    return benchmarks.run(argc, argv);
}
