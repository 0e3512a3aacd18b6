// Oracle: the same model with dense matrices, and its likelihood's finite differences, at a covariance that is not the maximum.
#include "catch.hpp"

#include "analysis/dense_model.hpp"
#include "analysis/gaussian/fit_at.hpp"
#include "analysis/random_trial.hpp"

namespace evaluate_test {

using namespace equipoise;
using namespace equipoise::gaussian;

namespace {

const std::vector<std::vector<Covariate>> models{
    {},
    {{.name = "baseline"}},
    {{.name = "baseline", .by_visit = false}},
    {{.name = "site", .type = CovariateType::factor}, {.name = "baseline", .by_visit = false}, {.name = "age"}},
};

template <class Size>
void check_against_dense(const Size& size, const TrialData& data, const std::vector<Covariate>& covariates, bool restricted) {
    const Eigen::MatrixXd Sigma = some_covariance(3);
    const std::vector<dense::Participant> participants = dense::participants(data, covariates);
    const dense::Fit wanted = dense::fit(participants, Sigma, restricted);
    FitAt found(data, covariates, restricted);
    REQUIRE(found.evaluate(size, Sigma) == Evaluation::done);
    CHECK(found.fit.patterns.participants() == static_cast<double>(participants.size()));
    // The constant is of centred variables; so coefficients of treatment are compared, and the likelihood, which no shift changes.
    CHECK(log_likelihood(size, found.fit.at, found.fit.patterns) == Approx(wanted.log_likelihood).epsilon(1e-12));
    for (std::size_t visit = 1; visit <= 3; ++visit) {
        const Eigen::Index k = dense::treatment(data, visit);
        const std::size_t c = coefficient(size, found.fit.at, visit - 1, 1);
        CHECK(found.fit.at.B[3 + visit - 1] == Approx(wanted.b(k)).epsilon(1e-10));
        CHECK(found.fit.at.Phi[c * found.map.size.coefficients + c] == Approx(wanted.Phi(k, k)).epsilon(1e-10));
    }
    for (Eigen::Index a = 0; a < 3; ++a) {
        for (Eigen::Index b = 0; b <= a; ++b) {
            const double step = 1e-3;
            Eigen::MatrixXd up = Sigma;
            Eigen::MatrixXd down = Sigma;
            up(a, b) += step;
            down(a, b) -= step;
            up(b, a) = up(a, b);
            down(b, a) = down(a, b);
            const double slope = (dense::fit(participants, up, restricted).log_likelihood - dense::fit(participants, down, restricted).log_likelihood) / (2 * step);
            CHECK(found.fit.at.score[lower(static_cast<std::size_t>(a), static_cast<std::size_t>(b))] == Approx(slope).epsilon(1e-5).margin(1e-7));
        }
    }
}

}  // namespace

TEST_CASE("likelihood, effects and score agree with dense matrices") {
    const TrialData data = made::trial(1, {.skipping = 0.1, .covariates = true});
    for (const std::vector<Covariate>& covariates : models) {
        for (const bool restricted : {true, false}) {
            INFO(covariates.size() << " covariates, restricted " << restricted);
            check_against_dense(coefficient_map(covariates, shape_of(data)).size, data, covariates, restricted);
        }
    }
}

TEST_CASE("sizes known at compile time change nothing") {
    const TrialData data = made::trial(2, {.skipping = 0.1});
    check_against_dense(FixedSize<3, 2>{}, data, models[0], true);
    check_against_dense(FixedSize<3, 3>{}, data, models[1], true);
    check_against_dense(FixedSize<3, 3>{}, data, models[1], false);
}

TEST_CASE("a covariance that is none, and means that are not determined, are told") {
    const TrialData data = made::trial(3);
    FitAt found(data, {}, true);
    Eigen::MatrixXd Sigma = some_covariance(3);
    Sigma(1, 1) = -1;
    CHECK(found.evaluate(found.map.size, Sigma) == Evaluation::covariance_not_positive_definite);
    TrialData one_arm = data;
    one_arm.arm.assign(data.participants(), Arm::control);
    FitAt undetermined(one_arm, {}, true);
    CHECK(undetermined.evaluate(undetermined.map.size, some_covariance(3)) == Evaluation::means_not_estimable);
}

}  // namespace evaluate_test
