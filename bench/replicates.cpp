// How long a replicate of the van Dillen scenario takes, by stage and by analysis, in units of B: the time that Boost's
// mt19937_64 with normal_distribution needs for 596 normals (149 participants x 4 visits) in the same run.
//
//     bench_replicates [Google Benchmark's options]

#include "in_units_of_b.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/equipoise.hpp>
#include <equipoise/io/scenario_file.hpp>

namespace {

using namespace equipoise;

const ScenarioFile& file() {
    static const ScenarioFile read = read_scenario(std::string(EQUIPOISE_SCENARIOS) + "/van_dillen_2021.json");
    return read;
}

PreparedStudy study_of(const std::vector<AnyAnalysis>& analyses) { return prepare(file().scenario, analyses, file().options); }

/// What would be measured of every participant, seen or not.
void draw(benchmark::State& state) {
    const PreparedStudy study = study_of({TTest{}});
    std::uint64_t replicate = 0;
    for (auto _ : state) {
        double sum = 0;
        for (std::size_t i = 0; i < study.trial.design.participants; ++i) {
            Stream chance(study.key, replicate, {Layer::outcome}, i);
            sum += study.trial.outcome(Cell{i % 2 == 0 ? Arm::control : Arm::treatment, false}, chance)[3];
        }
        benchmark::DoNotOptimize(sum);
        ++replicate;
    }
}

/// The whole trial: randomise, draw, drop out, and write what was seen.
void draw_and_observe(benchmark::State& state) {
    const PreparedStudy study = study_of({TTest{}});
    TrialSimulator simulate(study.trial);
    std::uint64_t replicate = 0;
    for (auto _ : state) benchmark::DoNotOptimize(simulate(study.key, replicate++).outcomes.front().scores.data());
}

/// 64 simulated trials, so that neither branch predictor nor fit sees one trial only.
std::vector<TrialData> some_trials(const PreparedStudy& study) {
    TrialSimulator simulate(study.trial);
    std::vector<TrialData> trials;
    for (std::uint64_t replicate = 0; replicate < 64; ++replicate) trials.push_back(simulate(study.key, replicate));
    return trials;
}

void reduce(benchmark::State& state) {
    const PreparedStudy study = study_of({Ancova{}});
    const std::vector<TrialData> trials = some_trials(study);
    Reduction reduce_trial(Ancova{}.needs(study.shape), study.shape);
    std::size_t next = 0;
    for (auto _ : state) benchmark::DoNotOptimize(&reduce_trial(trials[next++ % trials.size()]));
}

void fit(benchmark::State& state, const AnyAnalysis& analysis) {
    const PreparedStudy study = study_of({analysis});
    PreparedAnalysis prepared = analysis.prepare(study.shape, study.alpha);
    const std::vector<TrialData> trials = some_trials(study);
    std::vector<Reduction> reductions(trials.size(), Reduction(analysis.needs(study.shape), study.shape));
    std::vector<const SufficientStatistics*> statistics;
    for (std::size_t k = 0; k < trials.size(); ++k) statistics.push_back(&reductions[k](trials[k]));
    std::size_t next = 0;
    for (auto _ : state) {
        const std::size_t k = next++ % trials.size();
        benchmark::DoNotOptimize(prepared(trials[k], *statistics[k], Stream(study.key, k, {Layer::analysis})).data());
    }
}

void replicate(benchmark::State& state, const std::vector<AnyAnalysis>& analyses) {
    const PreparedStudy study = study_of(analyses);
    ReplicateRunner run(study);
    std::uint64_t number = 0;
    for (auto _ : state) benchmark::DoNotOptimize(run(number++).data());
    state.SetItemsProcessed(state.iterations());
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::pair<std::string, AnyAnalysis>> analyses{{"t-test, pooled", TTest{}},
                                                                    {"t-test, Welch", TTest{.variance = TTestVariance::welch}},
                                                                    {"ANCOVA", Ancova{}},
                                                                    {"MMRM", Mmrm{}},
                                                                    {"MMRM, baseline by visit", Mmrm{.covariates = {{.name = "baseline"}}}},
                                                                    {"multiple imputation, 20", MultipleImputation{.visit = 3}},
                                                                    {"conditional means", ConditionalMeanImputation{.visit = 3}}};
    in_units_of_b::Benchmarks benchmarks;
    const auto add = [&benchmarks](const std::string& name, auto function) { benchmarks.add(name, function); };
    add("stage: draw", draw);
    add("stage: draw and observe", draw_and_observe);
    add("stage: reduce", reduce);
    for (const auto& [name, analysis] : analyses) {
        add("stage: fit " + name, [analysis = analysis](benchmark::State& state) { fit(state, analysis); });
    }
    for (const auto& [name, analysis] : analyses) {
        add("replicate with " + name, [analysis = analysis](benchmark::State& state) { replicate(state, {analysis}); });
    }
    add("replicate with all analyses of the scenario", [](benchmark::State& state) { replicate(state, file().analyses); });

    return benchmarks.run(argc, argv);
}
