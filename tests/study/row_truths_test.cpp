// Oracle: what is asked of nature for each answer, and whether what a test is to show is so, joint tests and margins included.
#include "catch.hpp"

#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/effect_size.hpp>
#include <equipoise/analysis/mmrm.hpp>
#include <equipoise/analysis/wilcoxon.hpp>
#include <equipoise/study/prepared_study.hpp>

#include "scenarios.hpp"

namespace row_truths_test {

using namespace equipoise;

PreparedStudy study(const Scenario& scenario, const std::vector<AnyAnalysis>& analyses) { return prepare(scenario, analyses, {.replicates = 1, .seed = 4}); }

Mmrm everything() {
    return {.visit = 3, .contrasts = {{.name = "average", .weights = {1.0 / 3, 1.0 / 3, 1.0 / 3}}, {.name = "change", .weights = {-1, 0, 1}}}, .joint = true, .interaction = true, .least_squares_means = true};
}

TEST_CASE("contrasts, means and joint tests of one model") {
    const PreparedStudy with = study(unbounded_trial(), {everything()});
    REQUIRE(with.rows.size() == 7);
    const std::vector<double> values{-5.7, 19.5, 13.8, -(7.9 + 5.6 + 5.7) / 3, 7.9 - 5.7};
    for (std::size_t r = 0; r < values.size(); ++r) {
        CAPTURE(with.rows[r].estimand, with.rows[r].visit_label);
        REQUIRE(with.row_truths[r].value);
        CHECK(with.row_truths[r].value->value == Approx(values[r]).epsilon(1e-8));
        CHECK(with.row_truths[r].value->mcse == 0);
        CHECK(with.row_truths[r].holds == true);
    }
    for (const std::size_t r : {std::size_t{5}, std::size_t{6}}) {
        CHECK_FALSE(with.row_truths[r].value);
        CHECK(with.row_truths[r].unknown == "a joint test is of several effects, which have true values each");
        CHECK(with.row_truths[r].holds == true);
    }
    const PreparedStudy without = study(back_pain_trial(false, three_per_cent()), {everything()});
    for (const std::size_t r : {0U, 3U, 4U, 5U, 6U}) CHECK(without.row_truths[r].holds == false);
}

TEST_CASE("an effect that is the same at every visit: the joint test is right, that of change over visits is not") {
    Scenario scenario = unbounded_trial();
    RepeatedMeasures outcome = *scenario.mechanism.outcome.repeated_measures();
    outcome.mean.treatment = {32, 17, 16.5, 16.5};
    scenario.mechanism.outcome = outcome;
    const PreparedStudy same = study(scenario, {everything()});
    CHECK(same.row_truths[4].value->value == 0.0);
    CHECK(same.row_truths[4].holds == false);
    CHECK(same.row_truths[5].holds == true);
    CHECK(same.row_truths[6].holds == false);
}

TEST_CASE("what is tested decides whether a row is power or error") {
    const PreparedStudy found = study(unbounded_trial(), {Ancova{.visit = 3}, Ancova{.visit = 3, .hypothesis = {Alternative::greater, 0}},
                                                          Ancova{.visit = 3, .hypothesis = {Alternative::less, -6}}, Ancova{.visit = 3, .hypothesis = {Alternative::equivalence, 6}}});
    CHECK(found.row_truths[0].holds == true);
    CHECK(found.row_truths[1].holds == false);
    CHECK(found.row_truths[2].holds == false);
    CHECK(found.row_truths[3].holds == true);
}

TEST_CASE("distributions of changes are asked for as such") {
    const PreparedStudy found = study(unbounded_trial(), {Wilcoxon{.response = Response::change, .visit = 3}, EffectSize{.response = Response::change, .visit = 3}, EffectSize{.visit = 3}});
    CHECK(std::abs(found.row_truths[0].value->value + 5.7) <= 4 * found.row_truths[0].value->mcse + 1e-9);
    const double sd_of_change = std::sqrt(81 + 10.2 * 10.2 - 2 * 0.35 * 9 * 10.2);
    CHECK(found.row_truths[1].value->mcse > 0);
    CHECK(std::abs(found.row_truths[1].value->value + 5.7 / sd_of_change) <= 4 * found.row_truths[1].value->mcse);
    CHECK(found.row_truths[2].value->value == Approx(-5.7 / 10.2).epsilon(1e-9));
    for (const RowPair& pair : found.pairs) CHECK_FALSE(found.rows[pair.first].analysis == found.rows[pair.second].analysis);
    CHECK(found.pairs.empty());  // none of them is of the same quantity as another
}

}  // namespace row_truths_test
