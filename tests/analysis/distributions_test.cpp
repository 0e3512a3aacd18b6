// Reference: R's p and q functions. What the analyses call of each distribution, and Boost.Math under the policy that they use where they call it directly.
#include "catch.hpp"

#include <cmath>
#include <limits>
#include <string>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include "analysis/reference_trial.hpp"
#include "analysis/values_of_distributions.hpp"

#include <equipoise/analysis/noncentral_t.hpp>
#include <equipoise/analysis/t_distribution.hpp>

namespace distributions_test {

using namespace equipoise;
using Policy = detail::QuietMath;

using distribution_values::ours;

TEST_CASE("distributions agree with R") {
    const nlohmann::json all = reference::read_json("distributions_all.json");
    CHECK(all.size() == 82);
    for (const nlohmann::json& row : all) {
        if (row.at("fn") == "qf") continue;
        const std::vector<double> arguments = row.at("args");
        const double found = ours(row.at("fn"), arguments);
        const double wanted = row.at("value");
        INFO(row.dump() << " " << found - wanted << " " << found / wanted - 1);
        const bool noncentral = row.at("fn") == "pt" && arguments.size() == 3;
        CHECK(std::abs(found - wanted) <= (noncentral ? 1e-12 : 1e-14 * std::abs(wanted)));
    }
}

TEST_CASE("quantiles of F agree with the closed form for 2 degrees of freedom, and with R's as far as those do") {
    int compared = 0;
    for (const nlohmann::json& row : reference::read_json("distributions_all.json")) {
        if (row.at("fn") != "qf") continue;
        const double p = row.at("args").at(0);
        REQUIRE(row.at("args").at(1) == 2);
        const double d2 = row.at("args").at(2);
        const double found = boost::math::quantile(boost::math::fisher_f_distribution<double, Policy>(2, d2), p);
        const double exact = 0.5 * d2 * std::expm1(-2 / d2 * std::log1p(-p));
        reference::check_relative(found, exact, 1e-14);
        reference::check_relative(row.at("value"), exact, 1e-11);  // R's is 7.4e-12 off at 1e-5
        ++compared;
    }
    CHECK(compared == 4);
}

}  // namespace distributions_test
