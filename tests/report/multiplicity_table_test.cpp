// Oracle: a table written by hand.
#include "catch.hpp"

#include <string>

#include <equipoise/report/table.hpp>

#include "report/sample_results.hpp"

namespace multiplicity_table_test {

using namespace equipoise;

StudyResults two_procedures() {
    StudyResults results = test::sample_results();
    const auto rate = [](std::uint64_t count) { return EventRate{.share = mc_proportion(count, 9'988), .reason = {}, .if_failures_reject = static_cast<double>(count + 12) / 10'000, .if_failures_do_not = static_cast<double>(count) / 10'000}; };
    MultiplicityResult holm{.name = "visits", .procedure = "holm", .requested = 10'000, .usable = 9'988, .failed = 12};
    holm.hypotheses = {{.row = 2, .holds = true, .rejection_rate = rate(9'000)}, {.row = 3, .holds = std::nullopt, .rejection_rate = rate(5'000)}};
    holm.disjunctive_power = rate(9'000);
    holm.conjunctive_power = rate(5'000);
    holm.familywise_error.reason = "every hypothesis holds";
    holm.expected_rejections.estimate = McEstimate{1.4017, 0.0057};
    results.multiplicity = {holm};
    return results;
}

TEST_CASE("each hypothesis by the procedure and on its own, then power and error") {
    CHECK(multiplicity_table(two_procedures()) ==
          "Hypotheses tested together\n\n"
          "visits (holm), familywise alpha 0.05 (two-sided)\n\n"
          "hypothesis      tested       holds      rejected       on its own\n"
          "--------------  -----------  ---------  -------------  ----------------\n"
          "mmrm, month 0   effect != 0  yes        0.901 (0.003)  1     (>0.99963)\n"
          "mmrm, month 12  effect != 0  not known  0.501 (0.005)  0.891 (0.003)\n"
          "\n"
          "  at least one that holds is shown (disjunctive power): 0.901 (0.003); 0.9000 if no failure rejects, 0.9012 if all do\n"
          "  all that hold are shown (conjunctive power): 0.501 (0.005); 0.5000 if no failure rejects, 0.5012 if all do\n"
          "  at least one that does not hold is shown (familywise error): none, every hypothesis holds\n"
          "  rejections in a replicate: 1.402 (0.006)\n"
          "  replicates in which an analysis failed: 12 of 10,000\n");
}

TEST_CASE("it stands below the table of the rows, and nothing does if there is no procedure") {
    CHECK(results_table(two_procedures()).find("\n\nHypotheses tested together\n") != std::string::npos);
    CHECK(multiplicity_table(test::sample_results()).empty());
    CHECK(results_table(test::sample_results()).find("together") == std::string::npos);
}

TEST_CASE("hypotheses have a column where they are not all that there is an effect") {
    StudyResults results = test::sample_results();
    CHECK(results_table(results).find("hypothesis") == std::string::npos);
    results.operating_characteristics[1].row.hypothesis = {Alternative::less, 3};
    CHECK(results_table(results).find("effect < 3") != std::string::npos);
    results.operating_characteristics[1].true_value.reset();
    results.operating_characteristics[1].true_value_unknown = "nobody knows";
    CHECK(results_table(results).find("-: nobody knows.\n") != std::string::npos);
}

TEST_CASE("what is tested, in signs") {
    CHECK(to_text(Hypothesis{}) == "effect != 0");
    CHECK(to_text(Hypothesis{Alternative::less, 3}) == "effect < 3");
    CHECK(to_text(Hypothesis{Alternative::greater, -2.5}) == "effect > -2.5");
    CHECK(to_text(Hypothesis{Alternative::equivalence, 2}) == "|effect| < 2");
}

}  // namespace multiplicity_table_test
