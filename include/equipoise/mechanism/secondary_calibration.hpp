#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <Eigen/Core>

#include <equipoise/design/arm.hpp>
#include <equipoise/design/design.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/mechanism/any_outcome.hpp>
#include <equipoise/mechanism/cholesky.hpp>
#include <equipoise/mechanism/eligible_normal.hpp>
#include <equipoise/mechanism/latent_baseline.hpp>
#include <equipoise/mechanism/level_thresholds.hpp>
#include <equipoise/mechanism/numeric_score_latent.hpp>
#include <equipoise/mechanism/numeric_score_pairs.hpp>
#include <equipoise/mechanism/plain_number.hpp>
#include <equipoise/mechanism/primary_latent.hpp>
#include <equipoise/mechanism/secondary_outcome.hpp>

namespace equipoise {

/// One visit of a secondary outcome in a cell: S = on_primary . (normals of the primary outcome) + on_own . (normals of its own).
struct SecondaryVisit {
    std::vector<double> on_primary{};  ///< empty if they are independent
    std::vector<double> on_own{};
    LatentNormal normal{0, 1};         ///< of a numeric score: it is recorded from mean + sd S
    std::vector<double> thresholds{};  ///< of any other: the value is the number of thresholds below S
    ScoreMoments score{};              ///< true, among those eligible
};

/// The latent variables of a secondary outcome in every cell, visit by visit measured, or why there are none.
struct SecondaryCalibration {
    std::array<std::vector<SecondaryVisit>, cell_count> cells;
    std::vector<Fault> faults;
};

namespace detail {

/// Solves one secondary outcome, cell by cell.
class SecondarySolver {
public:
    /// @param at  its place in a scenario file
    SecondarySolver(const SecondaryOutcome& outcome, std::string at, std::size_t visits)
        : outcome_(outcome), numeric_(std::get_if<NumericScore>(&outcome.kind)), at_(std::move(at)), first_(first_visit(outcome)), count_(visits - first_) {}

    const std::vector<Fault>& faults() const { return faults_; }

    /// The loadings, common to all cells, from the control arm's correlations with the primary outcome.
    void solve_loadings(const PrimaryLatent& primary) {
        loadings_.assign(count_, 0.0);
        for (std::size_t k = 0; k < outcome_.correlation_with_primary.size(); ++k) {
            const double wanted = outcome_.correlation_with_primary[k];
            const double most = strongest_loading * primary.residual[first_ + k];
            SolvedLoading solved{wanted / primary.residual[first_ + k], -most, most};
            if (numeric_ != nullptr && primary.has_scores()) solved = numeric_loading(numeric_->scale, primary, first_ + k, stated(Arm::control, k), wanted);
            const bool attainable = solved.loading && std::abs(*solved.loading) <= strongest_loading;
            if (attainable) loadings_[k] = *solved.loading;
            if (!attainable) add_unattainable(k, wanted, solved);
        }
    }

    /// One cell; empty if there are faults.
    std::vector<SecondaryVisit> solve(const PrimaryLatent& primary, Arm arm) {
        const std::size_t before = faults_.size();
        std::vector<SecondaryVisit> visits(count_);
        for (std::size_t k = 0; k < count_; ++k) solve_visit(primary, arm, k, visits[k]);
        if (faults_.size() > before) return {};
        const Eigen::MatrixXd whole = latent_correlation(primary, arm, visits);
        if (faults_.size() > before) return {};
        const auto factor = cholesky(own_correlation(whole, primary));
        if (!factor) {
            add_contradiction(own_correlation(whole, primary), arm);
            return {};
        }
        for (std::size_t k = 0; k < count_; ++k) {
            const double rest = std::sqrt(1 - loadings_[k] * loadings_[k]);
            for (std::size_t j = 0; j <= k; ++j) visits[k].on_own.push_back(rest * (*factor)(index(k), index(j)));
            for (std::size_t j = 0; loadings_[k] != 0 && j <= first_ + k; ++j) {
                visits[k].on_primary.push_back(loadings_[k] * primary.direction(index(first_ + k), index(j)));
            }
        }
        return visits;
    }

private:
    static Eigen::Index index(std::size_t k) { return static_cast<Eigen::Index>(k); }

    ScoreMoments stated(Arm arm, std::size_t k) const { return {numeric_->mean[arm][k], numeric_->covariance.sd[k]}; }

    /// The correlation of S with what makes eligible.
    double with_baseline(const PrimaryLatent& primary, std::size_t k) const { return loadings_[k] * primary.with_baseline(first_ + k); }

    void solve_visit(const PrimaryLatent& primary, Arm arm, std::size_t k, SecondaryVisit& visit) {
        const double correlation = with_baseline(primary, k);
        if (numeric_ != nullptr) {
            const auto latent = latent_normal(numeric_->scale, primary.baseline, correlation, stated(arm, k));
            if (!latent) return add_unattainable(arm, k);
            visit.normal = *latent;
            const VisitMoments score = visit_moments(numeric_->scale, primary.baseline, {*latent, correlation});
            visit.score = {score.mean, score.sd};
            return;
        }
        const std::vector<double> above = std::visit([&](const auto& kind) { return above_of(kind, arm, k); }, outcome_.kind);
        visit.thresholds = level_thresholds(above, EligibleNormal(primary.cut(), correlation));
        visit.score = moments_above(above);
    }

    static std::vector<double> above_of(const NumericScore&, Arm, std::size_t) { return {}; }
    template <class Kind>
    static std::vector<double> above_of(const Kind& kind, Arm arm, std::size_t k) {
        return values_above(kind, arm, k);
    }

    static const Eigen::MatrixXd& correlation_of(const NumericScore& kind) { return kind.covariance.correlation; }
    template <class Kind>
    static const Eigen::MatrixXd& correlation_of(const Kind& kind) {
        return kind.correlation;
    }

    Eigen::MatrixXd latent_correlation(const PrimaryLatent& primary, Arm arm, const std::vector<SecondaryVisit>& visits) {
        const Eigen::MatrixXd wanted = std::visit([](const auto& kind) { return correlation_of(kind); }, outcome_.kind);
        if (numeric_ == nullptr) return wanted;
        std::vector<LatentVisit> latent;
        std::vector<ScoreMoments> scores;
        for (std::size_t k = 0; k < count_; ++k) {
            latent.push_back({visits[k].normal, with_baseline(primary, k)});
            scores.push_back(stated(arm, k));
        }
        const SolvedScorePairs pairs = numeric_score_pairs(numeric_->scale, primary.baseline, latent, scores, wanted);
        for (const UnattainablePair& pair : pairs.unattainable) {
            faults_.push_back({at_ + "/covariance/correlation/" + std::to_string(pair.first) + "/" + std::to_string(pair.second),
                               "must be a correlation that \"" + outcome_.name + "\" can have between visits " + visit_name(pair.first) + " and " +
                                   visit_name(pair.second) + in_arm(arm) + ": from " + plain_number(pair.lowest) + " to " + plain_number(pair.highest) +
                                   ", but is " + plain_number(wanted(index(pair.first), index(pair.second)))});
        }
        return pairs.latent;
    }

    /// The correlations of W, from those of S.
    Eigen::MatrixXd own_correlation(const Eigen::MatrixXd& whole, const PrimaryLatent& primary) const {
        Eigen::MatrixXd own = Eigen::MatrixXd::Identity(index(count_), index(count_));
        for (std::size_t v = 0; v < count_; ++v) {
            for (std::size_t w = 0; w < v; ++w) {
                const double shared = loadings_[v] * loadings_[w] * primary.correlation(first_ + v, first_ + w);
                const double rest = std::sqrt((1 - loadings_[v] * loadings_[v]) * (1 - loadings_[w] * loadings_[w]));
                own(index(v), index(w)) = own(index(w), index(v)) = (whole(index(v), index(w)) - shared) / rest;
            }
        }
        return own;
    }

    std::string visit_name(std::size_t k) const { return std::to_string(first_ + k); }
    static std::string in_arm(Arm arm) { return arm == Arm::control ? " in the control arm" : " in the treatment arm"; }

    void add_unattainable(std::size_t k, double wanted, const SolvedLoading& solved) {
        if (solved.lowest != solved.lowest || solved.highest != solved.highest) return add_unattainable(Arm::control, k);
        faults_.push_back({at_ + "/correlation_with_primary/" + std::to_string(k),
                           "must be a correlation that \"" + outcome_.name + "\" can have with the primary outcome at visit " + visit_name(k) + ": from " +
                               plain_number(solved.lowest) + " to " + plain_number(solved.highest) + ", but is " + plain_number(wanted)});
    }

    void add_unattainable(Arm arm, std::size_t k) {
        const ScoreMoments wanted = stated(arm, k);
        constexpr double everyone = -std::numeric_limits<double>::infinity();
        faults_.push_back({at_ + "/covariance/sd/" + std::to_string(k),
                           "must be an SD that scores of mean " + plain_number(wanted.mean) + " can have on the scale of \"" + outcome_.name + "\" at visit " +
                               visit_name(k) + in_arm(arm) + ": between " + plain_number(smallest_sd(numeric_->scale, wanted.mean)) + " and " +
                               plain_number(largest_baseline_sd(numeric_->scale, everyone, wanted.mean)) + ", but is " + plain_number(wanted.sd)});
    }

    void add_contradiction(const Eigen::MatrixXd& own, Arm arm) {
        std::size_t size = 2;
        while (cholesky(own.topLeftCorner(index(size), index(size)))) ++size;
        const std::string between = size == 2 ? "visits " + visit_name(0) + " and " + visit_name(1) + " would have a correlation of " + plain_number(own(1, 0))
                                              : "the correlations of visit " + visit_name(size - 1) + " contradict those of the visits before it";
        faults_.push_back({at_ + (numeric_ != nullptr ? "/covariance/correlation" : "/correlation/correlation"),
                           "must fit the correlation with the primary outcome, but in what \"" + outcome_.name + "\" does not share with it" + in_arm(arm) + ", " +
                               between,
                           "bring the correlations between visits nearer to those of the primary outcome, or weaken the correlation with it"});
    }

    const SecondaryOutcome& outcome_;
    const NumericScore* numeric_;
    std::string at_;
    std::size_t first_;
    std::size_t count_;
    std::vector<double> loadings_{};
    std::vector<Fault> faults_{};
};

}  // namespace detail

/// Finds the loadings, thresholds and correlations with which a secondary outcome is as stated among those eligible.
///
/// Loadings first, from the control arm without boosters; then every cell by itself, as the primary outcome's latent variables may differ.
/// @param outcome  without faults
/// @param at       its place in a scenario file, "/mechanism/secondary_outcomes/0"
/// @returns        latent variables to about 1e-9; or faults that name the outcome and the visits, nothing repaired
/// @complexity     some milliseconds to some tens of them. @verified tests/mechanism/prepared_secondary_outcome_test.cpp
inline SecondaryCalibration calibrate_secondary(const SecondaryOutcome& outcome, const std::string& at, const PreparedOutcome& primary, const Design& design) {
    SecondaryCalibration calibration{};
    detail::SecondarySolver solver(outcome, at, design.visits.count());
    std::vector<PrimaryLatent> latents;
    for (const Cell cell : all_cells) latents.push_back(primary_latent(primary, cell, design.visits.count()));
    solver.solve_loadings(latents.front());
    calibration.faults = solver.faults();
    if (!calibration.faults.empty()) return calibration;
    for (const Cell cell : all_cells) {
        if (!solver.faults().empty() && cell.booster) continue;  // usually the same fault again
        const std::size_t plain = Cell{cell.arm, false}.index();
        if (cell.booster && latents[cell.index()].same_as(latents[plain])) {
            calibration.cells[cell.index()] = calibration.cells[plain];
        } else {
            calibration.cells[cell.index()] = solver.solve(latents[cell.index()], cell.arm);
        }
    }
    calibration.faults = solver.faults();
    return calibration;
}

}  // namespace equipoise
