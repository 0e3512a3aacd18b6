#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/cholesky.hpp>
#include <equipoise/analysis/least_squares.hpp>
#include <equipoise/analysis/permutation/allocations.hpp>
#include <equipoise/analysis/t_estimate.hpp>
#include <equipoise/analysis/within_strata.hpp>
#include <equipoise/data/sufficient_statistics.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/random/stream.hpp>

namespace equipoise {

/// A permutation test, prepared for trials of one shape; see PermutationTest.
class PreparedPermutationTest {
public:
    PreparedPermutationTest(WithinStrata model, std::size_t permutations, std::size_t exact_up_to, std::vector<Answer> answers,
                            const Inference& inference)
        : model_(std::move(model)),
          permutations_(permutations),
          exact_up_to_(static_cast<double>(exact_up_to)),
          answers_(std::move(answers)),
          inference_(inference),
          scratch_(model_.size()),
          estimates_(answers_.size()) {}

    std::span<const Answer> answers() const { return answers_; }

    /// One estimate for each answer; valid until the next call.
    std::span<const Estimate> operator()(const TrialData& data, const SufficientStatistics&, const Stream& chance) {
        for (std::size_t i = 0; i < answers_.size(); ++i) {
            model_.gather(data, answers_[i].outcome, answers_[i].visit);
            estimates_[i] = estimate(chance);
        }
        return estimates_;
    }

private:
    enum class Side : std::uint8_t { both, lower, upper };

    Estimate estimate(const Stream& chance) {
        const auto n = static_cast<double>(model_.participants());
        if (model_.count(Arm::control) < 1 || model_.count(Arm::treatment) < 1) return failed_estimate(FitStatus::not_estimable, n);
        const double total = model_.products().back();
        const std::size_t rank = cholesky_of_any_rank(model_.products().data(), model_.size(), model_.size() - 1);
        if (rank == 0 || model_.products()[treatment() * model_.size() + treatment()] == 0) return failed_estimate(FitStatus::not_estimable, n);
        reduce(total);
        if (flat_) return failed_estimate(FitStatus::covariance_singular, n);
        Estimate found{.effect = effect(), .status = FitStatus::converged, .participants_analysed = static_cast<std::uint32_t>(n)};
        const double margin = inference_.hypothesis().margin;
        switch (inference_.hypothesis().alternative) {
            case Alternative::two_sided: found.p_value = p_value(margin, Side::both, chance); break;
            case Alternative::less: found.p_value = p_value(margin, Side::lower, chance); break;
            case Alternative::greater: found.p_value = p_value(margin, Side::upper, chance); break;
            case Alternative::equivalence: found.p_value = std::max(p_value(margin, Side::lower, chance), p_value(-margin, Side::upper, chance)); break;
        }
        return found;
    }

    double effect() { return model_.products()[last() * model_.size() + treatment()] / model_.products()[treatment() * model_.size() + treatment()]; }
    std::size_t last() const { return model_.size() - 1; }
    std::size_t treatment() const { return model_.size() - 2; }

    // Residuals of the responses and of treatment on the covariates, stratum by stratum.
    void reduce(double total) {
        const std::size_t size = model_.size();
        strata_.assign(model_.strata(), {0, 0, 0});
        for (std::size_t i = 0; i < model_.participants(); ++i) {
            permutation::Stratum& stratum = strata_[model_.stratum(i)];
            ++stratum.size;
            stratum.treated += model_.arm(i) == Arm::treatment ? 1U : 0U;
        }
        for (std::size_t s = 1; s < strata_.size(); ++s) strata_[s].first = strata_[s - 1].first + strata_[s - 1].size;
        residuals_.resize(model_.participants());
        places_.assign(strata_.size(), 0);
        const double* L = model_.products().data();
        double squares = 0.0;
        for (std::size_t i = 0; i < model_.participants(); ++i) {
            const double* x = model_.row(i);
            Residual here{.response = x[last()], .treatment = x[treatment()], .treated = model_.arm(i) == Arm::treatment};
            for (std::size_t j = 0; j < treatment(); ++j) {
                double value = x[j];
                for (std::size_t k = 0; k < j; ++k) value -= L[j * size + k] * scratch_[k];
                scratch_[j] = L[j * size + j] > 0 ? value / L[j * size + j] : 0.0;  // 0: left out
                here.response -= L[last() * size + j] * scratch_[j];
                here.treatment -= L[treatment() * size + j] * scratch_[j];
            }
            squares += here.response * here.response;
            const std::size_t s = model_.stratum(i);
            residuals_[strata_[s].first + places_[s]++] = here;
        }
        flat_ = squares <= no_residual * total;
    }

    double p_value(double margin, Side side, const Stream& chance) {
        const double observed = take(margin);
        const auto as_far = [&](double sum) {
            if (side == Side::both) return std::abs(sum) >= std::abs(observed) - tolerance_;
            return side == Side::lower ? sum <= observed + tolerance_ : sum >= observed - tolerance_;
        };
        double count = 0.0;
        const double all = permutation::allocations(strata_);
        if (all <= exact_up_to_) {
            permutation::every_allocation(values_, strata_, labels_, [&](double sum) { count += as_far(sum) ? 1.0 : 0.0; });
            return count / std::round(all);
        }
        Stream own = chance;
        for (std::size_t k = 0; k < permutations_; ++k) count += as_far(permutation::random_allocation(values_, strata_, totals_, own)) ? 1.0 : 0.0;
        return (1 + count) / (1 + static_cast<double>(permutations_));
    }

    // The residuals if the margin is the effect, in order of size within strata; returns the observed sum.
    double take(double margin) {
        values_.resize(residuals_.size());
        double observed = 0.0;
        double squares = 0.0;
        for (std::size_t i = 0; i < residuals_.size(); ++i) {
            values_[i] = residuals_[i].response - margin * residuals_[i].treatment;
            if (residuals_[i].treated) observed += values_[i];
            squares += values_[i] * values_[i];
        }
        totals_.assign(strata_.size(), 0.0);
        for (std::size_t s = 0; s < strata_.size(); ++s) {
            const auto first = values_.begin() + static_cast<std::ptrdiff_t>(strata_[s].first);
            const auto last = first + static_cast<std::ptrdiff_t>(strata_[s].size);
            std::sort(first, last);
            for (auto value = first; value != last; ++value) totals_[s] += *value;
        }
        tolerance_ = 1e-9 * std::sqrt(squares);
        return observed;
    }

    struct Residual {
        double response;
        double treatment;
        bool treated;
    };

    WithinStrata model_;
    std::size_t permutations_;
    double exact_up_to_;
    std::vector<Answer> answers_;
    Inference inference_;
    std::vector<double> scratch_;
    std::vector<Estimate> estimates_;
    std::vector<permutation::Stratum> strata_{};
    std::vector<std::size_t> places_{};
    std::vector<Residual> residuals_{};
    std::vector<double> values_{};
    std::vector<double> totals_{};
    std::vector<std::uint8_t> labels_{};
    double tolerance_ = 0.0;
    bool flat_ = false;
};

}  // namespace equipoise
