// Oracle: what must not change an analysis does not: the order of participants, the unit, the origin, how boosters were allocated.
#include "catch.hpp"

#include "analysis/random_trial.hpp"
#include "analysis/reference_trial.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/mmrm.hpp>
#include <equipoise/analysis/t_test.hpp>

namespace invariance_test {

using namespace equipoise;

namespace {

const std::vector<AnyAnalysis> analyses{TTest{},
                                        TTest{.variance = TTestVariance::welch, .response = TTestResponse::change},
                                        Ancova{},
                                        Mmrm{},
                                        Mmrm{.covariates = {{.name = "baseline"}}},
                                        Mmrm{.covariates = {{.name = "baseline", .by_visit = false}}, .estimation = Estimation::ml}};

/// Effects and standard errors times `scale` in the second.
void check_same(const TrialData& first, const TrialData& second, double scale = 1, double tolerance = 1e-9) {
    for (const AnyAnalysis& analysis : analyses) {
        const std::vector<Estimate> one = analyse(first, analysis);
        const std::vector<Estimate> other = analyse(second, analysis);
        REQUIRE(one.size() == other.size());
        for (std::size_t k = 0; k < one.size(); ++k) {
            INFO(analysis.method() << " visit " << k + 1);
            CHECK(one[k].status == FitStatus::converged);
            CHECK(other[k].status == FitStatus::converged);
            CHECK(std::abs(scale * one[k].effect - other[k].effect) <= tolerance * other[k].standard_error);
            reference::check_relative(other[k].standard_error, scale * one[k].standard_error, tolerance);
            reference::check_relative(other[k].degrees_of_freedom, one[k].degrees_of_freedom, tolerance);
            CHECK(std::abs(other[k].p_value - one[k].p_value) <= tolerance);
            CHECK(other[k].participants_analysed == one[k].participants_analysed);
        }
    }
}

TrialData map_scores(TrialData data, const std::function<double(double)>& map) {
    for (double& score : data.outcomes[0].scores) score = map(score);
    return data;
}

}  // namespace

TEST_CASE("the order of participants is of no account") {
    const TrialData data = made::trial(20, {.skipping = 0.1});
    const std::size_t n = data.participants();
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [](std::size_t a, std::size_t b) { return (7919 * a + 13) % 61 < (7919 * b + 13) % 61; });
    TrialData shuffled = data;
    for (std::size_t i = 0; i < n; ++i) {
        shuffled.arm[i] = data.arm[order[i]];
        shuffled.booster[i] = data.booster[order[i]];
        for (std::size_t visit = 0; visit < 4; ++visit) shuffled.outcomes[0].scores[visit * n + i] = data.score(0, visit, order[i]);
    }
    CHECK(shuffled.outcomes[0].scores[0] != data.outcomes[0].scores[0]);
    check_same(data, shuffled);
}

TEST_CASE("the unit of the outcome scales effects and standard errors") {
    const TrialData data = made::trial(21, {.skipping = 0.1});
    check_same(data, map_scores(data, [](double score) { return 1000 * score; }), 1000);
    check_same(data, map_scores(data, [](double score) { return 1e-4 * score; }), 1e-4);
}

TEST_CASE("the origin of the outcome is of no account") {
    const TrialData data = map_scores(made::trial(22, {.skipping = 0.1}), [](double score) { return std::round(score * 1024) / 1024; });
    check_same(data, map_scores(data, [](double score) { return score + 1e6; }));
    check_same(data, map_scores(data, [](double score) { return score - 1e6; }));
    for (const std::string& set : reference::sets) {
        const TrialData exact = map_scores(reference::trial(set), [](double score) { return std::round(score * 1024) / 1024; });
        check_same(exact, map_scores(exact, [](double score) { return score + 1e6; }));
    }
}

TEST_CASE("a wild first value that is not analysed does no harm") {
    const TrialData data = made::trial(23, {.leaving = 0, .skipping = 0, .covariates = true});
    TrialData wild = data;
    wild.covariates[0].values[0] = missing;
    for (std::size_t visit = 0; visit < 4; ++visit) wild.outcomes[0].scores[visit * 60] = 1e9;
    TrialData without = wild;
    for (std::size_t visit = 1; visit < 4; ++visit) without.outcomes[0].scores[visit * 60] = missing;
    const Mmrm mmrm{.covariates = {{.name = "baseline"}, {.name = "age"}}};
    const Ancova ancova{.covariates = {{.name = "baseline"}, {.name = "age"}}};
    for (const AnyAnalysis& analysis : std::vector<AnyAnalysis>{mmrm, ancova}) {
        const Estimate one = analyse(wild, analysis)[2];
        const Estimate other = analyse(without, analysis)[2];
        CHECK(one.participants_analysed == other.participants_analysed);
        reference::check_relative(one.effect, other.effect, 1e-9);
        reference::check_relative(one.standard_error, other.standard_error, 1e-9);
        reference::check_relative(one.degrees_of_freedom, other.degrees_of_freedom, 1e-9);
    }
}

TEST_CASE("how boosters were allocated is of no account") {
    const TrialData data = made::trial(24, {.skipping = 0.1});
    TrialData merged = data;
    std::fill(merged.booster.begin(), merged.booster.end(), std::uint8_t{0});
    check_same(data, merged);
}

TEST_CASE("other covariates in the statistics are of no account") {
    const TrialData data = made::trial(25, {.skipping = 0.1, .covariates = true});
    const TrialShape shape = shape_of(data);
    const Mmrm model{.covariates = {{.name = "baseline"}}};
    Reduction alone(model.needs(shape), shape);
    Reduction shared({.covariates = {"age", "site", "baseline"}}, shape);
    PreparedAnalysis prepared = AnyAnalysis(model).prepare(shape, 0.05);
    const Stream chance(StudyKey(1), 0, {Layer::analysis});
    const auto first = prepared(data, alone(data), chance);
    const std::vector<Estimate> one(first.begin(), first.end());
    const auto second = prepared(data, shared(data), chance);
    for (std::size_t k = 0; k < 3; ++k) {
        CHECK(one[k].participants_analysed == second[k].participants_analysed);
        reference::check_relative(second[k].effect, one[k].effect, 1e-10);
        reference::check_relative(second[k].degrees_of_freedom, one[k].degrees_of_freedom, 1e-9);
    }
}

TEST_CASE("swapping the arms turns the sign") {
    const TrialData data = made::trial(26, {.skipping = 0.1});
    TrialData swapped = data;
    for (Arm& arm : swapped.arm) arm = arm == Arm::control ? Arm::treatment : Arm::control;
    for (const AnyAnalysis& analysis : analyses) {
        const Estimate one = analyse(data, analysis)[1];
        const Estimate other = analyse(swapped, analysis)[1];
        CHECK(one.effect == Approx(-other.effect).epsilon(1e-10));
        CHECK(one.interval.lower == Approx(-other.interval.upper).epsilon(1e-10));
        CHECK(one.p_value == Approx(other.p_value).epsilon(1e-9));
    }
}

}  // namespace invariance_test
