#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <boost/math/distributions/normal.hpp>

#include <equipoise/cohort/simulate_trial.hpp>
#include <equipoise/mechanism/residual_shape_faults.hpp>

#include "../mechanism/quadrature.hpp"
#include "recovered.hpp"

namespace recovery {

using namespace equipoise;

/// One simulated participant: what an analyst sees, and what nature knows.
struct Simulated {
    std::size_t batch;
    ParticipantAddress at;
    Cell cell;
    const TrialData& data;
    const Enrolled& who;
    const Course& course;
    const Observation& observation;
    bool started;
    std::vector<Trajectory> secondary;  ///< values, seen or not

    bool plain_control() const { return cell == Cell{Arm::control, false}; }
};

inline std::string words(Cell cell) {
    return std::string(cell.arm == Arm::control ? "control" : "treatment") + (cell.booster ? " with boosters" : "");
}

inline std::string words(const std::string& what, Arm arm, std::size_t visit) { return what + ", " + words(Cell{arm, false}) + ", visit " + std::to_string(visit); }

/// Whether scores are latent values, so that stated moments are of both.
inline bool shows_latent(const RepeatedMeasures& outcome) {
    return shows_latent_values(outcome.scale, eligibility(outcome.scale, outcome.baseline_minimum).score);
}

/// The mean that is stated for a cell.
inline double stated_mean(const RepeatedMeasures& outcome, Cell cell, std::size_t visit) {
    const std::vector<double>& boosted = outcome.booster_effect[cell.arm];
    return outcome.mean[cell.arm][visit] + (cell.booster && !boosted.empty() ? boosted[visit] : 0.0);
}

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

/// Baseline covariates: means and SDs or proportions among those enrolled, what they have to do with the control arm's scores, and that what
/// modifies the effect has mean 0.
class CovariateRecovery {
public:
    CovariateRecovery(const Scenario& scenario, const PreparedTrial& trial, std::size_t batches)
        : stated_(scenario.mechanism.covariates), trial_(trial), visits_(scenario.design.visits.count()), outcome_(*scenario.mechanism.outcome.repeated_measures()),
          with_scores_(stated_.size(), JointSums(batches, 1 + visits_)), modified_(batches, visits_) {
        for (const CovariateModel& covariate : stated_) {
            const auto* categories = std::get_if<Categories>(&covariate.distribution);
            values_.emplace_back(categories ? categories->levels.size() : 1, JointSums(batches));
        }
    }

    void record(const Simulated& one) {
        for (std::size_t k = 0; k < stated_.size(); ++k) {
            const double value = stated_value(one.data.covariates[k], one.at.participant, stated_[k]);
            if (std::holds_alternative<Categories>(stated_[k].distribution)) {
                for (std::size_t level = 0; level < values_[k].size(); ++level) values_[k][level].add(one.batch, value == static_cast<double>(level));
            } else {
                values_[k][0].add(one.batch, value);
            }
            if (one.plain_control()) {
                std::array<double, max_visits + 1> all{value};
                std::copy_n(one.course.undisturbed.begin(), visits_, all.begin() + 1);
                with_scores_[k].add(one.batch, std::span(all).first(visits_ + 1));
            }
        }
        if (!trial_.covariates.modify_effect()) return;
        Trajectory modified{};
        for (std::size_t v = 0; v < visits_; ++v) modified[v] = trial_.covariates.effect_modification(v, one.who.covariates);
        modified_.add(one.batch, std::span(modified).first(visits_));
    }

    /// Of categories the number of the level in the order stated.
    static double stated_value(const CovariateColumn& column, std::size_t participant, const CovariateModel& model) {
        const double value = column.values[participant];
        const auto* categories = std::get_if<Categories>(&model.distribution);
        if (categories == nullptr) return value;
        const auto level = std::find(categories->levels.begin(), categories->levels.end(), column.levels[static_cast<std::size_t>(value)]);
        return static_cast<double>(level - categories->levels.begin());
    }

    void report(Report& found) const {
        for (std::size_t k = 0; k < stated_.size(); ++k) {
            std::visit([&](const auto& distribution) { report_distribution(distribution, k, found); }, stated_[k].distribution);
            report_prognosis(k, found);
        }
        for (std::size_t v = 1; trial_.covariates.modify_effect() && v < visits_; ++v) {
            found.push_back({"mean modification of the effect at visit " + std::to_string(v), 0, modified_.mean(v), calibrated * modified_.sd(v).value});
        }
    }

private:
    void report_distribution(const Categories& categories, std::size_t k, Report& found) const {
        for (std::size_t level = 0; level < categories.levels.size(); ++level) {
            found.push_back({"proportion of " + stated_[k].name + " = " + categories.levels[level], categories.proportions[level], values_[k][level].mean(), calibrated});
        }
    }

    template <class Numeric>
    void report_distribution(const Numeric& stated, std::size_t k, Report& found) const {
        found.push_back({"mean of " + stated_[k].name, stated.mean, values_[k][0].mean(), calibrated * stated.sd});
        found.push_back({"SD of " + stated_[k].name, stated.sd, values_[k][0].sd(), calibrated * stated.sd});
    }

    void report_prognosis(std::size_t k, Report& found) const {
        const CovariateModel& stated = stated_[k];
        for (std::size_t v = 0; v < visits_; ++v) {
            const std::string here = " of " + stated.name + " and score, visit " + std::to_string(v);
            if (stated.slope.empty()) {
                found.push_back({"correlation" + here, stated.correlation.empty() ? 0.0 : stated.correlation[v], with_scores_[k].correlation(0, 1 + v), calibrated});
            } else {
                const double unit = outcome_.covariance.sd[v] / with_scores_[k].sd(0).value;
                found.push_back({"slope" + here, stated.slope[v], with_scores_[k].slope(0, 1 + v), calibrated * unit});
            }
        }
    }

    const std::vector<CovariateModel>& stated_;
    const PreparedTrial& trial_;
    std::size_t visits_;
    const RepeatedMeasures& outcome_;
    std::vector<std::vector<JointSums>> values_{};
    std::vector<JointSums> with_scores_;
    JointSums modified_;
};

/// P(X > 0 and Y > 0) of levels or counts whose normals have correlation rho, from the shares above 0.
inline double both_above(double one, double other, double rho) {
    const boost::math::normal normal;
    const double first = quantile(complement(normal, one));
    const double second = quantile(complement(normal, other));
    return quadrature::integral(quadrature::pieces({}, 0, 1, first), [&](double z) {
        return z < first ? 0.0 : quadrature::density(z) * cdf(complement(normal, (second - rho * z) / std::sqrt(1 - rho * rho)));
    });
}

/// Secondary outcomes: moments or shares by arm and visit; Pearson's correlations of scores; of other kinds, where everyone is eligible, how often
/// two visits are both above the lowest value, which is what their normals' correlation makes of it.
class SecondaryRecovery {
public:
    SecondaryRecovery(const Scenario& scenario, const PreparedTrial&, std::size_t batches)
        : stated_(scenario.mechanism.secondary_outcomes), visits_(scenario.design.visits.count()), outcome_(*scenario.mechanism.outcome.repeated_measures()) {
        for (std::size_t k = 0; k < stated_.size(); ++k) {
            sums_.push_back({JointSums(batches, visits_), JointSums(batches, visits_)});
            above_.push_back({levels(batches), levels(batches)});
            with_primary_.emplace_back(visits_, JointSums(batches, 2));
        }
    }

    void record(const Simulated& one) {
        for (std::size_t k = 0; k < stated_.size(); ++k) {
            Trajectory values = one.secondary[k];
            if (first_visit(stated_[k]) == 1) values[0] = 0;
            sums_[k][one.cell.arm].add(one.batch, std::span(values).first(visits_));
            if (!numeric(k)) {
                Trajectory above{};
                for (std::size_t v = 0; v < visits_; ++v) above[v] = values[v] > 0 ? 1 : 0;
                above_[k][one.cell.arm][0].add(one.batch, std::span(above).first(visits_));
                for (std::size_t level = 1; level < most_levels; ++level) {
                    for (std::size_t v = 0; v < visits_; ++v) above[v] = values[v] > static_cast<double>(level) ? 1 : 0;
                    above_[k][one.cell.arm][level].add(one.batch, std::span(above).first(visits_));
                }
            }
            for (std::size_t v = 0; one.plain_control() && v < visits_; ++v) {
                const std::array pair{one.course.undisturbed[v], numeric(k) ? values[v] : values[v] > 0 ? 1.0 : 0.0};
                with_primary_[k][v].add(one.batch, pair);
            }
        }
    }

    void report(Report& found) const {
        for (std::size_t k = 0; k < stated_.size(); ++k) {
            for (const Arm arm : both_arms) {
                for (std::size_t v = first_visit(stated_[k]); v < visits_; ++v) report_visit(k, arm, v, found);
            }
            for (std::size_t v = first_visit(stated_[k]); v < visits_; ++v) report_with_primary(k, v, found);
        }
    }

private:
    static constexpr std::size_t most_levels = 3;

    std::vector<JointSums> levels(std::size_t batches) const { return std::vector<JointSums>(most_levels, JointSums(batches, visits_)); }
    bool numeric(std::size_t k) const { return std::holds_alternative<NumericScore>(stated_[k].kind); }
    std::size_t place(std::size_t k, std::size_t v) const { return v - first_visit(stated_[k]); }
    std::string name(std::size_t k, const std::string& what, Arm arm, std::size_t v) const { return words(what + " of " + stated_[k].name, arm, v); }

    void report_visit(std::size_t k, Arm arm, std::size_t v, Report& found) const {
        std::visit([&](const auto& kind) { report_values(kind, k, arm, v, found); }, stated_[k].kind);
        for (std::size_t w = first_visit(stated_[k]); w < v; ++w) report_pair(k, arm, w, v, found);
    }

    void report_moments(double mean, double sd, std::size_t k, Arm arm, std::size_t v, Report& found) const {
        found.push_back({name(k, "mean", arm, v), mean, sums_[k][arm].mean(v), calibrated * sd});
        found.push_back({name(k, "SD", arm, v), sd, sums_[k][arm].sd(v), calibrated * sd});
    }

    void report_values(const NumericScore& kind, std::size_t k, Arm arm, std::size_t v, Report& found) const {
        report_moments(kind.mean[arm][place(k, v)], kind.covariance.sd[place(k, v)], k, arm, v, found);
    }

    void report_values(const OrdinalLevels& kind, std::size_t k, Arm arm, std::size_t v, Report& found) const {
        double above = 1;
        for (std::size_t level = 0; level + 1 < kind.levels.size(); ++level) {
            above -= kind.proportions[arm][place(k, v)][level];
            found.push_back({name(k, "share above " + kind.levels[level], arm, v), above, above_[k][arm][level].mean(v), calibrated});
        }
    }

    void report_values(const BinaryProportion& kind, std::size_t k, Arm arm, std::size_t v, Report& found) const {
        found.push_back({name(k, "proportion", arm, v), kind.proportion[arm][place(k, v)], sums_[k][arm].mean(v), calibrated});
    }

    void report_values(const EventCount& kind, std::size_t k, Arm arm, std::size_t v, Report& found) const {
        const double mean = kind.mean[arm][place(k, v)];
        report_moments(mean, std::sqrt(mean + kind.dispersion * mean * mean), k, arm, v, found);
        found.push_back({name(k, "share with any", arm, v), *share_above(k, arm, v), above_[k][arm][0].mean(v), calibrated});
    }

    /// Of levels and counts, the share above the lowest.
    std::optional<double> share_above(std::size_t k, Arm arm, std::size_t v) const {
        if (const auto* ordinal = std::get_if<OrdinalLevels>(&stated_[k].kind)) return 1 - ordinal->proportions[arm][place(k, v)][0];
        if (const auto* binary = std::get_if<BinaryProportion>(&stated_[k].kind)) return binary->proportion[arm][place(k, v)];
        const auto* count = std::get_if<EventCount>(&stated_[k].kind);
        if (count == nullptr) return std::nullopt;
        const double mean = count->mean[arm][place(k, v)];
        return 1 - (count->dispersion == 0 ? std::exp(-mean) : std::pow(1 + count->dispersion * mean, -1 / count->dispersion));
    }

    double stated_correlation(std::size_t k, std::size_t w, std::size_t v) const {
        const auto at = [&](const Eigen::MatrixXd& r) { return r(static_cast<Eigen::Index>(place(k, w)), static_cast<Eigen::Index>(place(k, v))); };
        return std::visit(
            [&](const auto& kind) {
                if constexpr (requires { kind.covariance; }) return at(kind.covariance.correlation);
                else return at(kind.correlation);
            },
            stated_[k].kind);
    }

    void report_pair(std::size_t k, Arm arm, std::size_t w, std::size_t v, Report& found) const {
        const std::string here = name(k, "correlation with visit " + std::to_string(w), arm, v);
        const double r = stated_correlation(k, w, v);
        if (numeric(k)) {
            found.push_back({here, r, sums_[k][arm].correlation(w, v), calibrated});
        } else if (everyone_eligible()) {  // as Pearson's of the indicators
            const double one = *share_above(k, arm, w);
            const double other = *share_above(k, arm, v);
            const double phi = (both_above(one, other, r) - one * other) / std::sqrt(one * (1 - one) * other * (1 - other));
            found.push_back({here + " (of being above the lowest)", phi, above_[k][arm][0].correlation(w, v), calibrated});
        }
    }

    bool everyone_eligible() const { return std::isinf(eligibility(outcome_.scale, outcome_.baseline_minimum).score); }

    void report_with_primary(std::size_t k, std::size_t v, Report& found) const {
        const std::vector<double>& stated = stated_[k].correlation_with_primary;
        const double r = stated.empty() ? 0.0 : stated[place(k, v)];
        const std::string here = "correlation of " + stated_[k].name + " with the primary outcome, visit " + std::to_string(v);
        const Found correlation = with_primary_[k][v].correlation(0, 1);
        if (numeric(k) && is_normal(outcome_.residuals)) {
            found.push_back({here, r, correlation, calibrated});
        } else if (!numeric(k) && is_normal(outcome_.residuals) && shows_latent(outcome_)) {  // of a normal and an indicator
            const double share = *share_above(k, Arm::control, v);
            const double threshold = quantile(complement(boost::math::normal(), share));
            found.push_back({here + " (of being above the lowest)", r * quadrature::density(threshold) / std::sqrt(share * (1 - share)), correlation, calibrated});
        }
    }

    const std::vector<SecondaryOutcome>& stated_;
    std::size_t visits_;
    const RepeatedMeasures& outcome_;
    std::vector<PerArm<JointSums>> sums_{};
    std::vector<PerArm<std::vector<JointSums>>> above_{};      ///< by level: whether a value is above it
    std::vector<std::vector<JointSums>> with_primary_{};       ///< in the control arm without boosters, by visit
};

}  // namespace recovery
