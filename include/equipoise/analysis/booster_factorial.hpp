#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/covariate_model.hpp>
#include <equipoise/analysis/cross_products.hpp>
#include <equipoise/analysis/least_squares.hpp>
#include <equipoise/analysis/t_estimate.hpp>
#include <equipoise/data/sufficient_statistics.hpp>
#include <equipoise/design/estimand.hpp>

namespace equipoise {

/// A 2 x 2 factorial analysis of arm and boosters, prepared for trials of one shape; see BoosterFactorial.
class PreparedBoosterFactorial {
public:
    PreparedBoosterFactorial(const std::vector<Covariate>& covariates, const TrialShape& shape, std::vector<Answer> answers, const Inference& inference)
        : main_effect_(covariates, shape, {arm, interaction, booster}),
          by_arm_(covariates, shape, {arm, booster, interaction}),
          answers_(std::move(answers)),
          inference_(inference),
          estimates_(answers_.size()) {}

    std::span<const Answer> answers() const { return answers_; }

    /// One estimate for each answer; valid until the next call.
    std::span<const Estimate> operator()(const SufficientStatistics& statistics) {
        main_effect_.follow(statistics.layout());
        by_arm_.follow(statistics.layout());
        for (std::size_t i = 0; i < answers_.size(); ++i) {
            CrossProducts& model = answers_[i].estimand == booster_by_arm ? by_arm_ : main_effect_;
            estimates_[i] = estimate(model, statistics, answers_[i].visit);
        }
        return estimates_;
    }

private:
    // Control, control with booster, treatment, treatment with booster.
    static constexpr CellColumn arm{-0.5, -0.5, 0.5, 0.5};
    static constexpr CellColumn booster{-0.5, 0.5, -0.5, 0.5};
    static constexpr CellColumn interaction{0.25, -0.25, -0.25, 0.25};

    Estimate estimate(CrossProducts& model, const SufficientStatistics& statistics, std::size_t visit) const {
        model.gather(statistics, visit);
        const bool filled = std::all_of(all_cells.begin(), all_cells.end(), [&](Cell cell) { return model.count(cell) > 0; });
        if (!filled) return failed_estimate(FitStatus::not_estimable, model.count());
        return last_coefficient(model.products(), model.size(), model.count(), inference_);
    }

    // The same model twice: the coefficient that is asked for stands last.
    CrossProducts main_effect_;
    CrossProducts by_arm_;
    std::vector<Answer> answers_;
    Inference inference_;
    std::vector<Estimate> estimates_;
};

/// The 2 x 2 factorial of arm and booster sessions at a visit: the boosters' main effect and their interaction with arm.
///
/// Fits y_i = b0 + b1 a_i + b2 b_i + b3 a_i b_i + b4' covariates_i + e_i, e_i ~ N(0, s^2), by least squares over the participants
/// observed at the visit and in all covariates, with a = +-1/2 for treatment and control, b = +-1/2 for those allocated to boosters
/// and those not; df = n - rank. For each visit it answers two questions, in this order:
/// - `booster_minus_none`, b2: the effect of being allocated to boosters, the arms having equal weight;
/// - `booster_by_arm`, b3: the boosters' effect in the treatment arm minus that in the control arm.
///
/// Status: `not_estimable` if one of the four cells is empty, there is no residual degree of freedom or columns are collinear;
/// `covariance_singular` if there is no residual variance.
/// @complexity O(groups x columns^2) for each answer
/// @source   Montgomery, Peters & Little (2003), BMC Med Res Methodol 3:26.
/// @verified tests/analysis/booster_factorial_test.cpp (least squares by QR and R lm, 1e-10)
struct BoosterFactorial {
    std::string name{};
    std::optional<std::size_t> visit{};  ///< 1 to the last; nothing: every post-baseline visit, each on its own
    std::vector<Covariate> covariates{Covariate{.name = "baseline"}};
    std::string outcome{};  ///< name; empty: the primary one
    Hypothesis hypothesis{};        ///< what the test is to show
    std::optional<double> alpha{};  ///< two-sided level in (0, 1); nothing: the study's
    MissingRule missing{};          ///< what is done about scores that were not observed

    static constexpr std::string_view method = "booster_factorial";

    std::vector<Fault> faults(const TrialShape& shape) const {
        return covariate_model_faults(shape, outcome, visit, covariates).hypothesis(hypothesis, alpha).missing(missing).needs_boosters().faults();
    }

    StatisticsPlan needs(const TrialShape& shape) const { return covariate_model_needs(shape, outcome, covariates, missing); }

    PreparedBoosterFactorial prepare(const TrialShape& shape, double study_alpha) const {
        const Inference inference(alpha.value_or(study_alpha), hypothesis);
        const std::vector<Answer> answers = answers_by_visit(shape, shape.outcome(outcome).value(), visit, inference, {booster_minus_none, booster_by_arm});
        return {covariates, shape, answers, inference};
    }
};

}  // namespace equipoise
