// Oracle: the effects of the mechanisms on an unbounded scale are those stated, participant by participant.

#include "catch.hpp"

#include <cmath>
#include <vector>

#include <equipoise/cohort/course.hpp>
#include <equipoise/cohort/simulate_trial.hpp>

#include "../study/scenarios.hpp"

namespace course_test {

using namespace equipoise;

namespace {

const StudyKey key(20201228);

Course course(const PreparedTrial& trial, Cell cell, std::uint64_t participant) {
    const ParticipantAddress at{key, 3, participant};
    return course_of(trial, enrol(trial, at), cell, at);
}

constexpr Cell control{Arm::control, false};
constexpr Cell treatment{Arm::treatment, false};
constexpr Cell boosted{Arm::treatment, true};

}  // namespace

TEST_CASE("without mechanisms the course is the outcome") {
    const PreparedTrial trial = prepare(back_pain_trial(true, NoDropout{}));
    for (std::uint64_t i = 0; i < 50; ++i) {
        const Trajectory scores = trial.outcome(boosted, key, 3, i);
        const Course found = course(trial, boosted, i);
        REQUIRE(found.scores == scores);
        REQUIRE(found.reported == scores);
        REQUIRE(found.continued == scores);
        REQUIRE(found.undisturbed == scores);
        REQUIRE(found.treated_visits == 4);
    }
}

TEST_CASE("each session more than expected adds its effect") {
    Scenario scenario = unbounded_trial();
    scenario.mechanism.attendance = Attendance{.sessions = 6, .probability = {0.7, 0.7}, .effect_per_session = {.control = 0, .treatment = -1.5}};
    const PreparedTrial trial = prepare(scenario);
    for (std::uint64_t i = 0; i < 50; ++i) {
        const Course found = course(trial, treatment, i);
        CHECK(found.scores[0] == found.undisturbed[0]);
        for (std::size_t v = 1; v < 4; ++v) CHECK(found.scores[v] - found.undisturbed[v] == Approx(-1.5 * (found.sessions - 4.2)).margin(1e-12));
        CHECK(course(trial, control, i).scores == course(trial, control, i).undisturbed);
        CHECK(course(trial, control, i).sessions == found.sessions);  // of equal probabilities
    }
}

TEST_CASE("booster sessions act on the visits after they are told, and only on those allocated to them") {
    Scenario scenario = unbounded_trial();
    scenario.mechanism.boosters = BoosterDelivery{.first_return = {0.8, 0.8}, .needs_more = 0.5, .effect_per_session = {.control = -1, .treatment = -2}};
    const PreparedTrial trial = prepare(scenario);
    for (std::uint64_t i = 0; i < 50; ++i) {
        const Course with = course(trial, boosted, i);
        CHECK(with.scores[2] == with.undisturbed[2]);
        CHECK(with.scores[3] - with.undisturbed[3] == Approx(-2.0 * with.booster_sessions).margin(1e-12));
        const Course without = course(trial, treatment, i);
        CHECK(without.booster_sessions == 0);
        CHECK(without.scores == without.undisturbed);
    }
}

TEST_CASE("an adverse event adds its effect while it lasts") {
    Scenario scenario = unbounded_trial();
    scenario.mechanism.adverse_events = {{.term = "worsening", .probability = {0.5, 0.5}, .severity = {0.5, 0.3, 0.2}, .effect = {1, 2, 4}, .lasting_weeks = 30}};
    const PreparedTrial trial = prepare(scenario);
    const std::vector<double> weeks{0, 7, 33, 59};
    const std::vector<double> effect{1, 2, 4};
    for (std::uint64_t i = 0; i < 100; ++i) {
        const Course found = course(trial, control, i);
        for (std::size_t v = 1; v < 4; ++v) {
            double expected = 0;
            if (found.adverse_events.count == 1) {
                const AdverseEvent& event = found.adverse_events.events[0];
                if (weeks[v] >= event.week && weeks[v] < event.week + 30) expected = effect[static_cast<std::size_t>(event.severity)];
            }
            REQUIRE(found.scores[v] - found.undisturbed[v] == Approx(expected).margin(1e-12));
        }
    }
}

TEST_CASE("stopping the treatment moves the mean to where it is said to go") {
    Scenario scenario = unbounded_trial();
    Discontinuing stops{.administrative = {.control = {0.3, 0.3, 0.3}, .treatment = {0.3, 0.3, 0.3}}, .afterwards = Afterwards::loses_benefit};
    scenario.mechanism.discontinuation = stops;
    const PreparedTrial loses = prepare(scenario);
    stops.afterwards = Afterwards::drifts_to_control;
    stops.drift_weeks = 52;
    scenario.mechanism.discontinuation = stops;
    const PreparedTrial drifts = prepare(scenario);
    const std::vector<double> to_baseline{0, 32 - 12.1, 32 - 13.9, 32 - 13.8};
    const std::vector<double> to_control{0, 7.9, 5.6, 5.7};
    const std::vector<double> weeks{0, 7, 33, 59};
    for (std::uint64_t i = 0; i < 100; ++i) {
        const Course one = course(loses, treatment, i);
        const Course other = course(drifts, treatment, i);
        REQUIRE(one.treated_visits == other.treated_visits);
        REQUIRE(one.continued == one.undisturbed);
        for (std::size_t v = 1; v < 4; ++v) {
            const bool off = v >= one.treated_visits;
            REQUIRE(one.scores[v] - one.continued[v] == Approx(off ? to_baseline[v] : 0).margin(1e-9));
            const double part = off ? std::min(1.0, (weeks[v] - weeks[one.treated_visits - 1]) / 52) : 0;
            REQUIRE(other.scores[v] - other.continued[v] == Approx(part * to_control[v]).margin(1e-9));
        }
        REQUIRE(course(drifts, control, i).scores == course(drifts, control, i).continued);
    }
}

TEST_CASE("one who has stopped the treatment does not come for boosters") {
    Scenario scenario = unbounded_trial();
    scenario.mechanism.boosters = BoosterDelivery{.effect_per_session = {-5, -5}};
    scenario.mechanism.discontinuation = Discontinuing{.administrative = {.control = {0, 0, 0}, .treatment = {0, 1, 0}}};
    const PreparedTrial trial = prepare(scenario);
    const Course stopped = course(trial, boosted, 1);
    CHECK(stopped.treated_visits == 2);
    CHECK(stopped.booster_sessions == 0);
    CHECK(stopped.scores[3] == stopped.undisturbed[3]);
    CHECK(stopped.continued[3] == Approx(stopped.undisturbed[3] - 5));
    CHECK(course(trial, {Arm::control, true}, 1).booster_sessions == 1);
}

TEST_CASE("what is reported differs from what is true by the shift of the arm") {
    Scenario scenario = unbounded_trial();
    scenario.mechanism.reporting = Reporting{.shift = {.control = 0.5, .treatment = -1}};
    const PreparedTrial trial = prepare(scenario);
    const Course found = course(trial, treatment, 8);
    CHECK(found.reported[0] == found.scores[0]);
    for (std::size_t v = 1; v < 4; ++v) CHECK(found.reported[v] - found.scores[v] == Approx(-1));
    CHECK(found.scores == found.undisturbed);
    CHECK(course(trial, control, 8).reported[3] - course(trial, control, 8).scores[3] == Approx(0.5));
}

TEST_CASE("therapists take their share of the variance and leave the total and the correlations as they were") {
    Scenario scenario = unbounded_trial();
    scenario.mechanism.therapists = Therapists{.layout = TherapistLayout::nested, .number = {3, 3}, .icc = 0.2};
    const PreparedTrial trial = prepare(scenario);
    const PreparedRepeatedMeasures& outcome = *trial.outcome.repeated_measures();
    const Eigen::MatrixXd& correlation = outcome.latent(treatment).correlation;
    for (std::size_t v = 0; v < 4; ++v) {
        for (std::size_t u = 0; u <= v; ++u) {
            double covariance = outcome.therapist_sd(treatment, u) * outcome.therapist_sd(treatment, v);
            for (std::size_t k = 0; k <= u; ++k) covariance += outcome.weights(treatment, u)[k] * outcome.weights(treatment, v)[k];
            const double sd = outcome.latent(treatment).visits[u].sd * outcome.latent(treatment).visits[v].sd;
            CHECK(covariance == Approx(sd * correlation(static_cast<Eigen::Index>(u), static_cast<Eigen::Index>(v))).epsilon(1e-12));
        }
    }
    CHECK(std::pow(outcome.therapist_sd(treatment, 3) / outcome.latent(treatment).visits[3].sd, 2) == Approx(0.2));
}

TEST_CASE("a mechanism that acts on latent variables is refused with a user's own outcome") {
    Scenario scenario = back_pain_trial(true, NoDropout{});
    scenario.mechanism.outcome = [](Cell, Stream&) { return Trajectory{}; };
    scenario.mechanism.therapists = Therapists{.number = {2, 2}, .icc = 0.1};
    scenario.mechanism.reporting = Reporting{};
    const std::vector<Fault> found = faults(scenario);
    REQUIRE(found.size() == 2);
    CHECK(found[0].pointer == "/mechanism/therapists");
    CHECK(found[1].pointer == "/mechanism/reporting");
}

TEST_CASE("those who never start are not seen after baseline, and have neither sessions nor events") {
    Scenario scenario = back_pain_trial(true, three_per_cent());
    scenario.mechanism.never_starting = NeverStarting{.share = {0.2, 0.2}};
    scenario.mechanism.attendance = Attendance{.sessions = 6, .probability = {0.9, 0.9}};
    scenario.mechanism.adverse_events = {{.term = "worsening", .probability = {1, 1}, .to_week = 5}};
    const PreparedTrial trial = prepare(scenario);
    TrialSimulator simulate(trial);
    const TrialData& data = simulate(key, 0);
    std::size_t never = 0;
    for (std::size_t i = 0; i < data.participants(); ++i) {
        if (data.started[i] != 0) continue;
        ++never;
        CHECK(std::isfinite(data.score(0, 0, i)));
        CHECK(std::isnan(data.score(0, 1, i)));
        CHECK(data.sessions[i] == 0);
        for (const AdverseEvent& event : data.adverse_events) CHECK(event.participant != i);
    }
    CHECK(never > 10);
    CHECK(data.adverse_events.size() == data.participants() - never);
}

}  // namespace course_test
