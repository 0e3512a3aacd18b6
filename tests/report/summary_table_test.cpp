// Oracle: a table written by hand.

#include "catch.hpp"

#include <limits>
#include <string>

#include <equipoise/report/summary_table.hpp>

namespace summary_table_test {

using namespace equipoise;

TEST_CASE("each section is a table with the arms side by side") {
    const CohortSummary summary{
        .arms = {.control = "SFE", .treatment = "MST"},
        .replicates = 100,
        .rows = {{{SummarySection::flow, "randomised", "", "participants", Arm::treatment}, {77, 0}, 100},
                 {{SummarySection::flow, "randomised", "", "participants", Arm::control}, {77, 0}, 100},
                 {{SummarySection::flow, "randomised", "", "participants", std::nullopt}, {154, 0}, 100},
                 {{SummarySection::flow, "seen", "6 months", "participants", Arm::treatment}, {69.47, 0.21}, 100},
                 {{SummarySection::flow, "seen", "12 months", "participants", Arm::treatment}, {67.3, 0.26}, 100},
                 {{SummarySection::therapists, "participants per therapist", "", "mean", std::nullopt}, {24.8, std::numeric_limits<double>::quiet_NaN()}, 1}}};
    const std::string text = summary_table(summary);
    CHECK(text.substr(0, text.find("Means over")) ==
          "Flow\n\n"
          "                                     MST            SFE          both\n"
          "----------  ---------  ------------  -------------  -----------  ------------\n"
          "randomised             participants  77   (always)  77 (always)  154 (always)\n"
          "seen        6 months   participants  69.5 (0.2)\n"
          "            12 months  participants  67.3 (0.3)\n"
          "\n"
          "Therapists\n\n"
          "                                  both\n"
          "--------------------------  ----  ----\n"
          "participants per therapist  mean  24.8\n"
          "\n");
}

}  // namespace summary_table_test
