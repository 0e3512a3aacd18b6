// Oracle: the normal quantile as Boost.Math has it.
#include "catch.hpp"

#include <cmath>

#include <boost/math/special_functions/erf.hpp>

#include <equipoise/random/normal_table.hpp>

namespace normal_table_test {

using equipoise::NormalTable;

TEST_CASE("the quantile is within 5e-11 of Boost.Math's, from |z| = 9 to 0") {
    double furthest = 0;
    for (double area = NormalTable::least; area < NormalTable::half; area *= 1.0001) {
        const double exact = std::sqrt(2.0) * boost::math::erfc_inv(2 * area * NormalTable::unit);
        furthest = std::max(furthest, std::abs(NormalTable::get()(area) - exact));
    }
    CHECK(furthest < 5e-11);
}

TEST_CASE("the ends of the table") {
    CHECK(NormalTable::get()(NormalTable::half) == 0);
    CHECK_THAT(NormalTable::get()(NormalTable::least), Catch::Matchers::WithinAbs(9.15529377271, 1e-10));  // R: qnorm(2^-65, lower = FALSE)
    CHECK(NormalTable::get()(NormalTable::half - 0.5) > 0);
}

TEST_CASE("quantiles fall as areas grow, but for the table's error where one piece follows another") {
    double before = 10;
    for (double area = NormalTable::least; area < NormalTable::half; area *= 1.0001) {
        const double z = NormalTable::get()(area);
        REQUIRE(z < before);
        before = z;
    }
}

}  // namespace normal_table_test
