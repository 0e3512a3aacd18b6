// Oracle: sums of replicates against counting and two passes by hand; merged chunks agree with one run through all.
#include "catch.hpp"

#include <algorithm>

#include <equipoise/performance/replicate_sums.hpp>

#include "performance/random_estimates.hpp"

namespace replicate_sums_test {

using namespace equipoise;

namespace {

ReplicateSums in_chunks(const std::vector<Estimate>& estimates, std::size_t chunk) {
    const ReplicateSums none{.true_value = -5.0, .level = 0.05};
    ReplicateSums all = none;
    for (std::size_t start = 0; start < estimates.size(); start += chunk) {
        ReplicateSums part = none;
        for (std::size_t i = start; i < std::min(start + chunk, estimates.size()); ++i) part.add(estimates[i]);
        all.merge(part);
    }
    return all;
}

}  // namespace

TEST_CASE("counts, rejections and coverage are those counted by hand") {
    const std::vector<Estimate> estimates = test::random_estimates(3000, 1);
    ReplicateSums expected{.true_value = -5.0, .level = 0.05};
    double total_error = 0, total_variance = 0;
    for (const Estimate& e : estimates) {
        ++expected.by_status[static_cast<std::size_t>(e.status)];
        if (!usable(e.status)) continue;
        expected.rejected += e.p_value < 0.05 ? 1U : 0U;
        expected.covered += e.interval.lower <= -5.0 && -5.0 <= e.interval.upper ? 1U : 0U;
        total_error += e.effect + 5.0;
        total_variance += e.standard_error * e.standard_error;
    }
    const ReplicateSums sums = in_chunks(estimates, estimates.size());
    CHECK(sums.by_status == expected.by_status);
    CHECK(sums.rejected == expected.rejected);
    CHECK(sums.covered == expected.covered);
    CHECK(sums.replicates() == 3000);
    CHECK(sums.usable() == sums.by_status[0] + sums.by_status[1]);
    CHECK(sums.usable() < 3000);
    CHECK(sums.model_variance.count == sums.usable());
    CHECK(sums.error.mean == Approx(total_error / static_cast<double>(sums.usable())).epsilon(1e-12));
    CHECK(sums.model_variance.mean == Approx(total_variance / static_cast<double>(sums.usable())).epsilon(1e-12));
}

TEST_CASE("chunks of replicates merge to the whole") {
    const std::vector<Estimate> estimates = test::random_estimates(2000, 2);
    const ReplicateSums whole = in_chunks(estimates, estimates.size());
    for (const std::size_t chunk : {1U, 3U, 64U, 999U}) {
        const ReplicateSums sums = in_chunks(estimates, chunk);
        CHECK(sums.by_status == whole.by_status);
        CHECK(sums.rejected == whole.rejected);
        CHECK(sums.covered == whole.covered);
        CHECK(sums.error.count == whole.error.count);
        CHECK(sums.error.mean == Approx(whole.error.mean).epsilon(1e-12));
        CHECK(sums.error.m2 == Approx(whole.error.m2).epsilon(1e-12));
        CHECK(sums.error.m3 == Approx(whole.error.m3).epsilon(1e-12));
        CHECK(sums.error.m4 == Approx(whole.error.m4).epsilon(1e-12));
        CHECK(sums.model_variance.mean == Approx(whole.model_variance.mean).epsilon(1e-12));
        CHECK(sums.model_variance.m2 == Approx(whole.model_variance.m2).epsilon(1e-12));
        const ReplicateSums again = in_chunks(estimates, chunk);
        CHECK(sums == again);
    }
}

TEST_CASE("one replicate without numbers does not spoil the others") {
    ReplicateSums sums{.true_value = -5.0};
    for (const Estimate& e : test::random_estimates(100, 3)) sums.add(e);
    const ReplicateSums before = sums;
    sums.add({.effect = -4.0, .p_value = 0.01, .interval = {-6.0, -2.0}, .status = FitStatus::converged});
    CHECK(sums.replicates() == 101);
    CHECK(sums.usable() == before.usable());
    CHECK(sums.rejected == before.rejected);
    CHECK(sums.error.mean == before.error.mean);
    CHECK(sums.by_status[static_cast<std::size_t>(FitStatus::not_estimable)] == before.by_status[static_cast<std::size_t>(FitStatus::not_estimable)] + 1);
}

}  // namespace replicate_sums_test
