// Oracle: switching a mechanism on or off leaves the digests of the columns that it does not touch as they were.

#include "catch.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include <equipoise/cohort/column_digests.hpp>
#include <equipoise/cohort/prepare_trial.hpp>

#include "../study/scenarios.hpp"

namespace untouched_columns_test {

using namespace equipoise;

namespace {

/// The trial with everything switched on but what acts on the outcome or on who is seen.
Scenario everything() {
    Scenario scenario = back_pain_trial(true, three_per_cent());
    scenario.design.recruitment = Recruitment{.per_month = 4.7};
    Mechanism& nature = scenario.mechanism;
    nature.covariates = {{.name = "age", .distribution = TruncatedNormal{42.5, 11.7, 18, 60}, .correlation = {0.1, 0.2, 0.2, 0.2}},
                         {.name = "sex", .distribution = Categories{{"female", "male"}, {0.611, 0.389}}}};
    nature.secondary_outcomes = {{.name = "medication", .kind = BinaryProportion{.proportion = {.control = {0.5, 0.4, 0.4, 0.4}, .treatment = {0.5, 0.3, 0.3, 0.3}}, .correlation = compound_symmetry(4, 1, 0.5).correlation}, .correlation_with_primary = {0.3, 0.3, 0.3, 0.3}}};
    nature.never_starting = NeverStarting{.share = {0.03, 0.03}};
    nature.therapists = Therapists{.number = {6, 6}};
    nature.attendance = Attendance{.sessions = 6, .probability = {0.93, 0.93}};
    nature.boosters = BoosterDelivery{.first_return = {0.75, 0.75}, .needs_more = 0.18, .odds_ratio = 10.9};
    nature.adverse_events = {{.term = "worsening", .probability = {0.4, 0.4}}};
    nature.discontinuation = Discontinuing{.administrative = {.control = {0.02, 0.02, 0.02}, .treatment = {0.02, 0.02, 0.02}}};
    nature.intermittent = IntermittentMissing{.missing = {.control = {0.05, 0.05, 0.05}, .treatment = {0.05, 0.05, 0.05}}};
    return scenario;
}

std::vector<ColumnDigest> digests(const Scenario& scenario) { return column_digests(prepare(scenario), StudyKey(5), 0, 3); }

using Columns = std::set<std::string>;

/// The columns that are not the same in both, or are in one only.
Columns changed(const Scenario& before, const Scenario& after) {
    const std::vector<ColumnDigest> a = digests(before);
    const std::vector<ColumnDigest> b = digests(after);
    Columns columns;
    for (const auto& [one, other] : {std::pair{&a, &b}, std::pair{&b, &a}}) {
        for (const ColumnDigest& digest : *one) {
            if (std::find(other->begin(), other->end(), digest) == other->end()) columns.insert(digest.column);
        }
    }
    return columns;
}

Columns without(const std::function<void(Scenario&)>& change) {
    Scenario less = everything();
    change(less);
    return changed(everything(), less);
}

}  // namespace

TEST_CASE("a mechanism left out changes its own columns only") {
    CHECK(without([](Scenario&) {}).empty());
    CHECK(without([](Scenario& s) { s.design.recruitment.reset(); }) == Columns{"enrolment_week"});
    CHECK(without([](Scenario& s) { s.mechanism.covariates.pop_back(); }) == Columns{"sex"});
    CHECK(without([](Scenario& s) { s.mechanism.covariates.clear(); }) == Columns{"age", "sex"});
    CHECK(without([](Scenario& s) { s.mechanism.secondary_outcomes.clear(); }) == Columns{"medication"});
    CHECK(without([](Scenario& s) { s.mechanism.never_starting.reset(); }) == Columns{"started", "seen"});
    CHECK(without([](Scenario& s) { s.mechanism.therapists.reset(); }) == Columns{"therapist"});
    CHECK(without([](Scenario& s) { s.mechanism.attendance.reset(); }) == Columns{"sessions"});
    CHECK(without([](Scenario& s) { s.mechanism.boosters.reset(); }) == Columns{"booster_sessions"});
    CHECK(without([](Scenario& s) { s.mechanism.adverse_events.clear(); }) == Columns{"adverse_events"});
    CHECK(without([](Scenario& s) { s.mechanism.discontinuation.reset(); }) == Columns{"discontinuation", "booster_sessions"});  // who stopped does not come
    CHECK(without([](Scenario& s) { s.mechanism.intermittent.reset(); }) == Columns{"seen"});
    CHECK(without([](Scenario& s) { s.mechanism.dropout = NoDropout{}; }) == Columns{"seen"});
    CHECK(without([](Scenario& s) { s.design.allocation = PermutedBlocks{.sizes = {4}}; }).count("age") == 0);
}

TEST_CASE("what does not act on the outcome changes nobody's leaving, however leaving depends on the outcome") {
    Scenario all = everything();
    const PerArm<std::vector<double>> leaving{.control = {0.1, 0.1, 0.1}, .treatment = {0.1, 0.1, 0.1}};
    all.mechanism.dropout = LogisticDropout{.leaving = leaving, .last_score = {.control = 0.5, .treatment = 1}};
    all.mechanism.never_starting.reset();
    all.mechanism.intermittent.reset();
    Scenario bare = all;
    bare.mechanism.covariates.clear();
    bare.mechanism.secondary_outcomes.clear();
    bare.mechanism.therapists.reset();
    bare.mechanism.attendance.reset();
    bare.mechanism.boosters.reset();
    bare.mechanism.adverse_events.clear();
    bare.mechanism.discontinuation.reset();
    CHECK(changed(all, bare) == Columns{"age", "sex", "medication", "therapist", "sessions", "booster_sessions", "adverse_events", "discontinuation"});
}

TEST_CASE("a mechanism that acts on the outcome changes the outcome and what follows from it") {
    const auto with = [](const std::function<void(Mechanism&)>& change) {
        Scenario more = everything();
        change(more.mechanism);
        return changed(everything(), more);
    };
    CHECK(with([](Mechanism& m) { m.therapists->icc = 0.05; }) == Columns{"MODQ", "age", "medication"});  // those hang together with what therapists leave
    CHECK(with([](Mechanism& m) { m.attendance->effect_per_session = {-2, -2}; }) == Columns{"MODQ"});
    CHECK(with([](Mechanism& m) { m.adverse_events[0].effect = {4, 4, 4}; }) == Columns{"MODQ"});
    CHECK(with([](Mechanism& m) { m.discontinuation->afterwards = Afterwards::loses_benefit; }) == Columns{"MODQ"});
    CHECK(with([](Mechanism& m) { m.reporting = Reporting{.shift = {1, -1}}; }) == Columns{"MODQ"});
    CHECK(with([](Mechanism& m) { m.covariates[0].effect_modification = {{0, 0.2, 0.2, 0.2}}; }) == Columns{"MODQ"});
}

}  // namespace untouched_columns_test
