// Oracle: the closed form against the likelihood maximised step by step, whose derivatives have tests of their own, on trials that people leave for good.
#include "catch.hpp"

#include "analysis/gaussian/fit_at.hpp"
#include "analysis/random_trial.hpp"

#include <cmath>
#include <cstddef>
#include <vector>

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/gaussian/f_tests.hpp>
#include <equipoise/analysis/gaussian/monotone_inference.hpp>
#include <equipoise/analysis/gaussian/satterthwaite.hpp>
#include <equipoise/analysis/mmrm.hpp>

namespace monotone_fit_test {

using namespace equipoise;
using namespace equipoise::gaussian;

void check_near(double found, double wanted, double tolerance) { CHECK(std::abs(found - wanted) <= tolerance * std::max(1e-3, std::abs(wanted))); }

/// Effects at each response, a contrast of them, and a mean in the control arm.
std::vector<LinearForm> some_forms(const AnySize& size) {
    std::vector<LinearForm> forms;
    for (std::size_t j = 0; j < size.visits; ++j) {
        if (size.from_baseline && j == 0) continue;
        forms.push_back({.effects = std::vector<double>(size.visits, 0.0)});
        forms.back().effects[j] = 1.0;
    }
    forms.push_back({.effects = std::vector<double>(size.visits, 0.0)});
    forms.back().effects[size.visits - 1] = 1.0;
    forms.back().effects[1] = -0.4;
    forms.push_back({.effects = std::vector<double>(size.visits, 0.0), .means = std::vector<double>(size.visits, 0.5), .at = std::vector<double>(size.columns - 2, 1.7)});
    return forms;
}

template <class Size>
void check_inference(const Size& size, Fit& closed, Fit& stepwise, const SufficientStatistics& statistics, const std::vector<std::size_t>& columns) {
    const AnySize any{size.visits, size.columns, size.coefficients, 1, closed.patterns.count() > 0 && closed.at.coefficient[1] == no_coefficient};
    LinearForms found(any, some_forms(any));
    LinearForms wanted(any, some_forms(any));
    state_forms(found, closed, statistics, columns);
    state_forms(wanted, stepwise, statistics, columns);
    found.closed_form = true;
    project_monotone(size, closed, found, true);
    project_forms(size, stepwise, wanted, true, true);
    std::vector<std::size_t> effects;
    for (std::size_t i = 0; i + 2 < wanted.count(); ++i) effects.push_back(i);
    for (std::size_t i = 0; i < wanted.count(); ++i) {
        check_near(found.values[i], wanted.values[i], 1e-9);
        for (std::size_t h = 0; h < wanted.count(); ++h) check_near(found.variance(i, h), wanted.variance(i, h), 1e-9);
    }
    for (const InformationMatrix kind : {InformationMatrix::observed, InformationMatrix::expected}) {
        ElementCovariance of_closed(any);
        ElementCovariance of_stepwise(any);
        monotone_covariance(size, closed, kind, of_closed);
        REQUIRE(element_covariance(size, stepwise, kind, of_stepwise));
        KenwardRoger adjusted(found);
        KenwardRoger adjusted_stepwise(wanted);
        monotone_kenward_roger(size, closed, of_closed, found, true, adjusted);
        kenward_roger(size, stepwise, of_stepwise, wanted, adjusted_stepwise);
        std::vector<double> room(elements(any));
        for (std::size_t i = 0; i < wanted.count(); ++i) {
            check_near(satterthwaite(found, i, of_closed, room.data()), satterthwaite(wanted, i, of_stepwise, room.data()), 1e-8);
            for (std::size_t h = 0; h < wanted.count(); ++h) check_near(adjusted.variance(found, i, h), adjusted_stepwise.variance(wanted, i, h), 1e-9);
        }
        const FTest test(found, effects);
        const FTest test_stepwise(wanted, effects);
        check_near(test.satterthwaite(of_closed, room).value, test_stepwise.satterthwaite(of_stepwise, room).value, 1e-8);
        check_near(test.satterthwaite(of_closed, room).denominator, test_stepwise.satterthwaite(of_stepwise, room).denominator, 1e-7);
        check_near(test.kenward_roger(of_closed, adjusted, room).value, test_stepwise.kenward_roger(of_stepwise, adjusted_stepwise, room).value, 1e-8);
        check_near(test.kenward_roger(of_closed, adjusted, room).denominator, test_stepwise.kenward_roger(of_stepwise, adjusted_stepwise, room).denominator, 1e-7);
    }
}

template <class Size>
void check_fit(const Size& size, const CoefficientMap& map, const TrialData& data, const std::vector<Covariate>& covariates, bool restricted) {
    const TrialShape shape = shape_of(data);
    const std::vector<std::string> names = names_of(covariates);
    std::vector<std::string> reduced = names;
    if (map.size.from_baseline) reduced.emplace_back("baseline");
    ModelColumns columns(names);
    Reduction reduce({.covariates = reduced}, shape);
    const SufficientStatistics& statistics = reduce(data);
    Fit closed(map.size, map.coefficient, restricted);
    Fit stepwise(map.size, map.coefficient, restricted);
    closed.patterns.gather(statistics, columns);
    stepwise.patterns.gather(statistics, columns);
    REQUIRE(monotone_maximum(size, closed.patterns, closed.at, closed.monotone));
    REQUIRE(maximise(size, stepwise) == FitStatus::converged);
    for (std::size_t k = 0; k < closed.at.Sigma.size(); ++k) check_near(closed.at.Sigma[k], stepwise.at.Sigma[k], 1e-9);
    for (std::size_t k = 0; k < closed.at.B.size(); ++k) check_near(closed.at.B[k], stepwise.at.B[k], 1e-9);
    check_near(closed.monotone.log_likelihood, log_likelihood(size, stepwise.at, stepwise.patterns), 1e-12);
    check_inference(size, closed, stepwise, statistics, columns.columns());
}

TEST_CASE("the closed form is the maximum, and its inference that from the exact information") {
    const std::vector<std::vector<Covariate>> models{{}, {{.name = "baseline"}}, {{.name = "baseline"}, {.name = "age"}}};
    for (const double leaving : {0.0, 0.08, 0.25}) {
        for (const std::uint64_t seed : {1U, 2U, 3U}) {
            for (const bool restricted : {true, false}) {
                const TrialData data = made::trial(seed, {.participants = 70, .leaving = leaving, .skipping = 0.0, .covariates = true});
                const TrialShape shape = shape_of(data);
                INFO("leaving " << leaving << ", seed " << seed << ", restricted " << restricted);
                for (const std::vector<Covariate>& covariates : models) {
                    const CoefficientMap map = coefficient_map(covariates, shape);
                    REQUIRE(factors_by_visit(map.size));
                    check_fit(map.size, map, data, covariates, restricted);
                }
                check_fit(FixedSize<3, 2>{}, coefficient_map(models[0], shape), data, models[0], restricted);
                check_fit(FixedSize<3, 3>{}, coefficient_map(models[1], shape), data, models[1], restricted);
                check_fit(FixedSize<4, 2, true>{}, coefficient_map({}, shape, true), data, {}, restricted);
                const std::vector<Covariate> age{{.name = "age"}};
                const CoefficientMap from_baseline = coefficient_map(age, shape, true);
                check_fit(from_baseline.size, from_baseline, data, age, restricted);
            }
        }
    }
}

TEST_CASE("without missing data Kenward and Roger's standard error is the plain one") {
    const TrialData data = made::trial(4, {.participants = 24, .leaving = 0.0, .skipping = 0.0});
    const auto plain = analyse(data, Mmrm{.degrees_of_freedom = DegreesOfFreedom::satterthwaite});
    const auto adjusted = analyse(data, Mmrm{.degrees_of_freedom = DegreesOfFreedom::kenward_roger});
    for (std::size_t v = 0; v < 3; ++v) {
        check_near(adjusted[v].standard_error, plain[v].standard_error, 1e-12);
        CHECK(adjusted[v].degrees_of_freedom == Approx(22).epsilon(1e-10));
    }
}

TEST_CASE("data that are not monotone, few or nearly singular are left to the search, and so is a model that is not by visit") {
    const auto holds = [](const TrialData& data, const std::vector<Covariate>& covariates) {
        FitAt at(data, covariates, true);
        return monotone_maximum(at.map.size, at.fit.patterns, at.fit.at, at.fit.monotone);
    };
    CHECK_FALSE(holds(made::trial(5, {.skipping = 0.1}), {}));
    CHECK_FALSE(holds(made::trial(5, {.participants = 4, .leaving = 0.0, .skipping = 0.0}), {}));
    CHECK_FALSE(holds(made::trial(5, {.participants = 20, .leaving = 1.0, .skipping = 0.0}), {}));
    TrialData twins = made::trial(5, {.leaving = 0.0, .skipping = 0.0});
    const std::size_t n = twins.participants();
    for (std::size_t i = 0; i < n; ++i) twins.outcomes[0].scores[3 * n + i] = twins.outcomes[0].scores[2 * n + i] + 1e-6 * static_cast<double>(i % 3);
    CHECK_FALSE(holds(twins, {}));
    const TrialShape shape = shape_of(twins);
    CHECK_FALSE(factors_by_visit(coefficient_map({{.name = "baseline", .by_visit = false}}, shape).size));
    CHECK(factors_by_visit(coefficient_map({{.name = "baseline"}}, shape).size));
}

}  // namespace monotone_fit_test
