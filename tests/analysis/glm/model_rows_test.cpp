// Oracle: rows written by hand, their means and standard deviations.
#include "catch.hpp"

#include "analysis/random_trial.hpp"

#include <cmath>

#include <equipoise/analysis/glm/model_rows.hpp>
#include <equipoise/data/trial_shape.hpp>

namespace model_rows_test {
using namespace equipoise;

const std::vector<Covariate> covariates{{.name = "baseline"}, {.name = "site", .type = CovariateType::factor}, {.name = "age"}};

TEST_CASE("rows are of those who have a response and all covariates, in columns of mean 0 and SD 1") {
    const TrialData data = made::trial(6, {.participants = 80, .covariates = true});
    glm::ModelRows rows(covariates, shape_of(data), 0);
    REQUIRE(rows.size() == 6);
    rows.gather(data, [&](std::size_t i) { return data.score(0, 2, i); });
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < 80; ++i) {
        const double sum = data.score(0, 2, i) + data.score(0, 0, i) + data.covariates[0].values[i] + data.covariates[1].values[i];
        if (sum == sum) kept.push_back(i);
    }
    REQUIRE(rows.count() == kept.size());
    CHECK(rows.count() < 80);
    CHECK(rows.count(Arm::control) + rows.count(Arm::treatment) == kept.size());
    CHECK(rows.estimable() == FitStatus::converged);
    for (std::size_t r = 0; r < kept.size(); ++r) {
        CHECK(rows.response(r) == data.score(0, 2, kept[r]));
        CHECK(rows.row(r).front() == 1);
        CHECK(rows.row(r).back() == (data.arm[kept[r]] == Arm::treatment ? 1 : 0));
    }
    for (std::size_t c = 1; c < 5; ++c) {
        double sum = 0;
        double squares = 0;
        double with_score = 0;
        for (std::size_t r = 0; r < kept.size(); ++r) {
            const double raw = c == 1 ? data.score(0, 0, kept[r]) : c == 4 ? data.covariates[0].values[kept[r]] : data.covariates[1].values[kept[r]] == static_cast<double>(c - 1) ? 1.0 : 0.0;
            sum += rows.row(r)[c];
            squares += rows.row(r)[c] * rows.row(r)[c];
            with_score += rows.row(r)[c] * raw;
        }
        const auto n = static_cast<double>(kept.size());
        CHECK(std::abs(sum) < 1e-11);
        CHECK(squares == Approx(n).epsilon(1e-12));
        CHECK(with_score > 0);  // the column itself, not its mirror image
    }
}

TEST_CASE("rows that do not determine a model") {
    TrialData data = made::trial(6, {.participants = 40, .leaving = 0, .skipping = 0});
    const TrialShape shape = shape_of(data);
    glm::ModelRows rows({{.name = "baseline"}}, shape, 0);
    const auto estimable = [&](const TrialData& of, std::size_t from) {
        rows.gather(of, [&](std::size_t i) { return i < from ? missing : of.score(0, 1, i); });
        return rows.estimable();
    };
    CHECK(estimable(data, 0) == FitStatus::converged);
    CHECK(estimable(data, 37) == FitStatus::converged);
    CHECK(estimable(data, 38) == FitStatus::not_estimable);  // fewer rows than columns
    CHECK(estimable(data, 40) == FitStatus::not_estimable);
    TrialData flat = data;
    for (std::size_t i = 0; i < 40; ++i) flat.outcomes[0].scores[i] = 17;
    CHECK(estimable(flat, 0) == FitStatus::not_estimable);
    TrialData by_arm = data;
    for (std::size_t i = 0; i < 40; ++i) by_arm.outcomes[0].scores[i] = data.arm[i] == Arm::treatment ? 5 : 3;
    CHECK(estimable(by_arm, 0) == FitStatus::not_estimable);
    data.arm.assign(40, Arm::treatment);
    CHECK(estimable(data, 0) == FitStatus::not_estimable);
}

}  // namespace model_rows_test
