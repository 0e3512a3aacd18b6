// Oracle: cross-products of a design matrix written out row by row.
#include "catch.hpp"

#include "analysis/random_trial.hpp"

#include <Eigen/Core>

#include <equipoise/analysis/cross_products.hpp>
#include <equipoise/data/reduction.hpp>

namespace cross_products_test {

using namespace equipoise;

TEST_CASE("cross-products are those of the design matrix about its centres") {
    const TrialData data = made::trial(3, {.participants = 90, .skipping = 0.1, .covariates = true});
    const TrialShape shape = shape_of(data);
    const std::vector<Covariate> covariates{{.name = "site", .type = CovariateType::factor}, {.name = "baseline"}};
    const CellColumn by_booster{-0.5, 0.25, 0, 2};
    CrossProducts model(covariates, shape, {treatment_column, by_booster});
    Reduction reduce({.covariates = {"age", "baseline", "site"}}, shape);
    const SufficientStatistics& statistics = reduce(data);
    model.follow(statistics.layout());
    REQUIRE(model.size() == 7);
    for (std::size_t visit = 1; visit <= 3; ++visit) {
        model.gather(statistics, visit);
        Eigen::Matrix<double, 7, 7> wanted = Eigen::Matrix<double, 7, 7>::Zero();
        double in_cell = 0;
        for (std::size_t i = 0; i < data.participants(); ++i) {
            const double site = data.covariates[1].values[i];
            Eigen::Matrix<double, 7, 1> row;
            row << 1, site == 1 ? 1 : 0, site == 2 ? 1 : 0, data.score(0, 0, i), data.arm[i] == Arm::treatment ? 1 : 0, by_booster[data.cell(i).index()], data.score(0, visit, i);
            if (std::isnan(site) || std::isnan(row.sum())) continue;
            for (std::size_t c = 0; c < 7; ++c) row(static_cast<Eigen::Index>(c)) -= model.centres()[c];
            wanted += row * row.transpose();
            in_cell += data.cell(i) == Cell{Arm::treatment, true} ? 1 : 0;
        }
        for (Eigen::Index i = 0; i < 7; ++i) {
            for (Eigen::Index j = 0; j <= i; ++j) {
                INFO(visit << ": " << i << ", " << j);
                CHECK(model.products()[static_cast<std::size_t>(7 * i + j)] == Approx(wanted(i, j)).epsilon(1e-12).margin(1e-9));
            }
        }
        CHECK(model.count() == wanted(0, 0));
        CHECK(model.count(Arm::treatment) == wanted(4, 4));
        CHECK(model.count({Arm::treatment, true}) == in_cell);
        CHECK(model.centres()[0] == 0);
        CHECK(model.centres()[6] != 0);
    }
}

}  // namespace cross_products_test
