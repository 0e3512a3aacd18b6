// Reference: R's lm on three data sets. Oracles: least squares by QR with a factor and a number, cell means where nothing is adjusted for.
#include "catch.hpp"

#include "analysis/random_trial.hpp"
#include "analysis/reference_trial.hpp"

#include <Eigen/LU>
#include <Eigen/QR>

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/booster_factorial.hpp>

namespace booster_factorial_test {

using namespace equipoise;

TEST_CASE("the factorial of arm and boosters agrees with R") {
    const nlohmann::json all = reference::read_json("../reference_r/booster_factorial.json");
    REQUIRE(all.at("sets").size() == 3);
    for (const auto& [set, models] : all.at("sets").items()) {
        for (const bool with_baseline : {true, false}) {
            const std::vector<Estimate> found = analyse(reference::trial(set), with_baseline ? BoosterFactorial{} : BoosterFactorial{.covariates = {}});
            REQUIRE(found.size() == 6);
            for (std::size_t visit = 0; visit < 3; ++visit) {
                INFO(set << " " << reference::visits[visit] << (with_baseline ? " with baseline" : ""));
                const nlohmann::json& wanted = models.at(with_baseline ? "with_baseline" : "without").at(reference::visits[visit]);
                reference::check_estimate(found[2 * visit], wanted.at("booster_minus_none"), 1e-10);
                reference::check_estimate(found[2 * visit + 1], wanted.at("booster_by_arm"), 1e-10);
                CHECK(found[2 * visit].participants_analysed == wanted.at("n").get<std::uint32_t>());
            }
        }
    }
}

TEST_CASE("the factorial with a factor and a number agrees with least squares by QR") {
    const TrialData data = made::trial(12, {.participants = 97, .skipping = 0.1, .covariates = true});
    const BoosterFactorial model{.visit = 2, .covariates = {{.name = "site", .type = CovariateType::factor}, {.name = "age"}}};
    const std::vector<Estimate> found = analyse(data, model);
    std::vector<Eigen::Matrix<double, 1, 8>> rows;
    for (std::size_t i = 0; i < data.participants(); ++i) {
        const double site = data.covariates[1].values[i];
        const double a = data.arm[i] == Arm::treatment ? 0.5 : -0.5;
        const double b = data.booster[i] != 0 ? 0.5 : -0.5;
        Eigen::Matrix<double, 1, 8> row;
        row << 1, site == 1 ? 1 : 0, site == 2 ? 1 : 0, data.covariates[0].values[i], a, b, a * b, data.score(0, 2, i);
        if (!std::isnan(row.sum() + site)) rows.push_back(row);
    }
    Eigen::MatrixXd all(rows.size(), 8);
    for (std::size_t i = 0; i < rows.size(); ++i) all.row(static_cast<Eigen::Index>(i)) = rows[i];
    const Eigen::MatrixXd X = all.leftCols(7);
    const Eigen::VectorXd b = X.colPivHouseholderQr().solve(all.col(7));
    const double df = static_cast<double>(rows.size()) - 7;
    const Eigen::VectorXd variances = (all.col(7) - X * b).squaredNorm() / df * (X.transpose() * X).inverse().diagonal();
    REQUIRE(found.size() == 2);
    for (std::size_t k = 0; k < 2; ++k) {
        const auto column = static_cast<Eigen::Index>(5 + k);
        CHECK(found[k].effect == Approx(b(column)).epsilon(1e-10));
        CHECK(found[k].standard_error == Approx(std::sqrt(variances(column))).epsilon(1e-10));
        CHECK(found[k].degrees_of_freedom == df);
        CHECK(found[k].participants_analysed == rows.size());
    }
}

TEST_CASE("unadjusted, the effects are contrasts of the four cell means") {
    const TrialData data = made::trial(13, {.skipping = 0.1});
    std::array<double, cell_count> sum{};
    std::array<double, cell_count> n{};
    for (std::size_t i = 0; i < data.participants(); ++i) {
        if (std::isnan(data.score(0, 1, i))) continue;
        sum[data.cell(i).index()] += data.score(0, 1, i);
        n[data.cell(i).index()] += 1;
    }
    const double in_control = sum[1] / n[1] - sum[0] / n[0];
    const double in_treatment = sum[3] / n[3] - sum[2] / n[2];
    const std::vector<Estimate> found = analyse(data, BoosterFactorial{.visit = 1, .covariates = {}});
    CHECK(found[0].effect == Approx(0.5 * (in_control + in_treatment)).epsilon(1e-10));
    CHECK(found[1].effect == Approx(in_treatment - in_control).epsilon(1e-10));
}

TEST_CASE("order and origin are of no account to the factorial, and swapping arms or boosters turns signs") {
    TrialData data = made::trial(15, {.skipping = 0.1});
    for (double& score : data.outcomes[0].scores) score = std::round(score * 1024) / 1024;
    const std::size_t n = data.participants();
    TrialData other = data;
    TrialData arms_swapped = data;
    TrialData boosters_swapped = data;
    for (std::size_t i = 0; i < n; ++i) {
        other.arm[i] = data.arm[n - 1 - i];
        other.booster[i] = data.booster[n - 1 - i];
        for (std::size_t visit = 0; visit < 4; ++visit) other.outcomes[0].scores[visit * n + i] = data.score(0, visit, n - 1 - i) + 1e6;
        arms_swapped.arm[i] = data.arm[i] == Arm::control ? Arm::treatment : Arm::control;
        boosters_swapped.booster[i] = data.booster[i] == 0 ? 1 : 0;
    }
    const std::vector<Estimate> found = analyse(data, BoosterFactorial{});
    const std::vector<Estimate> same = analyse(other, BoosterFactorial{});
    for (std::size_t k = 0; k < 6; ++k) {
        CHECK(std::abs(found[k].effect - same[k].effect) <= 1e-9 * found[k].standard_error);
        reference::check_relative(same[k].standard_error, found[k].standard_error, 1e-9);
        const double by_arm = k % 2 == 0 ? 1 : -1;
        CHECK(analyse(arms_swapped, BoosterFactorial{})[k].effect == Approx(by_arm * found[k].effect).epsilon(1e-9));
        CHECK(analyse(boosters_swapped, BoosterFactorial{})[k].effect == Approx(-found[k].effect).epsilon(1e-9));
    }
}

TEST_CASE("the factorial answers two questions for each visit") {
    const TrialShape shape{.visits = {"baseline", "week 6", "week 52"}, .outcomes = {"pain"}, .has_boosters = true};
    CHECK(BoosterFactorial{}.faults(shape).empty());
    const PreparedAnalysis prepared = AnyAnalysis(BoosterFactorial{}).prepare(shape, 0.05);
    REQUIRE(prepared.answers().size() == 4);
    CHECK(prepared.answers()[0] == Answer{.estimand = "booster_minus_none", .visit = 1});
    CHECK(prepared.answers()[1] == Answer{.estimand = "booster_by_arm", .visit = 1});
    CHECK(prepared.answers()[3] == Answer{.estimand = "booster_by_arm", .visit = 2});
    CHECK_FALSE(prepared.needs_participants());
}

TEST_CASE("a factorial that cannot be done says why") {
    TrialData data = made::trial(14, {.leaving = 0, .skipping = 0});
    for (std::size_t i = 0; i < data.participants(); ++i) {
        if (data.cell(i) == Cell{Arm::control, true}) data.booster[i] = 0;
    }
    for (const Estimate& found : analyse(data, BoosterFactorial{})) CHECK(found.status == FitStatus::not_estimable);
    const TrialShape shape{.visits = {"baseline", "week 6"}, .outcomes = {"pain"}};
    const std::vector<Fault> faults = BoosterFactorial{}.faults(shape);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].pointer == "/method");
    CHECK(faults[0].message == "compares participants with and without boosters, but nobody is allocated to them");
}

}  // namespace booster_factorial_test
