// Reference: R's mmrm (polished) and a dense program in R, four data sets, REML and ML. Oracles: ANCOVA where there is one visit,
// dense generalised least squares, invariances.
#include "catch.hpp"

#include "analysis/reference_trial.hpp"

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/mmrm.hpp>
#include <equipoise/data/reduction.hpp>

using namespace equipoise;
using reference::check_estimate;
using reference::check_relative;

namespace {

const Mmrm with_baseline{.covariates = {{.name = "baseline"}}};
const Mmrm with_baseline_ml{.covariates = {{.name = "baseline"}}, .estimation = Estimation::ml};

struct Fitted {
    std::vector<Estimate> estimates;
    std::vector<double> covariance;
};

Fitted fit(const Mmrm& model, const TrialData& data) {
    const TrialShape shape = shape_of(data);
    REQUIRE(model.faults(shape).empty());
    Reduction reduce(model.needs(shape), shape);
    PreparedMmrm prepared = model.prepare(shape, 0.05);
    const auto estimates = prepared(reduce(data));
    return {{estimates.begin(), estimates.end()}, {prepared.covariance().begin(), prepared.covariance().end()}};
}

}  // namespace

TEST_CASE("the MMRM by REML agrees with mmrm") {
    for (const std::string& set : reference::sets) {
        INFO(set);
        const nlohmann::json& wanted = reference::analyses(set).at("mmrm").at("reml");
        const Fitted found = fit(with_baseline, reference::trial(set));
        REQUIRE(found.estimates.size() == 3);
        for (std::size_t visit = 0; visit < 3; ++visit) {
            INFO(reference::visits[visit]);
            const Estimate& estimate = found.estimates[visit];
            check_estimate(estimate, wanted.at("contrasts").at(reference::visits[visit]), 1e-7);
            check_estimate(estimate, wanted.at("independent").at("contrasts").at(reference::visits[visit]), 1e-8);
            CHECK(std::abs(estimate.log_likelihood - wanted.at("log_likelihood").get<double>()) < 1e-9);
            for (std::size_t other = 0; other < 3; ++other) check_relative(found.covariance[visit * 3 + other], wanted.at("covariance").at(visit).at(other), 1e-8);
        }
    }
}

TEST_CASE("the MMRM by ML agrees with mmrm") {
    for (const std::string& set : reference::sets) {
        INFO(set);
        const nlohmann::json& wanted = reference::analyses(set).at("mmrm").at("ml");
        const Fitted found = fit(with_baseline_ml, reference::trial(set));
        for (std::size_t visit = 0; visit < 3; ++visit) {
            INFO(reference::visits[visit]);
            check_estimate(found.estimates[visit], wanted.at("contrasts").at(reference::visits[visit]), 1e-7);
            CHECK(std::abs(found.estimates[visit].log_likelihood - wanted.at("log_likelihood").get<double>()) < 1e-9);
            for (std::size_t other = 0; other < 3; ++other) check_relative(found.covariance[visit * 3 + other], wanted.at("covariance").at(visit).at(other), 1e-8);
        }
    }
}
