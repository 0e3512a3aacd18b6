#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <stdexcept>

namespace equipoise {

/// The most hypotheses that one procedure may have.
inline constexpr std::size_t max_hypotheses = 32;

/// A number for each hypothesis of a procedure: a p-value, a weight. A value that needs no memory of its own.
class PerHypothesis {
public:
    PerHypothesis() = default;
    explicit PerHypothesis(std::size_t count, double value = 0.0) : count_(count) {
        if (count > max_hypotheses) throw std::invalid_argument("a procedure has 32 hypotheses or fewer");
        std::fill_n(values_.begin(), count, value);
    }
    PerHypothesis(std::initializer_list<double> values) : PerHypothesis(std::span(values.begin(), values.size())) {}
    explicit PerHypothesis(std::span<const double> values) : PerHypothesis(values.size()) { std::copy(values.begin(), values.end(), values_.begin()); }

    std::size_t size() const { return count_; }
    double operator[](std::size_t i) const { return values_[i]; }
    double& operator[](std::size_t i) { return values_[i]; }
    const double* begin() const { return values_.data(); }
    const double* end() const { return values_.data() + count_; }

private:
    std::array<double, max_hypotheses> values_{};
    std::size_t count_ = 0;
};

/// The places of the numbers from the smallest to the largest; of equal ones, the first is first.
inline std::array<std::size_t, max_hypotheses> increasing_order(const PerHypothesis& numbers) {
    std::array<std::size_t, max_hypotheses> order{};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        std::size_t place = i;
        for (; place > 0 && numbers[order[place - 1]] > numbers[i]; --place) order[place] = order[place - 1];
        order[place] = i;
    }
    return order;
}

/// The weights stated, or equal ones that add up to 1 if none are.
inline PerHypothesis weights_or_equal(std::span<const double> stated, std::size_t count) {
    return stated.empty() ? PerHypothesis(count, 1.0 / static_cast<double>(count)) : PerHypothesis(stated);
}

}  // namespace equipoise
