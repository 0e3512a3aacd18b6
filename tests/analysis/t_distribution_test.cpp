// Reference: R's pt and qt. Oracles: closed forms for 1 and 2 degrees of freedom.
#include "catch.hpp"

#include "analysis/reference_trial.hpp"

#include <equipoise/analysis/t_distribution.hpp>

namespace t_distribution_test {

using namespace equipoise;

TEST_CASE("two-sided p-values agree with R") {
    int compared = 0;
    for (const nlohmann::json& value : reference::read_json("distributions.json")) {
        const double x = value.at("args").at(0);
        if (value.at("fn") != "pt" || x >= 0) continue;
        reference::check_relative(two_sided_p(x, value.at("args").at(1)), 2 * value.at("value").get<double>(), 1e-12);
        CHECK(two_sided_p(-x, value.at("args").at(1)) == two_sided_p(x, value.at("args").at(1)));
        ++compared;
    }
    CHECK(compared >= 10);
}

TEST_CASE("critical values agree with R") {
    int compared = 0;
    for (const nlohmann::json& value : reference::read_json("distributions.json")) {
        const double probability = value.at("args").at(0);
        if (value.at("fn") != "qt" || probability >= 0.5) continue;
        reference::check_relative(two_sided_critical(2 * probability, value.at("args").at(1)), -value.at("value").get<double>(), 1e-12);
        ++compared;
    }
    CHECK(compared >= 10);
}

TEST_CASE("p-values keep their digits however small they are") {
    const double pi = std::acos(-1.0);
    reference::check_relative(two_sided_p(1e10, 1), 2 / pi * std::atan(1e-10), 1e-14);
    reference::check_relative(two_sided_p(0.3, 1), 1 - 2 / pi * std::atan(0.3), 1e-14);
    const double t = 1e8;
    reference::check_relative(two_sided_p(t, 2), 2 / (std::sqrt(t * t + 2) * (std::sqrt(t * t + 2) + t)), 1e-14);
    CHECK(two_sided_p(40, 147) > 0);
    CHECK(two_sided_p(40, 147) < 1e-70);
    CHECK(two_sided_p(0, 5.5) == 1);
}

}  // namespace t_distribution_test
