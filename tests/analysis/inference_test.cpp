// Oracle: a test rejects exactly if the interval lies within its alternative; p-values against R's pt and pnorm.
#include "catch.hpp"

#include <cmath>
#include <limits>

#include <equipoise/analysis/inference.hpp>

namespace inference_test {

using namespace equipoise;

constexpr double infinite = std::numeric_limits<double>::infinity();

bool within(const Interval& interval, const Hypothesis& hypothesis) {
    switch (hypothesis.alternative) {
        case Alternative::two_sided: return !interval.contains(hypothesis.margin);
        case Alternative::less: return interval.upper < hypothesis.margin;
        case Alternative::greater: return interval.lower > hypothesis.margin;
        case Alternative::equivalence: return -hypothesis.margin < interval.lower && interval.upper < hypothesis.margin;
    }
    return false;
}

TEST_CASE("a hypothesis is shown exactly if the interval lies within it") {
    for (const Alternative alternative : all_alternatives) {
        for (const double margin : {0.5, 2.0}) {
            for (const double df : {1.0, 7.3, 146.0, infinite}) {
                const Inference inference(0.05, {alternative, margin});
                std::size_t shown = 0;
                for (int step = -400; step <= 400; ++step) {
                    const double effect = 0.05 * step + 0.001;
                    const bool rejects = inference.p_value(effect, 0.4, df) < inference.level();
                    INFO(to_string(alternative) << ", margin " << margin << ", df " << df << ", effect " << effect);
                    CHECK(rejects == within(inference.interval(effect, 0.4, df), inference.hypothesis()));
                    shown += rejects ? 1U : 0U;
                }
                const bool too_wide = alternative == Alternative::equivalence && inference.critical(df) * 0.4 > margin;
                CHECK((shown > 0) == !too_wide);
            }
        }
    }
}

TEST_CASE("p-values of the alternatives") {
    CHECK(Inference(0.05).p_value(-2, 1, 10) == Approx(0.0733880347707404).epsilon(1e-12));                                        // R: 2 * pt(-2, 10)
    CHECK(Inference(0.05, {Alternative::less, 1}).p_value(-1, 1, 10) == Approx(0.0366940173853702).epsilon(1e-12));                // R: pt(-2, 10)
    CHECK(Inference(0.05, {Alternative::greater, -3}).p_value(-1, 1, infinite) == Approx(0.0227501319481792).epsilon(1e-12));      // R: pnorm(-2)
    CHECK(Inference(0.05, {Alternative::greater, 1}).p_value(-1, 1, 10) == Approx(1 - 0.0366940173853702).epsilon(1e-12));
    CHECK(Inference(0.05, {Alternative::equivalence, 3}).p_value(1, 1, infinite) == Approx(0.0227501319481792).epsilon(1e-12));    // the nearer margin
    CHECK(Inference(0.05, {Alternative::equivalence, 3}).p_value(-1, 1, infinite) == Approx(0.0227501319481792).epsilon(1e-12));
    CHECK(Inference(0.05, {Alternative::two_sided, -2}).p_value(-2, 1, 10) == Approx(1).epsilon(1e-12));
}

TEST_CASE("levels, and what is true under an alternative") {
    CHECK(Hypothesis{}.level(0.05) == 0.05);
    CHECK(Hypothesis{Alternative::less}.level(0.05) == 0.025);
    CHECK(Hypothesis{Alternative::equivalence, 1}.level(0.1) == 0.05);
    CHECK(non_inferiority(3, Better::lower) == Hypothesis{Alternative::less, 3});
    CHECK(non_inferiority(3, Better::higher) == Hypothesis{Alternative::greater, -3});
    CHECK_FALSE(Hypothesis{}.holds(0));
    CHECK(Hypothesis{}.holds(-7));
    CHECK(non_inferiority(3, Better::lower).holds(2.9));
    CHECK_FALSE(non_inferiority(3, Better::lower).holds(3));
    CHECK(Hypothesis{Alternative::equivalence, 2}.holds(-1.9));
    CHECK_FALSE(Hypothesis{Alternative::equivalence, 2}.holds(-2));
}

}  // namespace inference_test
