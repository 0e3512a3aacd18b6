// Statistical: at 10^6 participants means, SDs, proportions, correlations and slopes are as stated. Oracle: streams, sorted levels, effect modification.
#include "catch.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include <equipoise/mechanism/prepared_covariates.hpp>

#include "trial_outcome.hpp"

namespace prepared_covariates_test {

using namespace equipoise;
using Catch::Matchers::WithinAbs;

namespace {

constexpr Cell control{Arm::control, false};

std::vector<CovariateModel> covariates() {
    return {{.name = "age", .distribution = TruncatedNormal{42.5, 11.7, 18, 60}, .correlation = {0.1, 0.2, 0.15, -0.1}},
            {.name = "sex", .distribution = Categories{{"male", "female"}, {0.389, 0.611}}, .correlation = {0.05, 0, 0.1, 0.1}},
            {.name = "years", .distribution = ShiftedGamma{9.8, 8.8, 1}, .slope = {0.2, 0.25, 0.1, 0.1}},
            {.name = "income", .distribution = Lognormal{40, 25}, .correlation = {-0.4, -0.3, -0.3, -0.25}},
            {.name = "education", .distribution = Categories{{"school", "college", "degree"}, {0.2, 0.3, 0.5}}, .correlation = {-0.4, -0.3, -0.2, -0.3}},
            {.name = "height", .distribution = TruncatedNormal{170, 9}}};
}

/// Sums of a standardised pair: from what was stated of it, how far its correlation is off, and the Monte Carlo error of that.
struct Pair {
    double n = 0, u = 0, w = 0, uu = 0, ww = 0, uw = 0, influence = 0, square = 0;
    void add(double a, double b, double stated) {
        const double one = a * b - stated * (a * a + b * b) / 2;
        n += 1, u += a, w += b, uu += a * a, ww += b * b, uw += a * b, influence += one, square += one * one;
    }
    double sd() const { return std::sqrt(uu / n - u / n * u / n); }
    double correlation() const { return (uw / n - u / n * w / n) / std::sqrt((uu / n - u / n * u / n) * (ww / n - w / n * w / n)); }
    double mcse() const { return std::sqrt((square / n - influence / n * influence / n) / n); }
};

/// The level's number in the order stated.
double stated_number(const CovariateModel& model, const CovariateShape& shape, double value) {
    const auto* categories = std::get_if<Categories>(&model.distribution);
    if (!categories) return value;
    for (std::size_t level = 0; level < categories->levels.size(); ++level) {
        if (categories->levels[level] == shape.levels[static_cast<std::size_t>(value)]) return static_cast<double>(level);
    }
    return missing;
}

}  // namespace

TEST_CASE("what is stated of covariates is found among those eligible") {
    const std::vector<CovariateModel> stated = covariates();
    const PreparedOutcome outcome = AnyOutcome(trial::outcome()).prepare(trial::design());
    const PreparedRepeatedMeasures& scores = *outcome.repeated_measures();
    const PreparedCovariates prepared = prepare(stated, outcome, trial::design());
    const StudyKey key(20250301);
    std::vector<std::vector<double>> wanted(stated.size(), std::vector<double>(4, 0.0));
    for (std::size_t k = 0; k < stated.size(); ++k) {
        if (!stated[k].correlation.empty()) wanted[k] = stated[k].correlation;
        for (std::size_t v = 0; v < stated[k].slope.size(); ++v) wanted[k][v] = stated[k].slope[v] * prepared.sd(k) / scores.sd_score(control, v);
    }
    std::vector<std::vector<Pair>> pairs(stated.size(), std::vector<Pair>(4));
    std::vector<double> fourth(stated.size());
    for (std::uint64_t i = 0; i < 1'000'000; ++i) {
        Stream chance(key, 0, {Layer::outcome}, i);
        const OutcomeNormals z = scores.normals(chance);
        const CovariateValues values = prepared(z, key, 0, i);
        for (std::size_t k = 0; k < stated.size(); ++k) {
            const double x = (stated_number(stated[k], prepared.shapes()[k], values[k]) - prepared.mean(k)) / prepared.sd(k);
            fourth[k] += x * x * x * x;
            for (std::size_t v = 0; v < 4; ++v) {
                const double score = (scores.score(scores.latent_value(control, v, z)) - scores.mean_score(control, v)) / scores.sd_score(control, v);
                pairs[k][v].add(x, score, wanted[k][v]);
            }
        }
    }
    const double n = 1e6;
    for (std::size_t k = 0; k < stated.size(); ++k) {
        INFO(stated[k].name);
        CHECK_THAT(pairs[k][0].u / n, WithinAbs(0, 4 / std::sqrt(n)));
        CHECK_THAT(pairs[k][0].sd(), WithinAbs(1, 4 * std::sqrt((fourth[k] / n - 1) / (4 * n))));
        for (std::size_t v = 0; v < 4; ++v) CHECK_THAT(pairs[k][v].correlation(), WithinAbs(wanted[k][v], 4 * pairs[k][v].mcse()));
    }
}

TEST_CASE("bounds hold, and categories are as frequent as stated, in sorted order") {
    const std::vector<CovariateModel> stated = covariates();
    const PreparedOutcome outcome = AnyOutcome(trial::outcome()).prepare(trial::design());
    const PreparedCovariates prepared = prepare(stated, outcome, trial::design());
    CHECK(prepared.count() == 6);
    CHECK(prepared.shapes()[1].levels == std::vector<std::string>{"female", "male"});
    CHECK(prepared.shapes()[4].levels == std::vector<std::string>{"college", "degree", "school"});
    CHECK(prepared.shapes()[0].levels.empty());
    const StudyKey key(5);
    std::vector<double> count(3);
    double female = 0;
    const double n = 200'000;
    for (std::uint64_t i = 0; i < 200'000; ++i) {
        Stream chance(key, 0, {Layer::outcome}, i);
        const CovariateValues values = prepared(outcome.repeated_measures()->normals(chance), key, 0, i);
        REQUIRE((values[0] >= 18 && values[0] <= 60));
        REQUIRE(values[2] >= 1);
        REQUIRE(values[3] >= 0);
        female += values[1] == 0 ? 1 : 0;
        count[static_cast<std::size_t>(values[4])] += 1;
    }
    const auto within = [n](double share) { return 4 * std::sqrt(share * (1 - share) / n); };
    CHECK_THAT(female / n, WithinAbs(0.611, within(0.611)));
    CHECK_THAT(count[0] / n, WithinAbs(0.3, within(0.3)));
    CHECK_THAT(count[1] / n, WithinAbs(0.5, within(0.5)));
    CHECK_THAT(count[2] / n, WithinAbs(0.2, within(0.2)));
}

TEST_CASE("a covariate is drawn from its name: another one beside it moves nothing") {
    const PreparedOutcome outcome = AnyOutcome(trial::outcome()).prepare(trial::design());
    const std::vector<CovariateModel> all = covariates();
    const PreparedCovariates together = prepare(all, outcome, trial::design());
    const PreparedCovariates alone = prepare({all[4]}, outcome, trial::design());
    const StudyKey key(9);
    for (std::uint64_t i = 0; i < 1000; ++i) {
        Stream chance(key, 3, {Layer::outcome}, i);
        const OutcomeNormals z = outcome.repeated_measures()->normals(chance);
        REQUIRE(together(z, key, 3, i)[4] == alone(z, key, 3, i)[0]);
        REQUIRE(alone(z, key, 3, i)[1] == 0);
    }
}

TEST_CASE("effect modification is about the mean, for numbers and for categories") {
    const PreparedOutcome outcome = AnyOutcome(trial::outcome()).prepare(trial::design());
    const PreparedCovariates prepared = prepare({{.name = "age", .distribution = TruncatedNormal{40, 10}, .effect_modification = {{0, 0.1, 0.2, 0}}},
                                                 {.name = "education", .distribution = Categories{{"school", "college", "degree"}, {0.2, 0.3, 0.5}},
                                                  .effect_modification = {{0, 2, 2, 2}, {0, 0, 0, 0}, {0, -1, 1, 0}}}},
                                                outcome, trial::design());
    CHECK(prepared.modify_effect());
    const double mean = 0.2 * 2 + 0.5 * -1;  // at visit 1
    CHECK_THAT(prepared.effect_modification(1, {40, 0}), WithinAbs(0 - mean, 1e-12));      // college
    CHECK_THAT(prepared.effect_modification(1, {50, 1}), WithinAbs(1 - 1 - mean, 1e-12));  // degree
    CHECK_THAT(prepared.effect_modification(1, {40, 2}), WithinAbs(2 - mean, 1e-12));      // school
    CHECK_THAT(prepared.effect_modification(2, {30, 2}), WithinAbs(-2 + 2 - (0.4 + 0.5), 1e-12));
    CHECK(prepared.effect_modification(0, {17, 2}) == 0);
    CHECK_FALSE(prepare(covariates(), outcome, trial::design()).modify_effect());
}

TEST_CASE("with a model of the user's, covariates have their distributions still") {
    const PreparedOutcome outcome("mine", [](Cell, Stream&) { return Trajectory{}; });
    const PreparedCovariates prepared = prepare({{.name = "age", .distribution = TruncatedNormal{42.5, 11.7, 18, 60}}}, outcome, trial::design());
    double sum = 0;
    for (std::uint64_t i = 0; i < 100'000; ++i) sum += prepared({}, StudyKey(1), 0, i)[0];
    CHECK_THAT(sum / 1e5, WithinAbs(42.5, 4 * 11.7 / std::sqrt(1e5)));
}

TEST_CASE("correlations and slopes that cannot be had are told all at once") {
    const PreparedOutcome outcome = AnyOutcome(trial::outcome()).prepare(trial::design());
    std::vector<CovariateModel> wrong{{.name = "a", .distribution = Categories{{"no", "yes"}, {0.95, 0.05}}, .correlation = {0, 0.9, 0, 0}},
                                      {.name = "b", .distribution = TruncatedNormal{40, 10}, .slope = {0, 0, 2, 0}},
                                      {.name = "c", .distribution = Lognormal{1, 3}, .slope = {-2.9, 0, 0, 0}}};
    try {
        prepare(wrong, outcome, trial::design());
        FAIL("prepared");
    } catch (const InvalidScenario& invalid) {
        REQUIRE(invalid.faults().size() == 3);
        CHECK(invalid.faults()[0].pointer == "/mechanism/covariates/0/correlation/1");
        CHECK(invalid.faults()[1].pointer == "/mechanism/covariates/1/slope/2");
        CHECK(invalid.faults()[1].message.find("between -1 and 1") != std::string::npos);
        CHECK(invalid.faults()[2].pointer == "/mechanism/covariates/2/slope/0");
        CHECK(invalid.faults()[2].message.find("stands for a correlation") == 0);
    }
}

}  // namespace prepared_covariates_test
