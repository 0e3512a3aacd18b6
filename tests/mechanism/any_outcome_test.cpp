// Oracle: outcomes of the library and of a user's own, erased by value, draw what they drew before.
#include "catch.hpp"

#include <string>

#include <equipoise/mechanism/any_outcome.hpp>

#include "trial_outcome.hpp"

namespace any_outcome_test {

using namespace equipoise;

namespace {

struct Improvement {
    double per_visit;
    Trajectory operator()(Cell cell, Stream& chance) const {
        Trajectory scores{};
        scores[0] = 30 + 10 * standard_normal(chance);
        for (std::size_t v = 1; v < 4; ++v) scores[v] = scores[v - 1] - (cell.arm == Arm::treatment ? per_visit : 0);
        return scores;
    }
};

static_assert(OutcomeModel<Improvement>);
static_assert(OutcomeModel<PreparedOutcome>);
static_assert(!OutcomeModel<RepeatedMeasures>);

struct NotAModel {
    double operator()(Cell) const { return 0; }
};
static_assert(!OutcomeModel<NotAModel>);

}  // namespace

TEST_CASE("stated moments are prepared as RepeatedMeasures") {
    RepeatedMeasures stated = trial::outcome();
    stated.name = "modq";
    const AnyOutcome outcome = stated;
    CHECK(outcome.name() == "modq");
    CHECK(outcome.faults(trial::design()).empty());
    const PreparedOutcome erased = outcome.prepare(trial::design());
    const PreparedRepeatedMeasures direct = prepare(stated, trial::design());
    CHECK(erased.name() == "modq");
    REQUIRE(erased.repeated_measures());
    CHECK(erased.mean_score({Arm::treatment, false}, 2) == direct.mean_score({Arm::treatment, false}, 2));
    for (std::uint64_t i = 0; i < 50; ++i) {
        Stream a(StudyKey(1), 0, {Layer::outcome}, i);
        Stream b = a;
        REQUIRE(erased({Arm::treatment, false}, a) == direct({Arm::treatment, false}, b));
    }
    stated.covariance.sd[0] = -1;
    CHECK(AnyOutcome(stated).faults(trial::design()).size() == 1);
    CHECK_THROWS_AS(AnyOutcome(stated).prepare(trial::design()), InvalidScenario);
}

TEST_CASE("a user's own outcome is held by value") {
    AnyOutcome outcome = Improvement{2};
    CHECK(outcome.name() == "outcome");
    CHECK(outcome.faults(trial::design()).empty());
    const PreparedOutcome prepared = outcome.prepare(trial::design());
    outcome = AnyOutcome("pain", Improvement{5});
    CHECK(outcome.name() == "pain");
    Stream a(StudyKey(1), 0, {Layer::outcome});
    Stream b = a;
    CHECK(prepared({Arm::treatment, false}, a) == Improvement{2}({Arm::treatment, false}, b));
    CHECK_FALSE(prepared.mean_score({Arm::control, false}, 1));
    CHECK_FALSE(prepared.sd_score({Arm::control, false}, 1));
    CHECK_FALSE(prepared.repeated_measures());
    CHECK(AnyOutcome("", Improvement{1}).faults(trial::design()).size() == 1);
}

TEST_CASE("a lambda is an outcome model") {
    const AnyOutcome outcome = [](Cell, Stream& chance) {
        Trajectory scores{};
        scores[1] = standard_normal(chance);
        return scores;
    };
    Stream chance(StudyKey(1), 0, {Layer::outcome});
    Stream again = chance;
    CHECK(outcome.prepare(trial::design())({Arm::control, false}, chance)[1] == standard_normal(again));
}

}  // namespace any_outcome_test
