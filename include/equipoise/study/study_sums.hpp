#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include <equipoise/analysis/estimate.hpp>
#include <equipoise/performance/bias_eliminated_coverage.hpp>
#include <equipoise/performance/counted_status.hpp>
#include <equipoise/performance/multiplicity_sums.hpp>
#include <equipoise/performance/paired_sums.hpp>
#include <equipoise/performance/replicate_sums.hpp>
#include <equipoise/study/prepared_study.hpp>

namespace equipoise {

/// What is kept of the replicates: sums by row, by pair of rows and by procedure, and intervals while there are few enough. Mergeable in order.
///
/// @verified tests/study/study_sums_test.cpp
struct StudySums {
    std::vector<ReplicateSums> rows;
    std::vector<PairedSums> pairs;
    std::vector<KeptIntervals> kept;
    std::vector<MultiplicitySums> multiplicity;

    explicit StudySums(const PreparedStudy& study) : kept(study.rows.size()), as_(study.rows.size()) { clear(study); }

    /// Forgets the replicates, not the memory.
    void clear(const PreparedStudy& study) {
        rows.clear();
        for (std::size_t r = 0; r < study.rows.size(); ++r) {
            const std::optional<McEstimate>& truth = study.true_values[r];
            rows.push_back({.true_value = truth ? std::optional{truth->value} : std::nullopt, .level = study.rows[r].level, .reports = study.rows[r].reports});
        }
        pairs.clear();
        const auto paired = [&](std::size_t row) { return PairedRow{.level = study.rows[row].level, .reports = study.rows[row].reports}; };
        for (const RowPair& pair : study.pairs) pairs.push_back({.first = paired(pair.first), .second = paired(pair.second)});
        for (KeptIntervals& intervals : kept) intervals.clear();
        multiplicity.assign(study.multiplicity.size(), MultiplicitySums{});
    }

    /// Adds one replicate: the estimate of each row of the study.
    void add(std::span<const Estimate> estimates, const PreparedStudy& study) {
        for (std::size_t r = 0; r < rows.size(); ++r) {
            as_[r] = counted(estimates[r], rows[r].level, rows[r].reports);
            rows[r].add(estimates[r], as_[r]);
            kept[r].add(estimates[r], as_[r].usable, rows[r].reports);
        }
        for (std::size_t p = 0; p < pairs.size(); ++p) {
            const auto [first, second] = study.pairs[p];
            pairs[p].add(estimates[first], as_[first], estimates[second], as_[second]);
        }
        for (std::size_t k = 0; k < multiplicity.size(); ++k) multiplicity[k].add(study.multiplicity[k], estimates);
    }

    /// Appends later replicates of the same study.
    void merge(const StudySums& later) {
        for (std::size_t r = 0; r < rows.size(); ++r) {
            rows[r].merge(later.rows[r]);
            kept[r].merge(later.kept[r]);
        }
        for (std::size_t p = 0; p < pairs.size(); ++p) pairs[p].merge(later.pairs[p]);
        for (std::size_t k = 0; k < multiplicity.size(); ++k) multiplicity[k].merge(later.multiplicity[k]);
    }

private:
    std::vector<Counted> as_;  // of the replicate being added, by row
};

}  // namespace equipoise
