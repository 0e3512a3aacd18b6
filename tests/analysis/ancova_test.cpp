// Reference: R's lm on four data sets. Oracles: least squares by QR with factors, typed failures.
#include "catch.hpp"

#include "analysis/reference_trial.hpp"

#include <Eigen/LU>
#include <Eigen/QR>

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/t_test.hpp>

namespace ancova_test {

using namespace equipoise;

TEST_CASE("ANCOVA agrees with R") {
    for (const std::string& set : reference::sets) {
        const std::vector<Estimate> found = analyse(reference::trial(set), Ancova{});
        for (std::size_t visit = 0; visit < 3; ++visit) {
            INFO(set << " " << reference::visits[visit]);
            const nlohmann::json& wanted = reference::analyses(set).at("ancova").at(reference::visits[visit]);
            reference::check_estimate(found[visit], wanted, 1e-10);
            CHECK(found[visit].participants_analysed == wanted.at("n").get<std::uint32_t>());
        }
    }
}

TEST_CASE("ANCOVA without covariates is the pooled t-test") {
    const TrialData data = reference::trial("vii_heavy_dropout_unequal");
    const std::vector<Estimate> ancova = analyse(data, Ancova{.covariates = {}});
    const std::vector<Estimate> t_test = analyse(data, TTest{});
    for (std::size_t visit = 0; visit < 3; ++visit) {
        CHECK(ancova[visit].effect == Approx(t_test[visit].effect).epsilon(1e-12));
        CHECK(ancova[visit].standard_error == Approx(t_test[visit].standard_error).epsilon(1e-12));
        CHECK(ancova[visit].p_value == Approx(t_test[visit].p_value).epsilon(1e-11));
    }
}

TEST_CASE("ANCOVA with a factor and a number agrees with least squares by QR") {
    TrialData data = reference::trial("vii_heavy_dropout_unequal");
    const std::size_t n = data.participants();
    CovariateColumn site{.name = "site", .values = {}, .levels = {"east", "north", "west"}};
    CovariateColumn age{.name = "age", .values = {}};
    for (std::size_t i = 0; i < n; ++i) {
        site.values.push_back(i % 11 == 3 ? missing : static_cast<double>((i * i + i / 7) % 3));
        age.values.push_back(40.0 + static_cast<double>((i * 7919) % 31));
    }
    data.covariates = {age, site};
    const Ancova model{.visit = 2, .covariates = {{.name = "site", .type = CovariateType::factor}, {.name = "baseline"}, {.name = "age"}}};
    const Estimate found = analyse(data, model)[0];
    std::vector<Eigen::Matrix<double, 1, 7>> rows;
    for (std::size_t i = 0; i < n; ++i) {
        const double y = data.score(0, 2, i);
        if (y != y || site.values[i] != site.values[i]) continue;
        rows.emplace_back();
        rows.back() << 1, data.arm[i] == Arm::treatment ? 1 : 0, site.values[i] == 1 ? 1 : 0, site.values[i] == 2 ? 1 : 0, data.score(0, 0, i), age.values[i], y;
    }
    Eigen::MatrixXd all(rows.size(), 7);
    for (std::size_t i = 0; i < rows.size(); ++i) all.row(static_cast<Eigen::Index>(i)) = rows[i];
    const Eigen::MatrixXd X = all.leftCols(6);
    const Eigen::VectorXd b = X.colPivHouseholderQr().solve(all.col(6));
    const double df = static_cast<double>(rows.size()) - 6;
    const double variance = (all.col(6) - X * b).squaredNorm() / df * (X.transpose() * X).inverse()(1, 1);
    CHECK(found.effect == Approx(b(1)).epsilon(1e-10));
    CHECK(found.standard_error == Approx(std::sqrt(variance)).epsilon(1e-10));
    CHECK(found.degrees_of_freedom == df);
    CHECK(found.participants_analysed == rows.size());
}

TEST_CASE("an ANCOVA that cannot be done says why") {
    TrialData data{.arm = {Arm::control, Arm::control, Arm::control, Arm::treatment, Arm::treatment}, .booster = {0, 0, 0, 0, 0}, .outcomes = {}};
    data.outcomes.push_back({"score", 2, {1, 2, 3, 4, 5, 10, 12, 9, 8, 7}});
    CHECK(analyse(data, Ancova{})[0].status == FitStatus::converged);
    data.outcomes[0].scores = {1, 1, 1, 4, 4, 10, 12, 9, 8, 7};  // baseline is the arm
    CHECK(analyse(data, Ancova{})[0].status == FitStatus::not_estimable);
    data.outcomes[0].scores = {1, 2, 3, 4, 5, 2, 4, 6, 5, 7};  // y = 2 baseline - 3 treatment
    CHECK(analyse(data, Ancova{})[0].status == FitStatus::covariance_singular);
    data.outcomes[0].scores = {1, 2, 3, 4, 5, 2, 4, 6, 5, missing};
    CHECK(analyse(data, Ancova{})[0].status == FitStatus::not_estimable);
    CHECK(std::isnan(analyse(data, Ancova{})[0].effect));
}

TEST_CASE("faults of an ANCOVA name their place") {
    const TrialShape shape{.visits = {"baseline", "week 6"}, .outcomes = {"pain"}, .covariates = {{"age"}, {"sex", {"f", "m"}}}, .has_baseline = false};
    const Ancova wrong{.visit = 0, .covariates = {{.name = "baseline"}, {.name = "sex"}, {.name = "age", .type = CovariateType::factor}, {.name = "agee"}, {.name = "sex", .type = CovariateType::factor}}};
    const std::vector<Fault> faults = wrong.faults(shape);
    REQUIRE(faults.size() == 6);
    CHECK(faults[0].pointer == "/visit");
    CHECK(faults[1].pointer == "/covariates/0/name");
    CHECK(faults[2].pointer == "/covariates/1/type");
    CHECK(faults[3].pointer == "/covariates/2/type");
    CHECK(faults[4].pointer == "/covariates/3/name");
    CHECK(faults[4].suggestion == "known: \"age\", \"sex\"");
    CHECK(faults[5].pointer == "/covariates/4/name");
}

}  // namespace ancova_test
