// Oracle: numbers are shown to the decimal that their Monte Carlo standard error supports, in any locale.
#include "catch.hpp"

#include <cmath>

#include <equipoise/performance/clopper_pearson.hpp>
#include <equipoise/report/mc_text.hpp>

namespace mc_text_test {

using namespace equipoise;

TEST_CASE("one significant digit of the error, two after a leading 1, and the number to the same decimal") {
    CHECK(to_text(McEstimate{0.99804, 0.00041}) == "0.9980 (0.0004)");
    CHECK(to_text(McEstimate{-0.01234, 0.0159}) == "-0.012 (0.016)");
    CHECK(to_text(McEstimate{0.8553, 0.00352}) == "0.855 (0.004)");
    CHECK(to_text(McEstimate{1.5, 0.25}) == "1.5 (0.2)");
    CHECK(to_text(McEstimate{1.5, 0.096}) == "1.5 (0.1)");
    CHECK(to_text(McEstimate{1.23456, 0.00099}) == "1.235 (0.001)");
    CHECK(to_text(McEstimate{1.23456, 0.00996}) == "1.235 (0.010)");
    CHECK(to_text(McEstimate{12.3, 1.23}) == "12.3 (1.2)");
    CHECK(to_text(McEstimate{1234.5678, 56.78}) == "1235 (57)");
    CHECK(to_text(McEstimate{123456.7, 123.4}) == "123457 (123)");
}

TEST_CASE("a number without error is exact, with no more digits than it needs") {
    CHECK(to_text(McEstimate{-7.9, 0.0}) == "-7.9 (exact)");
    CHECK(to_text(McEstimate{0.0, 0.0}) == "0 (exact)");
    CHECK(to_text(McEstimate{-0.0, 0.0}) == "0 (exact)");
    CHECK(to_text(McEstimate{-7.500000000001, 0.0}) == "-7.5 (exact)");
    CHECK(to_text(McEstimate{1.0 / 3.0, 0.0}) == "0.333333 (exact)");
}

TEST_CASE("zero has no sign once it is rounded") {
    CHECK(to_text(McEstimate{-0.0004, 0.02}) == "0.00 (0.02)");
    CHECK(to_text(McEstimate{-0.006, 0.02}) == "-0.01 (0.02)");
}

TEST_CASE("very small and very large numbers are in scientific notation") {
    CHECK(to_text(McEstimate{1.234e-15, 3.21e-16}) == "1.23e-15 (3.2e-16)");
    CHECK(to_text(McEstimate{-1.5e300, 2e298}) == "-1.50e+300 (2.0e+298)");
}

TEST_CASE("a proportion of 0 or 1 shows its exact bound, rounded so that it still holds") {
    const McText all = mc_text(mc_proportion(10'000, 10'000));
    CHECK(all.value == "1");
    CHECK(all.error == ">0.99963");
    const McText none = mc_text(mc_proportion(0, 10'000));
    CHECK(none.value == "0");
    CHECK(none.error == "<0.00037");
    CHECK(mc_text(mc_proportion(1, 1)).error == ">0.02");
    CHECK(mc_text(mc_proportion(0, 1)).error == "<0.98");
    CHECK(mc_text(McProportion{0.0, 0.0, 0.0, 0.0037}).error == "<0.0037");
    CHECK(mc_text(McProportion{0.0, 0.0, 0.0, 0.00371}).error == "<0.0038");
    CHECK(mc_text(McProportion{0.0, 0.0, 0.0, 0.0999}).error == "<0.10");
    CHECK(mc_text(McProportion{0.5, 0.05, 0.4, 0.6}).error == "0.05");
    for (std::uint64_t n = 1; n < 5000; n += 7) {
        const McProportion share = mc_proportion(n, n);
        CHECK(std::stod(mc_text(share).error.substr(1)) <= share.lower);
    }
}

TEST_CASE("counts have their thousands apart") {
    CHECK(to_text(std::uint64_t{0}) == "0");
    CHECK(to_text(std::uint64_t{999}) == "999");
    CHECK(to_text(std::uint64_t{1'000}) == "1,000");
    CHECK(to_text(std::uint64_t{1'234'567}) == "1,234,567");
}

}  // namespace mc_text_test
