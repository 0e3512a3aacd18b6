// Oracle: analyses by value behave as what they hold; names are unique; users' functions of each kind are called.
#include "catch.hpp"

#include "analysis/random_trial.hpp"

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/any_analysis.hpp>
#include <equipoise/analysis/mmrm.hpp>
#include <equipoise/analysis/t_test.hpp>

namespace any_analysis_test {

using namespace equipoise;

namespace {

Estimate participants(const TrialData& data) { return {.effect = static_cast<double>(data.participants()), .status = FitStatus::converged}; }

struct Draw {
    Estimate operator()(const TrialData&, Stream& chance) const { return {.effect = static_cast<double>(chance() >> 11U), .status = FitStatus::converged}; }
};

struct Baseline {
    Estimate operator()(const SufficientStatistics& statistics) const {
        double n = 0;
        double sum = 0;
        const CovariateBlock& baseline = statistics.layout().covariates[statistics.layout().covariate("baseline")];
        for (std::size_t g = 0; g < statistics.groups(); ++g) {
            n += statistics.count(g);
            sum += statistics.sum(g, baseline.first);
        }
        return {.effect = statistics.centre(baseline.first) + sum / n, .status = FitStatus::converged};
    }
};

static_assert(DataAnalysis<decltype(&participants)> && !StatisticsAnalysis<decltype(&participants)>);
static_assert(RandomisedDataAnalysis<Draw> && !DataAnalysis<Draw>);
static_assert(StatisticsAnalysis<Baseline> && !DataAnalysis<Baseline>);
static_assert(!UserAnalysis<int (*)(const TrialData&)>);
static_assert(AnalysisSpecification<TTest> && AnalysisSpecification<Ancova> && AnalysisSpecification<Mmrm>);

}  // namespace

TEST_CASE("specifications are taken by value") {
    const std::vector<AnyAnalysis> analyses{TTest{.name = "t"}, Ancova{}, Mmrm{}, AnyAnalysis("n", 1, participants)};
    CHECK(analyses[0].name() == "t");
    CHECK(analyses[0].method() == "t_test");
    CHECK(analyses[1].method() == "ancova");
    CHECK(analyses[2].method() == "mmrm");
    CHECK(analyses[3].method() == "custom");
    CHECK(analyses[1].named("other").name() == "other");
    CHECK(analyses[1].name().empty());
}

TEST_CASE("unnamed analyses are numbered by method") {
    const std::vector<AnyAnalysis> named = with_unique_names({TTest{}, Mmrm{}, TTest{.name = "Welch", .variance = TTestVariance::welch}, TTest{}, Mmrm{}});
    std::vector<std::string> names;
    for (const AnyAnalysis& analysis : named) names.push_back(analysis.name());
    CHECK(names == std::vector<std::string>{"t_test_1", "mmrm_1", "Welch", "t_test_3", "mmrm_2"});
}

TEST_CASE("a name that stands twice is a fault") {
    CHECK(name_faults({TTest{}, TTest{}}).empty());
    const std::vector<Fault> faults = name_faults({TTest{.name = "a"}, Mmrm{}, Ancova{.name = "a"}, Ancova{.name = "mmrm_1"}});
    REQUIRE(faults.size() == 2);
    CHECK(faults[0].pointer == "/2/name");
    CHECK(faults[0].message == "must be unique, but \"a\" is also the name of analysis 1");
    CHECK(faults[1].pointer == "/3/name");
}

TEST_CASE("the chance of an analysis is addressed by its name") {
    CHECK(chance_item("") == 2166136261U);
    CHECK(chance_item("a") == 0xE40C292CU);
    CHECK(chance_item("foobar") == 0xBF9CF968U);
}

TEST_CASE("users' analyses of each kind are called") {
    const TrialData data = made::trial(30, {.participants = 21});
    const TrialShape shape = shape_of(data);
    CHECK(analyse(data, AnyAnalysis("n", 2, participants))[0].effect == 21);
    double sum = 0;
    for (std::size_t i = 0; i < 21; ++i) sum += data.score(0, 0, i);
    CHECK(analyse(data, AnyAnalysis("mean", 3, Baseline{}))[0].effect == Approx(sum / 21));
    const AnyAnalysis draw("draw", 1, Draw{});
    CHECK(analyse(data, draw, 0.05, 7)[0].effect == analyse(data, draw, 0.05, 7)[0].effect);
    CHECK(analyse(data, draw, 0.05, 7)[0].effect != analyse(data, draw, 0.05, 8)[0].effect);
    CHECK(analyse(data, draw, 0.05, 7)[0].effect != analyse(data, draw.named("other"), 0.05, 7)[0].effect);

    CHECK(AnyAnalysis("n", 2, participants).prepare(shape, 0.05).needs_participants());
    CHECK(draw.prepare(shape, 0.05).needs_participants());
    CHECK_FALSE(AnyAnalysis("mean", 3, Baseline{}).prepare(shape, 0.05).needs_participants());
    CHECK_FALSE(AnyAnalysis(Mmrm{}).prepare(shape, 0.05).needs_participants());
    CHECK(draw.prepare(shape, 0.05).answers()[0] == Answer{.outcome = 0, .visit = 1});
    CHECK(AnyAnalysis("n", 9, participants).faults(shape).at(0).pointer == "/visit");
}

TEST_CASE("a prepared analysis and its copy do not share their scratch") {
    const TrialData first = made::trial(31);
    const TrialData second = made::trial(32);
    const TrialShape shape = shape_of(first);
    const AnyAnalysis analysis(Mmrm{.covariates = {{.name = "baseline"}}});
    Reduction reduce_first(analysis.needs(shape), shape);
    Reduction reduce_second(analysis.needs(shape), shape);
    const Stream chance(StudyKey(1), 0, {Layer::analysis});
    PreparedAnalysis one = analysis.prepare(shape, 0.05);
    PreparedAnalysis other = one;
    const auto of_first = one(first, reduce_first(first), chance);
    const double effect = of_first[2].effect;
    const auto of_second = other(second, reduce_second(second), chance);
    CHECK(of_second[2].effect != effect);
    CHECK(of_first[2].effect == effect);
    one = other;
    CHECK(one(first, reduce_first(first), chance)[2].effect == effect);
    REQUIRE(one.answers().size() == 3);
    CHECK(one.answers()[2] == Answer{.outcome = 0, .visit = 3});
}

}  // namespace any_analysis_test
