#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <equipoise/analysis/analysis_concepts.hpp>
#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/prepared_analysis.hpp>
#include <equipoise/analysis/specification_faults.hpp>

namespace equipoise {

/// A user's analysis with what it answers for: the primary outcome at one visit.
template <UserAnalysis F>
struct CustomAnalysis {
    std::string name;
    std::size_t visit;  ///< 1 to the last
    F analyse;

    static constexpr std::string_view method = "custom";

    std::vector<Fault> faults(const TrialShape& shape) const {
        SpecificationFaults found(shape);
        found.outcome("").visit(visit);
        return found.faults();
    }

    StatisticsPlan needs(const TrialShape& shape) const {
        StatisticsPlan plan{};
        if (StatisticsAnalysis<F> && shape.has_baseline) plan.covariates.emplace_back(baseline_covariate);
        return plan;
    }

    PreparedAnalysis prepare(const TrialShape&, double) const {
        if constexpr (DataAnalysis<F> || RandomisedDataAnalysis<F>) {
            return PreparedAnalysis::of_participants(Prepared{analyse, {Answer{.visit = visit}}, {}});
        } else {
            return PreparedAnalysis::of_statistics(Prepared{analyse, {Answer{.visit = visit}}, {}});
        }
    }

private:
    struct Prepared {
        F analyse;
        std::array<Answer, 1> answer;
        std::array<Estimate, 1> estimate;

        std::span<const Answer> answers() const { return answer; }

        std::span<const Estimate> operator()(const SufficientStatistics& statistics)
            requires StatisticsAnalysis<F>
        {
            estimate[0] = std::as_const(analyse)(statistics);
            return estimate;
        }

        std::span<const Estimate> operator()(const TrialData& data, const SufficientStatistics&, Stream& chance) {
            if constexpr (RandomisedDataAnalysis<F>) {
                estimate[0] = std::as_const(analyse)(data, chance);
            } else {
                estimate[0] = std::as_const(analyse)(data);
            }
            return estimate;
        }
    };
};

}  // namespace equipoise
