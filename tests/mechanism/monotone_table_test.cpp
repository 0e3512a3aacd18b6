// Oracle: a cubic is met exactly; whatever the slopes, the function never falls and keeps within its values.
#include "catch.hpp"

#include <cmath>
#include <cstddef>
#include <vector>

#include <equipoise/mechanism/monotone_table.hpp>
#include <equipoise/random/address.hpp>
#include <equipoise/random/stream.hpp>
#include <equipoise/random/uniform.hpp>

namespace monotone_table_test {

using namespace equipoise;
using Catch::Matchers::WithinAbs;

TEST_CASE("an increasing cubic is met exactly, and kept constant beyond its ends") {
    const auto cubic = [](double x) { return x * x * x / 3 + 2 * x; };
    std::vector<double> values;
    std::vector<double> slopes;
    for (double x = -2; x <= 2; x += 0.5) {
        values.push_back(cubic(x));
        slopes.push_back(x * x + 2);
    }
    const MonotoneTable table(-2, 0.5, values, slopes);
    for (double x = -2; x <= 2; x += 0.01) CHECK_THAT(table(x), WithinAbs(cubic(x), 1e-13));
    CHECK(table(-7) == cubic(-2));
    CHECK(table(7) == cubic(2));
}

TEST_CASE("any values that do not decrease and any slopes give a function that never falls") {
    Stream chance(StudyKey(3), 0, {Layer::calibration});
    std::vector<double> values{0};
    std::vector<double> slopes{1};
    for (int i = 0; i < 200; ++i) {
        const double u = uniform(chance);
        values.push_back(values.back() + (u < 0.3 ? 0 : u));
        slopes.push_back(20 * uniform(chance));
    }
    const MonotoneTable table(0, 1, values, slopes);
    double before = -1;
    for (double x = -1; x < 202; x += 0.003) {
        const double y = table(x);
        REQUIRE(y >= before - 1e-13);
        REQUIRE(y >= 0);
        REQUIRE(y <= values.back());
        before = y;
    }
    for (std::size_t i = 0; i < values.size(); ++i) CHECK(table(static_cast<double>(i)) == values[i]);
}

}  // namespace monotone_table_test
