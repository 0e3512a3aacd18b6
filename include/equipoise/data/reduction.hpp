#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <equipoise/data/complete_sums.hpp>
#include <equipoise/data/statistics_plan.hpp>
#include <equipoise/data/sufficient_statistics.hpp>
#include <equipoise/data/trial_data.hpp>

namespace equipoise {

/// Reduces trials of one shape to their sufficient statistics. Prepared once; owns what it returns.
///
/// The centre of a column is the median of its first five observed values: near the data, so that adding 10^6 to every value
/// changes no result, and not moved by a wild first value.
///
/// @verified tests/data/reduction_test.cpp
class Reduction {
public:
    /// @throws std::invalid_argument if the plan does not fit the shape
    Reduction(const StatisticsPlan& plan, const TrialShape& shape) : outcome_(plan.outcome), statistics_(equipoise::layout(plan, shape)) {
        const StatisticsLayout& layout = statistics_.layout();
        for (std::size_t i = 0; i < plan.covariates.size(); ++i) {
            const bool baseline = plan.covariates[i] == baseline_covariate;
            const std::size_t index = baseline ? 0 : *shape.covariate(plan.covariates[i]);
            const bool factor = !baseline && !shape.covariates[index].levels.empty();
            for (std::size_t k = 0; k < layout.covariates[i].columns; ++k) {
                columns_.push_back({baseline ? Kind::score : factor ? Kind::level : Kind::number, baseline ? 0 : index, k + 1, i});
            }
        }
        for (std::size_t visit = 1; visit <= layout.visits; ++visit) {
            columns_.push_back({Kind::score, visit, 0, layout.covariates.size() + visit - 1});
        }
        sources_.resize(columns_.size());
        deviations_.resize(columns_.size());
        kernel_ = kernel(columns_.size());
    }

    /// The statistics of one trial; valid until the next call. Nothing is allocated once warm.
    /// @complexity O(participants x columns^2)
    const SufficientStatistics& operator()(const TrialData& data) {
        statistics_.restart();
        locate(data);
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            statistics_.set_centre(c, columns_[c].kind == Kind::level ? 0.0 : centre(sources_[c].values, data.participants()));
            sources_[c].centre = statistics_.centre(c);
        }
        (this->*kernel_)(data);
        return statistics_;
    }

private:
    enum class Kind : std::uint8_t { score, number, level };
    struct Column {
        Kind kind;
        std::size_t index;  // the visit of a score, else the covariate
        std::size_t level;
        std::size_t bit;
    };
    struct Source {
        const double* values;
        double centre;
        std::size_t bit;
    };
    using Kernel = void (Reduction::*)(const TrialData&);

    static Kernel kernel(std::size_t columns) {
        static constexpr std::array<Kernel, 9> kernels{&Reduction::sum_any, &Reduction::sum<1>, &Reduction::sum<2>, &Reduction::sum<3>, &Reduction::sum<4>,
                                                       &Reduction::sum<5>,  &Reduction::sum<6>, &Reduction::sum<7>, &Reduction::sum<8>};
        return kernels[columns < kernels.size() ? columns : 0];
    }

    void locate(const TrialData& data) {
        const std::size_t n = data.participants();
        std::size_t levels = 0;
        for (const Column& column : columns_) levels += column.kind == Kind::level ? 1U : 0U;
        indicators_.resize(levels * n);
        double* next = indicators_.data();
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            const Column& column = columns_[c];
            sources_[c].bit = column.bit;
            if (column.kind == Kind::score) {
                sources_[c].values = data.outcomes[outcome_].scores.data() + column.index * n;
                continue;
            }
            sources_[c].values = data.covariates[column.index].values.data();
            if (column.kind == Kind::number) continue;
            const auto level = static_cast<double>(column.level);
            std::transform(sources_[c].values, sources_[c].values + n, next,
                           [level](double value) { return value == value ? (value == level ? 1.0 : 0.0) : missing; });
            sources_[c].values = next;
            next += n;
        }
    }

    static double centre(const double* values, std::size_t n) {
        if (n >= 5 && !std::isnan(values[0] + values[1] + values[2] + values[3] + values[4])) return median_of_five(values);
        std::array<double, 5> first{};
        std::size_t found = 0;
        for (std::size_t i = 0; i < n && found < first.size(); ++i) {
            if (values[i] != values[i]) continue;
            std::size_t place = found++;
            for (; place > 0 && first[place - 1] > values[i]; --place) first[place] = first[place - 1];
            first[place] = values[i];
        }
        return first[found / 2];
    }

    // The smallest and the largest of the first four are not the median: it is that of the three others.
    static double median_of_five(const double* x) {
        const double low = std::max(std::min(x[0], x[1]), std::min(x[2], x[3]));
        const double high = std::min(std::max(x[0], x[1]), std::max(x[2], x[3]));
        return std::max(std::min(low, high), std::min(std::max(low, high), x[4]));
    }

    struct LastGroup {
        std::uint64_t observed = 0;
        std::size_t group = 0;
        bool known = false;
    };
    using LastGroups = std::array<LastGroup, cell_count>;

    // Participants at a time, whose numbers then take two bytes.
    static constexpr std::size_t block = 1024;

    // Of a block, who has all columns, cell by cell, and then who has not; each in the order of participants.
    static constexpr std::size_t lists = cell_count + 1;
    static constexpr unsigned bits = 12;  // that hold a number up to that of a block
    struct Sorted {
        std::array<std::uint8_t, block> shift;  // of each participant: `bits` times the list
        std::array<std::array<std::uint16_t, bits * 86>, lists> who;
        std::array<std::size_t, lists> found;
    };

    template <std::size_t Width>
    void sort(const TrialData& data, std::size_t begin, std::size_t count, const std::array<CentredColumn, Width>& columns) {
        std::uint8_t* __restrict shift = sorted_.shift.data();
        const Arm* __restrict arm = data.arm.data() + begin;
        const std::uint8_t* __restrict booster = data.booster.data() + begin;
        for (std::size_t k = 0; k < count; ++k) {
            double total = 0.0;
            for (std::size_t c = 0; c < Width; ++c) total += columns[c].values[k];
            const auto cell = static_cast<std::uint8_t>(2 * bits * static_cast<std::uint8_t>(arm[k]) + (booster[k] != 0 ? bits : 0));
            shift[k] = total == total ? cell : std::uint8_t{bits * cell_count};
        }
        std::uint64_t found = 0;  // in each list
        constexpr std::uint64_t one = 1;
        std::uint16_t* __restrict who = sorted_.who.front().data();
        for (std::size_t k = 0; k < count; ++k) {
            who[shift[k] * std::size_t{86} + (found >> shift[k] & ((one << bits) - 1))] = static_cast<std::uint16_t>(k);
            found += one << shift[k];
        }
        for (std::size_t list = 0; list < lists; ++list) sorted_.found[list] = found >> bits * list & ((one << bits) - 1);
    }

    // Usually nothing is missing: those participants are added cell by cell, by code for this number of columns.
    template <std::size_t Width>
    void sum(const TrialData& data) {
        std::array<CentredColumn, Width> columns;
        std::uint64_t all = 0;
        for (std::size_t c = 0; c < Width; ++c) {
            columns[c] = {sources_[c].values, sources_[c].centre};
            all |= std::uint64_t{1} << sources_[c].bit;
        }
        std::array<CentredColumn, Width> deviations;
        for (std::size_t c = 0; c < Width; ++c) deviations[c] = {&deviations_[c], 0.0};
        constexpr std::uint16_t first = 0;
        LastGroups last{};
        const std::size_t n = data.participants();
        for (std::size_t begin = 0; begin < n; begin += block) {
            sort(data, begin, std::min(block, n - begin), columns);
            for (std::size_t cell = 0; cell < cell_count; ++cell) {
                if (sorted_.found[cell] == 0) continue;
                add_complete(columns, sorted_.who[cell].data(), sorted_.found[cell], statistics_.moments(statistics_.group(cell, all)));
            }
            for (std::size_t k = 0; k < sorted_.found[cell_count]; ++k) {
                const std::size_t group = deviate(data, begin + sorted_.who[cell_count][k], Width, last);
                add_complete(deviations, &first, 1, statistics_.moments(group));
            }
            for (CentredColumn& column : columns) column.values += block;
        }
    }

    void sum_any(const TrialData& data) {
        LastGroups last{};
        const std::size_t width = columns_.size();
        const double* __restrict x = deviations_.data();
        for (std::size_t i = 0; i < data.participants(); ++i) {
            double* __restrict moment = statistics_.moments(deviate(data, i, width, last));
            *moment++ += 1.0;
            for (std::size_t c = 0; c < width; ++c) *moment++ += x[c];
            for (std::size_t c = 0; c < width; ++c) {
                for (std::size_t d = c; d < width; ++d) *moment++ += x[c] * x[d];
            }
        }
    }

    // The deviations of a participant who may lack anything, 0 where nothing is seen; returns the group.
    std::size_t deviate(const TrialData& data, std::size_t i, std::size_t width, LastGroups& groups) {
        std::uint64_t observed = 0;
        for (std::size_t c = 0; c < width; ++c) {
            const double value = sources_[c].values[i];
            const bool seen = value == value;
            deviations_[c] = seen ? value - sources_[c].centre : 0.0;
            observed |= static_cast<std::uint64_t>(seen) << sources_[c].bit;
        }
        LastGroup& last = groups[data.cell(i).index()];
        if (!last.known || last.observed != observed) last = {observed, statistics_.group(data.cell(i).index(), observed), true};
        return last.group;
    }

    std::size_t outcome_;
    SufficientStatistics statistics_;
    std::vector<Column> columns_;
    std::vector<Source> sources_;
    std::vector<double> indicators_;  // of factor levels, column by column
    std::vector<double> deviations_;  // of one participant from the centres
    Kernel kernel_;
    Sorted sorted_;
};

}  // namespace equipoise
