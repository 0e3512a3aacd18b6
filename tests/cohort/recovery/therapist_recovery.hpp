#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <equipoise/cohort/prepared_trial.hpp>

#include "../recovered.hpp"
#include "simulated.hpp"

namespace recovery {

using namespace equipoise;

/// Therapists: caseloads, and what patients of one therapist have in common, in an arm and across arms: the covariance of their scores over the
/// latent variance, where the scale has no bounds (rounding adds nothing to covariances, and who is eligible has nothing to do with therapists).
class TherapistRecovery {
public:
    TherapistRecovery(const Scenario& scenario, const PreparedTrial& trial, std::size_t batches)
        : stated_(scenario.mechanism.therapists), outcome_(trial.outcome), visits_(scenario.design.visits.count()),
          unbounded_(!bounded_below(scale()) && !bounded_above(scale()) && outcome_.mean_score({}, 0)) {
        if (!stated_) return;
        for (const Arm arm : both_arms) {
            patients_[arm] = std::vector<JointSums>(stated_->number[arm], JointSums(batches));
            sums_[arm].resize(stated_->number[arm]);
            within_[arm] = std::vector<PairSums>(visits_, PairSums(batches));
        }
        across_ = within_.control;
    }

    void record(const Simulated& one) {
        if (!stated_ || stated_->number[one.cell.arm] == 0) return;
        const Arm arm = one.cell.arm;
        const std::size_t j = one.course.therapist - (stated_->layout == TherapistLayout::crossed || arm == Arm::control ? 0 : stated_->number.control);
        for (std::size_t k = 0; k < patients_[arm].size(); ++k) patients_[arm][k].add(one.batch, k == j);
        Sums& sums = sums_[arm].at(j);
        ++sums.number;
        for (std::size_t v = 1; unbounded_ && v < visits_; ++v) {
            const double z = (one.course.undisturbed[v] - *outcome_.mean_score(one.cell, v)) / outcome_.repeated_measures()->latent(one.cell).visits[v].sd;
            sums.sum[v] += z;
            sums.square[v] += z * z;
        }
    }

    void end_of_replicate(std::size_t batch) {
        if (!stated_) return;
        for (std::size_t v = 1; v < visits_; ++v) {
            for (const Arm arm : both_arms) {
                for (const Sums& s : sums_[arm]) within_[arm][v].add(batch, (s.sum[v] * s.sum[v] - s.square[v]) / 2, s.number * (s.number - 1) / 2);
            }
            for (std::size_t j = 0; crossed() && j < sums_.control.size(); ++j) {
                const Sums& control = sums_.control[j];
                const Sums& treatment = sums_.treatment[j];
                across_[v].add(batch, control.sum[v] * treatment.sum[v], control.number * treatment.number);
            }
        }
        for (const Arm arm : both_arms) sums_[arm].assign(sums_[arm].size(), Sums{});
    }

    void report(Report& found) const {
        if (!stated_) return;
        for (const Arm arm : both_arms) {
            report_caseload(arm, found);
            for (std::size_t v = 1; unbounded_ && stated_->number[arm] > 0 && v < visits_; ++v) {
                found.push_back({words("intraclass correlation", arm, v), stated_->icc + stated_->icc_by_arm, within_[arm][v].mean(), 0});
            }
        }
        for (std::size_t v = 1; unbounded_ && crossed() && v < visits_; ++v) {
            found.push_back({"intraclass correlation across arms, visit " + std::to_string(v), stated_->icc, across_[v].mean(), 0});
        }
    }

private:
    struct Sums {
        double number = 0;
        Trajectory sum{};
        Trajectory square{};
    };

    const Scale& scale() const { return outcome_.repeated_measures()->scale(); }
    bool crossed() const { return stated_->layout == TherapistLayout::crossed; }

    void report_caseload(Arm arm, Report& found) const {
        const std::vector<double>& load = stated_->caseload[arm];
        double total = 0;
        for (const double one : load) total += one;
        for (std::size_t j = 0; j < patients_[arm].size(); ++j) {
            const double share = load.empty() ? 1.0 / static_cast<double>(stated_->number[arm]) : load[j] / total;
            found.push_back({"caseload of therapist " + std::to_string(j) + ", " + words(Cell{arm, false}), share, patients_[arm][j].mean(), 0});
        }
    }

    const std::optional<Therapists>& stated_;
    const PreparedOutcome& outcome_;
    std::size_t visits_;
    bool unbounded_;
    PerArm<std::vector<JointSums>> patients_{};
    PerArm<std::vector<Sums>> sums_{};  ///< of the replicate, by therapist
    PerArm<std::vector<PairSums>> within_{};
    std::vector<PairSums> across_{};
};

}  // namespace recovery
