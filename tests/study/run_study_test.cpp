// Oracle: the same bytes for any number of threads; the first replicates do not depend on how many there are; failures and
// exceptions are counted and reported as promised.

#include "catch.hpp"

#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include <equipoise/equipoise.hpp>

#include "fingerprint.hpp"
#include "scenarios.hpp"

namespace run_study_test {

using namespace equipoise;

namespace {

std::vector<AnyAnalysis> every_analysis() {
    return {TTest{}, TTest{.variance = TTestVariance::welch, .response = TTestResponse::change}, Ancova{}, Mmrm{},
            Mmrm{.covariates = {{.name = "baseline"}}}};
}

bool same(const Estimate& a, const Estimate& b) {
    const auto equal = [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); };
    return equal(a.effect, b.effect) && equal(a.standard_error, b.standard_error) && equal(a.degrees_of_freedom, b.degrees_of_freedom) &&
           equal(a.p_value, b.p_value) && equal(a.interval.lower, b.interval.lower) && equal(a.interval.upper, b.interval.upper) &&
           a.status == b.status && a.iterations == b.iterations && a.participants_analysed == b.participants_analysed;
}

}  // namespace

TEST_CASE("results are the same bytes for any number of threads") {
    const Scenario scenario = back_pain_trial(true, three_per_cent());
    StudyOptions options{.replicates = 1'100, .seed = 3, .threads = 1};
    const std::string one = fingerprint(run_study(scenario, every_analysis(), options));
    for (const int threads : {2, 3, 7}) {
        options.threads = threads;
        CHECK(fingerprint(run_study(scenario, every_analysis(), options)) == one);
    }
}

TEST_CASE("the first replicates do not depend on how many there are") {
    const Scenario scenario = back_pain_trial(true, three_per_cent());
    const auto collect = [&](std::uint64_t replicates) {
        std::vector<Estimate> estimates;
        std::uint64_t expected = 0;
        StudyOptions options{.replicates = replicates, .seed = 3, .threads = 3};
        options.each_replicate = [&](const ReplicateReport& report) {
            REQUIRE(report.replicate == expected++);
            REQUIRE(report.randomised == 149);
            REQUIRE(report.estimates.size() == report.rows.size());
            estimates.insert(estimates.end(), report.estimates.begin(), report.estimates.end());
        };
        run_study(scenario, every_analysis(), options);
        REQUIRE(expected == replicates);
        return estimates;
    };
    const std::vector<Estimate> few = collect(500);
    const std::vector<Estimate> many = collect(1'000);
    REQUIRE(few.size() * 2 == many.size());
    for (std::size_t k = 0; k < few.size(); ++k) REQUIRE(same(few[k], many[k]));
}

TEST_CASE("rows come by analysis as listed, then by visit, with every comparable pair") {
    const StudyResults results = run_study(back_pain_trial(true, NoDropout{}), {Ancova{.visit = 3}, TTest{}, Mmrm{.name = "mixed"}}, {.replicates = 20, .seed = 1});
    std::vector<std::string> rows;
    for (const auto& row : results.operating_characteristics) rows.push_back(row.row.analysis + "@" + row.row.visit_label);
    CHECK(rows == std::vector<std::string>{"ancova_1@week 59", "t_test_1@week 7", "t_test_1@week 33", "t_test_1@week 59", "mixed@week 7",
                                           "mixed@week 33", "mixed@week 59"});
    CHECK(results.comparisons.size() == 5);
    for (const auto& row : results.operating_characteristics) {
        CHECK(row.row.outcome == "MODQ");
        CHECK(row.row.estimand == treatment_minus_control);
        CHECK(row.replicates.requested == 20);
    }
}

TEST_CASE("progress rises to the end") {
    std::uint64_t done = 0;
    StudyOptions options{.replicates = 1'000, .seed = 1, .threads = 2};
    options.progress = [&](Progress progress) {
        CHECK(progress.done > done);
        CHECK(progress.total == 1'000);
        done = progress.done;
    };
    run_study(back_pain_trial(true, NoDropout{}), {TTest{}}, options);
    CHECK(done == 1'000);
}

TEST_CASE("all faults of a study are told at once") {
    Scenario scenario = back_pain_trial(true, NoDropout{});
    scenario.mechanism.dropout = DropoutCompletelyAtRandom{.leaving = {.control = {0.1, 0.1, 1.5}, .treatment = {0.1, 0.1, 0.1}}};
    try {
        run_study(scenario, {TTest{.visit = 9}}, {.replicates = 0, .seed = 1, .alpha = 2});
        FAIL("nothing was thrown");
    } catch (const InvalidScenario& invalid) {
        std::vector<std::string> pointers;
        for (const Fault& fault : invalid.faults()) pointers.push_back(fault.pointer);
        CHECK(pointers == std::vector<std::string>{"/study/replicates", "/study/alpha", "/mechanism/dropout/leaving/control/2", "/analyses/0/visit"});
    }
    CHECK_THROWS_AS(run_study(back_pain_trial(true, NoDropout{}), {}, {.seed = 1}), InvalidScenario);
    CHECK_THROWS_AS(run_study(back_pain_trial(true, NoDropout{}), {TTest{.name = "one"}, Ancova{.name = "one"}}, {.seed = 1}), InvalidScenario);
}

TEST_CASE("an exception in a replicate is that of the lowest replicate, for any number of threads") {
    const Scenario scenario = back_pain_trial(true, NoDropout{});
    const auto too_high = [](const TrialData& data) { return data.score(0, 0, 0) > 60; };
    const PreparedTrial trial = prepare(scenario);
    TrialSimulator simulate(trial);
    std::uint64_t lowest = 0;
    while (!too_high(simulate(StudyKey(11), lowest))) ++lowest;
    REQUIRE(lowest > 10);
    const AnyAnalysis picky("picky", 1, [&](const TrialData& data) -> Estimate {
        if (too_high(data)) throw std::domain_error("a score is too high");
        return {};
    });
    for (const int threads : {1, 2, 7}) {
        try {
            run_study(scenario, {picky}, {.replicates = 4 * lowest + 1'000, .seed = 11, .threads = threads});
            FAIL("nothing was thrown");
        } catch (const ReplicateFailed& failed) {
            CHECK(failed.replicate() == lowest);
            CHECK(std::string(failed.what()) == "replicate " + std::to_string(lowest) + ": a score is too high");
            CHECK_THROWS_AS(std::rethrow_if_nested(failed), std::domain_error);
        }
    }
}

TEST_CASE("failed fits are counted, by status and with both bounds, and are not non-rejections") {
    const AnyAnalysis flaky("flaky", 1, [](const TrialData& data) -> Estimate {
        if (data.score(0, 0, 0) > 40) return {.status = FitStatus::not_converged};
        return {.effect = -8, .standard_error = 1, .degrees_of_freedom = 100, .p_value = 1e-9, .interval = {-10, -6}, .status = FitStatus::converged};
    });
    const StudyResults results = run_study(back_pain_trial(true, NoDropout{}), {flaky}, {.replicates = 400, .seed = 2});
    const OperatingCharacteristics& row = results.operating_characteristics.front();
    const std::uint64_t failed = row.replicates.failed;
    REQUIRE(failed > 20);
    REQUIRE(failed < 380);
    CHECK(row.replicates.by_status[static_cast<std::size_t>(FitStatus::not_converged)] == failed);
    CHECK(row.replicates.usable == 400 - failed);
    CHECK(row.rejection_rate->value == 1.0);
    CHECK(row.rejection_rate_if_failures_reject == 1.0);
    CHECK(std::abs(row.rejection_rate_if_failures_do_not - (1.0 - static_cast<double>(failed) / 400.0)) < 1e-15);
}

TEST_CASE("an analysis that needs chance gets its own stream, the same on every thread") {
    const AnyAnalysis random("random", 1, [](const TrialData&, Stream& chance) -> Estimate {
        const double u = uniform(chance);
        return {.effect = u, .standard_error = 1, .degrees_of_freedom = 10, .p_value = u, .interval = {u - 1, u + 1}, .status = FitStatus::converged};
    });
    const auto run = [&](int threads) {
        return run_study(back_pain_trial(false, NoDropout{}), {random}, {.replicates = 2'000, .seed = 5, .threads = threads});
    };
    const StudyResults results = run(1);
    const McEstimate mean = *results.operating_characteristics.front().mean_estimate.estimate;
    CHECK(std::abs(mean.value - 0.5) < 4 * mean.mcse);
    CHECK(fingerprint(run(3)) == fingerprint(results));
}

}  // namespace run_study_test
