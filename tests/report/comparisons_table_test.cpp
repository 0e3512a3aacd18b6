// Oracle: the exact text of a table of paired differences.
#include "catch.hpp"

#include <equipoise/report/comparisons_table.hpp>

#include "report/sample_results.hpp"

namespace comparisons_table_test {

using namespace equipoise;

TEST_CASE("the paired differences of a study") {
    CHECK(comparisons_table(test::sample_results()) ==
          R"(Paired differences on the same replicates, first analysis minus second

analyses       visit     both usable  difference in power  difference in bias
-------------  --------  -----------  -------------------  --------------------
t_test - mmrm  month 0   10,000       -0.0020 (0.0004)     0     (never differ)
t_test - mmrm  month 12   9,988       -0.036  (0.003)      0.012 (0.008)

Monte Carlo standard errors in parentheses, from the paired differences.
)");
}

TEST_CASE("a difference that does not exist is a dash, and under the null it is one of rejection rates") {
    StudyResults results = test::sample_results();
    results.operating_characteristics[0].hypothesis_holds = false;
    results.comparisons.resize(1);
    results.comparisons[0].replicates = 0;
    results.comparisons[0].rejection_rate_difference = results.comparisons[0].bias_difference = {.estimate{}, .reason = "no replicate is usable in both"};
    const std::string text = comparisons_table(results);
    CHECK(text.find("difference in rejection rate  difference in bias\n") != std::string::npos);
    CHECK(text.find("\nt_test - mmrm  month 0  0            -                             -\n") != std::string::npos);
}

TEST_CASE("nothing compared, nothing said") {
    StudyResults results = test::sample_results();
    results.comparisons.clear();
    CHECK(comparisons_table(results).empty());
}

TEST_CASE("a difference of the last digits is called rounding, a small one of the estimates is not") {
    StudyResults results = test::sample_results();
    results.comparisons[0].bias_difference.estimate = McEstimate{-5.95e-17, 3.1e-16};
    results.comparisons[1].bias_difference.estimate = McEstimate{1e-7, 2e-8};
    const std::string text = comparisons_table(results);
    CHECK(text.find("(but for rounding)") != std::string::npos);
    CHECK(text.find("e-1") == std::string::npos);
}

}  // namespace comparisons_table_test
