#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <equipoise/analysis/gaussian/model_size.hpp>
#include <equipoise/analysis/model_columns.hpp>
#include <equipoise/data/sufficient_statistics.hpp>

namespace equipoise::gaussian {

/// Sufficient statistics by missingness pattern g, boosters together and arms too unless each has a covariance of its own: who has all
/// covariates and at least one visit.
///
///     n_g,   S_g = sum z z',   C_g = sum z y',   Q_g = sum y y'      with z = (1, treatment, covariates), y about a centre
///
/// S and Q are lower triangles row by row, C is p x T row by row; visits outside of the pattern have zeros. The responses y are the
/// post-baseline visits; or all visits, the baseline first, so that who has but a baseline counts as well.
///
/// @verified tests/analysis/gaussian/patterns_test.cpp
class Patterns {
public:
    /// @param visits         how many responses there are, T
    /// @param covariances    1, or 2 if each arm has its own
    /// @param from_baseline  whether the baseline is the first of the responses
    Patterns(std::size_t visits, std::size_t columns, std::size_t covariances = 1, bool from_baseline = false)
        : visits_(visits), columns_(columns), by_arm_(covariances > 1), from_baseline_(from_baseline), sources_(columns), responses_(visits) {
        reserve(32);
    }

    std::size_t count() const { return keys_.size(); }
    /// Bit j is response j.
    std::uint32_t mask(std::size_t g) const { return static_cast<std::uint32_t>(keys_[g]); }
    /// Which Sigma it has: 0, or the arm's where each has its own.
    std::size_t covariance(std::size_t g) const { return static_cast<std::size_t>(keys_[g] >> 32U); }
    double n(std::size_t g) const { return S(g)[0]; }
    const double* S(std::size_t g) const { return values_.data() + g * stride(); }
    const double* C(std::size_t g) const { return S(g) + triangle(columns_); }
    const double* Q(std::size_t g) const { return C(g) + columns_ * visits_; }
    double participants() const { return participants_; }
    /// Participants x visits observed.
    double observations() const { return observations_; }
    /// The mean of a column of z over these participants.
    double mean(std::size_t column) const {
        double sum = 0.0;
        for (std::size_t g = 0; g < count(); ++g) sum += S(g)[lower(column, 0)];
        return sum / participants_;
    }

    /// Takes the patterns of a trial from its statistics.
    /// @complexity O(groups x (p + T)^2)
    void gather(const SufficientStatistics& statistics, ModelColumns& model) {
        model.follow(statistics.layout());
        keys_.clear();
        values_.clear();
        participants_ = observations_ = 0.0;
        for (std::size_t k = 0; k + 2 < columns_; ++k) sources_[k + 2] = model.columns()[k] + 1;
        const std::size_t first_bit = statistics.layout().covariates.size();
        const std::size_t baseline = from_baseline_ ? statistics.layout().covariate(baseline_covariate) : 0;
        if (from_baseline_) responses_[0] = statistics.layout().covariates[baseline].first + 1;
        const std::size_t before = from_baseline_ ? 1 : 0;
        for (std::size_t j = before; j < visits_; ++j) responses_[j] = statistics.layout().covariate_columns() + 1 + j - before;
        find_sources(statistics);
        for (std::size_t group = 0; group < statistics.groups(); ++group) {
            const std::uint64_t observed = statistics.observed(group);
            auto mask = static_cast<std::uint32_t>(observed >> first_bit);
            if (from_baseline_) mask = mask << 1U | static_cast<std::uint32_t>(observed >> baseline & 1U);
            if (mask == 0 || (observed & model.observed()) != model.observed()) continue;
            const std::uint64_t covariance = by_arm_ && statistics.cell(group).arm == Arm::treatment ? 1 : 0;
            const std::size_t g = pattern(covariance << 32U | mask);  // first: it may move the values
            add(statistics, group, values_.data() + g * stride());
            const double n = statistics.count(group);
            participants_ += n;
            for (std::size_t j = 0; j < visits_; ++j) observations_ += (mask >> j & 1U) != 0 ? n : 0.0;
        }
    }

private:
    struct Term {
        std::uint32_t to;    // among the values of a pattern
        std::uint32_t from;  // among the moments of a group
    };

    std::size_t stride() const { return triangle(columns_) + columns_ * visits_ + triangle(visits_); }

    void reserve(std::size_t patterns) {
        keys_.reserve(patterns);
        values_.reserve(patterns * stride());
    }

    std::size_t pattern(std::uint64_t key) {
        const auto found = std::find(keys_.begin(), keys_.end(), key);
        const auto index = static_cast<std::size_t>(found - keys_.begin());
        if (found == keys_.end()) {
            keys_.push_back(key);
            values_.resize(values_.size() + stride(), 0.0);
        }
        return index;
    }

    // Where the elements of S, C and Q stand among the moments, found again if the columns do.
    void find_sources(const SufficientStatistics& statistics) {
        if (statistics.stride() == found_in_ && sources_ == found_sources_ && responses_ == found_responses_) return;
        found_in_ = statistics.stride();
        found_sources_ = sources_;
        found_responses_ = responses_;
        terms_.control.clear();
        terms_.treatment.clear();
        std::uint32_t to = 0;
        const auto add = [&](std::size_t first, std::size_t second, bool of_treatment) {
            const Term term{to++, static_cast<std::uint32_t>(statistics.packed(std::min(first, second), std::max(first, second)))};
            if (!of_treatment) terms_.control.push_back(term);
            terms_.treatment.push_back(term);
        };
        for (std::size_t c = 0; c < columns_; ++c) {
            for (std::size_t d = 0; d <= c; ++d) add(sources_[c], sources_[d], c == 1 || d == 1);
        }
        for (std::size_t c = 0; c < columns_; ++c) {
            for (std::size_t j = 0; j < visits_; ++j) add(sources_[c], responses_[j], c == 1);
        }
        for (std::size_t j = 0; j < visits_; ++j) {
            for (std::size_t k = 0; k <= j; ++k) add(responses_[k], responses_[j], false);
        }
    }

    // A group belongs to one arm, so that its column of treatment is either 0 or the constant.
    void add(const SufficientStatistics& statistics, std::size_t group, double* __restrict into) const {
        const double* __restrict moments = statistics.moments(group);
        for (const Term& term : terms_[statistics.cell(group).arm]) into[term.to] += moments[term.from];
    }

    std::size_t visits_;
    std::size_t columns_;
    bool by_arm_;
    bool from_baseline_;
    std::vector<std::size_t> sources_;    // of z among the moments; the constant and treatment are 0
    std::vector<std::size_t> responses_;  // the same of y
    PerArm<std::vector<Term>> terms_{};   // in the control arm all but those of treatment
    std::size_t found_in_ = 0;            // for which width, sources and responses
    std::vector<std::size_t> found_sources_{};
    std::vector<std::size_t> found_responses_{};
    std::vector<std::uint64_t> keys_;     // covariance, then mask
    std::vector<double> values_;
    double participants_ = 0.0;
    double observations_ = 0.0;
};

/// Which Sigma a pattern has.
template <class Size>
constexpr std::size_t covariance_of(const Size&, const Patterns& patterns, std::size_t g) {
    if constexpr (Size::one_covariance) {
        return 0;
    } else {
        return patterns.covariance(g);
    }
}

}  // namespace equipoise::gaussian
