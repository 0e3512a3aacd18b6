// Oracle: the table holds what was put into it, however many groups there are.
#include "catch.hpp"

#include <equipoise/data/sufficient_statistics.hpp>

namespace sufficient_statistics_test {

using namespace equipoise;

TEST_CASE("groups are found again by cell and pattern") {
    SufficientStatistics statistics(StatisticsLayout{.covariates = {}, .visits = 12});
    for (int round = 0; round < 2; ++round) {
        for (std::uint64_t observed = 0; observed < 1000; ++observed) {
            for (std::size_t cell = 0; cell < 4; ++cell) statistics.moments(statistics.group(cell, observed))[0] += static_cast<double>(4 * observed + cell);
        }
    }
    REQUIRE(statistics.groups() == 4000);
    for (std::size_t g = 0; g < 4000; ++g) {
        CHECK(statistics.cell(g).index() == g % 4);
        CHECK(statistics.observed(g) == g / 4);
        CHECK(statistics.count(g) == 2 * static_cast<double>(g));
    }
    statistics.restart();
    CHECK(statistics.groups() == 0);
    CHECK(statistics.group(3, 999) == 0);
    CHECK(statistics.count(0) == 0);
    CHECK(statistics.groups() == 1);
}

TEST_CASE("moments are the upper triangle row by row") {
    const SufficientStatistics statistics(StatisticsLayout{.covariates = {{"baseline", 0, 1}}, .visits = 2});
    CHECK(statistics.stride() == 10);
    std::size_t next = 0;
    for (std::size_t row = 0; row < 4; ++row) {
        for (std::size_t column = row; column < 4; ++column) CHECK(statistics.packed(row, column) == next++);
    }
}

}  // namespace sufficient_statistics_test
