// Reference: R's mmrm (polished) and lmerTest, four data sets, every structure. Oracles: dense matrices, by which the score is 0 and the
// information is minus the slope of the score; reduced models on the boundary.
#include "catch.hpp"

#include "analysis/gaussian/fit_at.hpp"
#include "analysis/random_trial.hpp"
#include "analysis/reference_trial.hpp"

#include <equipoise/analysis/gaussian/maximise_structured.hpp>
#include <equipoise/analysis/gaussian/satterthwaite.hpp>

namespace maximise_structured_test {
using namespace equipoise;
using namespace equipoise::gaussian;
using reference::check_relative;

const std::vector<Covariate> with_baseline{{.name = "baseline"}};

struct Fitted {
    Fitted(const TrialData& data, const VisitCovariance& covariance, bool restricted = true, const std::vector<double>& weeks = {}, const std::vector<Covariate>& covariates = with_baseline)
        : at(data, covariates, restricted, covariance.by_arm ? 2 : 1),
          search(at.map.size, Structure(covariance, at.map.size.visits, weeks)),
          status(maximise_structured(at.map.size, at.fit, search)) {}

    double log_likelihood() const { return gaussian::log_likelihood(at.map.size, at.fit.at, at.fit.patterns); }
    double effect(std::size_t visit) const { return at.fit.at.B[at.map.size.visits + visit - 1]; }
    std::size_t coefficient_of(std::size_t visit) const { return coefficient(at.map.size, at.fit.at, visit - 1, 1); }
    double standard_error(std::size_t visit) const { return std::sqrt(at.fit.at.Phi[coefficient_of(visit) * (at.map.size.coefficients + 1)]); }
    double degrees_of_freedom(std::size_t visit) { return satterthwaite(at.map.size, at.fit, coefficient_of(visit)); }

    FitAt at;
    StructuredSearch search;
    FitStatus status;
};

void check_contrasts(Fitted& found, const nlohmann::json& wanted, double tolerance, double df_tolerance) {
    for (std::size_t visit = 1; visit <= 3; ++visit) {
        const nlohmann::json& contrast = wanted.at(reference::visits[visit - 1]);
        INFO("visit " << visit);
        const double se = contrast.at("se");
        CHECK(std::abs(found.effect(visit) - contrast.at("estimate").get<double>()) <= tolerance * se);
        check_relative(found.standard_error(visit), se, tolerance);
        check_relative(found.degrees_of_freedom(visit), contrast.at("df"), df_tolerance);
    }
}

const nlohmann::json& covariances() {
    static const nlohmann::json all = reference::read_json("covariances.json");
    return all.at("sets");
}

TEST_CASE("every structure agrees with mmrm") {
    for (const std::string& set : reference::sets) {
        const TrialData data = reference::trial(set);
        for (const CovarianceName& named : covariance_names) {
            if (named.covariance.kind == CovarianceKind::unstructured) continue;
            INFO(set << ", " << named.name);
            const nlohmann::json& wanted = covariances().at(set).at("structures").at(std::string{named.name});
            Fitted found(data, named.covariance);
            REQUIRE(found.status == FitStatus::converged);
            CHECK(std::abs(found.log_likelihood() - wanted.at("log_likelihood").get<double>()) < 1e-9);
            for (std::size_t k = 0; k < 9; ++k) check_relative(found.at.fit.at.Sigma[k], wanted.at("covariance").at(k / 3).at(k % 3), 1e-7);
            check_contrasts(found, wanted.at("satterthwaite"), 1e-7, 1e-7);
            CHECK(found.at.fit.iterations <= 20);
        }
    }
}

TEST_CASE("a random intercept agrees with lmerTest, and with compound symmetry of mmrm") {
    for (const std::string& set : reference::sets) {
        INFO(set);
        const nlohmann::json& wanted = covariances().at(set).at("random_intercept");
        Fitted found(reference::trial(set), {CovarianceKind::random_intercept});
        REQUIRE(found.status == FitStatus::converged);
        CHECK(std::abs(found.log_likelihood() - wanted.at("log_likelihood").get<double>()) < 1e-6);
        check_relative(found.search.theta[0], wanted.at("residual_variance"), 1e-6);
        check_relative(found.search.theta[1], wanted.at("intercept_variance"), 1e-6);
        check_contrasts(found, wanted.at("satterthwaite"), 1e-6, 1e-4);
        check_contrasts(found, covariances().at(set).at("structures").at("compound_symmetry").at("satterthwaite"), 1e-7, 1e-7);
    }
}

}  // namespace maximise_structured_test
