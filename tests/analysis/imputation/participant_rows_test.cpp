// Oracle: rows of a small trial written out by hand.
#include "catch.hpp"

#include <vector>

#include <equipoise/analysis/imputation/participant_rows.hpp>
#include <equipoise/data/reduction.hpp>

namespace participant_rows_test {
using namespace equipoise;

TEST_CASE("participants, their columns and what was seen of them") {
    constexpr double none = missing;
    TrialData data{.arm = {Arm::control, Arm::treatment, Arm::control, Arm::treatment, Arm::control, Arm::treatment}, .booster = std::vector<std::uint8_t>(6, 0), .outcomes = {}};
    data.outcomes.push_back({"score", 4, {10, 11, 12, 13, none, none,    //
                                          1, 2, none, none, none, 5,     //
                                          1, none, none, 4, none, none,  //
                                          1, none, none, 7, none, none}});
    data.covariates = {{.name = "age", .values = {50, 51, 52, 53, 54, none}}, {.name = "site", .values = {0, 1, 2, 1, 0, 2}, .levels = {"a", "b", "c"}}};
    const TrialShape shape = shape_of(data);
    const std::vector<Covariate> covariates{{.name = "site", .type = CovariateType::factor}, {.name = "age"}};
    Reduction reduce({.covariates = {"age", "site"}}, shape);
    const SufficientStatistics& statistics = reduce(data);
    imputation::ParticipantRows rows(covariates, shape, 0);
    rows.gather(data, statistics);
    // Without an age the last is left out; without any score the fifth is.
    REQUIRE(rows.size() == 4);
    CHECK(rows.columns() == 4);
    CHECK(rows.visits() == 3);
    CHECK(rows.count(Arm::control) == 2);
    CHECK(rows.count(Arm::treatment) == 2);
    const double age = statistics.centre(0);
    CHECK(rows.row(1)[0] == 1);
    CHECK(rows.row(1)[1] == 1);
    CHECK(rows.row(1)[2] == 0);
    CHECK(rows.row(1)[3] == 51 - age);
    CHECK(rows.row(1)[4] == 2 - statistics.centre(statistics.layout().visit_column(1)));
    CHECK(rows.row(2)[1] == 0);
    CHECK(rows.row(2)[2] == 1);
    const std::vector<std::uint32_t> seen{0b111, 0b001, 0b000, 0b110};
    const std::vector<std::size_t> last{3, 1, 0, 3};
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(rows.seen(i) == seen[i]);
        CHECK(rows.last(i) == last[i]);
        CHECK(rows.intermittent(i) == (i == 3));
        CHECK(rows.complete(i) == (i == 0));
        CHECK(rows.arm(i) == data.arm[i]);
    }
    // The baseline counts as a score: without it the third, who has nothing else, would be left out.
    data.outcomes[0].scores[2] = none;
    rows.gather(data, statistics);
    CHECK(rows.size() == 3);
    // As a covariate it is needed.
    imputation::ParticipantRows adjusted({{.name = "baseline"}}, shape, 0);
    Reduction with_baseline({.covariates = {"baseline"}}, shape);
    adjusted.gather(data, with_baseline(data));
    CHECK(adjusted.size() == 3);
    CHECK(adjusted.row(2)[1] == 13 - with_baseline(data).centre(0));
}

}  // namespace participant_rows_test
