#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include <equipoise/design/design.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/mechanism/cholesky.hpp>
#include <equipoise/mechanism/eligibility.hpp>
#include <equipoise/mechanism/latent_calibration.hpp>
#include <equipoise/mechanism/normal_behind.hpp>
#include <equipoise/mechanism/prepared_residuals.hpp>
#include <equipoise/mechanism/repeated_measures.hpp>
#include <equipoise/mechanism/repeated_measures_faults.hpp>
#include <equipoise/mechanism/residual_shape_faults.hpp>
#include <equipoise/mechanism/trajectory.hpp>
#include <equipoise/mechanism/wide/record_scores.hpp>
#include <equipoise/random/portable_math.hpp>
#include <equipoise/random/standard_normal.hpp>
#include <equipoise/random/uniform.hpp>

namespace equipoise {

/// RepeatedMeasures solved and ready to draw participants.
///
/// Latent baselines are drawn from those that are recorded as eligible, by inversion; the later visits follow given it, each
/// mean + sd (row of the Cholesky factor) (standard normals), given another shape if one is stated, recorded on the scale. The baseline does
/// not depend on the cell.
///
/// In a trial, the normals behind a visit are a column, one word of a stream for each participant: {Layer::outcome, visit}. The uniform number
/// of those whose residuals are of classes is the column after the last visit that there can be.
/// @verified tests/mechanism/prepared_repeated_measures_test.cpp
class PreparedRepeatedMeasures {
public:
    /// @param calibration      without faults
    /// @param therapist_share  of the latent variance after baseline, by arm, such that what is left has a correlation matrix
    PreparedRepeatedMeasures(const RepeatedMeasures& outcome, const LatentCalibration& calibration, PerArm<double> therapist_share = {})
        : name_(outcome.name),
          scale_(outcome.scale),
          record_(outcome.scale),
          residuals_(outcome.residuals),
          eligible_score_(eligibility(outcome.scale, outcome.baseline_minimum).score),
          baseline_(calibration.baseline->latent),
          baseline_cut_(residuals_.normal_of_baseline(calibration.baseline->cut())),
          eligible_share_(detail::eligible_share(*calibration.baseline, residuals_)),
          has_closed_form_(residuals_.normal() || shows_latent_values(scale_, eligible_score_)),
          visits_(outcome.covariance.sd.size()),
          therapist_share_(therapist_share),
          latent_(calibration.cells),
          eligible_(eligible_normals()) {
        for (const Cell cell : all_cells) {
            add_rows(cell);
            add_moments(*calibration.baseline, cell);
        }
    }

    /// The normals behind one participant's scores, whichever their cell, from any stream.
    ///
    /// @complexity    O(visits); allocates nothing
    OutcomeNormals normals(Stream& chance) const {
        OutcomeNormals normal{};
        for (std::size_t v = 0; v < visits_; ++v) normal[v] = standard_normal(chance, normals_behind(v));
        if (residuals_.has_classes()) normal.back() = uniform(chance);
        return normal;
    }

    /// The normals behind the scores of one participant of a trial, drawn alone.
    ///
    /// @complexity    O(visits); allocates nothing
    OutcomeNormals normals(const StudyKey& key, std::uint64_t replicate, std::uint64_t participant) const {
        const auto place = static_cast<std::uint32_t>(participant);
        OutcomeNormals normal{};
        for (std::size_t v = 0; v < visits_; ++v) normal[v] = normal_quantile(normals_behind(v), column_uniform(column(key, replicate, v), place));
        normal.back() = class_draw(key, replicate, participant);
        return normal;
    }

    /// The uniform number that says whether a participant of a trial is a responder; 0 if residuals have no classes.
    double class_draw(const StudyKey& key, std::uint64_t replicate, std::uint64_t participant) const {
        return residuals_.has_classes() ? column_uniform(column(key, replicate, max_visits), static_cast<std::uint32_t>(participant)).value() : 0.0;
    }

    /// The same of every participant, a column for each visit.
    ///
    /// @param normals  where they are put, visits x participants   @complexity O(visits x participants)
    void fill_normals(const StudyKey& key, std::uint64_t replicate, std::span<double> normals) const {
        const std::size_t n = normals.size() / visits_;
        for (std::size_t v = 0; v < visits_; ++v) fill_standard_normals(column(key, replicate, v), normals_behind(v), normals.subspan(v * n, n));
    }

    /// Which normals are behind a visit: at the baseline those of the eligible.
    NormalsAbove normals_behind(std::size_t visit) const { return visit == 0 ? eligible_ : NormalsAbove{}; }

    /// The latent value at a visit [outcome units], without what a therapist adds: mean + weights . normals, in the shape of the residuals.
    double latent_value(Cell cell, std::size_t visit, const OutcomeNormals& normal) const {
        if (visit == 0) return latent_baseline(normal[0]);
        const double* row = rows_[cell.index()].data() + row_start(visit);
        const double mean = *row++;
        double latent = mean;
        for (std::size_t j = 0; j <= visit; ++j) latent += *row++ * normal[j];
        if (residuals_.normal()) return latent;
        return residuals_.value(cell.arm, visit, mean, normal_sd_[cell.arm][visit], latent, normal.back());
    }

    /// The score at which a latent value is recorded.
    double score(double latent) const { return record_(latent); }

    /// One participant's scores, had they been allocated to a cell.
    ///
    /// @complexity    O(visits^2); allocates nothing
    Trajectory operator()(Cell cell, Stream& chance) const { return scores(cell, normals(chance)); }

    /// The scores in a cell that normals make.
    Trajectory scores(Cell cell, const OutcomeNormals& normal) const {
        Trajectory scores{};
        for (std::size_t v = 0; v < visits_; ++v) scores[v] = record_(latent_value(cell, v, normal));
        return scores;
    }

    /// What each normal adds to the latent value at a visit [outcome units per SD], the first visit + 1 of them; for residuals of another shape,
    /// to the normal that is given it. Their squares add up to the latent variance less the therapists' share of it, and less what is between
    /// responders and non-responders.
    std::span<const double> weights(Cell cell, std::size_t visit) const {
        if (visit == 0) return {&baseline_.sd, 1};
        return std::span(rows_[cell.index()]).subspan(row_start(visit) + 1, visit + 1);
    }

    /// The SD of what therapists add to the latent value at a visit [outcome units].
    double therapist_sd(Cell cell, std::size_t visit) const {
        return visit == 0 ? 0.0 : latent_[cell.index()].visits[visit].sd * std::sqrt(therapist_share_[cell.arm]);
    }

    /// Whether the scores at a visit have the same distribution in both arms, at any baseline.
    bool same_in_both_arms(bool booster, std::size_t visit) const {
        const Cell control{Arm::control, booster};
        const Cell treatment{Arm::treatment, booster};
        if (visit == 0) return true;
        const auto of = [&](Cell cell) { return std::span(rows_[cell.index()]).subspan(row_start(visit), visit + 2); };
        return std::ranges::equal(of(control), of(treatment)) && therapist_sd(control, visit) == therapist_sd(treatment, visit) && residuals_.same_in_both_arms();
    }

    /// What scores are made with, for a whole trial at a time (nobody leaves yet); nothing where residuals are of another shape, the scale
    /// cannot be counted or there are many visits.
    std::optional<wide::ScoreRows> score_rows() const {
        if (!residuals_.normal() || !wide::countable(scale_) || visits_ > wide::most_visits) return std::nullopt;
        wide::ScoreRows rows(visits_);
        for (const Cell cell : all_cells) {
            for (std::size_t v = 0; v < visits_; ++v) {
                rows.mean(v)[cell.index()] = v == 0 ? baseline_.mean : rows_[cell.index()][row_start(v)];
                rows.staying(v)[cell.index()] = 1.0;
                const std::span<const double> of_normals = weights(cell, v);
                for (std::size_t j = 0; j < of_normals.size(); ++j) rows.weight(v, j)[cell.index()] = of_normals[j];
            }
        }
        return rows;
    }

    /// The lowest eligible latent baseline, standardised: normals()[0] is a standard normal above it. -infinity if all are eligible.
    double baseline_cut() const { return baseline_cut_; }

    /// The same nature among others: those whose baseline score is at least another minimum [outcome units; -infinity: everyone].
    /// @verified tests/mechanism/target_population_test.cpp
    PreparedRepeatedMeasures eligible_from(double baseline_minimum) const {
        const Eligibility others = eligibility(scale_, baseline_minimum);
        const EligibleBaseline baseline = eligible_baseline(scale_, baseline_, others.latent);
        PreparedRepeatedMeasures copy = *this;
        copy.eligible_score_ = others.score;
        copy.baseline_cut_ = residuals_.normal_of_baseline(baseline.cut());
        copy.eligible_ = copy.eligible_normals();
        copy.eligible_share_ = detail::eligible_share(baseline, residuals_);
        copy.has_closed_form_ = residuals_.normal() || shows_latent_values(scale_, others.score);
        copy.moments_ = {};
        for (const Cell cell : all_cells) copy.add_moments(baseline, cell);
        return copy;
    }

    const Scale& scale() const { return scale_; }
    const std::string& name() const { return name_; }
    std::size_t visits() const { return visits_; }

    /// Eligible, of all who are screened.
    double eligible_share() const { return eligible_share_; }

    /// The latent variables behind the scores of a cell: their means, SDs and correlations, normal unless another shape is stated.
    const LatentOutcome& latent(Cell cell) const { return latent_[cell.index()]; }

    /// Whether latent values are normal about their means.
    bool normal_residuals() const { return residuals_.normal(); }

    /// Whether true means and SDs of scores have a closed form: residuals are normal, or scores are the latent values themselves.
    bool has_closed_form() const { return has_closed_form_; }

    /// True mean of the score at a visit among those eligible [outcome units]; NaN without a closed form.
    double mean_score(Cell cell, std::size_t visit) const { return moments_[cell.index()][visit].mean; }

    /// True SD of the score at a visit among those eligible [outcome units]; NaN without a closed form.
    double sd_score(Cell cell, std::size_t visit) const { return moments_[cell.index()][visit].sd; }

private:
    /// Where a later visit's row begins: its latent mean, then its weights.
    static std::size_t row_start(std::size_t visit) { return (visit - 1) * (visit + 4) / 2; }

    double latent_baseline(double normal) const {
        const double value = baseline_.mean + baseline_.sd * normal;
        return residuals_.normal() ? value : residuals_.value(Arm::control, 0, baseline_.mean, baseline_.sd, value, 0.0);
    }

    static Stream column(const StudyKey& key, std::uint64_t replicate, std::size_t visit) {
        return Stream(key, replicate, {Layer::outcome, static_cast<std::uint32_t>(visit)});
    }

    /// Those at the cut or above, the cut such that it is itself recorded as eligible, whatever was rounded.
    NormalsAbove eligible_normals() const {
        double cut = baseline_cut_;
        if (cut == -std::numeric_limits<double>::infinity()) return {};
        for (double step = 0x1p-52; record_(latent_baseline(cut)) < eligible_score_; step *= 2) cut += step;
        return {.cut = cut, .share = portable::normal_cdf(-cut)};
    }

    /// For each later visit its latent mean, then its row of the Cholesky factor times the SD that therapists and classes leave.
    void add_rows(Cell cell) {
        const NormalBehind behind = detail::normal_behind(residuals_, latent_[cell.index()], cell.arm, therapist_share_[cell.arm]);
        const Eigen::MatrixXd factor = cholesky(behind.correlation).value();
        for (std::size_t v = 1; v < visits_; ++v) {
            rows_[cell.index()].push_back(latent_[cell.index()].visits[v].mean);
            for (std::size_t j = 0; j <= v; ++j) {
                rows_[cell.index()].push_back(behind.sd[v] * factor(static_cast<Eigen::Index>(v), static_cast<Eigen::Index>(j)));
            }
        }
        normal_sd_[cell.arm] = behind.sd;
    }

    void add_moments(const EligibleBaseline& baseline, Cell cell) {
        constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
        const LatentOutcome& latent = latent_[cell.index()];
        for (std::size_t v = 0; v < visits_; ++v) {
            ScoreMoments score{unknown, unknown};
            if (!residuals_.normal()) {
                if (has_closed_form_) score = {latent.visits[v].mean, latent.visits[v].sd};
            } else if (v == 0) {
                score = baseline.score;
            } else {
                const VisitMoments m = visit_moments(scale_, baseline, {latent.visits[v], latent.correlation(0, static_cast<Eigen::Index>(v))});
                score = {m.mean, m.sd};
            }
            moments_[cell.index()].push_back(score);
        }
    }

    std::string name_;
    Scale scale_;
    Recorder record_;
    PreparedResiduals residuals_;
    double eligible_score_;
    LatentNormal baseline_;
    double baseline_cut_;
    double eligible_share_;
    bool has_closed_form_;
    std::size_t visits_;
    PerArm<double> therapist_share_;
    std::array<std::vector<double>, cell_count> rows_{};
    PerArm<std::vector<double>> normal_sd_{};  ///< of the normals that are given a shape
    std::array<std::vector<ScoreMoments>, cell_count> moments_{};
    std::array<LatentOutcome, cell_count> latent_;
    NormalsAbove eligible_;  ///< behind the baseline
};

/// Solves an outcome once, before its replicates.
///
/// @param design           without faults
/// @param therapist_share  of the latent variance after baseline, by arm, in [0, 1)
/// @throws                 InvalidScenario with every fault, including moments that no latent normal gives, an eligible share below 1 in 1000,
///                         and a therapists' share or a shape of residuals that leaves no correlation matrix
/// @complexity             about 10 ms for four visits on 51 scores. @verified tests/mechanism/prepared_repeated_measures_test.cpp
inline PreparedRepeatedMeasures prepare(const RepeatedMeasures& outcome, const Design& design, PerArm<double> therapist_share = {}) {
    if (std::vector<Fault> found = faults(outcome, design); !found.empty()) throw InvalidScenario(std::move(found));
    const PreparedResiduals residuals(outcome.residuals);
    const bool to_solve = outcome.moments == Moments::as_observed && residuals.normal();
    LatentCalibration calibration = to_solve ? calibrate_latent(outcome) : latent_as_stated(outcome);
    if (calibration.baseline && !(detail::eligible_share(*calibration.baseline, residuals) >= least_eligible_share)) {
        calibration.faults.push_back({"/mechanism/outcome/baseline_minimum",
                                      "must leave at least 1 in 1000 of those screened eligible, but only a share of " +
                                          detail::plain_number(detail::eligible_share(*calibration.baseline, residuals)) + " reaches " +
                                          detail::plain_number(outcome.baseline_minimum)});
    }
    if (calibration.faults.empty()) calibration.faults = detail::normal_faults(residuals, calibration, therapist_share);
    if (!calibration.faults.empty()) throw InvalidScenario(std::move(calibration.faults));
    return PreparedRepeatedMeasures(outcome, calibration, therapist_share);
}

}  // namespace equipoise
