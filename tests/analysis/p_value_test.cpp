// Oracle: a p-value that is found when asked for is the number that Inference computes, and is below a level exactly if the number is.
#include "catch.hpp"

#include <cmath>
#include <limits>
#include <random>
#include <type_traits>

#include <equipoise/analysis/inference.hpp>
#include <equipoise/analysis/p_value.hpp>

namespace p_value_test {

using namespace equipoise;

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();

static_assert(std::is_trivially_copyable_v<PValue>);

void check_same(const Inference& inference, double effect, double standard_error, double df) {
    const PValue p = inference.p_value(effect, standard_error, df, inference.critical(df));
    const double number = inference.p_value(effect, standard_error, df);
    INFO(to_string(inference.hypothesis().alternative) << ", alpha " << inference.alpha() << ", effect " << effect << ", df " << df);
    CHECK(p.value() == number);
    CHECK(p.is_finite());
    for (const double level : {inference.level(), 0.05, 0.025, 0.01, 0.5, number, std::nextafter(number, 1.0)}) CHECK(p.below(level) == (number < level));
}

TEST_CASE("every rejection is that of the number, close to the critical value and far from it") {
    std::mt19937_64 chance(5);
    for (const Alternative alternative : all_alternatives) {
        for (const double alpha : {0.9, 0.05, 0.01, 1e-6}) {
            for (const double df : {0.3, 1.0, 3.7, 17.2, 146.0, 1e6, 1e12, infinite}) {
                const Inference inference(alpha, {alternative, 0.5});
                for (int k = 0; k < 40; ++k) check_same(inference, 12.0 * (static_cast<double>(chance() >> 11U) * 0x1.0p-53 - 0.5), 0.7, df);
                const double critical = inference.critical(df);
                for (const double off : {0.0, 1e-16, 1e-14, 1e-12, 1e-10, 1e-9, 3e-9, 1e-7}) {
                    for (const double side : {-1.0, 1.0}) {
                        for (const double sign : {-1.0, 1.0}) check_same(inference, 0.5 + sign * critical * (1.0 + side * off), 1.0, df);
                    }
                }
            }
        }
    }
}

TEST_CASE("a number is a p-value, and one that does not exist is not finite") {
    const PValue known = 0.03;
    CHECK(known == 0.03);
    CHECK(known.below(0.05));
    CHECK_FALSE(known.below(0.03));
    CHECK(known.is_finite());
    CHECK_FALSE(PValue{}.is_finite());
    CHECK_FALSE(PValue{}.below(0.05));
    CHECK_FALSE(PValue{infinite}.is_finite());
    for (const double t : {nan_value, 2.0}) {
        for (const double df : {nan_value, -1.0}) CHECK_FALSE(PValue::of_t(t, df, PValue::Tail::both, 0.05, 1.96).is_finite());
    }
    CHECK_FALSE(PValue::of_t(nan_value, 10.0, PValue::Tail::both, 0.05, 1.96).is_finite());
    CHECK(PValue::of_t(infinite, 10.0, PValue::Tail::both, 0.05, 2.2) == 0.0);
}

}  // namespace p_value_test
