// Oracle: paired sums against counting by hand, over the replicates in which both are usable.
#include "catch.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <equipoise/performance/paired_sums.hpp>

#include "performance/random_estimates.hpp"

namespace paired_sums_test {

using namespace equipoise;

namespace {

PairedSums in_chunks(const std::vector<Estimate>& first, const std::vector<Estimate>& second, std::size_t chunk) {
    PairedSums all;
    for (std::size_t start = 0; start < first.size(); start += chunk) {
        PairedSums part;
        for (std::size_t i = start; i < std::min(start + chunk, first.size()); ++i) part.add(first[i], second[i]);
        all.merge(part);
    }
    return all;
}

}  // namespace

TEST_CASE("the table and the differences are those counted by hand, however the replicates are split") {
    const std::vector<Estimate> first = test::random_estimates(2000, 21);
    const std::vector<Estimate> second = test::random_estimates(2000, 22);
    std::array<std::array<std::uint64_t, 2>, 2> table{};
    std::vector<double> differences;
    double total = 0;
    for (std::size_t i = 0; i < first.size(); ++i) {
        if (!usable(first[i].status) || !usable(second[i].status)) continue;
        ++table[first[i].p_value < 0.05 ? 1 : 0][second[i].p_value < 0.05 ? 1 : 0];
        differences.push_back(first[i].effect - second[i].effect);
        total += differences.back();
    }
    const double mean = total / static_cast<double>(differences.size());
    double scatter = 0;
    for (const double d : differences) scatter += (d - mean) * (d - mean);
    for (const std::size_t chunk : {1U, 5U, 128U, 2000U}) {
        const PairedSums sums = in_chunks(first, second, chunk);
        CHECK(sums.replicates() == differences.size());
        CHECK(sums.both_reject == table[1][1]);
        CHECK(sums.first_rejects == table[1][0]);
        CHECK(sums.second_rejects == table[0][1]);
        CHECK(sums.neither_rejects() == table[0][0]);
        CHECK(sums.difference.mean == Approx(mean).epsilon(1e-12).margin(1e-14));
        CHECK(sums.difference.m2 == Approx(scatter).epsilon(1e-12));
        const PairedSums again = in_chunks(first, second, chunk);
        CHECK(sums == again);
    }
}

TEST_CASE("a replicate in which either has failed is left out") {
    const Estimate good{.effect = 1.0, .standard_error = 1.0, .p_value = 0.3, .interval = {-1.0, 3.0}, .status = FitStatus::converged};
    const Estimate failed{.status = FitStatus::not_converged};
    PairedSums sums;
    sums.add(good, failed);
    sums.add(failed, good);
    sums.add(failed, failed);
    CHECK(sums.replicates() == 0);
    sums.add(good, good);
    CHECK(sums.replicates() == 1);
    CHECK(sums.neither_rejects() == 1);
}

}  // namespace paired_sums_test
