#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <boost/math/distributions/normal.hpp>
#include <equipoise/cohort/prepared_trial.hpp>

#include "../../mechanism/quadrature.hpp"
#include "../recovered.hpp"
#include "simulated.hpp"

namespace recovery {

using namespace equipoise;

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
