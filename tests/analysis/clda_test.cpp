// Reference: R's mmrm (polished) and a dense program in R on four data sets, REML and ML. Oracles: generalised least squares with dense matrices;
// ANCOVA's estimate with complete data; invariances.
#include "catch.hpp"

#include "analysis/dense_model.hpp"
#include "analysis/random_trial.hpp"
#include "analysis/reference_trial.hpp"

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/clda.hpp>
#include <equipoise/analysis/mmrm.hpp>
#include <equipoise/data/reduction.hpp>

namespace clda_test {

using namespace equipoise;
using reference::check_estimate;
using reference::check_relative;

const nlohmann::json& wanted(const std::string& set) {
    static const nlohmann::json all = reference::read_json("mmrm_inference.json");
    return all.at("sets").at(set).at("clda");
}

struct Fitted {
    std::vector<Estimate> estimates;
    std::vector<double> covariance;
};

Fitted fit(const Clda& model, const TrialData& data) {
    const TrialShape shape = shape_of(data);
    REQUIRE(model.faults(shape).empty());
    Reduction reduce(model.needs(shape), shape);
    PreparedClda prepared = model.prepare(shape, 0.05);
    const auto estimates = prepared(reduce(data));
    return {{estimates.begin(), estimates.end()}, {prepared.covariance().begin(), prepared.covariance().end()}};
}

TEST_CASE("cLDA by REML agrees with mmrm") {
    for (const std::string& set : reference::sets) {
        const TrialData data = reference::trial(set);
        const Fitted satterthwaite = fit({}, data);
        const Fitted kenward_roger = fit({.degrees_of_freedom = DegreesOfFreedom::kenward_roger}, data);
        const Fitted expected = fit({.degrees_of_freedom = DegreesOfFreedom::kenward_roger, .information = InformationMatrix::expected}, data);
        for (std::size_t visit = 0; visit < 3; ++visit) {
            const std::string& label = reference::visits[visit];
            INFO(set << " " << label);
            check_estimate(satterthwaite.estimates[visit], wanted(set).at("satterthwaite").at(label), 1e-7);
            check_estimate(satterthwaite.estimates[visit], wanted(set).at("independent").at(label).at("sat_observed_info"), 1e-8);
            check_estimate(kenward_roger.estimates[visit], wanted(set).at("kenward_roger_linear").at(label), 1e-7);
            check_estimate(expected.estimates[visit], wanted(set).at("independent").at(label).at("krlinear_expected_info"), 1e-8);
            CHECK(std::abs(satterthwaite.estimates[visit].log_likelihood - wanted(set).at("log_likelihood").get<double>()) < 1e-9);
        }
        for (std::size_t k = 0; k < 16; ++k) check_relative(satterthwaite.covariance[k], wanted(set).at("covariance").at(k / 4).at(k % 4), 1e-8);
    }
}

TEST_CASE("cLDA by ML agrees with mmrm") {
    for (const std::string& set : reference::sets) {
        INFO(set);
        const Fitted found = fit({.estimation = Estimation::ml, .least_squares_means = true}, reference::trial(set));
        const nlohmann::json& ml = wanted(set).at("ml");
        for (std::size_t k = 0; k < 16; ++k) check_relative(found.covariance[k], ml.at("covariance").at(k / 4).at(k % 4), 1e-8);
        for (std::size_t visit = 0; visit < 3; ++visit) {
            CHECK(std::abs(found.estimates[3 * visit].log_likelihood - ml.at("log_likelihood").get<double>()) < 1e-9);
            check_relative(found.estimates[3 * visit].effect, ml.at("coef").at(4 + visit), 1e-8);
            check_relative(found.estimates[3 * visit + 1].effect, ml.at("coef").at(1 + visit), 1e-8);
            CHECK(found.estimates[3 * visit + 2].effect == Approx(ml.at("coef").at(1 + visit).get<double>() + ml.at("coef").at(4 + visit).get<double>()).epsilon(1e-8));
        }
    }
}

TEST_CASE("monotone data that all have a baseline are fitted in closed form") {
    CHECK(fit({}, reference::trial("ii_monotone")).estimates[0].iterations == 0);
    CHECK(fit({.estimation = Estimation::ml}, reference::trial("i_complete")).estimates[0].iterations == 0);
}

TEST_CASE("with complete data cLDA's effects are those of the MMRM with baseline") {
    const TrialData data = reference::trial("i_complete");
    const std::vector<Estimate> clda = analyse(data, Clda{});
    const std::vector<Estimate> mmrm = analyse(data, Mmrm{.covariates = {{.name = "baseline"}}});
    for (std::size_t visit = 0; visit < 3; ++visit) CHECK(clda[visit].effect == Approx(mmrm[visit].effect).epsilon(1e-9));
}

}  // namespace clda_test
