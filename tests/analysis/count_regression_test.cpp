// Reference: R's glm and MASS::glm.nb. Oracles: closed forms without covariates, typed failures.
#include "catch.hpp"

#include "analysis/glm/r_trial.hpp"
#include "analysis/random_trial.hpp"

#include <set>

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/count_regression.hpp>

namespace count_regression_test {
using namespace equipoise;

const std::vector<Covariate> everything{{.name = "age"}, {.name = "site", .type = CovariateType::factor}};

nlohmann::json sets() { return reference::read_json("../reference_r/ordinal_and_count.json").at("sets"); }

TrialData trial(const std::string& set) { return r_trial::trial(sets().at(set).at("data"), "", "count"); }

Estimate analysed(const TrialData& data, CountModel model, const std::vector<Covariate>& covariates = everything) {
    return analyse(data, CountRegression{.model = model, .covariates = covariates})[0];
}

TEST_CASE("models of counts agree with R") {
    const nlohmann::json all = sets();
    REQUIRE(all.size() == 3);
    for (const auto& [name, set] : all.items()) {
        const TrialData data = r_trial::trial(set.at("data"), "", "count");
        for (const bool adjusted : {false, true}) {
            INFO(name << (adjusted ? " adjusted" : ""));
            const nlohmann::json& wanted = set.at("count").at(adjusted ? "all" : "none");
            const auto found = [&](CountModel model) { return analysed(data, model, adjusted ? everything : std::vector<Covariate>{}); };
            const Estimate poisson = found(CountModel::poisson);
            r_trial::check_effect(poisson, wanted.at("poisson"), 1e-10);
            CHECK(std::abs(poisson.log_likelihood - wanted.at("poisson").at("log_likelihood").get<double>()) < 1e-9);
            const Estimate quasi = found(CountModel::quasi_poisson);
            r_trial::check_effect(quasi, wanted.at("quasi_poisson"), 1e-10);
            CHECK(quasi.degrees_of_freedom == wanted.at("quasi_poisson").at("df").get<double>());
            reference::check_relative(quasi.p_value, wanted.at("quasi_poisson").at("p"), 1e-8);
            CHECK(std::isnan(quasi.log_likelihood));
            const Estimate negative_binomial = found(CountModel::negative_binomial);
            r_trial::check_effect(negative_binomial, wanted.at("negative_binomial"), 1e-8);
            CHECK(std::abs(negative_binomial.log_likelihood - wanted.at("negative_binomial").at("log_likelihood").get<double>()) < 1e-9);
            reference::check_relative(negative_binomial.p_value, wanted.at("negative_binomial").at("p"), 1e-7);
            CHECK(std::isinf(negative_binomial.degrees_of_freedom));
            CHECK(negative_binomial.participants_analysed == wanted.at("negative_binomial").at("n").get<std::uint32_t>());
        }
    }
}

TEST_CASE("dispersions agree with R") {
    const nlohmann::json all = sets();
    for (const auto& [name, set] : all.items()) {
        INFO(name);
        const TrialData data = r_trial::trial(set.at("data"), "", "count");
        const TrialShape shape = shape_of(data);
        for (const auto& [model, key] : {std::pair{CountModel::negative_binomial, "negative_binomial"}, {CountModel::quasi_poisson, "quasi_poisson"}}) {
            PreparedCountRegression prepared = CountRegression{.model = model, .covariates = everything}.prepare(shape, 0.05);
            const SufficientStatistics unused(layout({}, shape));
            Stream chance(StudyKey(1), 0, {Layer::analysis});
            prepared(data, unused, chance);
            reference::check_relative(prepared.dispersion(), set.at("count").at("all").at(key).at("dispersion"), 1e-9);
        }
    }
}

TEST_CASE("without covariates the effect is the ratio of means, whatever the model") {
    const TrialData data = trial("trial");
    PerArm<double> events{0, 0};
    PerArm<double> seen{0, 0};
    for (std::size_t i = 0; i < data.participants(); ++i) {
        const double count = data.score(0, 1, i);
        if (count != count) continue;
        events[data.arm[i]] += count;
        seen[data.arm[i]] += 1;
    }
    const double log_ratio = std::log(events.treatment / seen.treatment) - std::log(events.control / seen.control);
    for (const CountModel model : all_count_models) CHECK(analysed(data, model, {}).effect == Approx(log_ratio).epsilon(1e-12));
    CHECK(analysed(data, CountModel::poisson, {}).standard_error == Approx(std::sqrt(1 / events.treatment + 1 / events.control)).epsilon(1e-12));
}

TEST_CASE("neither order nor the origin and unit of covariates matter to models of counts") {
    TrialData data = trial("large");
    for (double& age : data.covariates[0].values) age = std::round(age * 1024) / 1024;
    TrialData moved = data;
    for (double& age : moved.covariates[0].values) age = 1000 * (age + 1e6);
    for (const CountModel model : all_count_models) {
        const Estimate found = analysed(data, model);
        r_trial::check_same(analysed(r_trial::shuffled(data), model), found, 1e-12);
        r_trial::check_same(analysed(moved, model), found, 1e-9);
    }
}

TEST_CASE("counts that vary no more than Poisson ones are on the boundary, and the fit is Poisson's") {
    TrialData data = trial("small");
    const std::size_t n = data.participants();
    for (std::size_t i = 0; i < n; ++i) data.outcomes[0].scores[n + i] = 3 + static_cast<double>(i % 3) + (data.arm[i] == Arm::treatment ? 1 : 0);
    const Estimate found = analysed(data, CountModel::negative_binomial);
    const Estimate poisson = analysed(data, CountModel::poisson);
    CHECK(found.status == FitStatus::on_boundary);
    CHECK(found.effect == poisson.effect);
    CHECK(found.standard_error == poisson.standard_error);
    CHECK(found.log_likelihood == poisson.log_likelihood);
}

TEST_CASE("every failure of models of counts is typed") {
    const TrialData data = trial("small");
    const std::size_t n = data.participants();
    const auto with = [&](auto count) {
        TrialData other = data;
        for (std::size_t i = 0; i < n; ++i) other.outcomes[0].scores[n + i] = count(i);
        return other;
    };
    for (const CountModel model : all_count_models) {
        const auto status = [&](const TrialData& of, const std::vector<Covariate>& covariates = everything) { return analysed(of, model, covariates).status; };
        CHECK(status(with([&](std::size_t i) { return data.arm[i] == Arm::treatment ? 0.0 : static_cast<double>(i % 4); }), {}) == FitStatus::separated);
        CHECK(status(with([](std::size_t) { return 0.0; })) == FitStatus::not_estimable);
        CHECK(status(with([](std::size_t i) { return static_cast<double>(i % 4) - 1; })) == FitStatus::not_estimable);
        CHECK(status(with([](std::size_t i) { return i == 0 ? 2e6 : 1.0; })) == FitStatus::not_estimable);
        CHECK(status(with([](std::size_t) { return missing; })) == FitStatus::not_estimable);
        TrialData constant = data;
        constant.covariates[0].values.assign(n, 50.0);
        CHECK(status(constant) == FitStatus::not_estimable);
        TrialData empty = data;
        empty.arm.assign(n, Arm::control);
        CHECK(status(empty) == FitStatus::not_estimable);
    }
    const TrialData same = with([](std::size_t) { return 2.0; });
    CHECK(analysed(same, CountModel::quasi_poisson).status == FitStatus::covariance_singular);
    CHECK(analysed(same, CountModel::negative_binomial).status == FitStatus::on_boundary);
    const TrialData halves = with([](std::size_t i) { return static_cast<double>(i % 5) / 2; });
    CHECK(analysed(halves, CountModel::negative_binomial).status == FitStatus::not_estimable);
    CHECK(analysed(halves, CountModel::quasi_poisson).status == FitStatus::converged);
}

TEST_CASE("no tiny trial makes models of counts crash or hang") {
    for (const CountModel model : all_count_models) {
        std::set<FitStatus> seen;
        for (std::uint64_t seed = 0; seed < 2000; ++seed) {
            TrialData data = made::trial(seed, {.participants = 3 + seed % 14, .visits = 3, .leaving = 0.2, .skipping = 0.1, .covariates = true});
            const double rare = seed % 3 == 0 ? 35.0 : seed % 3 == 1 ? 25.0 : 0.0;
            for (double& score : data.outcomes[0].scores) score = score == score ? std::floor(std::max(0.0, score - rare) * (seed % 7 == 0 ? 400 : 1) / 3) : missing;
            const Estimate one = analyse(data, CountRegression{.visit = 1, .model = model, .covariates = seed % 2 == 0 ? everything : std::vector<Covariate>{}})[0];
            seen.insert(one.status);
            if (usable(one.status)) CHECK((std::isfinite(one.effect) && one.standard_error > 0 && one.p_value >= 0 && one.p_value <= 1));
        }
        CHECK(seen.count(FitStatus::converged) == 1);
        CHECK(seen.count(FitStatus::separated) == 1);
        CHECK(seen.count(FitStatus::not_estimable) == 1);
        CHECK(seen.count(FitStatus::on_boundary) == (model == CountModel::negative_binomial ? 1 : 0));
        CHECK(seen.count(FitStatus::not_converged) == 0);
        CHECK(seen.count(FitStatus::hessian_not_positive_definite) == 0);
    }
}

TEST_CASE("the answers of models of counts") {
    const TrialShape shape{.visits = {"baseline", "week 6"}, .outcomes = {"pain", "flare-ups"}, .without_baseline = {"flare-ups"}};
    const CountRegression count{.covariates = {}, .outcome = "flare-ups", .hypothesis = {Alternative::less, 0.2}};
    CHECK(count.faults(shape).empty());
    CHECK(CountRegression{.outcome = "flare-ups"}.faults(shape).size() == 1);
    const PreparedAnalysis prepared = AnyAnalysis(count).prepare(shape, 0.05);
    REQUIRE(prepared.answers().size() == 1);
    CHECK(prepared.answers()[0] == Answer{.outcome = 1, .estimand = "log_rate_ratio", .visit = 1, .hypothesis = {Alternative::less, 0.2}, .level = 0.025});
}

}  // namespace count_regression_test
