// Oracle: the level of the interval, other outcomes, and what does not fit the data.
#include "catch.hpp"

#include "analysis/random_trial.hpp"
#include "analysis/reference_trial.hpp"

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/mmrm.hpp>
#include <equipoise/analysis/t_test.hpp>

namespace analyse_test {

using namespace equipoise;

TEST_CASE("the interval has the level asked for and agrees with the p-value") {
    const TrialData data = reference::trial("ii_monotone");
    for (const AnyAnalysis& analysis : std::vector<AnyAnalysis>{TTest{}, Ancova{}, Mmrm{}}) {
        const Estimate usual = analyse(data, analysis)[2];
        const Estimate at_p = analyse(data, analysis, usual.p_value)[2];
        CHECK(at_p.effect == usual.effect);
        CHECK(std::abs(at_p.interval.upper) < 1e-10 * usual.standard_error);  // alpha = p: the interval ends at 0
        CHECK(analyse(data, analysis, 0.001)[2].interval.lower < usual.interval.lower);
    }
}

TEST_CASE("another outcome is analysed by its name") {
    TrialData data = made::trial(40);
    OutcomeColumns other = data.outcomes[0];
    other.name = "pain";
    for (double& score : other.scores) score *= -2;
    data.outcomes.push_back(other);
    for (std::size_t visit = 0; visit < 3; ++visit) {
        CHECK(analyse(data, TTest{.outcome = "pain"})[visit].effect == Approx(-2 * analyse(data, TTest{})[visit].effect));
        CHECK(analyse(data, Mmrm{.outcome = "pain"})[visit].effect == Approx(-2 * analyse(data, Mmrm{})[visit].effect));
    }
}

TEST_CASE("an analysis that does not fit the data is refused with every fault") {
    const TrialData data = made::trial(41);
    try {
        analyse(data, Ancova{.visit = 4, .covariates = {{.name = "age"}}});
        FAIL("not refused");
    } catch (const InvalidScenario& invalid) {
        REQUIRE(invalid.faults().size() == 2);
        CHECK(invalid.faults()[0].pointer == "/visit");
        CHECK(invalid.faults()[1].pointer == "/covariates/0/name");
    }
}

}  // namespace analyse_test
