// Reference: R's pt with ncp. Oracles: the central and the normal distribution, the inverse.
#include "catch.hpp"

#include "analysis/reference_trial.hpp"

#include <limits>

#include <equipoise/analysis/noncentral_t.hpp>

namespace noncentral_t_test {

using namespace equipoise;

TEST_CASE("the noncentral t distribution agrees with R") {
    int compared = 0;
    for (const nlohmann::json& value : reference::read_json("distributions_all.json")) {
        if (value.at("fn") != "pt" || value.at("args").size() != 3) continue;
        const double found = noncentral_t_below(value.at("args").at(0), value.at("args").at(1), value.at("args").at(2));
        CHECK(std::abs(found - value.at("value").get<double>()) <= 1e-12);
        CHECK(std::abs(noncentral_t_above(value.at("args").at(0), value.at("args").at(1), value.at("args").at(2)) - (1 - found)) <= 1e-12);
        ++compared;
    }
    CHECK(compared == 11);
}

TEST_CASE("its limits are the central and the normal distribution") {
    for (const double t : {-2.5, -0.3, 0.0, 1.7}) {
        CHECK(noncentral_t_below(t, 11.5, 0.0) == Approx(t < 0 ? 0.5 * two_sided_p(t, 11.5) : 1 - 0.5 * two_sided_p(t, 11.5)).epsilon(1e-12));
        CHECK(noncentral_t_below(t, std::numeric_limits<double>::infinity(), 0.7) == Approx(0.5 * std::erfc((0.7 - t) / std::sqrt(2.0))).epsilon(1e-14));
    }
}

TEST_CASE("the noncentrality found has the probability stated") {
    for (const double df : {1.0, 3.5, 12.0, 147.0, 5000.0}) {
        for (const double t : {-40.0, -3.0, -0.2, 0.0, 1.3, 6.0, 25.0}) {
            for (const double probability : {0.0005, 0.025, 0.3, 0.5, 0.9, 0.975, 0.9995}) {
                INFO(df << " " << t << " " << probability);
                CHECK(std::abs(noncentral_t_below(t, df, noncentrality_of(t, df, probability)) - probability) <= 1e-11);
            }
        }
    }
    CHECK(std::isnan(noncentrality_of(std::numeric_limits<double>::infinity(), 5, 0.5)));
}

}  // namespace noncentral_t_test
