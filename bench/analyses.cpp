// How long analyses take on a trial that has been reduced already: n = 149, three visits after the baseline, 10 % gone by the last; in units of B.
//
//     bench_analyses [Google Benchmark's options]

#include "in_units_of_b.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/any_analysis.hpp>
#include <equipoise/analysis/clda.hpp>
#include <equipoise/analysis/conditional_mean_imputation.hpp>
#include <equipoise/analysis/effect_size.hpp>
#include <equipoise/analysis/logistic_regression.hpp>
#include <equipoise/analysis/mmrm.hpp>
#include <equipoise/analysis/multiple_imputation.hpp>
#include <equipoise/analysis/permutation_test.hpp>
#include <equipoise/analysis/responder_difference.hpp>
#include <equipoise/analysis/wilcoxon.hpp>
#include <equipoise/data/reduction.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/random/standard_normal.hpp>
#include <equipoise/random/stream.hpp>

namespace {

using namespace equipoise;

constexpr std::size_t participants = 149;

TrialData trial(std::uint64_t replicate) {
    Stream chance(StudyKey(20240229), replicate, {Layer::outcome});
    TrialData data{.arm = std::vector<Arm>(participants), .booster = std::vector<std::uint8_t>(participants), .outcomes = {}};
    data.outcomes.push_back({.name = "score", .visits = 4, .scores = std::vector<double>(4 * participants)});
    for (std::size_t i = 0; i < participants; ++i) {
        data.arm[i] = i % 2 == 0 ? Arm::control : Arm::treatment;
        const double level = 7 * standard_normal(chance);
        bool seen = true;
        for (std::size_t visit = 0; visit < 4; ++visit) {
            const double effect = visit > 0 && data.arm[i] == Arm::treatment ? 6 : 0;
            const double score = 32 - 4 * static_cast<double>(visit) - effect + level + 6 * standard_normal(chance);
            const double uniform = static_cast<double>(chance() >> 11U) * 0x1p-53;
            seen = seen && (visit == 0 || uniform >= 0.0345);  // 0.9 of all stay to the end
            data.outcomes[0].scores[visit * participants + i] = seen ? score : missing;
        }
    }
    return data;
}

/// 64 trials, so that neither branch predictor nor fit sees one trial only.
void analyse(benchmark::State& state, const AnyAnalysis& analysis) {
    std::vector<TrialData> trials;
    for (std::uint64_t replicate = 0; replicate < 64; ++replicate) trials.push_back(trial(replicate));
    const TrialShape shape = shape_of(trials.front());
    PreparedAnalysis prepared = analysis.prepare(shape, 0.05);
    std::vector<Reduction> reductions(trials.size(), Reduction(analysis.needs(shape), shape));
    std::vector<const SufficientStatistics*> statistics;
    for (std::size_t k = 0; k < trials.size(); ++k) statistics.push_back(&reductions[k](trials[k]));
    std::size_t next = 0;
    for (auto _ : state) {
        const std::size_t k = next++ % trials.size();
        benchmark::DoNotOptimize(prepared(trials[k], *statistics[k], Stream(StudyKey(1), k, {Layer::analysis})).data());
    }
}

}  // namespace

int main(int argc, char** argv) {
    in_units_of_b::Benchmarks benchmarks;
    const auto row = [&benchmarks](const std::string& name, const AnyAnalysis& analysis, double most) {
        benchmarks.add(name, [analysis](benchmark::State& state) { analyse(state, analysis); }, most);
    };
    const std::vector<Covariate> baseline{{.name = "baseline"}};
    using enum DegreesOfFreedom;
    row("MMRM with baseline, Satterthwaite", Mmrm{.covariates = baseline}, 3);
    row("MMRM with baseline, Kenward-Roger", Mmrm{.covariates = baseline, .degrees_of_freedom = kenward_roger}, 5);
    row("MMRM with baseline, Kenward-Roger, expected", Mmrm{.covariates = baseline, .degrees_of_freedom = kenward_roger, .information = InformationMatrix::expected}, 0);
    row("MMRM with baseline, Kenward-Roger, and joint F", Mmrm{.covariates = baseline, .degrees_of_freedom = kenward_roger, .joint = true}, 0);
    row("MMRM with baseline, z", Mmrm{.covariates = baseline, .degrees_of_freedom = normal}, 0);
    row("cLDA, Satterthwaite", Clda{}, 5);
    row("cLDA, Kenward-Roger", Clda{.degrees_of_freedom = kenward_roger}, 0);
    row("Wilcoxon, p-value of one visit", Wilcoxon{.estimate = false, .visit = 3}, 4);
    row("Wilcoxon, with estimate and interval", Wilcoxon{.visit = 3}, 0);
    row("Wilcoxon, exact", Wilcoxon{.distribution = RankTestDistribution::exact, .visit = 3}, 0);
    row("permutation test, 999 draws", PermutationTest{.visit = 3}, 0);
    row("multiple imputation, 20, of one visit", MultipleImputation{.visit = 3}, 300);
    row("conditional means with the jackknife, one visit", ConditionalMeanImputation{.visit = 3}, 0);
    row("responders of one visit, Newcombe", ResponderDifference{.visit = 3}, 0);
    row("logistic regression of one visit, standardised", LogisticRegression{.visit = 3}, 0);
    row("ANCOVA of one visit, HC3", Ancova{.visit = 3, .variance = CoefficientVariance::hc3}, 0);
    row("Hedges' g of one visit", EffectSize{.visit = 3}, 0);
    return benchmarks.run(argc, argv);
}
