#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/cohort/prepare_trial.hpp>
#include <equipoise/cohort/prepared_trial.hpp>
#include <equipoise/cohort/scenario.hpp>
#include <equipoise/cohort/scenario_shape.hpp>
#include <equipoise/cohort/simulate_trial.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/data/trial_shape.hpp>
#include <equipoise/design/allocation.hpp>
#include <equipoise/design/factor_faults.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/design/plain_number.hpp>
#include <equipoise/design/stratification.hpp>
#include <equipoise/performance/power_sums.hpp>
#include <equipoise/random/address.hpp>
#include <equipoise/random/mc_estimate.hpp>
#include <equipoise/study/imbalance.hpp>
#include <equipoise/study/predictability.hpp>

namespace equipoise {

/// How an allocation does over replicates: how alike the arms are, and how well it can be foreseen.
struct AllocationBalance {
    std::uint64_t replicates = 0;
    std::vector<Imbalance> rows{};                          ///< all participants, then class by class of each factor
    McEstimate right_guesses{};                             ///< share, of a ConvergenceGuesser who sees the whole trial
    std::optional<McEstimate> right_guesses_in_stratum{};  ///< of one who knows the factors and goes by the participant's own stratum; if there are any
};

/// What is wrong with the factors of a report on the balance of a trial.
/// @returns faults with pointers such as "/factors/0/covariate"
inline std::vector<Fault> balance_faults(const std::vector<StratificationFactor>& factors, const TrialShape& shape) {
    std::vector<KnownCovariate> known;
    for (const CovariateShape& covariate : shape.covariates) known.push_back({covariate.name, covariate.levels.size()});
    std::vector<Fault> found;
    detail::check_factors(factors, "/factors", found);
    if (found.empty()) found = factor_faults(factors, "/factors", known);
    return found;
}

namespace detail {

/// The factors of a report as columns of a trial's data.
class BalanceFactors {
public:
    BalanceFactors(std::vector<StratificationFactor> factors, const TrialShape& shape) : factors_(std::move(factors)) {
        for (const StratificationFactor& factor : factors_) {
            columns_.push_back(factor.covariate == baseline_factor ? std::nullopt : shape.covariate(factor.covariate));
            labels_.push_back(factor.cuts.empty() ? shape.covariates[columns_.back().value()].levels : cut_labels(factor.cuts));
            labels_.back().push_back("not known");
        }
    }

    std::size_t count() const { return factors_.size(); }
    const std::string& name(std::size_t f) const { return factors_[f].covariate; }
    const std::vector<std::string>& labels(std::size_t f) const { return labels_[f]; }  ///< of the classes, "not known" last

    std::size_t class_of(const TrialData& data, std::size_t f, std::size_t participant) const {
        const double value = columns_[f] ? data.covariates[*columns_[f]].values[participant] : data.score(0, 0, participant);
        return std::min(stratum_class(factors_[f], value), labels_[f].size() - 1);
    }

private:
    static std::vector<std::string> cut_labels(const std::vector<double>& cuts) {
        std::vector<std::string> labels{"below " + plain_number(cuts.front())};
        for (std::size_t k = 1; k < cuts.size(); ++k) labels.push_back(plain_number(cuts[k - 1]) + " to below " + plain_number(cuts[k]));
        labels.push_back(plain_number(cuts.back()) + " or more");
        return labels;
    }

    std::vector<StratificationFactor> factors_;
    std::vector<std::optional<std::size_t>> columns_{};  ///< nothing: the baseline score
    std::vector<std::vector<std::string>> labels_{};
};

/// Adds up a report, replicate by replicate.
class BalanceSums {
public:
    BalanceSums(const Allocation& allocation, BalanceFactors factors)
        : ratio_(ratio_of(allocation)), factors_(std::move(factors)) {
        for (std::size_t f = 0; f < factors_.count(); ++f) of_class_.emplace_back(factors_.labels(f).size());
    }

    void add(const TrialData& data) {
        PerArm<double> all{};
        for (const Arm arm : data.arm) ++all[arm];
        add(all_, all);
        for (std::size_t f = 0; f < factors_.count(); ++f) {
            std::vector<PerArm<double>> counts(of_class_[f].size());
            for (std::size_t i = 0; i < data.participants(); ++i) ++counts[factors_.class_of(data, f, i)][data.arm[i]];
            for (std::size_t k = 0; k < counts.size(); ++k) add(of_class_[f][k], counts[k]);
        }
        guess(data);
    }

    AllocationBalance summary() const {
        AllocationBalance balance{.replicates = right_.count, .rows = {all_.summary("", "")}, .right_guesses = mean(right_)};
        for (std::size_t f = 0; f < factors_.count(); ++f) {
            const std::vector<std::string>& labels = factors_.labels(f);
            for (std::size_t k = 0; k < labels.size(); ++k) {
                const bool unknown = k + 1 == labels.size();
                if (!unknown || of_class_[f][k].anybody()) balance.rows.push_back(of_class_[f][k].summary(factors_.name(f), labels[k]));
            }
        }
        if (factors_.count() > 0) balance.right_guesses_in_stratum = mean(right_in_stratum_);
        return balance;
    }

private:
    void add(ImbalanceSums& sums, const PerArm<double>& count) const {
        const PerArm<double> part{static_cast<double>(ratio_.control), static_cast<double>(ratio_.treatment)};
        const double lead = count.treatment * part.control - count.control * part.treatment;  // whole, so that arms in their ratio differ by 0
        sums.add(count.control + count.treatment, lead * (part.control + part.treatment) / (2 * part.control * part.treatment));
    }

    void guess(const TrialData& data) {
        ConvergenceGuesser everywhere(ratio_);
        std::map<std::vector<std::size_t>, ConvergenceGuesser> by_stratum;
        std::vector<std::size_t> stratum(factors_.count());
        double right = 0;
        double right_in_stratum = 0;
        for (std::size_t i = 0; i < data.participants(); ++i) {
            right += everywhere.right(data.arm[i]);
            for (std::size_t f = 0; f < stratum.size(); ++f) stratum[f] = factors_.class_of(data, f, i);
            right_in_stratum += by_stratum.try_emplace(stratum, ratio_).first->second.right(data.arm[i]);
        }
        const auto n = static_cast<double>(data.participants());
        right_.add(right / n);
        right_in_stratum_.add(right_in_stratum / n);
    }

    static McEstimate mean(const PowerSums2& sums) {
        const auto n = static_cast<double>(sums.count);
        return {sums.mean, sums.count > 1 ? std::sqrt(sums.m2 / (n - 1) / n) : 0.0};
    }

    PerArm<std::size_t> ratio_;
    BalanceFactors factors_;
    ImbalanceSums all_{};
    std::vector<std::vector<ImbalanceSums>> of_class_{};  ///< of each factor
    PowerSums2 right_{};
    PowerSums2 right_in_stratum_{};
};

}  // namespace detail

/// Draws replicates of a trial and reports how alike the arms are in number, in all and in each class, and how well allocation can be foreseen.
///
/// @param replicates  the first so many, at least 1
/// @param others      factors to report on besides those of the allocation; one of the same name is reported as asked for here
/// @throws            InvalidScenario with the faults of the scenario, or if the trial does not have such a factor
/// @complexity        that of simulating the replicates; 8 bytes for each replicate and class
/// @verified          tests/study/allocation_balance_test.cpp
inline AllocationBalance allocation_balance(const Scenario& scenario, const StudyKey& key, std::uint64_t replicates,
                                            std::vector<StratificationFactor> others = {}) {
    const PreparedTrial trial = prepare(scenario);
    for (StratificationFactor& factor : factors_of(scenario.design.allocation)) {
        const auto same = [&](const StratificationFactor& other) { return other.covariate == factor.covariate; };
        if (std::none_of(others.begin(), others.end(), same)) others.push_back(std::move(factor));
    }
    const TrialShape shape = shape_of(scenario);
    if (std::vector<Fault> found = balance_faults(others, shape); !found.empty()) throw InvalidScenario(std::move(found));
    detail::BalanceSums sums(scenario.design.allocation, detail::BalanceFactors(std::move(others), shape));
    TrialSimulator simulate(trial);
    for (std::uint64_t replicate = 0; replicate < replicates; ++replicate) sums.add(simulate(key, replicate));
    return sums.summary();
}

}  // namespace equipoise
