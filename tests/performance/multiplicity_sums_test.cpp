// Oracle: what a procedure leaves behind against counting by hand; merged chunks are the whole, and what is made of the sums.
#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <equipoise/performance/multiplicity_results.hpp>

#include "performance/random_estimates.hpp"

namespace multiplicity_sums_test {

using namespace equipoise;

ResultRow row_of(std::string analysis, Hypothesis hypothesis = {}) {
    return {.analysis = std::move(analysis), .method = "custom", .outcome = "MODQ", .estimand = "treatment_minus_control", .visit = 1, .visit_label = "month 6", .hypothesis = hypothesis, .level = hypothesis.level(0.05)};
}

const std::vector<ResultRow> rows{row_of("a"), row_of("b"), row_of("c", {Alternative::less, 0})};

PreparedTesting testing(std::vector<std::optional<bool>> holds) {
    PreparedTesting prepared = prepare(MultipleTesting{.name = "all", .procedure = Holm{}, .hypotheses = {{.analysis = "c"}, {.analysis = "a"}, {.analysis = "b"}}}, rows, 0.05);
    prepared.holds = std::move(holds);
    return prepared;
}

std::vector<std::vector<Estimate>> replicates(std::size_t count) {
    const auto a = test::random_estimates(count, 51), b = test::random_estimates(count, 52), c = test::random_estimates(count, 53);
    std::vector<std::vector<Estimate>> found;
    for (std::size_t i = 0; i < count; ++i) found.push_back({a[i], b[i], c[i]});
    return found;
}

TEST_CASE("counts are those counted by hand, and chunks merge to the whole") {
    const PreparedTesting procedure = testing({true, false, true});  // c, a, b
    const auto all = replicates(2000);
    MultiplicitySums whole;
    std::uint64_t usable = 0, c_shown = 0, some = 0, every = 0, wrong = 0;
    double total = 0;
    for (const auto& estimates : all) {
        whole.add(procedure, estimates);
        if (!std::all_of(estimates.begin(), estimates.end(), [](const Estimate& e) { return equipoise::usable(e.status); })) continue;
        ++usable;
        const PerHypothesis p = adjusted(Holm{}, {2 * estimates[2].p_value, estimates[0].p_value, estimates[1].p_value});
        const bool c = p[0] < 0.05, a = p[1] < 0.05, b = p[2] < 0.05;
        c_shown += c ? 1U : 0U;
        some += c || b ? 1U : 0U;
        every += c && b ? 1U : 0U;
        wrong += a ? 1U : 0U;
        total += c + a + b;
    }
    CHECK(whole.replicates == 2000);
    CHECK(whole.usable == usable);
    CHECK(whole.rejected[0] == c_shown);
    CHECK(whole.rejected[1] == wrong);
    CHECK(whole.some_that_holds == some);
    CHECK(whole.all_that_hold == every);
    CHECK(whole.some_that_does_not == wrong);
    CHECK(some > every);
    CHECK(every > 0);
    CHECK(whole.rejections.mean == Approx(total / static_cast<double>(usable)).epsilon(1e-12));
    for (const std::size_t chunk : {1U, 7U, 128U}) {
        MultiplicitySums merged;
        for (std::size_t start = 0; start < all.size(); start += chunk) {
            MultiplicitySums part;
            for (std::size_t i = start; i < std::min(start + chunk, all.size()); ++i) part.add(procedure, all[i]);
            merged.merge(part);
        }
        CHECK(merged.rejected == whole.rejected);
        CHECK(merged.usable == whole.usable);
        CHECK(merged.some_that_holds == whole.some_that_holds);
        CHECK(merged.rejections.m2 == Approx(whole.rejections.m2).epsilon(1e-12));
    }
}

TEST_CASE("what is made of the sums") {
    const PreparedTesting procedure = testing({true, false, true});
    MultiplicitySums sums;
    for (const auto& estimates : replicates(1000)) sums.add(procedure, estimates);
    const MultiplicityResult found = multiplicity_result(procedure, sums);
    CHECK(found.procedure == "holm");
    CHECK(found.failed == 1000 - sums.usable);
    REQUIRE(found.hypotheses.size() == 3);
    CHECK(found.hypotheses[0].row == 2);
    CHECK(found.hypotheses[0].holds == true);
    const auto n = static_cast<double>(sums.usable);
    const double share = static_cast<double>(sums.rejected[0]) / n;
    CHECK(found.hypotheses[0].rejection_rate.share->value == Approx(share).epsilon(1e-14));
    CHECK(found.hypotheses[0].rejection_rate.share->mcse == Approx(std::sqrt(share * (1 - share) / n)).epsilon(1e-12));
    CHECK(found.hypotheses[0].rejection_rate.if_failures_do_not == Approx(static_cast<double>(sums.rejected[0]) / 1000).epsilon(1e-14));
    CHECK(found.hypotheses[0].rejection_rate.if_failures_reject == Approx(static_cast<double>(sums.rejected[0] + found.failed) / 1000).epsilon(1e-14));
    CHECK(found.disjunctive_power.share->lower == clopper_pearson(sums.some_that_holds, sums.usable).lower);
    CHECK(found.conjunctive_power.share->value < found.disjunctive_power.share->value);
    CHECK(found.familywise_error.share->value == Approx(static_cast<double>(sums.rejected[1]) / n).epsilon(1e-14));
    CHECK(found.expected_rejections.estimate->value == Approx(static_cast<double>(sums.rejected[0] + sums.rejected[1] + sums.rejected[2]) / n).epsilon(1e-12));
}

TEST_CASE("what does not exist has a reason") {
    const MultiplicitySums none;
    const MultiplicityResult empty = multiplicity_result(testing({true, false, true}), none);
    CHECK(empty.disjunctive_power.reason == "no replicate is usable");
    CHECK(empty.expected_rejections.reason == "no replicate is usable");
    MultiplicitySums sums;
    for (const auto& estimates : replicates(100)) sums.add(testing({true, true, true}), estimates);
    CHECK(multiplicity_result(testing({true, true, true}), sums).familywise_error.reason == "every hypothesis holds");
    CHECK(multiplicity_result(testing({false, false, false}), sums).disjunctive_power.reason == "no hypothesis holds");
    CHECK(multiplicity_result(testing({false, false, false}), sums).conjunctive_power.reason == "no hypothesis holds");
    const MultiplicityResult undecided = multiplicity_result(testing({true, std::nullopt, false}), sums);
    for (const EventRate* rate : {&undecided.disjunctive_power, &undecided.conjunctive_power, &undecided.familywise_error}) {
        CHECK_FALSE(rate->share);
        CHECK(rate->reason == "of one hypothesis or more it is not known whether it holds");
    }
    CHECK(undecided.hypotheses[1].rejection_rate.share);
}

}  // namespace multiplicity_sums_test
