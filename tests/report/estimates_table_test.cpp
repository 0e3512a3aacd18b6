// Oracle: tables written by hand; the estimand has a column where contrasts differ.
#include "catch.hpp"

#include <equipoise/report/estimates_table.hpp>

#include "report/sample_results.hpp"

#include <string>
#include <vector>

namespace estimates_table_test {

using namespace equipoise;

TEST_CASE("the estimand is shown where it is not the difference between arms") {
    const Estimate estimate{.effect = -2.5, .standard_error = 1, .degrees_of_freedom = 12, .p_value = 0.02891, .interval = {-4.68, -0.32}, .status = FitStatus::converged, .participants_analysed = 14};
    std::vector<ResultRow> rows{test::row_of("ancova", 1, "week 6")};
    std::vector<Estimate> estimates{estimate};
    const std::string plain = estimates_table(rows, estimates, 0.05);
    CHECK(plain.find("estimand") == std::string::npos);
    CHECK(plain.find("\nEffects are treatment minus control; p is two-sided; lower and upper bound the 95 % confidence interval.\n") != std::string::npos);
    rows.push_back(test::row_of("factorial", 1, "week 6"));
    rows.back().estimand = "booster_by_arm";
    estimates.push_back(estimate);
    for (ResultRow& row : rows) row.level = 0.1;
    const std::string table = estimates_table(rows, estimates, 0.1);
    const std::string head = table.substr(0, table.find('\n'));
    CHECK(head.find("analysis") == 0);
    CHECK(head.find("visit") < head.find("estimand"));
    CHECK(head.find("estimand") < head.find("effect"));
    CHECK(table.find("treatment_minus_control") != std::string::npos);
    CHECK(table.find("booster_by_arm") != std::string::npos);
    CHECK(table.find("\nEffects are as their estimand says; p is two-sided; lower and upper bound the 90 % confidence interval.\n") != std::string::npos);
}

}  // namespace estimates_table_test
