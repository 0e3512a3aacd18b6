// Reference: R 4.2.2's pf and pchisq; Oracle: the t distribution where there is one degree of freedom in the numerator.
#include "catch.hpp"

#include <array>
#include <cmath>
#include <limits>

#include <equipoise/analysis/f_distribution.hpp>

namespace f_distribution_test {

using namespace equipoise;

TEST_CASE("the upper tail of F agrees with R") {
    struct Case {
        double f, d1, d2, p;
    };
    const double infinite = std::numeric_limits<double>::infinity();
    // pf(f, d1, d2, lower.tail = FALSE); the last two pchisq(d1 * f, d1, lower.tail = FALSE)
    const std::array<Case, 8> cases{{{0.29999999999999999, 3, 12.5, 0.82481853886534728},
                                         {2.7000000000000002, 2, 135.40000000000001, 0.070824553628763706},
                                         {11.869999999999999, 3, 135.42054270317101, 5.9689602823960248e-07},
                                         {60, 4, 9.1999999999999993, 1.393532116182692e-06},
                                         {1, 5, 2.1000000000000001, 0.56448948132151655},
                                         {250, 3, 400, 2.4208615403816977e-91},
                                         {2.1000000000000001, 3, infinite, 0.097892652709988454},
                                         {25, 4, infinite, 9.8366242246159821e-21}}};
    for (const Case& one : cases) {
        INFO(one.f << " " << one.d1 << " " << one.d2);
        CHECK(upper_tail_f(one.f, one.d1, one.d2) == Approx(one.p).epsilon(1e-12));
    }
}

TEST_CASE("F on one degree of freedom is t squared") {
    for (const double df : {1.5, 10.0, 137.25, std::numeric_limits<double>::infinity()}) {
        for (const double t : {0.1, 2.0, 12.0}) CHECK(upper_tail_f(t * t, 1, df) == Approx(two_sided_p(t, df)).epsilon(1e-12));
    }
}

TEST_CASE("the ends of F") {
    CHECK(upper_tail_f(0, 3, 20) == 1);
    CHECK(std::isnan(upper_tail_f(1, 3, std::numeric_limits<double>::quiet_NaN())));
}

}  // namespace f_distribution_test
