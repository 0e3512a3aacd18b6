// Oracle and statistical: the number of sessions is binomial, or beta-binomial, exactly; its effect is centred.

#include "catch.hpp"

#include <cmath>
#include <vector>

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/binomial.hpp>

#include <equipoise/mechanism/attendance.hpp>

namespace attendance_test {

using namespace equipoise;

TEST_CASE("sessions have the distribution function of the beta-binomial") {
    const std::vector<double> binomial = detail::beta_binomial_cdf(6, 0.93, 0);
    for (unsigned k = 0; k <= 6; ++k) CHECK(binomial[k] == Approx(boost::math::cdf(boost::math::binomial(6, 0.93), k)).epsilon(1e-13));
    const double rho = 0.2;
    const double a = 0.7 * (1 / rho - 1);
    const double b = 0.3 * (1 / rho - 1);
    const std::vector<double> mixed = detail::beta_binomial_cdf(10, 0.7, rho);
    double sum = 0;
    for (unsigned k = 0; k <= 10; ++k) {
        sum += boost::math::binomial_coefficient<double>(10, k) * boost::math::beta(k + a, 10 - k + b) / boost::math::beta(a, b);
        CHECK(mixed[k] == Approx(sum).epsilon(1e-12));
    }
}

TEST_CASE("attendance and its effect have the stated means") {
    const PreparedAttendance attendance({.sessions = 6, .probability = {.control = 0.8, .treatment = 0.93}, .overdispersion = 0.3, .effect_per_session = {.control = 0, .treatment = -0.5}});
    CHECK(attendance.acts());
    CHECK(attendance.effect(Arm::treatment, 6) == Approx(-0.5 * (6 - 6 * 0.93)));
    CHECK(attendance.effect(Arm::control, 2) == 0);
    constexpr int n = 100'000;
    for (const Arm arm : both_arms) {
        double sum = 0;
        double squares = 0;
        for (std::uint64_t i = 0; i < n; ++i) {
            const double k = attendance.attended(arm, Stream(StudyKey(3), 0, {Layer::attendance}, i));
            sum += k;
            squares += k * k;
        }
        const double p = arm == Arm::control ? 0.8 : 0.93;
        const double variance = 6 * p * (1 - p) * (1 + 5 * 0.3);
        CHECK(std::abs(sum / n - 6 * p) < 4 * std::sqrt(variance / n));
        const double found = squares / n - sum / n * (sum / n);
        CHECK(found == Approx(variance).epsilon(0.05));
    }
}

TEST_CASE("all faults of attendance are found at once") {
    const auto found = faults(Attendance{.sessions = 0, .probability = {.control = -0.1, .treatment = 1.1}, .overdispersion = 1});
    REQUIRE(found.size() == 4);
    CHECK(found[0].pointer == "/mechanism/attendance/sessions");
    CHECK(found[1].pointer == "/mechanism/attendance/probability/control");
    CHECK(found[2].message == "must be a probability from 0 to 1, but is 1.1");
    CHECK(found[3].pointer == "/mechanism/attendance/overdispersion");
}

}  // namespace attendance_test
