#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/prepared_wilcoxon.hpp>
#include <equipoise/analysis/response.hpp>
#include <equipoise/analysis/specification_faults.hpp>
#include <equipoise/data/missing_rule.hpp>

namespace equipoise {

/// Wilcoxon's rank-sum test of a visit, with the Hodges-Lehmann estimate of the shift and its distribution-free interval.
///
/// U is the number of pairs of a treated participant and a control in which the treated one has the greater response, ties counting one
/// half (mid-ranks); the p-value is that of U, by the normal approximation with the variance corrected for ties, or exact given the ties. A
/// margin is taken from the responses of the treatment arm. The estimate is the median of all m n differences (treatment - control); the
/// interval consists of the shifts that the two-sided test at level alpha does not reject, and so it is of two order statistics of these
/// differences: the C-th smallest and the C-th greatest,
///     normal: C = ceil(m n / 2 - z sqrt(variance) - c),  c = 1/2 with the continuity correction, else 0
///     exact:  C the smallest u with P(U <= u) >= alpha / 2, but at least 1 (R's qwilcox)
/// The variance is corrected for ties within arms, which are those that every shift leaves. This is what R's wilcox.test finds by a root
/// search. If C < 1 in the normal case no shift is rejected, and the interval is without bounds. The exact interval is that for data without
/// ties, which ties make conservative. With ties a margin that is itself a limit of the interval may be rejected, because the ties that it
/// makes lower the variance.
///
/// Scores are compared as they are. Differences of scores are rounded: changes of decimal scores that are the same on paper can differ in
/// the last digit. `tie` says from which distance on responses are different.
///
/// Status: `not_estimable` if an arm has nobody; `covariance_singular` if all responses are tied.
/// @complexity normal: O(n log n) for each visit. Exact without ties: O(m^2 n) for new sizes; with ties: O(N^2 m^2), m the smaller arm.
/// @source   Hollander & Wolfe (1999), Nonparametric statistical methods, ch. 4; Lehmann (1975), Nonparametrics, ch. 1; Hodges & Lehmann
///           (1963), Ann Math Stat 34:598; Noether (1967), JASA 62:184 (ties).
/// @verified tests/analysis/wilcoxon_test.cpp (R wilcox.test: p 1e-10 relative; interval)
struct Wilcoxon {
    std::string name{};
    Response response = Response::score;
    RankTestDistribution distribution = RankTestDistribution::normal;
    bool continuity_correction = true;   ///< of the normal approximation
    bool estimate = true;                ///< false: the p-value alone, which is faster
    double tie = 0.0;                    ///< responses that differ by no more count as tied, >= 0 [outcome units]
    std::optional<std::size_t> visit{};  ///< 1 to the last; nothing: every post-baseline visit
    std::string outcome{};               ///< name; empty: the primary one
    Hypothesis hypothesis{};             ///< what the test is to show
    std::optional<double> alpha{};       ///< two-sided level in (0, 1); nothing: the study's
    MissingRule missing{};               ///< what is done about scores that were not observed

    static constexpr std::string_view method = "wilcoxon";

    std::vector<Fault> faults(const TrialShape& shape) const {
        SpecificationFaults found(shape);
        found.outcome(outcome).visit(visit).hypothesis(hypothesis, alpha).missing(missing);
        if (response == Response::change) found.needs_baseline("/response", "\"change\"");
        std::vector<Fault> all = found.faults();
        if (!(tie >= 0 && std::isfinite(tie))) all.push_back({"/tie", "must be a distance of 0 or more", ""});
        return all;
    }

    StatisticsPlan needs(const TrialShape& shape) const { return {.outcome = shape.outcome(outcome).value(), .covariates = {}, .missing = missing}; }

    PreparedWilcoxon prepare(const TrialShape& shape, double study_alpha) const {
        const Inference inference(alpha.value_or(study_alpha), hypothesis);
        std::vector<Answer> answers = answers_by_visit(shape, shape.outcome(outcome).value(), visit, inference, {median_difference});
        for (Answer& answer : answers) {
            answer.of_change = response == Response::change;
            answer.reports = {.effect = estimate, .standard_error = false, .interval = estimate};
        }
        const RankTest test{.response = response, .distribution = distribution, .continuity_correction = continuity_correction, .estimate = estimate, .tie = tie};
        return {test, std::move(answers), inference};
    }
};

}  // namespace equipoise
