// Oracle: what a mechanism may see is a matter of its type; faults of the built-in ones are told at their place.
#include "catch.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include <equipoise/mechanism/any_dropout.hpp>

#include "trial_outcome.hpp"

namespace any_dropout_test {

using namespace equipoise;

namespace {

struct LackOfEfficacy {
    double worsening;
    double operator()(const ObservedHistory& past) const { return past.change() > worsening ? 0.30 : 0.02; }
};
static_assert(DropoutAtRandom<LackOfEfficacy>);
static_assert(!DropoutNotAtRandom<LackOfEfficacy>);

struct Unseen {
    double operator()(const CompleteHistory& past) const { return past.upcoming > 30 ? 0.5 : 0.0; }
};
static_assert(DropoutNotAtRandom<Unseen>);
static_assert(!DropoutAtRandom<Unseen>);

struct Both {
    double operator()(const ObservedHistory&) const { return 0.1; }
    double operator()(const CompleteHistory&) const { return 0.9; }
};
static_assert(DropoutAtRandom<Both> && !DropoutNotAtRandom<Both>);

constexpr auto observed_lambda = [](const ObservedHistory& past) { return past.last() > 20 ? 0.1 : 0.0; };
constexpr auto complete_lambda = [](const CompleteHistory& past) { return past.upcoming > 20 ? 0.1 : 0.0; };
constexpr auto generic_lambda = [](const auto& past) requires requires { past.upcoming; } { return past.upcoming > 20 ? 0.1 : 0.0; };
static_assert(DropoutAtRandom<decltype(observed_lambda)>);
static_assert(DropoutNotAtRandom<decltype(complete_lambda)>);
static_assert(DropoutNotAtRandom<decltype(generic_lambda)>);
static_assert(!DropoutRule<int>);
static_assert(!DropoutRule<RepeatedMeasures>);

bool blames(const std::vector<Fault>& found, const std::string& pointer) {
    return std::any_of(found.begin(), found.end(), [&](const Fault& fault) { return fault.pointer == "/mechanism/dropout" + pointer; });
}

}  // namespace

TEST_CASE("a mechanism's word is the weakest assumption that is sure to hold") {
    CHECK(AnyDropout(NoDropout{}).mechanism() == "none");
    CHECK(AnyDropout(ConstantDropout{{0.1, 0.1}}).mechanism() == "mcar");
    CHECK(AnyDropout(DropoutCompletelyAtRandom{}).mechanism() == "mcar");
    CHECK(AnyDropout(LogisticDropout{.leaving = {}}).mechanism() == "mcar");
    CHECK(AnyDropout(LogisticDropout{.leaving = {}, .last_score = {0, 1}}).mechanism() == "mar");
    CHECK(AnyDropout(LogisticDropout{.leaving = {}, .change = {1, 0}}).mechanism() == "mar");
    CHECK(AnyDropout(LogisticDropout{.leaving = {}, .change = {1, 0}, .missed_score = {0, 0.1}}).mechanism() == "mnar");
    CHECK(AnyDropout(LackOfEfficacy{5}).mechanism() == "mar");
    CHECK(AnyDropout(Unseen{}).mechanism() == "mnar");
    CHECK(AnyDropout(Both{}).mechanism() == "mar");
    CHECK(AnyDropout(observed_lambda).at_random());
    CHECK_FALSE(AnyDropout(complete_lambda).at_random());
    CHECK_FALSE(AnyDropout(generic_lambda).at_random());
    CHECK(AnyDropout(NoDropout{}).at_random());
}

TEST_CASE("rates that make sense have no fault") {
    const DropoutCompletelyAtRandom random{.leaving = {.control = {0.03, 0, 0.2}, .treatment = {0.03, 0.03, 0.03}}};
    CHECK(AnyDropout(random).faults(trial::design()).empty());
    CHECK(AnyDropout(NoDropout{}).faults(trial::design()).empty());
    CHECK(AnyDropout(LackOfEfficacy{5}).faults(trial::design()).empty());
    CHECK(AnyDropout(ConstantDropout{{0.0, 0.5}}).faults(trial::design()).empty());
}

TEST_CASE("each mistake in a dropout mechanism is told at its place") {
    const Design design = trial::design();
    const PerArm<std::vector<double>> good{.control = {0.03, 0.03, 0.03}, .treatment = {0.03, 0.03, 0.03}};
    constexpr double no_number = std::numeric_limits<double>::quiet_NaN();
    CHECK(blames(AnyDropout(ConstantDropout{{1.0, 0.1}}).faults(design), "/per_visit/control"));
    CHECK(blames(AnyDropout(ConstantDropout{{0.1, -0.1}}).faults(design), "/per_visit/treatment"));
    CHECK(blames(AnyDropout(ConstantDropout{{0.1, no_number}}).faults(design), "/per_visit/treatment"));
    CHECK(blames(AnyDropout(ConstantDropout{{0.9, 0.1}}).faults(design), "/per_visit/control"));
    CHECK(blames(AnyDropout(DropoutCompletelyAtRandom{{.control = {0.1}, .treatment = good.treatment}}).faults(design), "/leaving/control"));
    CHECK(blames(AnyDropout(DropoutCompletelyAtRandom{{.control = good.control, .treatment = {0.1, 1.2, 0}}}).faults(design), "/leaving/treatment/1"));
    CHECK(blames(AnyDropout(LogisticDropout{.leaving = {.control = good.control, .treatment = {0.8, 0.8, 0.8}}}).faults(design), "/leaving/treatment"));
    CHECK(blames(AnyDropout(LogisticDropout{.leaving = good, .last_score = {no_number, 0}}).faults(design), "/log_odds_per_sd/last_score"));
    CHECK(blames(AnyDropout(LogisticDropout{.leaving = good, .change = {0, no_number}}).faults(design), "/log_odds_per_sd/change"));
    CHECK(blames(AnyDropout(LogisticDropout{.leaving = good, .missed_score = {no_number, no_number}}).faults(design), "/log_odds_per_sd/missed_score"));
    CHECK(AnyDropout(ConstantDropout{{1.0, 1.0}}).faults(design).size() == 2);
}

TEST_CASE("who is expected to remain depends on the size of the arm") {
    Design design = trial::design();
    design.participants = 20;
    design.allocation = FixedArmSizes{.control = 16, .treatment = 4};
    const std::vector<Fault> found = AnyDropout(ConstantDropout{{0.3, 0.3}}).faults(design);
    CHECK(found.size() == 1);
    CHECK(blames(found, "/per_visit/treatment"));
}

TEST_CASE("an adverse event is reported, so that dropout that depends on it is at random") {
    const PerArm<std::vector<double>> leaving{.control = {0.1, 0.1, 0.1}, .treatment = {0.1, 0.1, 0.1}};
    CHECK(AnyDropout(LogisticDropout{.leaving = leaving, .adverse_event = {0, 1}}).mechanism() == "mar");
    CHECK(AnyDropout(LogisticDropout{.leaving = leaving, .missed_score = {0, 1}, .adverse_event = {0, 1}}).mechanism() == "mnar");
    CHECK(AnyDropout(LogisticDropout{.leaving = leaving}).mechanism() == "mcar");
}

}  // namespace any_dropout_test
