#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/covariate_model.hpp>
#include <equipoise/analysis/permutation/prepared_permutation_test.hpp>
#include <equipoise/analysis/response.hpp>
#include <equipoise/data/missing_rule.hpp>

namespace equipoise {

/// Permutation test of a visit: what would the effect have been, had randomisation gone otherwise?
///
/// Under the sharp null hypothesis that treatment moves every response by the margin (0 unless stated) and nothing else, the responses
/// less the margin of those treated are what they are under any allocation. They are regressed on the covariates and on an intercept for
/// each stratum, without treatment; the statistic is the sum of the residuals e_i of the treatment arm, which for one stratum without
/// covariates is the difference in means but for a factor. Labels are permuted within strata, so that each keeps the sizes of its arms; over
/// all allocations the statistic has mean 0. Two-sided tests count allocations with |sum| at least as great as the observed one, one-sided
/// ones those at least as far on their side. Sums that differ by rounding only count as equal.
///
/// If there are no more than `exact_up_to` allocations all are counted, p = count / allocations, and no random number is drawn; otherwise
/// `permutations` of them are drawn, p = (1 + count) / (1 + permutations), which is exact too, over the allocations and the draws together.
/// The effect is that of least squares with covariates and strata; there is no standard error and no interval.
///
/// Each visit meets the same random numbers, whichever visits are asked for. Residuals are ordered by size first, so that the order of the
/// participants is of no account.
///
/// Status: `not_estimable` if an arm has nobody or covariates or strata determine the arm; `covariance_singular` if the residuals are 0.
/// @complexity O(permutations x participants of the smaller arms) for each visit
/// @source   Edgington & Onghena (2007), Randomization tests, ch. 4; Gail, Tan & Piantadosi (1988), Biometrika 75:57 (residuals); Phipson & Smyth
///           (2010), Stat Appl Genet Mol Biol 9:39 (p-values of draws).
/// @verified tests/analysis/permutation_test_test.cpp (R combn; all allocations)
struct PermutationTest {
    std::string name{};
    Response response = Response::score;
    std::vector<Covariate> covariates{};  ///< what responses are adjusted for before they are permuted
    std::vector<std::string> strata{};    ///< names of covariates with levels, within whose combinations labels are permuted
    std::size_t permutations = 999;       ///< how many allocations are drawn, at least 1
    std::size_t exact_up_to = 20'000;     ///< up to so many allocations, all of them are counted
    std::optional<std::size_t> visit{};   ///< 1 to the last; nothing: every post-baseline visit
    std::string outcome{};                ///< name; empty: the primary one
    Hypothesis hypothesis{};              ///< what the test is to show
    std::optional<double> alpha{};        ///< two-sided level in (0, 1); nothing: the study's
    MissingRule missing{};               ///< what is done about scores that were not observed

    static constexpr std::string_view method = "permutation";

    std::vector<Fault> faults(const TrialShape& shape) const {
        SpecificationFaults found = covariate_model_faults(shape, outcome, visit, covariates);
        found.strata(strata, covariates).hypothesis(hypothesis, alpha).missing(missing);
        if (response == Response::change) found.needs_baseline("/response", "\"change\"");
        std::vector<Fault> all = found.faults();
        if (permutations == 0) all.push_back({"/permutations", "must be at least 1", "999, or more for small p-values"});
        return all;
    }

    StatisticsPlan needs(const TrialShape& shape) const { return {.outcome = shape.outcome(outcome).value(), .covariates = {}, .missing = missing}; }

    PreparedPermutationTest prepare(const TrialShape& shape, double study_alpha) const {
        const Inference inference(alpha.value_or(study_alpha), hypothesis);
        std::vector<Answer> answers = answers_by_visit(shape, shape.outcome(outcome).value(), visit, inference);
        for (Answer& answer : answers) answer.reports = {.effect = true, .standard_error = false, .interval = false};
        return {WithinStrata(covariates, strata, response, shape), permutations, exact_up_to, std::move(answers), inference};
    }
};

}  // namespace equipoise
