// Reference: R's mmrm (polished) and a dense program in R, four data sets, REML and ML. Oracles: ANCOVA where there is one visit,
// dense generalised least squares, invariances.
#include "catch.hpp"

#include "analysis/dense_model.hpp"
#include "analysis/random_trial.hpp"
#include "analysis/reference_trial.hpp"

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/mmrm.hpp>
#include <equipoise/data/reduction.hpp>

namespace mmrm_test {

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

TEST_CASE("the MMRM of one visit is ANCOVA") {
    for (const std::string& set : reference::sets) {
        for (const std::size_t visit : {1U, 3U}) {
            INFO(set << " " << visit);
            TrialData data = reference::trial(set);
            const std::size_t n = data.participants();
            const std::vector<double> all = data.outcomes[0].scores;
            data.outcomes[0].visits = 2;
            data.outcomes[0].scores.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(n));
            const auto first = all.begin() + static_cast<std::ptrdiff_t>(visit * n);
            data.outcomes[0].scores.insert(data.outcomes[0].scores.end(), first, first + static_cast<std::ptrdiff_t>(n));
            const Estimate ancova = analyse(data, Ancova{})[0];
            const Estimate mmrm = analyse(data, with_baseline)[0];
            check_relative(mmrm.effect, ancova.effect, 1e-12);
            check_relative(mmrm.standard_error, ancova.standard_error, 1e-12);
            check_relative(mmrm.degrees_of_freedom, ancova.degrees_of_freedom, 1e-11);
            check_relative(mmrm.p_value, ancova.p_value, 1e-10);
            CHECK(mmrm.participants_analysed == ancova.participants_analysed);
        }
    }
}

TEST_CASE("factors and common coefficients agree with dense generalised least squares at the maximum") {
    const TrialData data = made::trial(11, {.participants = 70, .skipping = 0.1, .covariates = true});
    const Mmrm model{.covariates = {{.name = "site", .type = CovariateType::factor}, {.name = "baseline", .by_visit = false}, {.name = "age"}}};
    for (const Estimation estimation : {Estimation::reml, Estimation::ml}) {
        Mmrm by = model;
        by.estimation = estimation;
        const bool restricted = estimation == Estimation::reml;
        const Fitted found = fit(by, data);
        const std::vector<dense::Participant> participants = dense::participants(data, model.covariates);
        Eigen::Matrix3d Sigma;
        for (int k = 0; k < 9; ++k) Sigma(k / 3, k % 3) = found.covariance[static_cast<std::size_t>(k)];
        const dense::Fit wanted = dense::fit(participants, Sigma, restricted);
        for (std::size_t visit = 1; visit <= 3; ++visit) {
            const Estimate& estimate = found.estimates[visit - 1];
            const Eigen::Index k = dense::treatment(data, visit);
            CHECK(estimate.status == FitStatus::converged);
            CHECK(estimate.effect == Approx(wanted.b(k)).epsilon(1e-10));
            CHECK(estimate.standard_error == Approx(std::sqrt(wanted.Phi(k, k))).epsilon(1e-10));
            CHECK(estimate.log_likelihood == Approx(wanted.log_likelihood).epsilon(1e-12));
            CHECK(estimate.participants_analysed == participants.size());
        }
        // A maximum: no step in any direction gains.
        for (int a = 0; a < 3; ++a) {
            for (int b = 0; b <= a; ++b) {
                for (const double step : {-0.05, 0.05}) {
                    Eigen::MatrixXd moved = Sigma;
                    moved(a, b) += step;
                    moved(b, a) = moved(a, b);
                    CHECK(dense::fit(participants, moved, restricted).log_likelihood < wanted.log_likelihood);
                }
            }
        }
    }
}

TEST_CASE("Satterthwaite's degrees of freedom agree with finite differences of dense fits") {
    const TrialData data = made::trial(12, {.participants = 40, .skipping = 0.15, .covariates = true});
    const Mmrm model{.covariates = {{.name = "baseline", .by_visit = false}, {.name = "site", .type = CovariateType::factor}}};
    const Fitted found = fit(model, data);
    const std::vector<dense::Participant> participants = dense::participants(data, model.covariates);
    const auto at = [&](const Eigen::VectorXd& theta) {
        Eigen::MatrixXd Sigma(3, 3);
        for (Eigen::Index a = 0, k = 0; a < 3; ++a) {
            for (Eigen::Index b = 0; b <= a; ++b, ++k) Sigma(a, b) = Sigma(b, a) = found.covariance[static_cast<std::size_t>(a * 3 + b)] + theta(k);
        }
        return dense::fit(participants, Sigma, true);
    };
    const double h = 0.02;
    const auto unit = [h](Eigen::Index k) { return Eigen::VectorXd(h * Eigen::VectorXd::Unit(6, k)); };
    const auto l = [&](const Eigen::VectorXd& theta) { return at(theta).log_likelihood; };
    Eigen::MatrixXd J(6, 6);
    for (Eigen::Index i = 0; i < 6; ++i) {
        for (Eigen::Index k = 0; k < 6; ++k) {
            J(i, k) = -(l(unit(i) + unit(k)) - l(unit(i) - unit(k)) - l(unit(k) - unit(i)) + l(-unit(i) - unit(k))) / (4 * h * h);
        }
    }
    for (std::size_t visit = 1; visit <= 3; ++visit) {
        const Eigen::Index c = dense::treatment(data, visit);
        Eigen::VectorXd slope(6);
        for (Eigen::Index k = 0; k < 6; ++k) slope(k) = (at(unit(k)).Phi(c, c) - at(-unit(k)).Phi(c, c)) / (2 * h);
        const double v = at(Eigen::VectorXd::Zero(6)).Phi(c, c);
        CHECK(found.estimates[visit - 1].degrees_of_freedom == Approx(2 * v * v / slope.dot(J.llt().solve(slope))).epsilon(1e-4));
    }
}

TEST_CASE("an answer for one visit is that of all visits") {
    const TrialData data = reference::trial("ii_monotone");
    Mmrm model = with_baseline;
    const std::vector<Estimate> all = analyse(data, model);
    model.visit = 2;
    const std::vector<Estimate> one = analyse(data, model);
    REQUIRE(one.size() == 1);
    CHECK(one[0].effect == all[1].effect);
    CHECK(one[0].degrees_of_freedom == all[1].degrees_of_freedom);
}

TEST_CASE("monotone data are fitted in closed form, others in few iterations") {
    CHECK(analyse(reference::trial("ii_monotone"), with_baseline)[0].iterations == 0);
    CHECK(analyse(reference::trial("i_complete"), with_baseline_ml)[0].iterations == 0);
    const std::uint32_t iterations = analyse(reference::trial("iv_tiny16"), with_baseline)[0].iterations;
    CHECK(iterations >= 1);
    CHECK(iterations <= 12);
}

TEST_CASE("fifteen visits after the baseline are fitted") {
    const TrialData data = made::trial(13, {.participants = 120, .visits = 16, .leaving = 0.01, .skipping = 0.005});
    const Fitted found = fit(with_baseline, data);
    REQUIRE(found.estimates.size() == 15);
    for (const Estimate& estimate : found.estimates) CHECK(estimate.status == FitStatus::converged);
    Eigen::MatrixXd Sigma(15, 15);
    for (int k = 0; k < 225; ++k) Sigma(k / 15, k % 15) = found.covariance[static_cast<std::size_t>(k)];
    const dense::Fit wanted = dense::fit(dense::participants(data, with_baseline.covariates), Sigma, true);
    CHECK(found.estimates[14].effect == Approx(wanted.b(dense::treatment(data, 15))).epsilon(1e-8));
    CHECK(found.estimates[14].log_likelihood == Approx(wanted.log_likelihood).epsilon(1e-11));
}

TEST_CASE("an MMRM that cannot be fitted says why") {
    const auto status = [](const TrialData& data, const Mmrm& model) { return analyse(data, model)[0].status; };
    const TrialData data = made::trial(14, {.participants = 30, .visits = 3, .leaving = 0, .skipping = 0});
    REQUIRE(status(data, with_baseline) == FitStatus::converged);

    SECTION("a visit that nobody of an arm was seen at") {
        TrialData unseen = data;
        for (std::size_t i = 0; i < 30; i += 2) unseen.outcomes[0].scores[60 + i] = missing;
        CHECK(status(unseen, with_baseline) == FitStatus::not_estimable);
    }
    SECTION("nobody at all") {
        TrialData nobody = data;
        std::fill(nobody.outcomes[0].scores.begin() + 30, nobody.outcomes[0].scores.end(), missing);
        CHECK(status(nobody, with_baseline) == FitStatus::not_estimable);
        CHECK(analyse(nobody, with_baseline)[0].participants_analysed == 0);
        CHECK(std::isnan(analyse(nobody, with_baseline)[0].log_likelihood));
    }
    SECTION("a covariate that is the arm") {
        TrialData collinear = data;
        for (std::size_t i = 0; i < 30; ++i) collinear.outcomes[0].scores[i] = data.arm[i] == Arm::control ? 20 : 40;
        CHECK(status(collinear, with_baseline) == FitStatus::not_estimable);
    }
    SECTION("two visits with the same scores") {
        TrialData same = data;
        std::copy_n(same.outcomes[0].scores.begin() + 30, 30, same.outcomes[0].scores.begin() + 60);
        CHECK(status(same, with_baseline) == FitStatus::covariance_singular);
    }
    SECTION("the same score for everyone") {
        TrialData constant = data;
        std::fill(constant.outcomes[0].scores.begin() + 30, constant.outcomes[0].scores.begin() + 60, 12.0);
        CHECK(status(constant, with_baseline) == FitStatus::covariance_singular);
    }
    SECTION("two visits that nobody was seen at both of") {
        TrialData apart = data;
        for (std::size_t i = 0; i < 30; ++i) apart.outcomes[0].scores[(i % 4 < 2 ? 30 : 60) + i] = missing;
        CHECK(status(apart, with_baseline) == FitStatus::hessian_not_positive_definite);
    }
    SECTION("a likelihood that rises for ever, ever more slowly") {
        TrialData few{.arm = {Arm::control, Arm::treatment, Arm::control, Arm::treatment, Arm::control, Arm::treatment}, .booster = std::vector<std::uint8_t>(6), .outcomes = {}};
        few.outcomes.push_back({"score", 3, {0, 0, 0, 0, 0, 0, 21, 29, 12, 30, 20, 22, missing, 26, 18, 22, missing, missing}});
        CHECK(status(few, Mmrm{}) == FitStatus::not_converged);
        CHECK(analyse(few, Mmrm{})[0].iterations == 100);
    }
}

}  // namespace mmrm_test
