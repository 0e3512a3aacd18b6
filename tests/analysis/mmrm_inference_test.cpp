// Reference: R's mmrm (polished) and a dense program in R on four data sets: Kenward-Roger, joint F tests, least-squares means. Oracles: dense
// matrices for contrasts, counted degrees of freedom; separate fits for shared ones.
#include "catch.hpp"

#include "analysis/dense_model.hpp"
#include "analysis/random_trial.hpp"
#include "analysis/reference_trial.hpp"

#include <limits>

#include <boost/math/distributions/fisher_f.hpp>

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/analysis_batch.hpp>
#include <equipoise/analysis/mmrm.hpp>

namespace mmrm_inference_test {

using namespace equipoise;
using reference::check_estimate;
using reference::check_relative;

const nlohmann::json& wanted(const std::string& set) {
    static const nlohmann::json all = reference::read_json("mmrm_inference.json");
    return all.at("sets").at(set);
}

Mmrm by(DegreesOfFreedom method, InformationMatrix information = InformationMatrix::observed) {
    return {.covariates = {{.name = "baseline"}}, .degrees_of_freedom = method, .information = information};
}

void check_f(const Estimate& found, const nlohmann::json& f, double tolerance) {
    CHECK(found.status == FitStatus::converged);
    CHECK(std::isnan(found.effect));
    CHECK(std::isnan(found.standard_error));
    CHECK(found.numerator_degrees_of_freedom == f.at("num_df").get<double>());
    check_relative(found.degrees_of_freedom, f.at("denom_df"), tolerance);
    check_relative(found.statistic, f.at("F"), tolerance);
    check_relative(found.p_value, f.at("p"), tolerance * (10 + 10 * found.statistic));
}

TEST_CASE("Kenward-Roger agrees with mmrm's linear form, and by expected information with a dense program") {
    for (const std::string& set : reference::sets) {
        const std::vector<Estimate> observed = analyse(reference::trial(set), by(DegreesOfFreedom::kenward_roger));
        const std::vector<Estimate> expected = analyse(reference::trial(set), by(DegreesOfFreedom::kenward_roger, InformationMatrix::expected));
        const std::vector<Estimate> satterthwaite = analyse(reference::trial(set), by(DegreesOfFreedom::satterthwaite, InformationMatrix::expected));
        for (std::size_t visit = 0; visit < 3; ++visit) {
            const std::string& label = reference::visits[visit];
            INFO(set << " " << label);
            check_estimate(observed[visit], wanted(set).at("kenward_roger_linear").at("contrasts").at(label), 1e-7);
            const nlohmann::json& independent = wanted(set).at("independent").at("contrasts").at(label);
            check_estimate(observed[visit], independent.at("krlinear_observed_info"), 1e-8);
            check_estimate(expected[visit], independent.at("krlinear_expected_info"), 1e-8);
            check_estimate(satterthwaite[visit], independent.at("sat_expected_info"), 1e-8);
        }
    }
}

TEST_CASE("joint F tests agree with mmrm and a dense program") {
    for (const std::string& set : reference::sets) {
        INFO(set);
        for (const auto& [method, name] : {std::pair{DegreesOfFreedom::satterthwaite, "satterthwaite"}, std::pair{DegreesOfFreedom::kenward_roger, "kenward_roger_linear"}}) {
            INFO(name);
            Mmrm model = by(method);
            model.joint = model.interaction = true;
            const std::vector<Estimate> found = analyse(reference::trial(set), model);
            REQUIRE(found.size() == 5);
            check_f(found[3], wanted(set).at(name).at("joint_arm_all_visits"), 1e-7);
            check_f(found[4], wanted(set).at(name).at("joint_arm_by_visit"), 1e-7);
        }
        Mmrm model = by(DegreesOfFreedom::kenward_roger, InformationMatrix::expected);
        model.joint = model.interaction = true;
        const std::vector<Estimate> found = analyse(reference::trial(set), model);
        const nlohmann::json& independent = wanted(set).at("independent").at("joint");
        check_f(found[3], independent.at("arm_all_visits").at("krlinear_expected_info"), 1e-8);
        check_f(found[4], independent.at("arm_by_visit").at("krlinear_expected_info"), 1e-8);
    }
}

TEST_CASE("least-squares means agree with mmrm") {
    for (const std::string& set : reference::sets) {
        for (const auto& [method, name] : {std::pair{DegreesOfFreedom::satterthwaite, "satterthwaite"}, std::pair{DegreesOfFreedom::kenward_roger, "kenward_roger_linear"}}) {
            Mmrm model = by(method);
            model.least_squares_means = true;
            model.at = {{"baseline", 32}};
            const std::vector<Estimate> found = analyse(reference::trial(set), model);
            REQUIRE(found.size() == 9);
            for (std::size_t visit = 0; visit < 3; ++visit) {
                for (std::size_t arm = 0; arm < 2; ++arm) {
                    const std::string label = "arm" + std::to_string(arm) + "_" + reference::visits[visit] + "_at_base32";
                    INFO(set << " " << name << " " << label);
                    check_estimate(found[3 * visit + 1 + arm], wanted(set).at(name).at("adjusted_means").at(label), 1e-7);
                }
                CHECK(found[3 * visit + 2].effect - found[3 * visit + 1].effect == Approx(found[3 * visit].effect).epsilon(1e-10));
            }
        }
    }
}

}  // namespace mmrm_inference_test
