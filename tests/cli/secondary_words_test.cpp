// Oracle: `check` says of each secondary outcome what kind it is, its numbers by arm and how it hangs together with the primary outcome.
#include "catch.hpp"

#include <string>

#include "cli/run_command.hpp"

namespace secondary_words_test {

using namespace equipoise::test;

TEST_CASE("check tells secondary outcomes in words") {
    const Outcome told = run_command({"check", scenario("secondary_outcomes.json")});
    REQUIRE(told.exit == 0);
    for (const std::string line : {"  average pain: a score from 0 to 10 in steps of 1; SD 1.8, 1.7, 1.8, 1.8, means:\n    MST: 4, 1.9, 2.1, 2.1\n",
                                   "    Correlation with the primary outcome: 0.63, 0.49, 0.49, 0.49.\n",
                                   "  satisfaction with care, not measured at baseline: levels, in order: dissatisfied, neither, satisfied, very satisfied; proportions:\n",
                                   "  medication: yes or no; proportions of yes:\n", "  flare-ups, not measured at baseline: a number of events with variance mean + 0.8 x mean^2; means:\n",
                                   "    Correlation with the primary outcome (of the latent variables): -0.4, -0.4, -0.4.\n"}) {
        INFO(line);
        CHECK(told.out.find(line) != std::string::npos);
    }
    CHECK(run_command({"check", scenario("van_dillen_2021.json")}).out.find("Secondary outcomes") == std::string::npos);
}

}  // namespace secondary_words_test
