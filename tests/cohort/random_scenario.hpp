#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include <equipoise/cohort/prepare_trial.hpp>
#include <equipoise/mechanism/residual_shape_faults.hpp>
#include <equipoise/random/standard_normal.hpp>
#include <equipoise/random/stream.hpp>
#include <equipoise/random/uniform.hpp>

/// Scenarios drawn at random from a broad space, such that their moments up to the fourth can be estimated well from many participants.
namespace recovery {

using namespace equipoise;

/// Chooses the parts of one candidate.
class Chooser {
public:
    Chooser(std::uint64_t scenario, std::uint64_t candidate) : chance_(StudyKey(2026), scenario, {Layer::analysis}, candidate) {}

    double between(double low, double high) { return low + (high - low) * uniform(chance_); }
    bool with(double probability) { return uniform(chance_) < probability; }
    std::size_t below(std::size_t n) { return uniform_index(chance_, n); }
    std::size_t from(std::size_t low, std::size_t high) { return low + below(high - low + 1); }

    std::vector<double> several(std::size_t n, double low, double high) {
        std::vector<double> values;
        for (std::size_t k = 0; k < n; ++k) values.push_back(between(low, high));
        return values;
    }

    PerArm<double> each(double low, double high) {
        const double control = between(low, high);
        return {.control = control, .treatment = between(low, high)};
    }

    PerArm<std::vector<double>> each(std::size_t n, double low, double high) {
        std::vector<double> control = several(n, low, high);
        return {.control = std::move(control), .treatment = several(n, low, high)};
    }

    /// Of levels; they add up to 1.
    std::vector<double> proportions(std::size_t levels) {
        std::vector<double> shares = several(levels, 0.4, 1.6);
        double sum = 0;
        for (const double share : shares) sum += share;
        for (double& share : shares) share /= sum;
        return shares;
    }

    /// Any of the structures, with SDs of 1 unless given.
    Covariance covariance(std::vector<double> sd) {
        switch (below(4)) {
            case 0: return compound_symmetry(std::move(sd), between(0.3, 0.7));
            case 1: return ar1(std::move(sd), between(0.45, 0.85));
            case 2: return toeplitz(std::move(sd), lags(sd.size()));
            default: return unstructured(sd, one_factor(sd.size()));
        }
    }

private:
    std::vector<double> lags(std::size_t visits) {
        const double floor = between(0.15, 0.4);
        const double decay = between(0.4, 0.8);
        std::vector<double> rho;
        double power = 1;
        for (std::size_t d = 1; d < visits; ++d) rho.push_back(floor + (1 - floor) * (power *= decay));
        return rho;
    }

    /// Correlations l_i l_j; the baseline's may be negative.
    Eigen::MatrixXd one_factor(std::size_t visits) {
        std::vector<double> loading = several(visits, 0.5, 0.9);
        if (with(0.2)) loading[0] = -loading[0] / 2;
        const auto n = static_cast<Eigen::Index>(visits);
        Eigen::MatrixXd r = Eigen::MatrixXd::Identity(n, n);
        for (Eigen::Index i = 0; i < n; ++i) {
            for (Eigen::Index j = 0; j < n; ++j) {
                if (i != j) r(i, j) = loading[static_cast<std::size_t>(i)] * loading[static_cast<std::size_t>(j)];
            }
        }
        return r;
    }

    Stream chance_;
};

inline Scale random_scale(Chooser& choose) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const double steps[] = {1, 2, 5};
    switch (choose.below(6)) {
        case 0: return {0, 100, 0};
        case 1: return {0, 100, steps[choose.below(3)]};
        case 2: return {0, infinity, choose.with(0.5) ? 1.0 : 0.0};
        case 3: return {-infinity, infinity, 2};
        default: return {};
    }
}

inline Design random_design(Chooser& choose) {
    const std::size_t sizes[] = {100, 125, 200, 250};
    Design design{.participants = sizes[choose.below(4)], .visits = {.weeks = {0}}};
    for (std::size_t v = choose.from(1, 5); v > 0; --v) design.visits.weeks.push_back(design.visits.weeks.back() + choose.between(3, 26));
    if (choose.with(0.3)) {
        design.visits.window_weeks = choose.several(design.visits.count(), 0.2, 1.4);
        design.visits.window_weeks[0] = 0;
    }
    if (design.visits.count() > 2 && choose.with(0.6)) {
        design.boosters = BoosterPlan{.share = choose.with(0.7) ? 0.5 : 0.25, .told_after_visit = choose.from(1, design.visits.count() - 2)};
    }
    const bool unequal = choose.with(0.3);
    switch (choose.below(4)) {
        case 0: design.allocation = SimpleAllocation{.ratio = {1, unequal ? 2U : 1U}}; break;
        case 1: design.allocation = BiasedCoin{}; break;
        default: design.allocation = PermutedBlocks{.sizes = {unequal ? 12U : 8U, 24}, .ratio = {1, unequal ? 2U : 1U}};
    }
    if (choose.with(0.5)) design.recruitment = Recruitment{.per_month = choose.between(2, 20), .pattern = choose.with(0.8) ? ArrivalPattern::poisson : ArrivalPattern::fixed};
    return design;
}

inline ResidualShape random_residuals(Chooser& choose, std::size_t visits, double sd) {
    if (choose.with(0.7)) return NormalResiduals{};
    if (choose.with(0.5)) return SinhArcsinh{.skewness = choose.between(-0.4, 0.4), .tail = choose.between(0.8, 1.3)};
    return ResponderMixture{.share = choose.each(0.2, 0.8), .difference = choose.between(-1, 1) * sd, .from_visit = choose.from(1, visits - 1)};
}

inline RepeatedMeasures random_outcome(Chooser& choose, const Design& design) {
    const std::size_t visits = design.visits.count();
    RepeatedMeasures outcome;
    outcome.scale = random_scale(choose);
    const double sd = choose.between(6, 13);
    const double mean = choose.between(24, 75);
    std::vector<double> sds = choose.several(visits, 0.75 * sd, 1.3 * sd);
    sds[0] = sd;
    outcome.mean = choose.each(visits, mean - 14, mean + 8);
    outcome.mean.control[0] = outcome.mean.treatment[0] = mean;
    if (choose.with(0.35)) {
        outcome.treatment_sd = {sd};
        for (std::size_t v = 1; v < visits; ++v) outcome.treatment_sd.push_back(sds[v] * choose.between(0.8, 1.3));
    }
    outcome.covariance = choose.covariance(std::move(sds));
    if (choose.with(0.5)) {
        const double cut = mean - sd * choose.between(1.1, 2.5);
        outcome.baseline_minimum = outcome.scale.step > 0 ? outcome.scale.step * std::floor(cut / outcome.scale.step) : cut;
    }
    outcome.residuals = random_residuals(choose, visits, sd);
    const bool as_observed = is_normal(outcome.residuals) || shows_latent_values(outcome.scale, outcome.baseline_minimum);
    outcome.moments = as_observed && choose.with(0.7) ? Moments::as_observed : Moments::latent;
    if (design.boosters && choose.with(0.5)) {
        outcome.booster_effect = choose.each(visits, -3, 3);
        for (const Arm arm : both_arms) {
            for (std::size_t v = 0; v <= design.boosters->told_after_visit; ++v) outcome.booster_effect[arm][v] = 0;
        }
    }
    return outcome;
}

inline CovariateDistribution random_distribution(Chooser& choose) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const double mean = choose.between(30, 50);
    const double sd = choose.between(5, 11);
    const double minimum = mean - sd * choose.between(1.9, 3.5);
    switch (choose.below(4)) {
        case 0: return TruncatedNormal{mean, sd, minimum, choose.with(0.7) ? mean + sd * choose.between(1.9, 3.5) : infinity};
        case 1: return ShiftedGamma{mean, (mean - minimum) * choose.between(0.4, 1.1), minimum};
        case 2: return Lognormal{mean, (mean - minimum) * choose.between(0.3, 0.8), minimum};
        default: break;
    }
    const std::vector<std::string> levels{"school", "college", "apprenticeship", "none"};  // not in sorted order
    const std::size_t count = choose.from(2, 4);
    return Categories{{levels.begin(), levels.begin() + static_cast<std::ptrdiff_t>(count)}, choose.proportions(count)};
}

/// The SD; about that of a category's number.
inline double spread(const CovariateDistribution& distribution) {
    const auto sd = [](const auto& stated) {
        if constexpr (requires { stated.sd; }) return stated.sd;
        else return 0.8;
    };
    return std::visit(sd, distribution);
}

/// Correlations with the scores that go together with those between the scores.
inline std::vector<double> random_correlations(Chooser& choose, std::size_t visits, double strongest) {
    const double middle = choose.between(-strongest, strongest);
    std::vector<double> correlation;
    for (std::size_t v = 0; v < visits; ++v) correlation.push_back(middle + choose.between(-0.08, 0.08));
    return correlation;
}

inline CovariateModel random_covariate(Chooser& choose, const RepeatedMeasures& outcome, std::size_t number) {
    const std::size_t visits = outcome.covariance.sd.size();
    CovariateModel covariate{.name = "characteristic " + std::to_string(number), .distribution = random_distribution(choose)};
    const auto* categories = std::get_if<Categories>(&covariate.distribution);
    if (is_normal(outcome.residuals) && choose.with(0.6)) covariate.correlation = random_correlations(choose, visits, 0.4);
    if (!covariate.correlation.empty() && choose.with(0.4)) {
        for (std::size_t v = 0; v < visits; ++v) covariate.slope.push_back(covariate.correlation[v] * outcome.covariance.sd[v] / spread(covariate.distribution));
        covariate.correlation.clear();
    }
    if (choose.with(0.3)) {
        const std::size_t rows = categories ? categories->levels.size() : 1;
        for (std::size_t row = 0; row < rows; ++row) {
            covariate.effect_modification.push_back(categories ? choose.several(visits, -3, 3) : choose.several(visits, -0.2, 0.2));
            covariate.effect_modification.back()[0] = 0;
        }
    }
    return covariate;
}

inline NumericScore random_score(Chooser& choose, std::size_t measured) {
    NumericScore score{.mean = choose.each(measured, 2.8, 6.5), .covariance = choose.covariance(choose.several(measured, 1.4, 2.4))};
    const double steps[] = {0, 1};
    if (choose.with(0.7)) score.scale = {0, 10, steps[choose.below(2)]};
    return score;
}

inline SecondaryOutcome random_secondary(Chooser& choose, std::size_t visits, std::size_t number) {
    SecondaryOutcome outcome{.name = "secondary " + std::to_string(number), .kind = NumericScore{}, .measured_at_baseline = choose.with(0.7)};
    const std::size_t measured = visits - first_visit(outcome);
    const Eigen::MatrixXd correlation = choose.covariance(std::vector<double>(measured, 1.0)).correlation;
    const auto same_at_baseline = [&](auto& values) {
        if (outcome.measured_at_baseline) values.treatment[0] = values.control[0];
    };
    switch (choose.below(4)) {
        case 0: {
            NumericScore score = random_score(choose, measured);
            same_at_baseline(score.mean);
            outcome.kind = score;
            break;
        }
        case 1: {
            OrdinalLevels ordinal{.levels = {"poor", "fair", "good"}, .proportions = {}, .correlation = correlation};
            if (choose.with(0.5)) ordinal.levels.push_back("excellent");
            for (std::size_t v = 0; v < measured; ++v) {
                for (const Arm arm : both_arms) ordinal.proportions[arm].push_back(choose.proportions(ordinal.levels.size()));
            }
            same_at_baseline(ordinal.proportions);
            outcome.kind = ordinal;
            break;
        }
        case 2: {
            BinaryProportion binary{.proportion = choose.each(measured, 0.1, 0.9), .correlation = correlation};
            same_at_baseline(binary.proportion);
            outcome.kind = binary;
            break;
        }
        default: {
            EventCount count{.mean = choose.each(measured, 0.3, 6), .dispersion = choose.with(0.5) ? 0.0 : choose.between(0.2, 1), .correlation = correlation};
            same_at_baseline(count.mean);
            outcome.kind = count;
        }
    }
    if (choose.with(0.7)) outcome.correlation_with_primary = random_correlations(choose, measured, 0.6);
    return outcome;
}

inline Therapists random_therapists(Chooser& choose) {
    const TherapistLayout layouts[] = {TherapistLayout::crossed, TherapistLayout::nested, TherapistLayout::partially_nested};
    Therapists therapists{.layout = layouts[choose.below(3)], .number = {choose.from(2, 8), choose.from(2, 8)}, .icc = choose.between(0.01, 0.2)};
    if (therapists.layout == TherapistLayout::crossed) {
        therapists.number.control = therapists.number.treatment;
        if (choose.with(0.5)) therapists.icc_by_arm = choose.between(0.01, 0.1);
    }
    if (therapists.layout == TherapistLayout::partially_nested) therapists.number.control = 0;
    for (const Arm arm : both_arms) {
        if (choose.with(0.5)) therapists.caseload[arm] = choose.several(therapists.number[arm], 0.5, 2);
    }
    if (choose.with(0.4)) {
        therapists.learning = choose.each(-3, 3);
        therapists.half_learnt_after = choose.between(3, 30);
    }
    return therapists;
}

inline std::vector<AdverseEventModel> random_events(Chooser& choose, double last_week) {
    std::vector<AdverseEventModel> models(choose.from(1, 3));
    for (std::size_t k = 0; k < models.size(); ++k) {
        AdverseEventModel& model = models[k];
        model = {.term = "event " + std::to_string(k), .probability = choose.each(0.05, 0.6), .from_week = choose.with(0.5) ? 0.0 : choose.between(0, last_week / 3)};
        if (choose.with(0.5)) model.to_week = choose.between(last_week / 2, last_week);
        const std::vector<double> severity = choose.proportions(3);
        model.severity = {severity[0], severity[1], severity[2]};
        if (choose.with(0.7)) model.effect = {choose.between(0, 1), choose.between(1, 2), choose.between(2, 5)};
        if (choose.with(0.5)) model.lasting_weeks = choose.between(5, 40);
    }
    return models;
}

inline Discontinuing random_discontinuation(Chooser& choose, std::size_t later_visits, bool adverse_events) {
    const Afterwards afterwards[] = {Afterwards::keeps_benefit, Afterwards::loses_benefit, Afterwards::drifts_to_control};
    Discontinuing stops{.lack_of_efficacy = choose.each(0.05, 0.3), .administrative = choose.each(later_visits, 0.01, 0.06), .afterwards = afterwards[choose.below(3)]};
    if (adverse_events) stops.after_adverse_event = choose.each(0.05, 0.3);
    if (choose.with(0.5)) stops.change_above = choose.between(-3, 4);
    if (!stops.change_above) stops.change_below = choose.between(-10, -2);
    if (stops.afterwards == Afterwards::drifts_to_control && choose.with(0.7)) stops.drift_weeks = choose.between(2, 40);
    return stops;
}

inline AnyDropout random_dropout(Chooser& choose, std::size_t later_visits, bool adverse_events) {
    const PerArm<std::vector<double>> leaving = choose.each(later_visits, 0.02, 0.12);
    LogisticDropout logistic{.leaving = leaving, .last_score = choose.each(-0.8, 0.8), .change = choose.each(-0.6, 0.6)};
    if (adverse_events) logistic.adverse_event = choose.each(-0.5, 1);
    switch (choose.below(6)) {
        case 0: return NoDropout{};
        case 1: return ConstantDropout{.per_visit = choose.each(0.02, 0.1)};
        case 2: return DropoutCompletelyAtRandom{.leaving = leaving};
        case 3: logistic.missed_score = choose.each(-0.8, 0.8); return logistic;
        case 4: return LogisticDropout{.leaving = leaving, .missed_score = choose.each(-1, 1)};
        default: return logistic;
    }
}

inline IntermittentMissing random_gaps(Chooser& choose, std::size_t later_visits) {
    IntermittentMissing gaps{.missing = choose.each(later_visits, 0.02, 0.12)};
    if (choose.with(0.4)) gaps.last_score = choose.each(-0.7, 0.7);
    if (choose.with(0.3)) gaps.missed_score = choose.each(-0.7, 0.7);
    return gaps;
}

inline void choose_delivery(Chooser& choose, const Design& design, Mechanism& nature) {
    if (choose.with(0.3)) nature.never_starting = NeverStarting{.share = choose.each(0.01, 0.1)};
    if (choose.with(0.5)) nature.therapists = random_therapists(choose);
    if (choose.with(0.4)) {
        nature.attendance = Attendance{.sessions = choose.from(3, 12), .probability = choose.each(0.4, 0.95), .overdispersion = choose.with(0.6) ? choose.between(0.02, 0.4) : 0.0};
        if (choose.with(0.6)) nature.attendance->effect_per_session = choose.each(-1.5, 0.5);
    }
    if (design.boosters && choose.with(0.7)) {
        nature.boosters = BoosterDelivery{.first_return = choose.each(0.5, 0.95), .needs_more = choose.between(0.1, 0.5), .odds_ratio = std::exp(choose.between(-1, 2.4)),
                                          .most_sessions = choose.from(2, 5), .effect_per_session = choose.each(-2, 1)};
    }
}

/// One candidate, valid or not.
inline Scenario candidate(std::uint64_t number, std::uint64_t attempt) {
    Chooser choose(number, attempt);
    const Design design = random_design(choose);
    const RepeatedMeasures outcome = random_outcome(choose, design);
    const std::size_t visits = design.visits.count();
    Scenario scenario{.name = "random " + std::to_string(number), .design = design, .mechanism = {.outcome = outcome}};
    Mechanism& nature = scenario.mechanism;
    for (std::size_t k = choose.below(5); k > 0; --k) nature.covariates.push_back(random_covariate(choose, outcome, k));
    for (std::size_t k = choose.below(4); k > 0; --k) nature.secondary_outcomes.push_back(random_secondary(choose, visits, k));
    choose_delivery(choose, design, nature);
    if (choose.with(0.4)) nature.adverse_events = random_events(choose, design.visits.weeks.back());
    if (choose.with(0.4)) nature.discontinuation = random_discontinuation(choose, visits - 1, !nature.adverse_events.empty());
    nature.dropout = random_dropout(choose, visits - 1, !nature.adverse_events.empty());
    if (choose.with(0.4)) nature.intermittent = random_gaps(choose, visits - 1);
    if (choose.with(0.3)) nature.reporting = Reporting{.shift = choose.each(-2, 2)};
    return scenario;
}

/// A valid scenario, solved.
struct RandomScenario {
    Scenario scenario;
    PreparedTrial trial;
    std::uint64_t refused;  ///< candidates before it that were not valid
};

/// The first valid candidate of a number's sequence.
/// @throws std::runtime_error if the first 20 are not valid
inline RandomScenario random_scenario(std::uint64_t number) {
    std::string last;
    for (std::uint64_t attempt = 0; attempt < 20; ++attempt) {
        Scenario scenario = candidate(number, attempt);
        try {
            PreparedTrial trial = prepare(scenario);
            return {std::move(scenario), std::move(trial), attempt};
        } catch (const InvalidScenario& invalid) {
            last = invalid.what();
        }
    }
    throw std::runtime_error("no valid scenario " + std::to_string(number) + "; the last candidate: " + last);
}

}  // namespace recovery
