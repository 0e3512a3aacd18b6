// Oracle: columns written down participant by participant, centred and multiplied out.
#include "catch.hpp"

#include "analysis/random_trial.hpp"

#include <vector>

#include <equipoise/analysis/strata.hpp>
#include <equipoise/analysis/within_strata.hpp>

namespace within_strata_test {

using namespace equipoise;

TrialData with_sex(std::uint64_t seed) {
    TrialData data = made::trial(seed, {.participants = 40, .skipping = 0.2, .covariates = true});
    data.covariates.push_back({.name = "sex", .values = {}, .levels = {"f", "m"}});
    for (std::size_t i = 0; i < 40; ++i) data.covariates[2].values.push_back(i % 9 == 4 ? missing : i % 3 == 0 ? 1 : 0);
    return data;
}

TEST_CASE("a stratum is a combination of levels") {
    const TrialData data = with_sex(441);
    const TrialShape shape = shape_of(data);
    const StrataOfFactors strata({"site", "sex"}, shape);
    CHECK(strata.combinations() == 6);
    CHECK(StrataOfFactors({}, shape).combinations() == 1);
    CHECK(StrataOfFactors({}, shape)(data, 4) == 0);
    for (std::size_t i = 0; i < 40; ++i) {
        const double site = data.covariates[1].values[i];
        const double sex = data.covariates[2].values[i];
        if (site != site || sex != sex) CHECK(strata(data, i) == stratum_unknown);
        else CHECK(strata(data, i) == static_cast<std::size_t>(2 * site + sex));
    }
}

TEST_CASE("columns are about their means within strata") {
    for (const Response response : {Response::score, Response::change}) {
        WithinStrata model({{.name = "age"}, {.name = "baseline"}, {.name = "site", .type = CovariateType::factor}}, {"sex"}, response, shape_of(with_sex(442)));
        model.gather(with_sex(443), 0, 1);  // another trial first, of which nothing must be left
        const TrialData data = with_sex(442);
        model.gather(data, 0, 2);
        CHECK(model.size() == 6);
        std::vector<std::vector<double>> rows;
        std::vector<double> sexes;
        PerArm<double> arms;
        for (std::size_t i = 0; i < 40; ++i) {
            const double site = data.covariates[1].values[i];
            const double base = data.score(0, 0, i);
            const double y = data.score(0, 2, i) - (response == Response::change ? base : 0.0);
            const std::vector<double> row{data.covariates[0].values[i], base, site == 1 ? 1.0 : 0.0, site == 2 ? 1.0 : 0.0, data.arm[i] == Arm::treatment ? 1.0 : 0.0, y};
            if (row[0] != row[0] || site != site || y != y || data.covariates[2].values[i] != data.covariates[2].values[i]) continue;
            rows.push_back(row);
            sexes.push_back(data.covariates[2].values[i]);
            arms[data.arm[i]] += 1;
        }
        REQUIRE(model.participants() == rows.size());
        CHECK(model.strata() == 2);
        CHECK(model.count(Arm::control) == arms.control);
        CHECK(model.count(Arm::treatment) == arms.treatment);
        std::vector<std::vector<double>> centred = rows;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            double size = 0;
            std::vector<double> sums(6, 0.0);
            for (std::size_t k = 0; k < rows.size(); ++k) {
                if (sexes[k] != sexes[i]) continue;
                ++size;
                for (std::size_t c = 0; c < 6; ++c) sums[c] += rows[k][c];
            }
            CHECK(model.stratum_size(model.stratum(i)) == size);
            for (std::size_t c = 0; c < 6; ++c) {
                centred[i][c] -= sums[c] / size;
                CHECK(model.row(i)[c] == Approx(centred[i][c]).margin(1e-11));
            }
        }
        for (std::size_t a = 0; a < 6; ++a) {
            for (std::size_t b = 0; b <= a; ++b) {
                double product = 0;
                for (const std::vector<double>& row : centred) product += row[a] * row[b];
                CHECK(model.products()[a * 6 + b] == Approx(product).epsilon(1e-10).margin(1e-9));
            }
        }
    }
}

TEST_CASE("a column that does not vary within strata is 0, not rounding") {
    TrialData data{.arm = {Arm::control, Arm::treatment, Arm::control, Arm::treatment, Arm::treatment}, .booster = std::vector<std::uint8_t>(5, 0), .outcomes = {}};
    data.outcomes.push_back({"score", 2, {0.1, 0.1, 0.7, 0.7, 0.7, 1, 2, 3, 4, 7}});
    data.covariates = {{.name = "site", .values = {0, 0, 1, 1, 1}, .levels = {"a", "b"}}};
    WithinStrata model({{.name = "baseline"}}, {"site"}, Response::score, shape_of(data));
    model.gather(data, 0, 1);
    CHECK(model.products()[0] == 0);
    CHECK(model.products()[3] == 0);
    CHECK(model.products()[6] == 0);
    CHECK(model.products()[4] > 0);
}

}  // namespace within_strata_test
