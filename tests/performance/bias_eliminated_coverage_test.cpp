// Oracle: bias-eliminated coverage counted by hand; chunks append; beyond the limit nothing is claimed.
#include "catch.hpp"

#include <cmath>

#include <equipoise/performance/bias_eliminated_coverage.hpp>

#include "performance/random_estimates.hpp"

namespace bias_eliminated_coverage_test {

using namespace equipoise;

TEST_CASE("the share of intervals around the mean estimate, limits included") {
    KeptIntervals kept;
    for (const double centre : {-1.0, 0.0, 1.0, 2.0}) {
        kept.add({.effect = centre, .standard_error = 1.0, .p_value = 0.5, .interval = {centre - 1.0, centre + 1.0}, .status = FitStatus::converged});
    }
    kept.add({.status = FitStatus::not_converged});
    const Measure share = bias_eliminated_coverage(kept, 1.0);  // the first lies below, the second and the last touch it
    REQUIRE(share.estimate);
    CHECK(share.estimate->value == 0.75);
    CHECK(share.estimate->mcse == Approx(std::sqrt(0.75 * 0.25 / 4)).epsilon(1e-14));
    REQUIRE(share.exact_interval);
    CHECK(share.exact_interval->lower == clopper_pearson(3, 4).lower);
    CHECK(share.exact_interval->upper == clopper_pearson(3, 4).upper);
}

TEST_CASE("chunks append in order, and a cleared one can be used again without asking for memory") {
    const std::vector<Estimate> estimates = test::random_estimates(500, 9);
    KeptIntervals whole, all, part;
    part.reserve(100);
    for (const Estimate& e : estimates) whole.add(e);
    for (std::size_t start = 0; start < estimates.size(); start += 100) {
        part.clear();
        const Interval* room = part.intervals().data();
        for (std::size_t i = start; i < start + 100; ++i) part.add(estimates[i]);
        CHECK(part.intervals().data() == room);
        all.merge(part);
    }
    REQUIRE(all.intervals().size() == whole.intervals().size());
    for (std::size_t i = 0; i < all.intervals().size(); ++i) {
        CHECK(all.intervals()[i].lower == whole.intervals()[i].lower);
        CHECK(all.intervals()[i].upper == whole.intervals()[i].upper);
    }
}

TEST_CASE("beyond the limit there is no number but a reason, also when it is passed by merging") {
    const std::vector<Estimate> estimates = test::random_estimates(11, 10);
    KeptIntervals kept(10), first(10), second(10);
    for (std::size_t i = 0; i < 10; ++i) kept.add(estimates[i]);
    CHECK(kept.complete());
    CHECK(bias_eliminated_coverage(kept, -5.0).estimate);
    kept.add(estimates[10]);
    for (std::size_t i = 0; i < 11; ++i) (i < 6 ? first : second).add(estimates[i]);
    first.merge(second);
    for (const KeptIntervals& store : {kept, first}) {
        CHECK_FALSE(store.complete());
        CHECK(store.intervals().empty());
        const Measure none = bias_eliminated_coverage(store, -5.0);
        CHECK_FALSE(none.estimate);
        CHECK(none.reason == "needs the estimates of every replicate, which are kept in studies of up to 10 replicates: run no more than that to have it");
    }
}

TEST_CASE("a store that keeps nothing stays so when merged into another") {
    KeptIntervals nothing(0), kept;
    nothing.add(test::random_estimates(1, 12).front());
    kept.merge(nothing);
    CHECK_FALSE(kept.complete());
}

TEST_CASE("without a usable replicate there is no coverage") {
    KeptIntervals kept;
    kept.add({.status = FitStatus::not_estimable});
    CHECK(bias_eliminated_coverage(kept, 0.0).reason == "no replicate is usable");
}

}  // namespace bias_eliminated_coverage_test
