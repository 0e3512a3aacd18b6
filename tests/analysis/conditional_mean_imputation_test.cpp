// Reference: rbmi's conditional-mean imputation with the jackknife. Oracles: completion and jackknife done participant by participant; order, unit and origin of no account.
#include "catch.hpp"

#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/conditional_mean_imputation.hpp>
#include <equipoise/data/reduction.hpp>

#include "analysis/imputation/random_model.hpp"
#include "analysis/random_trial.hpp"
#include "analysis/reference_trial.hpp"

namespace conditional_mean_imputation_test {
using namespace equipoise;

TEST_CASE("conditional-mean imputation agrees with rbmi") {
    const nlohmann::json all = reference::read_json("rbmi.json");
    const TrialData data = reference::trial("ii_monotone");
    const std::array<std::pair<std::string, ImputationStrategy>, 4> named{{{"MAR", ImputationStrategy::missing_at_random},
                                                                           {"JR", ImputationStrategy::jump_to_reference},
                                                                           {"CR", ImputationStrategy::copy_reference},
                                                                           {"CIR", ImputationStrategy::copy_increments_in_reference}}};
    for (const auto& [name, strategy] : named) {
        const std::vector<Estimate> found = analyse(data, ConditionalMeanImputation{.strategy = strategy});
        for (std::size_t v = 0; v < 3; ++v) {
            INFO(name << " " << reference::visits[v]);
            const nlohmann::json wanted = all.at(name).at("trt_" + reference::visits[v]);
            const double se = wanted.at("se");
            CHECK(found[v].status == FitStatus::converged);
            CHECK(std::abs(found[v].effect - wanted.at("est").get<double>()) <= 1e-4 * se);
            CHECK(std::abs(found[v].standard_error - se) <= 1e-4 * se);
            CHECK(std::abs(found[v].interval.lower - wanted.at("ci").at(0).get<double>()) <= 3e-4 * se);
            CHECK(std::isinf(found[v].degrees_of_freedom));
        }
    }
}

TrialData without(const TrialData& data, std::size_t left_out) {
    TrialData rest = data;
    const std::size_t n = data.participants();
    rest.arm.erase(rest.arm.begin() + static_cast<std::ptrdiff_t>(left_out));
    rest.booster.erase(rest.booster.begin() + static_cast<std::ptrdiff_t>(left_out));
    rest.outcomes[0].scores.clear();
    for (std::size_t v = 0; v < data.outcomes[0].visits; ++v) {
        for (std::size_t i = 0; i < n; ++i) {
            if (i != left_out) rest.outcomes[0].scores.push_back(data.score(0, v, i));
        }
    }
    return rest;
}

/// Fills in means from an MMRM, participant by participant, and gives the arms' difference by Ancova.
double by_hand(const TrialData& data, ImputationStrategy strategy, std::size_t visit, double delta) {
    const TrialShape shape = shape_of(data);
    Reduction reduce({.covariates = {"baseline"}}, shape);
    const SufficientStatistics& statistics = reduce(data);
    gaussian::PreparedFit fit(gaussian::coefficient_map({{.name = "baseline"}}, shape), true);
    ModelColumns columns({"baseline"});
    REQUIRE(fit(statistics, columns) == FitStatus::converged);
    const std::size_t n = data.participants();
    const Eigen::Map<const Eigen::Matrix<double, 3, 3, Eigen::RowMajor>> B(fit.coefficients().data());
    const Eigen::Map<const Eigen::Matrix<double, 3, 3, Eigen::RowMajor>> Sigma(fit.covariance().data());
    TrialData completed = data;
    for (std::size_t i = 0; i < n; ++i) {
        const double baseline = data.score(0, 0, i) - statistics.centre(0);
        Eigen::VectorXd y(3);
        std::vector<Eigen::Index> seen;
        for (Eigen::Index j = 0; j < 3; ++j) {
            const double score = data.score(0, static_cast<std::size_t>(j) + 1, i);
            y(j) = score - statistics.centre(1 + static_cast<std::size_t>(j));
            if (score == score) seen.push_back(j);
        }
        const Eigen::Index last = seen.empty() ? 0 : seen.back() + 1;
        const Eigen::VectorXd control = B.row(0).transpose() + baseline * B.row(2).transpose();
        const Eigen::VectorXd own = data.arm[i] == Arm::treatment ? Eigen::VectorXd(control + B.row(1).transpose()) : control;
        Eigen::VectorXd mean = own;
        for (Eigen::Index j = 0; j < 3; ++j) mean(j) = strategy_mean(strategy, own.data(), control.data(), static_cast<std::size_t>(last), static_cast<std::size_t>(j));
        for (Eigen::Index j = 0; j < last; ++j) {
            if (y(j) != y(j)) y(j) = made::conditional_mean(own, Sigma, y, seen, j);
        }
        std::vector<Eigen::Index> followed;
        for (Eigen::Index j = 0; j < last; ++j) followed.push_back(j);
        for (Eigen::Index j = last; j < 3; ++j) {
            y(j) = made::conditional_mean(mean, Sigma, y, followed, j);
        }
        for (Eigen::Index j = 0; j < 3; ++j) {
            double& score = completed.outcomes[0].scores[(static_cast<std::size_t>(j) + 1) * n + i];
            if (score == score) continue;
            score = y(j) + statistics.centre(1 + static_cast<std::size_t>(j));
            if (j >= last && data.arm[i] == Arm::treatment) score += delta;
        }
    }
    return analyse(completed, Ancova{.visit = visit})[0].effect;
}

TEST_CASE("conditional means and the jackknife are those done participant by participant") {
    for (const double skipping : {0.0, 0.12}) {
        const TrialData data = made::trial(81, {.participants = 40, .leaving = 0.12, .skipping = skipping});
        for (const ImputationStrategy strategy : all_imputation_strategies) {
            INFO(to_string(strategy) << " skipping " << skipping);
            const std::vector<Estimate> found = analyse(data, ConditionalMeanImputation{.visit = 3, .strategy = strategy, .delta = {.deltas = {0, 2}}});
            REQUIRE(found.size() == 2);
            for (std::size_t d = 0; d < 2; ++d) {
                const double delta = 2.0 * static_cast<double>(d);
                REQUIRE(found[d].status == FitStatus::converged);
                CHECK(std::abs(found[d].effect - by_hand(data, strategy, 3, delta)) < 1e-8 * found[d].standard_error);
                double mean = 0;
                std::vector<double> left;
                for (std::size_t i = 0; i < 40; ++i) left.push_back(by_hand(without(data, i), strategy, 3, delta));
                for (const double effect : left) mean += effect / 40;
                double squares = 0;
                for (const double effect : left) squares += (effect - mean) * (effect - mean);
                reference::check_relative(found[d].standard_error, std::sqrt(39.0 / 40 * squares), 1e-8);
                CHECK(found[d].participants_analysed == 40);
            }
        }
    }
}

TrialData map_scores(TrialData data, double factor, double shift) {
    for (double& score : data.outcomes[0].scores) score = factor * score + shift;
    return data;
}

TEST_CASE("order, unit and origin are of no account to conditional means") {
    TrialData data = made::trial(82, {.leaving = 0.1, .skipping = 0.1});
    for (double& score : data.outcomes[0].scores) score = std::round(score * 1024) / 1024;
    const std::size_t n = data.participants();
    TrialData shuffled = data;
    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t from = (7 * i + 3) % n;
        shuffled.arm[i] = data.arm[from];
        shuffled.booster[i] = data.booster[from];
        for (std::size_t v = 0; v < 4; ++v) shuffled.outcomes[0].scores[v * n + i] = data.score(0, v, from);
    }
    for (const ImputationStrategy strategy : all_imputation_strategies) {
        const ConditionalMeanImputation analysis{.strategy = strategy};
        const std::vector<Estimate> plain = analyse(data, analysis);
        const std::vector<Estimate> other_order = analyse(shuffled, analysis);
        const std::vector<Estimate> scaled = analyse(map_scores(data, 1000, 0), analysis);
        const std::vector<Estimate> shifted = analyse(map_scores(data, 1, 1e6), analysis);
        for (std::size_t v = 0; v < 3; ++v) {
            INFO(to_string(strategy) << " visit " << v + 1);
            REQUIRE(plain[v].status == FitStatus::converged);
            const double se = plain[v].standard_error;
            CHECK(std::abs(other_order[v].effect - plain[v].effect) < 1e-9 * se);
            CHECK(std::abs(scaled[v].effect - 1000 * plain[v].effect) < 1e-9 * 1000 * se);
            CHECK(std::abs(shifted[v].effect - plain[v].effect) < 1e-9 * se);
            reference::check_relative(other_order[v].standard_error, se, 1e-9);
            reference::check_relative(scaled[v].standard_error, 1000 * se, 1e-9);
            reference::check_relative(shifted[v].standard_error, se, 1e-9);
        }
    }
}

TEST_CASE("a reference of the other arm swaps the arms") {
    const TrialData data = made::trial(83, {.leaving = 0.15, .skipping = 0});
    TrialData swapped = data;
    for (Arm& arm : swapped.arm) arm = arm == Arm::control ? Arm::treatment : Arm::control;
    for (const ImputationStrategy strategy : all_imputation_strategies) {
        const Estimate one = analyse(data, ConditionalMeanImputation{.visit = 3, .strategy = strategy, .reference = Arm::treatment})[0];
        const Estimate other = analyse(swapped, ConditionalMeanImputation{.visit = 3, .strategy = strategy})[0];
        CHECK(one.effect == Approx(-other.effect).epsilon(1e-10));
        CHECK(one.standard_error == Approx(other.standard_error).epsilon(1e-9));
    }
}

TEST_CASE("of complete data the conditional means are the analysis of covariance") {
    const TrialData data = reference::trial("i_complete");
    const std::vector<Estimate> ancova = analyse(data, Ancova{});
    const std::vector<Estimate> found = analyse(data, ConditionalMeanImputation{});
    for (std::size_t v = 0; v < 3; ++v) CHECK(found[v].effect == Approx(ancova[v].effect).epsilon(1e-12));
}

TEST_CASE("conditional means that cannot be had say why") {
    const auto trial = [](std::vector<Arm> arm, std::vector<double> scores) {
        TrialData data{.arm = std::move(arm), .booster = {}, .outcomes = {}};
        data.booster.assign(data.arm.size(), 0);
        const std::size_t visits = scores.size() / data.arm.size();
        data.outcomes.push_back({"score", visits, std::move(scores)});
        return data;
    };
    constexpr double none = missing;
    const ConditionalMeanImputation analysis{.covariates = {}};
    const std::vector<Arm> six{Arm::control, Arm::control, Arm::control, Arm::treatment, Arm::treatment, Arm::treatment};
    CHECK(analyse(trial(six, {1, 2, 3, 4, 5, 6, 3, 1, 4, 1, 5, none}), analysis)[0].status == FitStatus::converged);
    // Without the one of the treatment arm who was seen, its mean is unknown.
    CHECK(analyse(trial(six, {1, 2, 3, 4, 5, 6, 3, 1, 4, 1, none, none}), analysis)[0].status == FitStatus::not_estimable);
    CHECK(analyse(trial(six, {1, 2, 3, 4, 5, 6, 3, 3, 3, 4, 4, none}), analysis)[0].status == FitStatus::covariance_singular);
    CHECK(analyse(trial({Arm::control, Arm::control, Arm::control, Arm::treatment}, {1, 2, 3, 4, 5, 6, 5, none}), analysis)[0].status == FitStatus::not_estimable);
}

}  // namespace conditional_mean_imputation_test
