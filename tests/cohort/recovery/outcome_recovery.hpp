#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <equipoise/cohort/prepared_trial.hpp>
#include <equipoise/random/standard_normal.hpp>
#include <equipoise/random/uniform.hpp>

#include "../recovered.hpp"
#include "simulated.hpp"

namespace recovery {

using namespace equipoise;

/// Means, SDs and correlations of the primary outcome in every cell: of the undisturbed scores if stated as observed, else of the latent variables
/// of all who are screened, and then also the scores' means and SDs among those eligible where they have a closed form.
class OutcomeRecovery {
public:
    OutcomeRecovery(const Scenario& scenario, const PreparedTrial& trial, std::size_t batches)
        : stated_(*scenario.mechanism.outcome.repeated_measures()), trial_(trial), visits_(scenario.design.visits.count()),
          as_stated_(stated_.moments == Moments::as_observed || shows_latent(stated_)), scores_(cell_count, JointSums(batches, visits_)), latent_(scores_) {}

    void record(const Simulated& one) {
        scores_[one.cell.index()].add(one.batch, std::span(one.course.undisturbed).first(visits_));
        if (as_stated_) return;
        const Trajectory latent = screened(one);
        latent_[one.cell.index()].add(one.batch, std::span(latent).first(visits_));
    }

    void report(Report& found) const {
        for (const Cell cell : all_cells) {
            if (cell.booster && !trial_.design.boosters) continue;
            report_stated(as_stated_ ? scores_[cell.index()] : latent_[cell.index()], cell, found);
            if (!as_stated_) report_closed_form(cell, found);
        }
    }

private:
    /// Latent values of one who is screened and has the participant's therapist.
    Trajectory screened(const Simulated& one) const {
        const PreparedRepeatedMeasures& model = *trial_.outcome.repeated_measures();
        Stream chance(one.at.key.derived(7), one.at.replicate, {Layer::outcome}, one.at.participant);
        OutcomeNormals normals{};
        for (std::size_t v = 0; v < visits_; ++v) normals[v] = standard_normal(chance);
        normals.back() = uniform(chance);
        const bool treated = one.course.therapist != no_therapist;
        const double therapist = treated ? trial_.therapists->effect(one.course.therapist, one.cell.arm, one.at.key, one.at.replicate) : 0.0;
        Trajectory latent{};
        for (std::size_t v = 0; v < visits_; ++v) latent[v] = model.latent_value(one.cell, v, normals) + therapist * model.therapist_sd(one.cell, v);
        return latent;
    }

    void report_stated(const JointSums& sums, Cell cell, Report& found) const {
        const std::string of = as_stated_ ? "of the score, " : "of the latent outcome, ";
        const double solved = stated_.moments == Moments::as_observed ? calibrated : 0.0;
        for (std::size_t v = 0; v < visits_; ++v) {
            const double sd = stated_.sd(cell.arm)[v];
            const std::string here = of + words(cell) + ", visit " + std::to_string(v);
            found.push_back({"mean " + here, stated_mean(stated_, cell, v), sums.mean(v), solved * sd});
            found.push_back({"SD " + here, sd, sums.sd(v), solved * sd});
            for (std::size_t w = 0; w < v; ++w) {
                const double r = stated_.covariance.correlation(static_cast<Eigen::Index>(w), static_cast<Eigen::Index>(v));
                found.push_back({"correlation with visit " + std::to_string(w) + " " + here, r, sums.correlation(w, v), solved});
            }
        }
    }

    void report_closed_form(Cell cell, Report& found) const {
        for (std::size_t v = 0; v < visits_; ++v) {
            const auto mean = trial_.outcome.mean_score(cell, v);
            if (!mean) return;
            const std::string here = " of the score in closed form, " + words(cell) + ", visit " + std::to_string(v);
            found.push_back({"mean" + here, *mean, scores_[cell.index()].mean(v), 0});
            found.push_back({"SD" + here, *trial_.outcome.sd_score(cell, v), scores_[cell.index()].sd(v), 0});
        }
    }

    const RepeatedMeasures& stated_;
    const PreparedTrial& trial_;
    std::size_t visits_;
    bool as_stated_;
    std::vector<JointSums> scores_;
    std::vector<JointSums> latent_;
};

}  // namespace recovery
