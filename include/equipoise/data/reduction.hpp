#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

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

    static constexpr std::size_t any_width = 0;

    static Kernel kernel(std::size_t columns) {
        static constexpr std::array<Kernel, 9> kernels{&Reduction::sum<any_width>, &Reduction::sum<1>, &Reduction::sum<2>,
                                                       &Reduction::sum<3>,         &Reduction::sum<4>, &Reduction::sum<5>,
                                                       &Reduction::sum<6>,         &Reduction::sum<7>, &Reduction::sum<8>};
        return kernels[columns < kernels.size() ? columns : any_width];
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

    struct LastGroup {
        std::uint64_t observed = 0;
        std::size_t group = 0;
        bool known = false;
    };

    // Width is the number of columns where known at compile time, so that the sums over one participant are unrolled.
    template <std::size_t Width>
    void sum(const TrialData& data) {
        const std::size_t width = Width == any_width ? columns_.size() : Width;
        std::array<Source, Width + 1> near{};
        std::copy_n(sources_.begin(), Width, near.begin());
        const Source* const source = Width == any_width ? sources_.data() : near.data();
        std::uint64_t all = 0;
        for (std::size_t c = 0; c < width; ++c) all |= std::uint64_t{1} << source[c].bit;
        double* const some = deviations_.data();
        std::array<double, Width + 1> every{};
        std::array<LastGroup, cell_count> last{};
        const std::size_t n = data.participants();
        for (std::size_t i = 0; i < n; ++i) {
            LastGroup& here = last[data.cell(i).index()];
            double total = 0.0;
            for (std::size_t c = 0; c < width; ++c) total += source[c].values[i];
            if (Width != any_width && total == total) {  // usually nothing is missing
                for (std::size_t c = 0; c < Width; ++c) every[c] = source[c].values[i] - source[c].centre;
                add(moments(here, data.cell(i), all), every.data(), width);
                continue;
            }
            std::uint64_t observed = 0;
            for (std::size_t c = 0; c < width; ++c) {
                const double value = source[c].values[i];
                const bool seen = value == value;
                some[c] = seen ? value - source[c].centre : 0.0;
                observed |= static_cast<std::uint64_t>(seen) << source[c].bit;
            }
            add(moments(here, data.cell(i), observed), some, width);
        }
    }

    double* moments(LastGroup& last, Cell cell, std::uint64_t observed) {
        if (!last.known || last.observed != observed) last = {observed, statistics_.group(cell.index(), observed), true};
        return statistics_.moments(last.group);
    }

    static void add(double* __restrict moment, const double* __restrict x, std::size_t width) {
        *moment++ += 1.0;
        for (std::size_t c = 0; c < width; ++c) *moment++ += x[c];
        for (std::size_t c = 0; c < width; ++c) {
            for (std::size_t d = c; d < width; ++d) *moment++ += x[c] * x[d];
        }
    }

    std::size_t outcome_;
    SufficientStatistics statistics_;
    std::vector<Column> columns_;
    std::vector<Source> sources_;
    std::vector<double> indicators_;  // of factor levels, column by column
    std::vector<double> deviations_;  // of one participant from the centres
    Kernel kernel_;
};

}  // namespace equipoise
