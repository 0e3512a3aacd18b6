// Oracle: procedures in a study count what its rows count, whatever the number of threads. Statistical: the familywise error is at most alpha (4 Monte Carlo errors).
#include "catch.hpp"

#include <cmath>

#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/t_test.hpp>
#include <equipoise/study/run_study.hpp>

#include "scenarios.hpp"

namespace multiplicity_study_test {

using namespace equipoise;

std::vector<RowReference> visits_of(const std::string& analysis) {
    return {{.analysis = analysis, .visit = "week 7"}, {.analysis = analysis, .visit = "week 33"}, {.analysis = analysis, .visit = "week 59"}};
}

StudyOptions options(std::uint64_t replicates, int threads = 1) {
    return {.replicates = replicates,
            .seed = 17,
            .multiplicity = {{.name = "bonferroni", .procedure = Bonferroni{}, .hypotheses = visits_of("t_test_1")},
                             {.name = "holm", .procedure = Holm{}, .hypotheses = visits_of("t_test_1")},
                             {.name = "hochberg", .procedure = Hochberg{}, .hypotheses = visits_of("t_test_1")},
                             {.name = "sequence", .procedure = FixedSequence{}, .hypotheses = visits_of("t_test_1")},
                             {.name = "graph", .procedure = Graphical{{0.5, 0, 0.5}, {{0, 0.5, 0.5}, {0.5, 0, 0.5}, {0.5, 0.5, 0}}}, .hypotheses = visits_of("t_test_1")}},
            .threads = threads};
}

TEST_CASE("under the null all hypotheses are false, and no procedure errs in more than alpha") {
    const StudyResults found = run_study(back_pain_trial(false, three_per_cent()), {TTest{}}, options(4'000, 2));
    REQUIRE(found.multiplicity.size() == 5);
    for (const MultiplicityResult& procedure : found.multiplicity) {
        CAPTURE(procedure.name);
        CHECK(procedure.usable == 4'000);
        REQUIRE(procedure.familywise_error.share);
        CHECK(procedure.familywise_error.share->value <= 0.05 + 4 * std::sqrt(0.05 * 0.95 / 4'000));
        CHECK(procedure.disjunctive_power.reason == "no hypothesis holds");
        for (const TestedHypothesis& one : procedure.hypotheses) CHECK(one.holds == false);
    }
    // The first of a sequence has all of alpha: the procedure errs exactly where its row does.
    CHECK(found.multiplicity[3].familywise_error.share->value == found.operating_characteristics[0].rejection_rate->value);
    CHECK(found.multiplicity[0].familywise_error.share->value == found.multiplicity[1].familywise_error.share->value);
}

TEST_CASE("with effects power is disjunctive and conjunctive, and step-wise procedures have more than Bonferroni's") {
    const StudyResults found = run_study(back_pain_trial(true, three_per_cent()), {TTest{}}, options(500));
    const auto rate = [](const EventRate& event) { return event.share.value().value; };
    for (const MultiplicityResult& procedure : found.multiplicity) {
        CHECK(procedure.familywise_error.reason == "every hypothesis holds");
        CHECK(rate(procedure.conjunctive_power) <= rate(procedure.disjunctive_power));
        double sum = 0;
        for (const TestedHypothesis& one : procedure.hypotheses) sum += rate(one.rejection_rate);
        CHECK(procedure.expected_rejections.estimate->value == Approx(sum).epsilon(1e-12));
    }
    CHECK(rate(found.multiplicity[0].conjunctive_power) <= rate(found.multiplicity[1].conjunctive_power));
    CHECK(rate(found.multiplicity[1].conjunctive_power) <= rate(found.multiplicity[2].conjunctive_power));
    CHECK(rate(found.multiplicity[1].disjunctive_power) == rate(found.multiplicity[0].disjunctive_power));
    CHECK(rate(found.multiplicity[2].conjunctive_power) == rate(found.multiplicity[3].conjunctive_power));  // both reject all if the largest p is below alpha
}

TEST_CASE("the number of threads changes nothing") {
    const Scenario scenario = back_pain_trial(true, three_per_cent());
    const StudyResults one = run_study(scenario, {TTest{}, Ancova{}}, options(700, 1));
    const StudyResults many = run_study(scenario, {TTest{}, Ancova{}}, options(700, 4));
    for (std::size_t k = 0; k < one.multiplicity.size(); ++k) {
        const MultiplicityResult& a = one.multiplicity[k];
        const MultiplicityResult& b = many.multiplicity[k];
        CHECK(a.expected_rejections.estimate->value == b.expected_rejections.estimate->value);
        CHECK(a.expected_rejections.estimate->mcse == b.expected_rejections.estimate->mcse);
        CHECK(a.disjunctive_power.share->value == b.disjunctive_power.share->value);
        for (std::size_t i = 0; i < 3; ++i) CHECK(a.hypotheses[i].rejection_rate.share->value == b.hypotheses[i].rejection_rate.share->value);
    }
}

TEST_CASE("a procedure of rows that the study does not have is refused with the rest") {
    StudyOptions wrong = options(10);
    wrong.multiplicity[0].hypotheses[1].visit = "week 34";
    try {
        run_study(back_pain_trial(true, three_per_cent()), {TTest{}}, wrong);
        FAIL("it ran");
    } catch (const InvalidScenario& invalid) {
        REQUIRE(invalid.faults().size() == 1);
        CHECK(invalid.faults().front().pointer == "/multiplicity/0/hypotheses/1");
    }
}

TEST_CASE("a margin makes another question of the same estimate") {
    Scenario scenario = back_pain_trial(false, three_per_cent());
    const std::vector<AnyAnalysis> analyses{Ancova{.name = "superiority", .visit = 3}, Ancova{.name = "non-inferiority", .visit = 3, .hypothesis = non_inferiority(6, Better::lower)},
                                            Ancova{.name = "equivalence", .visit = 3, .hypothesis = {Alternative::equivalence, 6}}};
    StudyOptions both{.replicates = 1'000, .seed = 18, .multiplicity = {{.name = "in line", .procedure = FixedSequence{}, .hypotheses = {{.analysis = "non-inferiority"}, {.analysis = "superiority"}}}}};
    const StudyResults found = run_study(scenario, analyses, both);
    CHECK(found.operating_characteristics[0].hypothesis_holds == false);
    CHECK(found.operating_characteristics[1].hypothesis_holds == true);
    CHECK(found.operating_characteristics[2].hypothesis_holds == true);
    CHECK(found.operating_characteristics[1].rejection_rate->value > found.operating_characteristics[2].rejection_rate->value);
    CHECK(found.multiplicity[0].hypotheses[0].rejection_rate.share->value == found.operating_characteristics[1].rejection_rate->value);
    CHECK(found.multiplicity[0].familywise_error.share->value <= found.operating_characteristics[0].rejection_rate->value);
    CHECK(found.multiplicity[0].disjunctive_power.share->value == found.operating_characteristics[1].rejection_rate->value);
}

}  // namespace multiplicity_study_test
