#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <equipoise/cohort/prepared_trial.hpp>

#include "../recovered.hpp"
#include "simulated.hpp"

namespace recovery {

using namespace equipoise;

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

}  // namespace recovery
