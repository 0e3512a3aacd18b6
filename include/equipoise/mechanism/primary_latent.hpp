#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include <Eigen/Core>

#include <equipoise/design/arm.hpp>
#include <equipoise/mechanism/any_outcome.hpp>
#include <equipoise/mechanism/latent_visit.hpp>
#include <equipoise/mechanism/scale.hpp>
#include <equipoise/mechanism/score_moments.hpp>

namespace equipoise {

/// What a secondary outcome has to know of the primary one in a cell.
///
/// U_v = sum_j direction(v, j) z_j is the latent primary outcome at visit v without what therapists add, standardised (if its residuals are
/// of another shape, the normal that is given it); z_0 decides who is eligible.
struct PrimaryLatent {
    EligibleBaseline baseline;         ///< who is eligible
    Scale scale{};                     ///< of the primary scores
    std::vector<LatentVisit> visits;   ///< with what therapists add; empty unless the primary outcome's residuals are normal
    std::vector<ScoreMoments> score;   ///< of the primary scores among those eligible; empty as visits are
    std::vector<double> residual;      ///< SD of what the normals add, of the whole latent SD, at each visit
    Eigen::MatrixXd direction;         ///< visits x visits, lower triangular, rows of length 1

    /// The correlation of U_v and U_w.
    double correlation(std::size_t v, std::size_t w) const {
        const auto i = static_cast<Eigen::Index>(v);
        const auto j = static_cast<Eigen::Index>(w);
        double sum = 0;
        for (Eigen::Index k = 0; k < direction.cols(); ++k) sum += direction(i, k) * direction(j, k);
        return sum;
    }
    /// The correlation of U_v and z_0.
    double with_baseline(std::size_t v) const { return direction(static_cast<Eigen::Index>(v), 0); }
    double cut() const { return baseline.cut(); }

    /// Whether a secondary outcome has the same latent variables beside either.
    bool same_as(const PrimaryLatent& other) const { return direction == other.direction; }

    /// Whether correlations with the primary scores can be solved for.
    bool has_scores() const { return !score.empty(); }
};

/// @param visits  how many the trial has
/// @complexity    O(visits^2). @verified tests/mechanism/prepared_secondary_outcome_test.cpp
inline PrimaryLatent primary_latent(const PreparedOutcome& primary, Cell cell, std::size_t visits) {
    const auto n = static_cast<Eigen::Index>(visits);
    const PreparedRepeatedMeasures* model = primary.repeated_measures();
    if (model == nullptr) {  // nothing of it is known, and everyone counts as eligible
        constexpr double everyone = -std::numeric_limits<double>::infinity();
        return {eligible_baseline({}, {0, 1}, everyone), {}, {}, {}, std::vector<double>(visits, 1.0), Eigen::MatrixXd::Identity(n, n)};
    }
    const bool normal = model->normal_residuals();
    const LatentOutcome& latent = model->latent(cell);
    const LatentNormal first = normal ? latent.visits[0] : LatentNormal{0, 1};
    const Scale scale = normal ? model->scale() : Scale{};
    PrimaryLatent known{eligible_baseline(scale, first, first.mean + first.sd * model->baseline_cut()), scale, {}, {}, {}, Eigen::MatrixXd::Zero(n, n)};
    for (std::size_t v = 0; v < visits; ++v) {
        const auto row = static_cast<Eigen::Index>(v);
        if (normal) known.visits.push_back({latent.visits[v], v == 0 ? 1.0 : latent.correlation(0, row)});
        if (normal) known.score.push_back({model->mean_score(cell, v), model->sd_score(cell, v)});
        const auto weights = model->weights(cell, v);
        double square = 0;
        for (const double weight : weights) square += weight * weight;
        const double sd = std::sqrt(square);
        known.residual.push_back(sd / latent.visits[v].sd);
        for (std::size_t j = 0; j < weights.size(); ++j) known.direction(row, static_cast<Eigen::Index>(j)) = weights[j] / sd;
    }
    return known;
}

}  // namespace equipoise
