#pragma once

#include <cstddef>
#include <cstdint>

#include <equipoise/cohort/prepared_trial.hpp>
#include <equipoise/data/discontinuation.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/design/arm.hpp>
#include <equipoise/mechanism/adverse_events.hpp>
#include <equipoise/mechanism/discontinuing.hpp>
#include <equipoise/mechanism/prepared_covariates.hpp>
#include <equipoise/mechanism/trajectory.hpp>
#include <equipoise/random/stream.hpp>

namespace equipoise {

/// Where the chance of one participant of one replicate is found.
struct ParticipantAddress {
    StudyKey key;
    std::uint64_t replicate;
    std::uint64_t participant;  ///< number in the order of enrolment, from 0

    Stream stream(Purpose purpose) const { return Stream(key, replicate, purpose, participant); }
};

/// What a participant is before allocation.
struct Enrolled {
    OutcomeNormals normals{};      ///< behind the outcome; the library's outcome only
    CovariateValues covariates{};  ///< as many as the scenario has
};

/// @param normals     behind the outcome; of no account with a user's own
/// @param covariates  those that are drawn; the others are missing
inline Enrolled enrol(const PreparedTrial& trial, const OutcomeNormals& normals, const ParticipantAddress& at, const SomeCovariates& covariates = ~SomeCovariates()) {
    Enrolled enrolled{.normals = normals, .covariates = {}};
    if (trial.covariates.count() > 0) enrolled.covariates = trial.covariates(normals, at.key, at.replicate, at.participant, covariates);
    return enrolled;
}

inline Enrolled enrol(const PreparedTrial& trial, const ParticipantAddress& at) {
    const auto* outcome = trial.outcome.repeated_measures();
    if (outcome == nullptr) return enrol(trial, {}, at);
    return enrol(trial, outcome->normals(at.key, at.replicate, at.participant), at);
}

/// What befalls a participant under an allocation, were they followed to the end.
struct Course {
    Trajectory scores{};        ///< true scores of the primary outcome at every visit
    Trajectory reported{};      ///< the same as they are reported and recorded
    Trajectory continued{};     ///< true scores had the treatment not been discontinued
    Trajectory undisturbed{};   ///< true scores without effects of covariates, delivery, events or learning: those that the outcome's stated moments are of
    std::uint32_t therapist = no_therapist;
    std::uint8_t sessions = 0;
    std::uint8_t booster_sessions = 0;
    std::size_t treated_visits = 0;  ///< the first visit off treatment, or the number of visits
    DiscontinuationReason discontinuation = DiscontinuationReason::none;
    AdverseEvents adverse_events{};
};

namespace detail {

/// Writes the course of one participant, visit by visit.
class CourseWriter {
public:
    CourseWriter(const PreparedTrial& trial, const PreparedRepeatedMeasures& outcome, const Enrolled& who, Cell cell, const ParticipantAddress& at)
        : trial_(trial), outcome_(outcome), who_(who), cell_(cell), stops_(at.stream({Layer::discontinuation})) {
        course_.treated_visits = trial.design.visits.count();
        if (trial.therapists) meet_therapist(*trial.therapists, at);
        if (trial.attendance) {
            course_.sessions = trial.attendance->attended(cell.arm, at.stream({Layer::attendance}));
            steady_ += trial.attendance->effect(cell.arm, course_.sessions);
        }
        if (trial.adverse_events) course_.adverse_events = (*trial.adverse_events)(cell.arm, at.participant, at.stream({Layer::adverse_event}));
        if (trial.boosters && cell.booster) boosters_if_treated_ = trial.boosters->attended(cell.arm, at.stream({Layer::booster}));
        for (std::size_t visit = 0; visit < trial.design.visits.count(); ++visit) attend(visit);
    }

    const Course& course() const { return course_; }

private:
    void meet_therapist(const PreparedTherapists& therapists, const ParticipantAddress& at) {
        course_.therapist = therapists.treating(cell_.arm, at.key, at.replicate, at.participant);
        if (course_.therapist == no_therapist) return;
        therapist_ = therapists.effect(course_.therapist, cell_.arm, at.key, at.replicate);
        steady_ += therapists.inexperience(course_.therapist, cell_.arm, at.participant);
    }

    void attend(std::size_t visit) {
        const double latent = outcome_.latent_value(cell_, visit, who_.normals) + therapist_ * outcome_.therapist_sd(cell_, visit);
        course_.undisturbed[visit] = outcome_.score(latent);
        if (visit == 0) {
            course_.scores[0] = course_.reported[0] = course_.continued[0] = course_.undisturbed[0];
            return;
        }
        if (trial_.discontinuing) stop_or_go_on(visit);
        const bool told = trial_.boosters && visit == trial_.boosters->first_visit();
        if (told && course_.discontinuation == DiscontinuationReason::none) course_.booster_sessions = boosters_if_treated_;
        const double modified = cell_.arm == Arm::treatment ? trial_.covariates.effect_modification(visit, who_.covariates) : 0.0;
        const double events = trial_.adverse_events ? trial_.adverse_events->effect(course_.adverse_events, visit) : 0.0;
        const double shifted = latent + steady_ + modified + events;
        course_.continued[visit] = outcome_.score(shifted + boosted(visit, boosters_if_treated_));
        const double actual = shifted + boosted(visit, course_.booster_sessions) + off_treatment(visit, modified);
        course_.scores[visit] = outcome_.score(actual);
        course_.reported[visit] = trial_.reporting ? outcome_.score(actual + trial_.reporting->shift[cell_.arm]) : course_.scores[visit];
    }

    void stop_or_go_on(std::size_t visit) {
        if (course_.discontinuation != DiscontinuationReason::none) return;
        const OnTreatment now{.arm = cell_.arm,
                              .next_visit = visit,
                              .change = course_.reported[visit - 1] - course_.reported[0],
                              .adverse_event = trial_.adverse_events && began_between(visit)};
        course_.discontinuation = (*trial_.discontinuing)(now, stops_);
        if (course_.discontinuation != DiscontinuationReason::none) course_.treated_visits = visit;
    }

    bool began_between(std::size_t visit) const {
        const std::vector<double>& weeks = trial_.design.visits.weeks;
        for (std::size_t e = 0; e < course_.adverse_events.count; ++e) {
            const double week = course_.adverse_events.events[e].week;
            if (week < weeks[visit] && (visit == 1 || week >= weeks[visit - 1])) return true;
        }
        return false;
    }

    double boosted(std::size_t visit, std::uint8_t sessions) const {
        return trial_.boosters ? trial_.boosters->effect(cell_.arm, visit, sessions) : 0.0;
    }

    /// What having stopped the treatment adds to the latent value: the mean, and what modified it, go over to where they go.
    double off_treatment(std::size_t visit, double modified) const {
        if (!trial_.discontinuing || visit < course_.treated_visits) return 0.0;
        return trial_.discontinuing->gone_over(course_.treated_visits, visit) * (trial_.lost_benefit[cell_.index()][visit] - modified);
    }

    const PreparedTrial& trial_;
    const PreparedRepeatedMeasures& outcome_;
    const Enrolled& who_;
    Cell cell_;
    Stream stops_;
    Course course_{};
    double therapist_ = 0;  ///< in SDs of what therapists add
    double steady_ = 0;     ///< the same at every visit after baseline [outcome units]
    std::uint8_t boosters_if_treated_ = 0;
};

}  // namespace detail

/// The course of one participant, had they been allocated to a cell.
///
/// The latent value at a visit after baseline is what the outcome's model and the therapist make it, plus what the therapist's inexperience,
/// attendance, covariates (in the treatment arm), adverse events, booster sessions and having stopped the treatment add; it is then recorded
/// on the scale. Each mechanism has a layer of chance of its own, and none looks at the cell for its address: the same participant's course
/// in another cell is their potential outcome.
/// @complexity O(visits^2); allocates nothing. @verified tests/cohort/course_test.cpp
inline Course course_of(const PreparedTrial& trial, const Enrolled& who, Cell cell, const ParticipantAddress& at) {
    if (const auto* outcome = trial.outcome.repeated_measures()) return detail::CourseWriter(trial, *outcome, who, cell, at).course();
    Course course;
    course.scores = course.reported = course.continued = course.undisturbed = trial.outcome(cell, at.key, at.replicate, at.participant);
    course.treated_visits = trial.design.visits.count();
    return course;
}

}  // namespace equipoise
