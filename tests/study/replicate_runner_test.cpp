// Oracle: once warm, a replicate allocates nothing (counted by a global operator new).

#include "catch.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

#include <equipoise/equipoise.hpp>

#include "scenarios.hpp"

namespace replicate_runner_test {

namespace {

std::atomic<std::uint64_t> allocations{0};

}  // namespace

}  // namespace replicate_runner_test

// NOLINTBEGIN: counting replacements of the global allocation functions
[[gnu::noinline]] void* operator new(std::size_t size) {
    replicate_runner_test::allocations.fetch_add(1, std::memory_order_relaxed);
    if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
// NOLINTEND

namespace replicate_runner_test {

using namespace equipoise;

TEST_CASE("a warm replicate allocates nothing") {
    const std::vector<AnyAnalysis> analyses{TTest{}, TTest{.variance = TTestVariance::welch}, TTest{.response = TTestResponse::change}, Ancova{}, Mmrm{},
                                            Mmrm{.covariates = {{.name = "baseline"}}}};
    const std::vector<AnyDropout> dropouts{NoDropout{}, three_per_cent(),
                                           LogisticDropout{.leaving = {.control = {0.09, 0.09, 0.09}, .treatment = {0.09, 0.09, 0.09}}, .last_score = {.control = 1}}};
    for (const AnyDropout& dropout : dropouts) {
        const StudyOptions options{.seed = 4};
        const PreparedStudy study = prepare(back_pain_trial(true, dropout), analyses, options);
        ReplicateRunner run(study);
        for (std::uint64_t replicate = 0; replicate < 300; ++replicate) run(replicate);
        const std::uint64_t before = allocations.load();
        for (std::uint64_t replicate = 0; replicate < 300; ++replicate) run(replicate);
        CHECK(allocations.load() == before);
    }
}

TEST_CASE("the same replicate gives the same estimates again") {
    const PreparedStudy study = prepare(back_pain_trial(true, three_per_cent()), {TTest{}, Mmrm{}}, {.seed = 4});
    ReplicateRunner run(study);
    const auto first = run(17);
    const std::vector<Estimate> kept(first.begin(), first.end());
    run(18);
    const auto again = run(17);
    for (std::size_t r = 0; r < kept.size(); ++r) {
        CHECK(kept[r].effect == again[r].effect);
        CHECK(kept[r].standard_error == again[r].standard_error);
        CHECK(kept[r].p_value == again[r].p_value);
    }
}

TEST_CASE("a warm replicate with several outcomes allocates nothing, and the primary outcome's estimates do not move") {
    Scenario scenario = back_pain_trial(true, three_per_cent());
    const PreparedStudy alone = prepare(scenario, {Ancova{.name = "MODQ"}}, {.seed = 4});
    scenario.mechanism.secondary_outcomes = {
        {.name = "pain",
         .kind = NumericScore{.mean = {.control = {4, 3, 3, 3}, .treatment = {4, 2, 2, 2}}, .covariance = ar1(4, 1.8, 0.5), .scale = {0, 10, 1}},
         .correlation_with_primary = {0.6, 0.5, 0.5, 0.5}},
        {.name = "flare-ups",
         .kind = EventCount{.mean = {.control = {1, 2, 2}, .treatment = {1, 1, 1}}, .dispersion = 0.5, .correlation = ar1(3, 1.0, 0.5).correlation},
         .measured_at_baseline = false}};
    const std::vector<AnyAnalysis> analyses{TTest{.name = "flare-ups", .outcome = "flare-ups"}, Ancova{.name = "MODQ"},
                                            Mmrm{.name = "pain", .covariates = {{.name = "baseline"}}, .outcome = "pain"}, Ancova{.name = "pain, too", .outcome = "pain"}};
    const PreparedStudy study = prepare(scenario, analyses, {.seed = 4});
    ReplicateRunner run_alone(alone);
    ReplicateRunner run(study);
    for (std::uint64_t replicate = 0; replicate < 300; ++replicate) {
        const auto estimates = run(replicate);
        const auto primary = run_alone(replicate);
        for (std::size_t r = 0; r < primary.size(); ++r) REQUIRE(estimates[3 + r].effect == primary[r].effect);
    }
    const std::uint64_t before = allocations.load();
    for (std::uint64_t replicate = 0; replicate < 300; ++replicate) run(replicate);
    CHECK(allocations.load() == before);
}

TEST_CASE("a warm replicate of collapsed sampling allocates nothing") {
    for (const double share : {0.0, 0.03, 0.3}) {
        Scenario scenario = unbounded_trial();
        scenario.mechanism.dropout = ConstantDropout{.per_visit = {share, share}};
        const std::vector<AnyAnalysis> analyses{TTest{}, TTest{.variance = TTestVariance::welch}, Ancova{}, Mmrm{.covariates = {{.name = "baseline"}}}, BoosterFactorial{}};
        const PreparedStudy study = prepare(scenario, analyses, {.seed = 4, .sampling = Sampling::collapsed});
        ReplicateRunner run(study);
        for (std::uint64_t replicate = 0; replicate < 300; ++replicate) run(replicate);
        const std::uint64_t before = allocations.load();
        for (std::uint64_t replicate = 300; replicate < 600; ++replicate) run(replicate);
        CHECK(allocations.load() == before);
    }
}

}  // namespace replicate_runner_test
