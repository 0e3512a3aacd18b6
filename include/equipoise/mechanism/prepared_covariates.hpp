#pragma once

#include <algorithm>
#include <array>
#include <bitset>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <equipoise/data/trial_data.hpp>
#include <equipoise/data/trial_shape.hpp>
#include <equipoise/design/design.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/mechanism/any_outcome.hpp>
#include <equipoise/mechanism/covariate_calibration.hpp>
#include <equipoise/mechanism/covariate_faults.hpp>
#include <equipoise/mechanism/covariate_model.hpp>
#include <equipoise/mechanism/covariate_transform.hpp>
#include <equipoise/mechanism/prepared_distribution.hpp>
#include <equipoise/mechanism/trajectory.hpp>
#include <equipoise/random/address.hpp>
#include <equipoise/random/name_hash.hpp>
#include <equipoise/random/standard_normal.hpp>
#include <equipoise/random/stream.hpp>

namespace equipoise {

/// One participant's baseline covariates: a number, or the index of the level in sorted order; entries past the last covariate are 0.
using CovariateValues = std::array<double, max_covariates>;

/// Some of a scenario's covariates.
using SomeCovariates = std::bitset<max_covariates>;

/// One covariate, solved: how its latent normal arises, what its value is, and what it does to the treatment effect.
struct PreparedCovariate {
    CovariateShape shape;                           ///< levels sorted
    std::uint32_t item = 0;                         ///< of its stream
    std::vector<double> weights{};                  ///< a, of the normals behind the scores; empty: none
    double rest = 1;                                ///< sqrt(1 - a . a), of the covariate's own normal
    CovariateTransform transform;
    CovariateMoments moments{0, 0};
    std::vector<double> recorded{};                 ///< of categories: the sorted index of each level in the order stated
    std::vector<std::vector<double>> modification{};  ///< numeric: a row; categories: a row for each level as sorted, about the mean
    double centre = 0;                              ///< numeric: the mean about which the effect is modified

    /// @param z  the normals behind the scores   @param own  a standard normal
    double value(const OutcomeNormals& z, double own) const {
        double latent = rest * own;
        for (std::size_t v = 0; v < weights.size(); ++v) latent += weights[v] * z[v];
        const double stated = transform(latent);
        return recorded.empty() ? stated : recorded[static_cast<std::size_t>(stated)];
    }

    /// What a value adds to the latent outcome in the treatment arm at a visit [outcome units].
    double modify(std::size_t visit, double value) const {
        if (modification.empty()) return 0;
        return recorded.empty() ? modification[0][visit] * (value - centre) : modification[static_cast<std::size_t>(value)][visit];
    }
};

/// Baseline covariates, solved and ready to draw.
///
/// Covariate k is drawn from the stream {Layer::covariate, name_hash(its name)}, so that none moves another, or an outcome.
/// @verified tests/mechanism/prepared_covariates_test.cpp
class PreparedCovariates {
public:
    PreparedCovariates() = default;

    /// @param covariates  at most max_covariates
    explicit PreparedCovariates(std::vector<PreparedCovariate> covariates) : covariates_(std::move(covariates)) {
        for (const PreparedCovariate& covariate : covariates_) {
            shapes_.push_back(covariate.shape);
            modify_effect_ = modify_effect_ || !covariate.modification.empty();
        }
    }

    std::size_t count() const { return covariates_.size(); }
    const std::vector<CovariateShape>& shapes() const { return shapes_; }
    const PreparedCovariate& operator[](std::size_t k) const { return covariates_[k]; }

    /// One participant's covariates.
    ///
    /// @param z       the normals behind the participant's scores; of no account with an outcome model of the user's
    /// @param wanted  the others are not drawn, and are missing
    /// @complexity    O(covariates x visits); allocates nothing
    CovariateValues operator()(const OutcomeNormals& z, const StudyKey& key, std::uint64_t replicate, std::uint64_t participant, const SomeCovariates& wanted = ~SomeCovariates()) const {
        CovariateValues values{};
        for (std::size_t k = 0; k < covariates_.size(); ++k) {
            if (!wanted[k]) {
                values[k] = missing;
                continue;
            }
            Stream chance(key, replicate, {Layer::covariate, covariates_[k].item}, participant);
            values[k] = covariates_[k].value(z, standard_normal(chance));
        }
        return values;
    }

    /// Whether any of them changes the treatment effect.
    bool modify_effect() const { return modify_effect_; }
    bool modifies_effect(std::size_t k) const { return !covariates_[k].modification.empty(); }

    /// What is added to the latent outcome at a visit in the treatment arm [outcome units]; its mean over those eligible for the trial is 0.
    double effect_modification(std::size_t visit, const CovariateValues& values) const {
        double added = 0;
        for (std::size_t k = 0; k < covariates_.size(); ++k) added += covariates_[k].modify(visit, values[k]);
        return added;
    }

    /// Mean of a covariate among those eligible; of categories, of the level's number in the order stated.
    double mean(std::size_t k) const { return covariates_[k].moments.mean; }
    double sd(std::size_t k) const { return covariates_[k].moments.sd; }

private:
    std::vector<PreparedCovariate> covariates_{};
    std::vector<CovariateShape> shapes_{};
    bool modify_effect_ = false;
};

namespace detail {

/// Sorted levels, and the effect of each about the mean over the proportions.
inline void take_categories(const Categories& categories, const std::vector<std::vector<double>>& effect, PreparedCovariate& covariate) {
    covariate.shape.levels = categories.levels;
    std::sort(covariate.shape.levels.begin(), covariate.shape.levels.end());
    for (const std::string& level : categories.levels) {
        covariate.recorded.push_back(static_cast<double>(std::lower_bound(covariate.shape.levels.begin(), covariate.shape.levels.end(), level) - covariate.shape.levels.begin()));
    }
    covariate.modification.resize(effect.size());
    for (std::size_t level = 0; level < effect.size(); ++level) {
        std::vector<double> row = effect[level];
        for (std::size_t v = 0; v < row.size(); ++v) {
            for (std::size_t other = 0; other < effect.size(); ++other) row[v] -= categories.proportions[other] * effect[other][v];
        }
        covariate.modification[static_cast<std::size_t>(covariate.recorded[level])] = std::move(row);
    }
}

/// The correlations with the scores, whichever way they are stated.
inline std::vector<double> stated_correlations(const CovariateModel& covariate, double sd, const PreparedRepeatedMeasures& outcome) {
    std::vector<double> correlation = covariate.correlation;
    for (std::size_t v = 0; v < covariate.slope.size(); ++v) correlation.push_back(covariate.slope[v] * sd / outcome.sd_score(CovariateSolver::cell, v));
    return correlation;
}

/// What the scores leave of a latent normal: sqrt(1 - a . a).
inline double what_weights_leave(const std::vector<double>& weights) {
    double square = 0;
    for (const double weight : weights) square += weight * weight;
    return std::sqrt(1 - square);
}

/// The weights of a covariate; faults are added with their pointers.
inline std::vector<double> solve_weights(const CovariateModel& covariate, const std::string& at, const PreparedDistribution& distribution,
                                         const PreparedRepeatedMeasures& outcome, std::vector<Fault>& found) {
    const std::vector<double> correlation = stated_correlations(covariate, distribution.moments().sd, outcome);
    if (std::all_of(correlation.begin(), correlation.end(), [](double r) { return r == 0; })) return {};
    const std::size_t before = found.size();
    for (std::size_t v = 0; v < correlation.size(); ++v) {
        if (std::abs(correlation[v]) < 1) continue;
        found.push_back({at + "/slope/" + std::to_string(v), "must give a correlation between -1 and 1 with the score, but gives " + plain_number(correlation[v])});
    }
    if (found.size() > before) return {};
    SolvedCovariate solved = calibrate_covariate(outcome, distribution, correlation);
    if (!solved.fault) return std::move(solved.weights);
    if (covariate.correlation.empty()) solved.fault->message = "stands for a correlation with the score, which " + solved.fault->message;
    solved.fault->pointer = at + (covariate.correlation.empty() ? "/slope/" : "/correlation/") + solved.fault->pointer;
    found.push_back(std::move(*solved.fault));
    return {};
}

}  // namespace detail

/// Solves baseline covariates once, before the replicates of a trial.
///
/// @param covariates  without faults
/// @throws            InvalidScenario with every correlation or slope that cannot be had
/// @complexity        about 60 ms for each covariate that is correlated with the outcome, 5 ms for another.
/// @verified          tests/mechanism/prepared_covariates_test.cpp
inline PreparedCovariates prepare(const std::vector<CovariateModel>& covariates, const PreparedOutcome& outcome, const Design&) {
    std::vector<Fault> found;
    std::vector<PreparedCovariate> prepared;
    for (std::size_t k = 0; k < covariates.size(); ++k) {
        const CovariateModel& stated = covariates[k];
        const PreparedDistribution distribution(stated.distribution);
        const auto* scores = outcome.repeated_measures();
        std::vector<double> weights;
        if (scores) weights = detail::solve_weights(stated, detail::covariates_at + "/" + std::to_string(k), distribution, *scores, found);
        const LatentMass latent = eligible_latent(weights.empty() ? 0.0 : weights[0], scores ? scores->baseline_cut() : -std::numeric_limits<double>::infinity());
        PreparedCovariate covariate{.shape = {.name = stated.name}, .item = name_hash(stated.name), .weights = weights,
                                    .rest = detail::what_weights_leave(weights), .transform = distribution.transform(latent), .moments = distribution.moments(), .centre = distribution.moments().mean};
        if (const auto* categories = std::get_if<Categories>(&stated.distribution)) {
            detail::take_categories(*categories, stated.effect_modification, covariate);
        } else {
            covariate.modification = stated.effect_modification;
        }
        prepared.push_back(std::move(covariate));
    }
    if (!found.empty()) throw InvalidScenario(std::move(found));
    return PreparedCovariates(std::move(prepared));
}

}  // namespace equipoise
