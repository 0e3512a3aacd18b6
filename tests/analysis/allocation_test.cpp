// Oracle: operator new counted. Reducing and analysing trials allocates nothing once warm.
#include "catch.hpp"

#include "analysis/random_trial.hpp"

#include <cstdint>
#include <cstdlib>
#include <new>

#include <equipoise/analysis/analysis_batch.hpp>
#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/any_analysis.hpp>
#include <equipoise/analysis/booster_factorial.hpp>
#include <equipoise/analysis/clda.hpp>
#include <equipoise/analysis/cluster_means.hpp>
#include <equipoise/analysis/conditional_mean_imputation.hpp>
#include <equipoise/analysis/effect_size.hpp>
#include <equipoise/analysis/mmrm.hpp>
#include <equipoise/analysis/multiple_imputation.hpp>
#include <equipoise/analysis/permutation_test.hpp>
#include <equipoise/analysis/t_test.hpp>
#include <equipoise/analysis/therapist_mixed_model.hpp>
#include <equipoise/analysis/wilcoxon.hpp>
#include <equipoise/data/reduction.hpp>

namespace allocation_test {

namespace {

std::size_t allocations = 0;

}  // namespace

}  // namespace allocation_test

// Replaced for the whole program: it only counts.
[[gnu::noinline]] void* operator new(std::size_t size) {
    ++allocation_test::allocations;
    if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    ++allocation_test::allocations;
    return std::malloc(size == 0 ? 1 : size);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace allocation_test {

using namespace equipoise;

TEST_CASE("allocations are counted") {
    const std::size_t before = allocations;
    std::vector<double> ten(10);
    ten.push_back(1);
    CHECK(allocations - before >= 2);
}

TEST_CASE("nothing is allocated once warm") {
    std::vector<TrialData> trials;
    for (std::uint64_t seed = 0; seed < 20; ++seed) trials.push_back(made::trial(seed, {.participants = 149, .skipping = 0.02, .covariates = true}));
    for (TrialData& trial : trials) {
        for (std::size_t i = 0; i < 149; ++i) trial.therapist.push_back(static_cast<std::uint32_t>(i % 6));  // nested, since arms alternate
    }
    const TrialShape shape = shape_of(trials[0]);
    const std::vector<AnyAnalysis> analyses{TTest{}, TTest{.variance = TTestVariance::welch, .response = TTestResponse::change}, Ancova{}, Mmrm{}, Mmrm{.covariates = {{.name = "baseline"}}},
                                            Mmrm{.covariates = {{.name = "baseline"}}, .degrees_of_freedom = DegreesOfFreedom::kenward_roger, .joint = true, .interaction = true, .least_squares_means = true},
                                            Mmrm{.degrees_of_freedom = DegreesOfFreedom::satterthwaite, .information = InformationMatrix::expected, .joint = true},
                                            Clda{}, Clda{.covariates = {{.name = "age"}}, .degrees_of_freedom = DegreesOfFreedom::kenward_roger},
                                            Mmrm{.covariates = {{.name = "site", .type = CovariateType::factor}, {.name = "baseline", .by_visit = false}}},
                                            Ancova{.strata = {"site"}, .variance = CoefficientVariance::hc3}, Wilcoxon{}, Wilcoxon{.response = Response::change, .distribution = RankTestDistribution::exact, .visit = 2}, EffectSize{},
                                            PermutationTest{.covariates = {{.name = "age"}}, .strata = {"site"}, .permutations = 19}, PermutationTest{.permutations = 19},
                                            BoosterFactorial{}, ClusterMeans{}, TherapistMixedModel{}, TherapistMixedModel{.covariates = {{.name = "site", .type = CovariateType::factor}}}};
    StatisticsPlan plan;
    std::vector<PreparedAnalysis> prepared;
    for (const AnyAnalysis& analysis : analyses) {
        plan = united(plan, analysis.needs(shape));
        prepared.push_back(analysis.prepare(shape, 0.05));
    }
    Reduction reduce(plan, shape);
    const Stream chance(StudyKey(1), 0, {Layer::analysis});
    const auto analyse_all = [&] {
        double sum = 0;
        for (const TrialData& trial : trials) {
            const SufficientStatistics& statistics = reduce(trial);
            for (PreparedAnalysis& analysis : prepared) sum += analysis(trial, statistics, chance)[0].effect;
        }
        return sum;
    };
    const double warm = analyse_all();
    const std::size_t before = allocations;
    const double again = analyse_all();
    CHECK(allocations == before);
    CHECK(again == warm);
    CHECK(std::isfinite(warm));
}

TEST_CASE("neither rules for missing scores nor imputation allocate once warm") {
    std::vector<TrialData> trials;
    for (std::uint64_t seed = 0; seed < 6; ++seed) trials.push_back(made::trial(seed, {.participants = 60, .leaving = 0.1, .skipping = seed % 2 == 0 ? 0.0 : 0.04, .covariates = true}));
    const std::vector<Covariate> covariates{{.name = "site", .type = CovariateType::factor}, {.name = "baseline"}};
    std::vector<AnyAnalysis> analyses{MultipleImputation{.name = "mi"},
                                      MultipleImputation{.name = "j2r", .covariates = covariates, .strategy = ImputationStrategy::jump_to_reference, .delta = {.deltas = {0, 2}}},
                                      ConditionalMeanImputation{.name = "cmi"}};
    for (const MissingRule rule : all_missing_rules) analyses.emplace_back(Ancova{.name = std::string{to_string(rule)}, .missing = rule});
    AnalysisBatch analyse_batch(analyses, shape_of(trials[0]), 0.05);
    const auto analyse_all = [&] {
        double sum = 0;
        for (const TrialData& trial : trials) {
            for (const Estimate& estimate : analyse_batch(trial, StudyKey(1), 0)) sum += estimate.effect;
        }
        return sum;
    };
    const double warm = analyse_all();
    const std::size_t before = allocations;
    const double again = analyse_all();
    CHECK(allocations == before);
    CHECK(again == warm);
    CHECK(std::isfinite(warm));
}

}  // namespace allocation_test
