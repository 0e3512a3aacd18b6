// Oracle: each thing that is wrong with secondary outcomes is told, with its place, and nothing else is.
#include "catch.hpp"

#include <string>
#include <utility>
#include <vector>

#include <equipoise/mechanism/secondary_outcome_faults.hpp>
#include <equipoise/random/standard_normal.hpp>

#include "mechanism/trial_outcome.hpp"

namespace secondary_outcome_faults_test {

using namespace equipoise;

namespace {

SecondaryOutcome pain() {
    return {.name = "pain",
            .kind = NumericScore{.mean = {.control = {4, 3, 3, 3}, .treatment = {4, 2, 2, 2}}, .covariance = ar1(4, 1.8, 0.5), .scale = {0, 10, 1}},
            .correlation_with_primary = {0.6, 0.5, 0.5, 0.5}};
}

SecondaryOutcome satisfaction() {
    const std::vector<std::vector<double>> rows(3, {0.2, 0.3, 0.5});
    return {.name = "satisfaction",
            .kind = OrdinalLevels{.levels = {"low", "fair", "high"}, .proportions = {.control = rows, .treatment = rows}, .correlation = ar1(3, 1.0, 0.5).correlation},
            .measured_at_baseline = false};
}

SecondaryOutcome drug() {
    return {.name = "drug", .kind = BinaryProportion{.proportion = {.control = {0.5, 0.4, 0.4, 0}, .treatment = {0.5, 0.3, 0.3, 1}}, .correlation = ar1(4, 1.0, 0.5).correlation}};
}

SecondaryOutcome flares() {
    return {.name = "flares", .kind = EventCount{.mean = {.control = {1, 2, 2, 2}, .treatment = {1, 1, 1, 0}}, .dispersion = 0.5, .correlation = ar1(4, 1.0, 0.5).correlation}};
}

/// "POINTER: MESSAGE" of each fault, the pointers beneath that of the outcomes.
std::vector<std::string> told(const std::vector<SecondaryOutcome>& outcomes, const AnyOutcome& primary = trial::outcome()) {
    std::vector<std::string> lines;
    for (const Fault& fault : faults(outcomes, trial::design(), primary)) {
        REQUIRE(fault.pointer.rfind("/mechanism/secondary_outcomes/", 0) == 0);
        lines.push_back(fault.pointer.substr(30) + ": " + fault.message);
    }
    return lines;
}

template <class Kind>
Kind& of(SecondaryOutcome& outcome) {
    return std::get<Kind>(outcome.kind);
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("outcomes that are right have no faults") { CHECK(told({pain(), satisfaction(), drug(), flares()}).empty()); }

TEST_CASE("names are distinct and nobody else's") {
    SecondaryOutcome empty = pain();
    empty.name = "";
    SecondaryOutcome primary = pain();
    primary.name = "outcome";
    SecondaryOutcome column = pain();
    column.name = "week";
    CHECK(told({empty, primary, column, pain(), pain()}) ==
          Lines{"0/name: must be a name, but is empty", "1/name: must be unlike the primary outcome's, but both are \"outcome\"",
                "2/name: must not be that of a column of every data set, but is \"week\"",
                "4/name: must be unlike the other outcomes', but \"pain\" is also outcome 3"});
    SecondaryOutcome first = pain();
    first.name = "costarring";
    SecondaryOutcome second = pain();
    second.name = "liquid";  // the two have one hash
    CHECK(told({first, second}) == Lines{"1/name: must have random numbers of its own, but \"liquid\" would share those of \"costarring\""});
}

TEST_CASE("a numeric score's numbers are checked as the primary outcome's are") {
    SecondaryOutcome outcome = pain();
    of<NumericScore>(outcome).mean.treatment = {4.5, 2, 2};
    of<NumericScore>(outcome).covariance.sd[1] = 0;
    of<NumericScore>(outcome).covariance.correlation(1, 2) = 0.9;
    of<NumericScore>(outcome).scale.step = 3;
    CHECK(told({outcome}) == Lines{"0/mean/treatment: must hold one number for each of the 4 visits, but holds 3",
                                   "0/mean/treatment/0: must equal the control arm's at baseline, since participants are randomised, but they are 4.5 and 4",
                                   "0/scale/step: must divide the scale into a whole number of steps, but 0 to 10 is 3.33333 steps of 3",
                                   "0/covariance/sd/1: must be a number above 0, but is 0",
                                   "0/covariance/correlation/2/1: must equal the correlation across the diagonal, but they are 0.5 and 0.9"});
    outcome = pain();
    of<NumericScore>(outcome).mean.control[2] = 10;
    CHECK(told({outcome}) == Lines{"0/mean/control/2: must give scores a mean between 0 and 10, but the mean is 10"});
}

TEST_CASE("levels have names and proportions that add up") {
    SecondaryOutcome outcome = satisfaction();
    auto& kind = of<OrdinalLevels>(outcome);
    kind.levels[2] = "low";
    kind.proportions.control[0] = {0.2, 0.3, 0.6};
    kind.proportions.treatment[1] = {0.5, 0.5};
    kind.proportions.treatment[2] = {-0.1, 0.6, 0.5};
    kind.correlation = ar1(4, 1.0, 0.5).correlation;
    CHECK(told({outcome}) == Lines{"0/levels/2: must be unlike the other levels, but \"low\" is there twice", "0/proportions/control/0: must add up to 1, but add up to 1.1",
                                   "0/proportions/treatment/1: must hold one proportion for each of the 3 levels, but holds 2",
                                   "0/proportions/treatment/2/0: must be a proportion from 0 to 1, but is -0.1",
                                   "0/correlation/correlation: must be 3 by 3, one row for each visit, but is 4 by 4"});
    outcome = satisfaction();
    of<OrdinalLevels>(outcome).levels.resize(1);
    CHECK(told({outcome}).front() == "0/levels: must hold at least two levels, the lowest first, but holds 1");
    outcome = satisfaction();
    of<OrdinalLevels>(outcome).proportions.control.pop_back();
    CHECK(told({outcome}) == Lines{"0/proportions/control: must hold one row of proportions for each of the 3 visits after baseline, but holds 2"});
    outcome = satisfaction();
    outcome.measured_at_baseline = true;
    of<OrdinalLevels>(outcome).correlation = ar1(4, 1.0, 0.5).correlation;
    of<OrdinalLevels>(outcome).proportions = {.control = std::vector<std::vector<double>>(4, {0.2, 0.3, 0.5}), .treatment = std::vector<std::vector<double>>(4, {0.1, 0.4, 0.5})};
    CHECK(told({outcome}) == Lines{"0/proportions/treatment/0: must equal the control arm's proportions at baseline, since participants are randomised"});
}

TEST_CASE("proportions and means of counts stay within their ranges") {
    SecondaryOutcome binary = drug();
    of<BinaryProportion>(binary).proportion.control[1] = 1.1;
    of<BinaryProportion>(binary).proportion.treatment[0] = 0.6;
    SecondaryOutcome count = flares();
    of<EventCount>(count).mean.treatment[1] = -1;
    of<EventCount>(count).dispersion = -0.5;
    CHECK(told({binary, count}) == Lines{"0/proportion/control/1: must be a proportion from 0 to 1, but is 1.1",
                                         "0/proportion/treatment/0: must equal the control arm's at baseline, since participants are randomised, but they are 0.6 and 0.5",
                                         "1/mean/treatment/1: must be a mean number of events from 0 to 500, but is -1", "1/dispersion: must be a number of at least 0, but is -0.5"});
    count = flares();
    of<EventCount>(count).mean.control[1] = 300;
    of<EventCount>(count).dispersion = 4;
    CHECK(told({count}) == Lines{"0/dispersion: must be such that counts above 2,000 are as good as impossible, but with a mean of 300 it is 4"});
}

TEST_CASE("correlations with the primary outcome are one for each visit, and 0 beside a model of the user's") {
    SecondaryOutcome outcome = pain();
    outcome.correlation_with_primary = {0.6, 1.2, 0};
    CHECK(told({outcome}) == Lines{"0/correlation_with_primary: must hold one correlation for each of the 4 visits, or none, but holds 3",
                                   "0/correlation_with_primary/1: must be a correlation between -1 and 1, but is 1.2"});
    outcome.correlation_with_primary = {0, 0, 0.5, 0};
    const AnyOutcome own("own", [](Cell, Stream& chance) { return Trajectory{standard_normal(chance)}; });
    CHECK(told({outcome}, own) ==
          Lines{"0/correlation_with_primary/2: must be 0, since the primary outcome is a model of one's own, whose normal variables are not known, but is 0.5"});
    outcome.correlation_with_primary.clear();
    CHECK(told({outcome}, own).empty());
}

}  // namespace secondary_outcome_faults_test
