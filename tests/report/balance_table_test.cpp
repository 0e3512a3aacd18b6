// Oracle: a table written by hand.

#include "catch.hpp"

#include <string>

#include <equipoise/report/balance_table.hpp>

namespace balance_table_test {

using namespace equipoise;

TEST_CASE("the table has a line for all and for each class, and says what can be guessed") {
    AllocationBalance balance{.replicates = 100,
                              .rows = {{.factor = "", .level = "", .participants = 149, .mean_absolute = {9.71, 0.07}, .sd = {12.2, 0.1}, .percentile_95 = 23, .largest = 43},
                                       {.factor = "sex", .level = "female", .participants = 91.04, .mean_absolute = {7.6, 0.05}, .sd = {0, 0}, .percentile_95 = 19, .largest = 0.5}},
                              .right_guesses = {0.5, 0.002}};
    CHECK(balance_table(balance) ==
          "factor            class   participants  mean |difference|  SD             95 % up to  largest\n"
          "----------------  ------  ------------  -----------------  -------------  ----------  -------\n"
          "all participants          149.0         9.71 (0.07)        12.20 (0.10)   23          43\n"
          "sex               female   91.0         7.60 (0.05)         0    (exact)  19           0.5\n"
          "\nDifferences are in participants, treatment minus control, each arm scaled to its share. Monte Carlo standard errors in parentheses.\n"
          "Whoever guesses the arm that is behind guesses right: 0.500 (0.002).\n");
    balance.right_guesses_in_stratum = McEstimate{0.7083, 0.0004};
    CHECK(balance_table(balance).find("guesses right: 0.500 (0.002); going by the participant's own stratum: 0.7083 (0.0004).\n") != std::string::npos);
}

}  // namespace balance_table_test
