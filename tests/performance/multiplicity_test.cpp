// Oracle: hypotheses are found among the rows of a study, and every fault of a procedure is told.
#include "catch.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <equipoise/performance/multiplicity_faults.hpp>

namespace multiplicity_test {

using namespace equipoise;

const std::vector<ResultRow> rows{
    {.analysis = "ANCOVA", .method = "ancova", .outcome = "MODQ", .estimand = "treatment_minus_control", .visit = 1, .visit_label = "month 6"},
    {.analysis = "ANCOVA", .method = "ancova", .outcome = "MODQ", .estimand = "treatment_minus_control", .visit = 2, .visit_label = "month 12"},
    {.analysis = "non-inferiority", .method = "ancova", .outcome = "MODQ", .estimand = "treatment_minus_control", .visit = 2, .visit_label = "month 12", .hypothesis = {Alternative::less, 3}, .level = 0.025}};

MultipleTesting both_visits(AnyProcedure procedure) {
    return {.name = "visits", .procedure = std::move(procedure), .hypotheses = {{.analysis = "ANCOVA", .visit = "month 6"}, {.analysis = "ANCOVA", .visit = "month 12"}}};
}

std::string message(const MultipleTesting& testing, const std::string& pointer) {
    for (const Fault& fault : faults({testing}, rows)) {
        if (fault.pointer == pointer) return fault.message;
    }
    return "no fault at " + pointer;
}

TEST_CASE("hypotheses are rows, and their p-values are those of the rows") {
    MultipleTesting testing = both_visits(Holm{});
    testing.hypotheses.push_back({.analysis = "non-inferiority"});
    CHECK(faults({testing}, rows).empty());
    const PreparedTesting prepared = prepare(testing, rows, 0.05);
    CHECK(prepared.alpha == 0.05);
    CHECK(prepared.rows == std::vector<std::size_t>{0, 1, 2});
    std::vector<Estimate> estimates;
    for (const double p : {0.01, 0.3, 0.012}) estimates.push_back({.effect = 1, .standard_error = 1, .p_value = p, .interval = {0, 2}, .status = FitStatus::converged});
    const PerHypothesis found = prepared(estimates).value();
    CHECK(found[0] == Approx(0.03).epsilon(1e-14));
    CHECK(found[1] == Approx(0.3).epsilon(1e-14));
    CHECK(found[2] == Approx(0.048).epsilon(1e-14));  // one-sided: 2 x 0.012 x 2
    estimates[1].status = FitStatus::not_converged;
    CHECK_FALSE(prepared(estimates));
    testing.alpha = 0.1;
    CHECK(prepare(testing, rows, 0.05).alpha == 0.1);
}

TEST_CASE("references that fit no row, several, or one that was there") {
    MultipleTesting testing = both_visits(Holm{});
    testing.hypotheses[1].visit = "month 13";
    CHECK(message(testing, "/multiplicity/0/hypotheses/1") == "must be a row of the results, but the analysis \"ANCOVA\" has none like it");
    CHECK(faults({testing}, rows).front().suggestion == "its rows: month 6, MODQ, treatment_minus_control; month 12, MODQ, treatment_minus_control");
    testing.hypotheses[1] = {.analysis = "MMRM"};
    CHECK(message(testing, "/multiplicity/0/hypotheses/1") == "must be a row of the results, but there is no analysis \"MMRM\"");
    CHECK(faults({testing}, rows).front().suggestion == "analyses: ANCOVA; non-inferiority");
    testing.hypotheses[1] = {.analysis = "ANCOVA"};
    CHECK(message(testing, "/multiplicity/0/hypotheses/1") == "must be one row of the results, but 2 fit");
    testing.hypotheses[1] = testing.hypotheses[0];
    CHECK(message(testing, "/multiplicity/0/hypotheses/1") == "must be another row than those before it, but is there already");
    testing.hypotheses.pop_back();
    CHECK(message(testing, "/multiplicity/0/hypotheses") == "must be from 2 to 32 hypotheses, but is one");
}

TEST_CASE("weights and transitions") {
    CHECK(message(both_visits(Bonferroni{{0.5}}), "/multiplicity/0/weights") == "must hold one weight for each of the 2 hypotheses, but holds 1");
    CHECK(message(both_visits(Bonferroni{{0.5, 0.6}}), "/multiplicity/0/weights") == "must be shares of alpha, together at most 1, but add up to 1.1");
    CHECK(message(both_visits(Bonferroni{{1, 0}}), "/multiplicity/0/weights/1") == "must be a number above 0, but is 0");
    CHECK(faults({both_visits(Holm{{2, 1}})}, rows).empty());
    CHECK(message(both_visits(Fallback{{1, -1}}), "/multiplicity/0/weights/1") == "must be a number of at least 0, but is -1");
    CHECK(message(both_visits(Graphical{}), "/multiplicity/0/weights") == "must hold the share of alpha that each hypothesis has to begin with, but is empty");
    CHECK(message(both_visits(Graphical{{1, 0}, {{0, 1}}}), "/multiplicity/0/transitions") == "must be a row for each of the 2 hypotheses, and in it a number for each");
    CHECK(message(both_visits(Graphical{{1, 0}, {{0.5, 0.7}, {0, 0}}}), "/multiplicity/0/transitions/0") == "must be parts of a share, together at most 1, but add up to 1.2");
    CHECK(message(both_visits(Graphical{{1, 0}, {{0.5, 0.5}, {0, 0}}}), "/multiplicity/0/transitions/0/0") == "must be 0: a hypothesis passes nothing to itself");
    CHECK(message(both_visits(Graphical{{1, 0}, {{0, 1}, {-1, 0}}}), "/multiplicity/0/transitions/1/0") == "must be a part from 0 to 1, but is -1");
    CHECK(faults({both_visits(Graphical{{1, 0}, {{0, 1}, {1, 0}}})}, rows).empty());
}

TEST_CASE("names and levels") {
    MultipleTesting testing = both_visits(Holm{});
    const std::vector<Fault> twice = faults({testing, testing}, rows);
    REQUIRE(twice.size() == 1);
    CHECK(twice.front().pointer == "/multiplicity/1/name");
    testing.alpha = 1;
    testing.name.clear();
    CHECK(message(testing, "/multiplicity/0/alpha") == "must be a significance level between 0 and 1, but is 1");
    CHECK(message(testing, "/multiplicity/0/name") == "must be a name, but is empty");
}

}  // namespace multiplicity_test
