// Oracle: the arms that follow from the definitions and the stream's own numbers, one participant after another.
// Statistical: probabilities of every sequence of arms, enumerated; 4 standard errors.

#include "catch.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <equipoise/design/randomisation_list.hpp>

namespace adaptive_allocation_test {

using namespace equipoise;

namespace {

Stream chance(std::uint64_t replicate) { return Stream(StudyKey(11), replicate, {Layer::allocation}); }

Design design_of(std::size_t participants, Allocation allocation) {
    return {.participants = participants, .visits = {.weeks = {0, 1, 2}}, .allocation = std::move(allocation)};
}

std::string arms_of(std::span<const Cell> cells) {
    std::string arms;
    for (const Cell cell : cells) arms += cell.arm == Arm::treatment ? 'T' : 'C';
    return arms;
}

/// The probability that each next participant is treated, told from the arms before.
template <class Rule>
std::map<std::string, double> enumerated(std::size_t participants, const Rule& treated) {
    std::map<std::string, double> sequences{{"", 1.0}};
    for (std::size_t i = 0; i < participants; ++i) {
        std::map<std::string, double> longer;
        for (const auto& [arms, probability] : sequences) {
            const double p = treated(arms);
            if (p > 0) longer[arms + 'T'] = probability * p;
            if (p < 1) longer[arms + 'C'] = probability * (1 - p);
        }
        sequences = std::move(longer);
    }
    return sequences;
}

/// The arms that follow from the numbers of a stream, two for each participant.
template <class Rule>
std::string followed(Stream numbers, std::size_t participants, const Rule& treated) {
    std::string arms;
    for (std::size_t i = 0; i < participants; ++i) {
        arms += uniform(numbers) < treated(arms) ? 'T' : 'C';
        uniform(numbers);
    }
    return arms;
}

template <class Draw>
void check_probabilities(const std::map<std::string, double>& expected, const Draw& draw) {
    const double draws = 20'000;
    std::map<std::string, double> seen;
    for (std::uint64_t r = 0; r < 20'000; ++r) ++seen[draw(r)];
    for (const auto& [arms, count] : seen) CHECK(expected.count(arms) == 1);
    for (const auto& [arms, probability] : expected) {
        INFO(arms);
        CHECK(std::abs(seen[arms] / draws - probability) <= 4 * std::sqrt(probability * (1 - probability) / draws));
    }
}

long excess(const std::string& arms) { return 2 * std::count(arms.begin(), arms.end(), 'T') - static_cast<long>(arms.size()); }

/// Pocock & Simon's rule for participants of given classes, with counts taken anew from the sequence.
double minimised(const std::string& arms, const std::vector<std::vector<std::uint8_t>>& classes, const std::vector<double>& weights,
                 double probability, PerArm<double> ratio) {
    PerArm<double> total{};
    for (const Arm to : both_arms) {
        for (std::size_t f = 0; f < weights.size(); ++f) {
            PerArm<double> count{};
            for (std::size_t i = 0; i < arms.size(); ++i) {
                if (classes[i][f] == classes[arms.size()][f]) count[arms[i] == 'T' ? Arm::treatment : Arm::control] += 1;
            }
            count[to] += 1;
            total[to] += weights[f] * std::abs(count.treatment / ratio.treatment - count.control / ratio.control);
        }
    }
    if (std::abs(total.treatment - total.control) < 1e-12) return ratio.treatment / (ratio.treatment + ratio.control);
    return total.treatment < total.control ? probability : 1 - probability;
}

}  // namespace

TEST_CASE("complete randomisation gives every sequence its product of shares") {
    RandomisationList list(design_of(5, SimpleAllocation{.ratio = {.control = 1, .treatment = 2}}));
    check_probabilities(enumerated(5, [](const std::string&) { return 2.0 / 3; }), [&](std::uint64_t r) { return arms_of(list.draw(chance(r))); });
}

TEST_CASE("Efron's coin is biased towards the arm with fewer and fair when they are equal") {
    RandomisationList list(design_of(6, BiasedCoin{}));
    const auto rule = [](const std::string& arms) { return excess(arms) == 0 ? 0.5 : (excess(arms) < 0 ? 2.0 / 3 : 1.0 / 3); };
    const auto expected = enumerated(6, rule);
    REQUIRE(expected.size() == 64);
    for (std::uint64_t r = 0; r < 1'000; ++r) REQUIRE(arms_of(list.draw(chance(r))) == followed(chance(r), 6, rule));
    CHECK(expected.at("TCTCTC") == Approx(std::pow(1.0 / 3, 3)));
    check_probabilities(expected, [&](std::uint64_t r) { return arms_of(list.draw(chance(r))); });
}

TEST_CASE("a coin that is certain makes pairs") {
    RandomisationList list(design_of(7, BiasedCoin{.probability = 1}));
    for (std::uint64_t r = 0; r < 200; ++r) {
        const std::string arms = arms_of(list.draw(chance(r)));
        for (std::size_t i = 0; i < 6; i += 2) REQUIRE(arms[i] != arms[i + 1]);
    }
}

TEST_CASE("minimisation follows its rule in every class, ratio and weight") {
    const std::size_t participants = 12;
    std::vector<std::vector<std::uint8_t>> classes(participants);
    std::vector<std::uint8_t> rows(2 * participants);
    for (const PerArm<std::size_t> ratio : {PerArm<std::size_t>{1, 1}, PerArm<std::size_t>{1, 3}, PerArm<std::size_t>{2, 1}}) {
        const Minimisation minimisation{.factors = {{.covariate = "a"}, {.covariate = "b", .weight = 2}}, .probability = 0.8, .ratio = ratio};
        RandomisationList list(design_of(participants, minimisation));
        const PerArm<double> parts{static_cast<double>(ratio.control), static_cast<double>(ratio.treatment)};
        const auto rule = [&](const std::string& arms) { return minimised(arms, classes, {1, 2}, 0.8, parts); };
        for (std::uint64_t r = 0; r < 1'000; ++r) {
            Stream covariates(StudyKey(11), r, {Layer::covariate});
            for (std::size_t i = 0; i < participants; ++i) {
                classes[i] = {static_cast<std::uint8_t>(uniform_index(covariates, 2)), static_cast<std::uint8_t>(uniform_index(covariates, 3))};
                std::copy(classes[i].begin(), classes[i].end(), rows.begin() + 2 * static_cast<std::ptrdiff_t>(i));
            }
            REQUIRE(arms_of(list.draw(chance(r), {.factors = 2, .classes = rows})) == followed(chance(r), participants, rule));
        }
    }
}

TEST_CASE("minimisation gives every sequence its probability") {
    const std::vector<std::vector<std::uint8_t>> classes{{0, 0}, {0, 1}, {1, 1}, {0, 0}, {1, 1}};
    std::vector<std::uint8_t> rows;
    for (const auto& row : classes) rows.insert(rows.end(), row.begin(), row.end());
    const Strata strata{.factors = 2, .classes = rows};
    RandomisationList list(design_of(5, Minimisation{.factors = {{.covariate = "a"}, {.covariate = "b", .weight = 2}}, .probability = 0.8}));
    const auto expected = enumerated(5, [&](const std::string& arms) { return minimised(arms, classes, {1, 2}, 0.8, {1, 1}); });
    REQUIRE(expected.size() == 32);
    check_probabilities(expected, [&](std::uint64_t r) { return arms_of(list.draw(chance(r), strata)); });
}

TEST_CASE("certain minimisation over one factor keeps every class within one participant, and comes to a stated ratio") {
    const std::size_t participants = 200;
    std::vector<std::uint8_t> classes(participants);
    Stream covariates(StudyKey(11), 0, {Layer::covariate});
    for (std::uint8_t& one : classes) one = static_cast<std::uint8_t>(uniform_index(covariates, 4));
    RandomisationList even(design_of(participants, Minimisation{.factors = {{.covariate = "a"}}, .probability = 1}));
    RandomisationList uneven(design_of(participants, Minimisation{.factors = {{.covariate = "a"}}, .probability = 1, .ratio = {.control = 1, .treatment = 2}}));
    for (std::uint64_t r = 0; r < 100; ++r) {
        std::array<long, 4> difference{};
        const auto cells = even.draw(chance(r), {.factors = 1, .classes = classes});
        for (std::size_t i = 0; i < participants; ++i) {
            difference[classes[i]] += cells[i].arm == Arm::treatment ? 1 : -1;
            REQUIRE(std::abs(difference[classes[i]]) <= 1);
        }
        std::array<PerArm<long>, 4> counts{};
        const auto others = uneven.draw(chance(r), {.factors = 1, .classes = classes});
        for (std::size_t i = 0; i < participants; ++i) ++counts[classes[i]][others[i].arm];
        for (const PerArm<long>& count : counts) REQUIRE(std::abs(count.treatment - 2 * count.control) <= 2);
    }
}

TEST_CASE("arms do not depend on whether there are boosters, and boosters are independent of them") {
    const std::vector<std::uint8_t> classes(40, 0);
    const std::vector<Allocation> allocations{SimpleAllocation{}, BiasedCoin{}, Minimisation{.factors = {{.covariate = "a"}}}};
    for (const Allocation& allocation : allocations) {
        Design design = design_of(40, allocation);
        const Strata strata{.factors = factors_of(allocation).size(), .classes = std::span(classes).first(40 * factors_of(allocation).size())};
        RandomisationList without(design);
        design.boosters = BoosterPlan{.share = 0.3, .told_after_visit = 1};
        RandomisationList with(design);
        PerArm<double> all{};
        PerArm<double> boosted{};
        for (std::uint64_t r = 0; r < 500; ++r) {
            const auto cells = with.draw(chance(r), strata);
            REQUIRE(arms_of(cells) == arms_of(without.draw(chance(r), strata)));
            for (const Cell cell : cells) {
                ++all[cell.arm];
                boosted[cell.arm] += cell.booster ? 1 : 0;
            }
        }
        for (const Arm arm : both_arms) CHECK(std::abs(boosted[arm] / all[arm] - 0.3) < 4 * std::sqrt(0.21 / all[arm]));
    }
}

TEST_CASE("the first participants of a larger trial are allocated as those of a smaller one") {
    for (const Allocation& allocation : {Allocation{SimpleAllocation{}}, Allocation{BiasedCoin{}}}) {
        RandomisationList small(design_of(20, allocation));
        RandomisationList large(design_of(50, allocation));
        CHECK(arms_of(small.draw(chance(3))) == arms_of(large.draw(chance(3))).substr(0, 20));
    }
}

TEST_CASE("an allocation is refused the classes of other factors than its own") {
    RandomisationList stratified(design_of(4, PermutedBlocks{.strata = {{.covariate = "a"}}}));
    const std::vector<std::uint8_t> classes(8, 0);
    CHECK_THROWS_AS(stratified.draw(chance(0)), std::invalid_argument);
    CHECK_THROWS_AS(stratified.draw(chance(0), {.factors = 2, .classes = classes}), std::invalid_argument);
    CHECK_THROWS_AS(stratified.draw(chance(0), {.factors = 1, .classes = classes}), std::invalid_argument);
    RandomisationList simple(design_of(4, SimpleAllocation{}));
    CHECK_THROWS_AS(simple.draw(chance(0), {.factors = 2, .classes = classes}), std::invalid_argument);
    CHECK_NOTHROW(stratified.draw(chance(0), {.factors = 1, .classes = std::span(classes).first(4)}));
}

}  // namespace adaptive_allocation_test
