// Reference: Boost.Math's Poisson and negative binomial tails.
#include "catch.hpp"

#include <cmath>

#include <boost/math/distributions/negative_binomial.hpp>
#include <boost/math/distributions/poisson.hpp>

#include <equipoise/mechanism/event_counts.hpp>

namespace event_counts_test {

using namespace equipoise;

namespace {

template <class Distribution>
void check_tail(const std::vector<double>& above, const Distribution& distribution) {
    REQUIRE(above.size() > 7);
    for (std::size_t k = 0; k < above.size(); ++k) {
        INFO(k);
        const auto wanted = static_cast<double>(cdf(complement(distribution, k)));
        REQUIRE(std::abs(above[k] - wanted) < 1e-11 * wanted + 1.1e-20);
    }
    CHECK(above.back() >= 1e-18);
    CHECK(cdf(complement(distribution, above.size())) < 1.02e-18);
}

}  // namespace

TEST_CASE("without dispersion counts are Poisson") {
    for (const double mean : {0.05, 2.5, 40.0, 500.0}) check_tail(events_above(mean, 0).value(), boost::math::poisson_distribution<double>(mean));
}

TEST_CASE("with dispersion they are negative binomial, down to a hair's breadth of it") {
    for (const double mean : {0.4, 2.5, 30.0}) {
        for (const double dispersion : {1e-6, 0.05, 0.8, 1.2}) {
            const long double exact = dispersion;
            check_tail(events_above(mean, dispersion).value(), boost::math::negative_binomial_distribution<long double>(1 / exact, 1 / (1 + exact * static_cast<long double>(mean))));
        }
    }
}

TEST_CASE("the stated mean and variance are those of the counts") {
    const std::vector<double> above = events_above(3.5, 0.6).value();
    double mean = 0;
    double square = 0;
    for (std::size_t k = 0; k < above.size(); ++k) {
        mean += above[k];
        square += static_cast<double>(2 * k + 1) * above[k];
    }
    CHECK(mean == Approx(3.5).epsilon(1e-13));
    CHECK(square - mean * mean == Approx(3.5 + 0.6 * 3.5 * 3.5).epsilon(1e-12));
}

TEST_CASE("no events, and too many") {
    CHECK(events_above(0, 0)->empty());
    CHECK(events_above(0, 2)->empty());
    CHECK_FALSE(events_above(100, 5).has_value());
    CHECK(events_above(500, 0.001).has_value());
}

}  // namespace event_counts_test
