// Oracle: the bookkeeping of drawn statistics: sizes of arms, monotone patterns, what was not observed, the same replicate again.
// Statistical (seeded; 4 Monte Carlo errors): sums over all who are seen at a visit have the means and covariances of normal scores.

#include "catch.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <vector>

#include <equipoise/cohort/collapsed_statistics.hpp>
#include <equipoise/cohort/prepare_trial.hpp>
#include <equipoise/cohort/scenario_shape.hpp>

#include "study/scenarios.hpp"

namespace collapsed_statistics_test {

using namespace equipoise;

namespace {

StatisticsPlan with_baseline() { return {.covariates = {"baseline"}}; }

CollapsedTrial collapsed(const Scenario& scenario, const StatisticsPlan& plan, bool apart = false) {
    return collapse(prepare(scenario), layout(plan, shape_of(scenario)), apart);
}

Scenario leaving(double share) {
    Scenario scenario = unbounded_trial();
    scenario.mechanism.dropout = ConstantDropout{.per_visit = {share, share}};
    return scenario;
}

std::vector<double> copy_of(const SufficientStatistics& statistics) {
    std::vector<double> all;
    for (std::size_t g = 0; g < statistics.groups(); ++g) {
        all.push_back(static_cast<double>(statistics.cell(g).index()));
        all.push_back(static_cast<double>(statistics.observed(g)));
        all.insert(all.end(), statistics.moments(g), statistics.moments(g) + statistics.stride());
    }
    return all;
}

constexpr StudyKey key{5};

}  // namespace

TEST_CASE("participants add up, patterns are monotone, and what was not observed is 0") {
    for (const double share : {0.0, 0.03, 0.4, 0.69}) {
        for (const bool baseline : {true, false}) {
            const CollapsedTrial trial = collapsed(leaving(share), baseline ? with_baseline() : StatisticsPlan{}, true);
            CollapsedStatistics draw(trial);
            for (std::uint64_t replicate = 0; replicate < 200; ++replicate) {
                const SufficientStatistics& statistics = draw(key, replicate);
                PerArm<double> arms{};
                double complete = 0;
                for (std::size_t g = 0; g < statistics.groups(); ++g) {
                    REQUIRE(statistics.count(g) > 0);
                    arms[statistics.cell(g).arm] += statistics.count(g);
                    const std::uint64_t observed = statistics.observed(g);
                    REQUIRE(std::has_single_bit(observed + 1));
                    if (baseline) REQUIRE((observed & 1U) == 1U);
                    const auto columns = static_cast<std::size_t>(std::popcount(observed));
                    if (columns == statistics.layout().columns()) complete += statistics.count(g);
                    for (std::size_t c = 0; c < statistics.layout().columns(); ++c) {
                        REQUIRE((statistics.sum(g, c) != 0) == (c < columns));
                        for (std::size_t d = c; d < statistics.layout().columns(); ++d) REQUIRE((statistics.cross_product(g, c, d) != 0) == (d < columns));
                    }
                }
                REQUIRE(arms.control == 75);
                REQUIRE(arms.treatment == 74);
                REQUIRE(static_cast<double>(draw.dropped_out()) == 149 - complete);
            }
        }
    }
}

TEST_CASE("a replicate can be drawn alone, after any other") {
    const CollapsedTrial trial = collapsed(leaving(0.05), with_baseline());
    CollapsedStatistics draw(trial);
    std::vector<std::vector<double>> first;
    std::vector<std::size_t> dropped_out;
    for (std::uint64_t replicate = 0; replicate < 50; ++replicate) {
        first.push_back(copy_of(draw(key, replicate)));
        dropped_out.push_back(draw.dropped_out());
    }
    CollapsedStatistics another(trial);
    for (std::uint64_t replicate = 50; replicate-- > 0;) {
        CHECK(copy_of(another(key, replicate)) == first[replicate]);
        CHECK(another.dropped_out() == dropped_out[replicate]);
    }
    CHECK(first[0] != first[1]);
}

TEST_CASE("those with boosters are told apart where an analysis may, or where boosters act") {
    const auto cells = [](const CollapsedTrial& trial) {
        CollapsedStatistics draw(trial);
        std::array<bool, cell_count> found{};
        const SufficientStatistics& statistics = draw(key, 0);
        for (std::size_t g = 0; g < statistics.groups(); ++g) found[statistics.cell(g).index()] = true;
        return found;
    };
    CHECK(cells(collapsed(unbounded_trial(), with_baseline())) == std::array{true, false, true, false});
    CHECK(cells(collapsed(unbounded_trial(), with_baseline(), true)) == std::array{true, true, true, true});
    Scenario acting = unbounded_trial();
    RepeatedMeasures outcome = *acting.mechanism.outcome.repeated_measures();
    outcome.booster_effect = {.control = {0, 0, 0, 0}, .treatment = {0, 0, 0, -1}};
    acting.mechanism.outcome = outcome;
    CHECK(cells(collapsed(acting, with_baseline())) == std::array{true, true, true, true});
}

TEST_CASE("arms of two, of whom most leave, are drawn as they are") {
    PreparedTrial prepared = prepare(unbounded_trial());
    prepared.design.participants = 4;
    prepared.design.allocation = FixedArmSizes{.control = 2, .treatment = 2};
    DropoutRates rates;
    for (const Arm arm : both_arms) rates.before[arm].fill(0.6);
    prepared.dropout = PreparedDropout(rates);
    const CollapsedTrial trial = collapse(prepared, layout(with_baseline(), shape_of(unbounded_trial())), false);
    CollapsedStatistics draw(trial);
    double seen_last = 0;
    const std::size_t draws = 20'000;
    for (std::uint64_t replicate = 0; replicate < draws; ++replicate) {
        const SufficientStatistics& statistics = draw(key, replicate);
        double participants = 0;
        for (std::size_t g = 0; g < statistics.groups(); ++g) participants += statistics.count(g);
        REQUIRE(participants == 4);
        seen_last += 4 - static_cast<double>(draw.dropped_out());
    }
    const double stay = 0.4 * 0.4 * 0.4;
    CHECK(std::abs(seen_last / (4 * draws) - stay) < 4 * std::sqrt(stay * (1 - stay) / (4 * draws)));
}

TEST_CASE("means and cross-products of all who are seen at a visit are those of normal scores") {
    const Scenario scenario = leaving(0.2);
    const RepeatedMeasures outcome = *scenario.mechanism.outcome.repeated_measures();
    const CollapsedTrial trial = collapsed(scenario, with_baseline());
    CollapsedStatistics draw(trial);
    const std::size_t draws = 20'000;
    struct Moments {
        double mean = 0;
        double squares = 0;
        double product = 0;
        double products = 0;
    };
    const auto covariance = [&](std::size_t v, std::size_t w) {
        return outcome.covariance.correlation(static_cast<Eigen::Index>(v), static_cast<Eigen::Index>(w)) * outcome.covariance.sd[v] * outcome.covariance.sd[w];
    };
    std::array<std::array<std::array<Moments, 4>, 4>, 2> found{};
    for (std::uint64_t replicate = 0; replicate < draws; ++replicate) {
        const SufficientStatistics& statistics = draw(key, replicate);
        for (const Arm arm : both_arms) {
            for (std::size_t v = 1; v < 4; ++v) {
                for (std::size_t w = 0; w <= v; ++w) {
                    const double of_v = outcome.mean[arm][v] - statistics.centre(v);
                    const double of_w = outcome.mean[arm][w] - statistics.centre(w);
                    double n = 0;
                    double sum = 0;
                    double cross = 0;
                    for (std::size_t g = 0; g < statistics.groups(); ++g) {
                        if (statistics.cell(g).arm != arm || (statistics.observed(g) >> v & 1U) == 0) continue;
                        n += statistics.count(g);
                        sum += statistics.sum(g, v) - statistics.count(g) * of_v;
                        cross += statistics.cross_product(g, v, w) - of_v * statistics.sum(g, w) - of_w * statistics.sum(g, v) + statistics.count(g) * of_v * of_w;
                    }
                    REQUIRE(n > 0);
                    Moments& here = found[static_cast<std::size_t>(arm)][v][w];
                    const double about = (cross / n - covariance(v, w)) * std::sqrt(n);
                    here.mean += sum / std::sqrt(n) / static_cast<double>(draws);
                    here.squares += sum * sum / n / static_cast<double>(draws);
                    here.product += about / static_cast<double>(draws);
                    here.products += about * about / static_cast<double>(draws);
                }
            }
        }
    }
    for (const Arm arm : both_arms) {
        for (std::size_t v = 1; v < 4; ++v) {
            for (std::size_t w = 0; w <= v; ++w) {
                const Moments& here = found[static_cast<std::size_t>(arm)][v][w];
                const double of_product = covariance(v, v) * covariance(w, w) + covariance(v, w) * covariance(v, w);
                INFO("visits " << v << " and " << w);
                CHECK(std::abs(here.mean) < 4 * std::sqrt(covariance(v, v) / draws));
                CHECK(std::abs(here.squares / covariance(v, v) - 1) < 4 * std::sqrt(2.0 / draws));
                CHECK(std::abs(here.product) < 4 * std::sqrt(of_product / draws));
                CHECK(std::abs(here.products / of_product - 1) < 4 * std::sqrt(3.0 / draws));
            }
        }
    }
}

}  // namespace collapsed_statistics_test
