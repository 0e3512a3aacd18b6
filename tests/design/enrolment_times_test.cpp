// Oracle: even spacing by hand; addresses. Statistical: gaps of a Poisson process; 4 standard errors.

#include "catch.hpp"

#include <cmath>
#include <cstdint>
#include <vector>

#include <equipoise/design/enrolment_times.hpp>

namespace enrolment_times_test {

using namespace equipoise;

namespace {

Stream chance(std::uint64_t replicate) { return Stream(StudyKey(5), replicate, {Layer::recruitment}); }

Design design_of(std::size_t participants, Recruitment recruitment) {
    return {.participants = participants, .visits = {.weeks = {0, 1}}, .recruitment = recruitment};
}

}  // namespace

TEST_CASE("a month is a twelfth of 365.25 days") {
    CHECK(weeks_per_month == Approx(4.348214285714286).epsilon(1e-15));
    CHECK(Recruitment{.per_month = 4.7}.per_week() == Approx(1.0809034907597536).epsilon(1e-14));
}

TEST_CASE("even recruitment spaces participants evenly, half a gap from either end") {
    EnrolmentTimes times(design_of(4, {.per_month = weeks_per_month / 2, .pattern = ArrivalPattern::fixed}));
    const auto weeks = times.draw(chance(0));
    CHECK(std::vector<double>(weeks.begin(), weeks.end()) == std::vector<double>{1, 3, 5, 7});
}

TEST_CASE("without recruitment nobody has a time") {
    EnrolmentTimes times({.participants = 4, .visits = {.weeks = {0, 1}}});
    CHECK(times.draw(chance(0)).empty());
}

TEST_CASE("a Poisson process has exponential, uncorrelated gaps at the stated rate") {
    const std::size_t participants = 154;
    const double mean = weeks_per_month / 4.7;
    EnrolmentTimes times(design_of(participants, {.per_month = 4.7}));
    double sum = 0;
    double squares = 0;
    double products = 0;
    double beyond_mean = 0;
    double n = 0;
    for (std::uint64_t r = 0; r < 1'000; ++r) {
        double last = 0;
        double gap_before = mean;
        for (const double week : times.draw(chance(r))) {
            const double gap = week - last;
            REQUIRE(gap >= 0);
            sum += gap / mean;
            squares += gap / mean * gap / mean;
            products += (gap / mean - 1) * (gap_before / mean - 1);
            beyond_mean += gap > mean ? 1 : 0;
            gap_before = gap;
            last = week;
            n += 1;
        }
    }
    REQUIRE(n == 154'000);
    CHECK(std::abs(sum / n - 1) < 4 / std::sqrt(n));                      // variance 1
    CHECK(std::abs(squares / n - 2) < 4 * std::sqrt(20 / n));             // E x^4 - (E x^2)^2 = 24 - 4
    CHECK(std::abs(products / n) < 4 / std::sqrt(n));
    const double p = std::exp(-1.0);
    CHECK(std::abs(beyond_mean / n - p) < 4 * std::sqrt(p * (1 - p) / n));
}

TEST_CASE("the first participants of a larger trial come when those of a smaller one do, and a faster rate only rescales") {
    EnrolmentTimes small(design_of(20, {.per_month = 3}));
    EnrolmentTimes large(design_of(50, {.per_month = 3}));
    EnrolmentTimes fast(design_of(20, {.per_month = 6}));
    const auto few = small.draw(chance(9));
    const auto many = large.draw(chance(9));
    const auto soon = fast.draw(chance(9));
    for (std::size_t i = 0; i < 20; ++i) {
        CHECK(few[i] == many[i]);
        CHECK(soon[i] == Approx(few[i] / 2).epsilon(1e-13));
    }
}

}  // namespace enrolment_times_test
