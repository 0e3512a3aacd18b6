// Reference: R's glm, and standardisation in R with exact derivatives. Oracles: the two-by-two table in closed form, typed failures, faults.
#include "catch.hpp"

#include "analysis/glm/r_trial.hpp"
#include "analysis/random_trial.hpp"

#include <set>

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/logistic_regression.hpp>

namespace logistic_regression_test {
using namespace equipoise;
using Measure = Responder::Measure;

const std::vector<Covariate> everything{{.name = "baseline"}, {.name = "age"}, {.name = "site", .type = CovariateType::factor}};

LogisticRegression model(const std::string& response, const std::string& covariates) {
    LogisticRegression logistic{.missing_response = response == "failure" ? MissingResponse::failure : MissingResponse::observed};
    if (covariates == "none") logistic.covariates = {};
    if (covariates == "all") logistic.covariates = everything;
    return logistic;
}

nlohmann::json sets() { return reference::read_json("../reference_r/responders.json").at("sets"); }

TrialData trial(const std::string& set) { return r_trial::trial(sets().at(set).at("data"), "base", "score"); }

TEST_CASE("logistic regression and standardisation agree with R") {
    const nlohmann::json all = sets();
    REQUIRE(all.size() == 3);
    for (const auto& [name, set] : all.items()) {
        const TrialData data = r_trial::trial(set.at("data"), "base", "score");
        for (const auto& [response, models] : set.at("logistic").items()) {
            for (const auto& [covariates, wanted] : models.items()) {
                INFO(name << " " << response << " " << covariates);
                const std::vector<Estimate> found = analyse(data, model(response, covariates));
                REQUIRE(found.size() == 3);
                r_trial::check_effect(found[0], wanted.at("conditional_log_odds_ratio"), 1e-10);
                r_trial::check_effect(found[1], wanted.at("risk_difference"), 1e-10);
                r_trial::check_effect(found[2], wanted.at("marginal_log_odds_ratio"), 1e-10);
                CHECK(std::abs(found[0].p_value - wanted.at("conditional_log_odds_ratio").at("p").get<double>()) < 1e-10);
                CHECK(std::abs(found[0].log_likelihood - wanted.at("log_likelihood").get<double>()) < 1e-9);
                CHECK(found[0].participants_analysed == wanted.at("n").get<std::uint32_t>());
                CHECK(found[0].interval.upper == Approx(found[0].effect + 1.959963984540054 * found[0].standard_error).epsilon(1e-12));
            }
        }
    }
}

TEST_CASE("without covariates all is in the two-by-two table") {
    const TrialData data = trial("trial");
    PerArm<double> yes{0, 0};
    PerArm<double> no{0, 0};
    for (std::size_t i = 0; i < data.participants(); ++i) {
        const double response = BinaryResponse{}(data, 0, 1, i);
        if (response == response) (response == 1 ? yes : no)[data.arm[i]] += 1;
    }
    const std::vector<Estimate> found = analyse(data, LogisticRegression{.covariates = {}});
    const double log_odds_ratio = std::log(yes.treatment / no.treatment) - std::log(yes.control / no.control);
    const double se = std::sqrt(1 / yes.treatment + 1 / no.treatment + 1 / yes.control + 1 / no.control);
    for (const std::size_t k : {0U, 2U}) {
        CHECK(found[k].effect == Approx(log_odds_ratio).epsilon(1e-12));
        CHECK(found[k].standard_error == Approx(se).epsilon(1e-12));
    }
    const auto share = [&](Arm arm) { return yes[arm] / (yes[arm] + no[arm]); };
    const auto variance = [&](Arm arm) { return share(arm) * (1 - share(arm)) / (yes[arm] + no[arm]); };
    CHECK(found[1].effect == Approx(share(Arm::treatment) - share(Arm::control)).epsilon(1e-12));
    CHECK(found[1].standard_error == Approx(std::sqrt(variance(Arm::treatment) + variance(Arm::control))).epsilon(1e-12));
}

TEST_CASE("neither order nor the origin and unit of covariates matter to logistic regression") {
    TrialData data = trial("trial");
    for (double& age : data.covariates[0].values) age = std::round(age * 1024) / 1024;
    const LogisticRegression logistic{.covariates = everything};
    const std::vector<Estimate> found = analyse(data, logistic);
    const std::vector<Estimate> other = analyse(r_trial::shuffled(data), logistic);
    TrialData moved = data;
    for (double& age : moved.covariates[0].values) age = 1000 * (age + 1e6);
    for (double& score : moved.outcomes[0].scores) score += 1e6;
    const std::vector<Estimate> same = analyse(moved, logistic);
    for (std::size_t k = 0; k < 3; ++k) {
        r_trial::check_same(other[k], found[k], 1e-12);
        r_trial::check_same(same[k], found[k], 1e-9);
    }
}

TEST_CASE("swapping the arms turns the signs") {
    TrialData data = trial("large");
    const std::vector<Estimate> found = analyse(data, LogisticRegression{});
    for (Arm& arm : data.arm) arm = arm == Arm::control ? Arm::treatment : Arm::control;
    const std::vector<Estimate> other = analyse(data, LogisticRegression{});
    for (std::size_t k = 0; k < 3; ++k) {
        CHECK(other[k].effect == Approx(-found[k].effect).epsilon(1e-11));
        CHECK(other[k].standard_error == Approx(found[k].standard_error).epsilon(1e-11));
    }
}

TEST_CASE("one estimand alone, and a margin on its scale") {
    const TrialData data = trial("trial");
    const std::vector<Estimate> three = analyse(data, LogisticRegression{});
    const std::vector<Estimate> one = analyse(data, LogisticRegression{.estimand = risk_difference, .hypothesis = {Alternative::greater, -0.1}});
    REQUIRE(one.size() == 1);
    CHECK(one[0].effect == three[1].effect);
    CHECK(one[0].p_value == Approx(0.5 * std::erfc((one[0].effect + 0.1) / one[0].standard_error / std::sqrt(2.0))).epsilon(1e-12));
}

TEST_CASE("several questions of one logistic regression are one fit, and answered as if they were alone") {
    const TrialData data = made::trial(21, {.participants = 120, .covariates = true});
    const TrialShape shape = shape_of(data);
    const std::vector<LogisticRegression> asked{{.visit = 2},
                                                {.estimand = risk_difference, .hypothesis = {Alternative::greater, -0.1}, .alpha = 0.01},
                                                {.visit = 1, .estimand = marginal_log_odds_ratio}};
    std::vector<AnyAnalysis> together{{asked[0]}, {asked[1]}, {asked[2]}, {LogisticRegression{.covariates = {}}}, {LogisticRegression{.responder = {.threshold = 4}}}};
    AnalysisBatch batch(with_unique_names(together), shape, 0.05);
    CHECK(batch.fits() == 3);
    const std::span<const Estimate> found = batch(data, StudyKey(1), 0);
    std::vector<Estimate> wanted;
    for (const AnyAnalysis& alone : together) {
        for (const Estimate& one : analyse(data, alone)) wanted.push_back(one);
    }
    REQUIRE(found.size() == wanted.size());
    for (std::size_t k = 0; k < found.size(); ++k) {
        REQUIRE(found[k].status == FitStatus::converged);
        CHECK(found[k].effect == wanted[k].effect);
        CHECK(found[k].standard_error == wanted[k].standard_error);
        CHECK(found[k].p_value == wanted[k].p_value);
        CHECK(found[k].interval.lower == wanted[k].interval.lower);
        CHECK(batch.answers()[k].answer.level == (batch.answers()[k].analysis == 1 ? 0.005 : 0.05));
    }
}

/// Thirty participants, of whom those with a baseline of at least `from` improve by 10 points; the rest do not improve.
TrialData separable(double from) {
    TrialData data{.arm = {}, .booster = std::vector<std::uint8_t>(30), .outcomes = {}};
    std::vector<double> scores;
    for (std::size_t i = 0; i < 30; ++i) {
        data.arm.push_back(i % 2 == 0 ? Arm::control : Arm::treatment);
        scores.push_back(20 + static_cast<double>(i));
    }
    for (std::size_t i = 0; i < 30; ++i) scores.push_back(scores[i] - (scores[i] >= from ? 10 : 0));
    data.outcomes.push_back({.name = "MODQ", .visits = 2, .scores = std::move(scores)});
    return data;
}

FitStatus status(const TrialData& data, const LogisticRegression& logistic = {}) {
    const std::vector<Estimate> found = analyse(data, logistic);
    for (const Estimate& one : found) {
        CHECK(one.status == found[0].status);
        if (!usable(one.status)) CHECK((std::isnan(one.effect) && std::isnan(one.standard_error) && std::isnan(one.p_value)));
    }
    return found[0].status;
}

TEST_CASE("every failure of logistic regression is typed") {
    TrialData data = separable(37);
    CHECK(status(data) == FitStatus::separated);                                             // complete, by the baseline
    CHECK(status(data, {.covariates = {}}) == FitStatus::converged);
    data.outcomes[0].scores[30 + 16] = data.outcomes[0].scores[16] - 10;                     // one short of it responds: still separable by 36
    CHECK(status(data) == FitStatus::separated);
    data.outcomes[0].scores[30 + 5] = data.outcomes[0].scores[5] - 10;                       // overlap
    CHECK(status(data) == FitStatus::converged);
    for (std::size_t i = 1; i < 30; i += 2) data.outcomes[0].scores[30 + i] = data.outcomes[0].scores[i];  // nobody treated responds: quasi-complete
    CHECK(status(data) == FitStatus::separated);
    CHECK(status(data, {.covariates = {}}) == FitStatus::separated);
    CHECK(status(separable(0)) == FitStatus::not_estimable);                                 // everybody responds
    CHECK(status(separable(100)) == FitStatus::not_estimable);                               // nobody does
    data = separable(37);
    data.arm.assign(30, Arm::treatment);
    CHECK(status(data) == FitStatus::not_estimable);                                         // an empty arm
    data = separable(37);
    for (std::size_t i = 0; i < 30; ++i) data.outcomes[0].scores[30 + i] = missing;
    CHECK(status(data) == FitStatus::not_estimable);                                         // nobody seen
    data = trial("trial");
    data.covariates[0].values = std::vector<double>(data.outcomes[0].scores.begin(), data.outcomes[0].scores.begin() + 149);
    CHECK(status(data, {.covariates = everything}) == FitStatus::not_estimable);             // age is the baseline: collinear
}

TEST_CASE("separation by a factor is seen, however it is coded") {
    TrialData data = trial("trial");
    for (std::size_t i = 0; i < 149; ++i) {  // nobody in the west responds
        if (data.covariates[1].values[i] == 2) data.outcomes[0].scores[149 + i] = data.outcomes[0].scores[i];
    }
    CHECK(status(data, {.covariates = everything}) == FitStatus::separated);
    CHECK(status(data) == FitStatus::converged);
}

TEST_CASE("no tiny trial makes logistic regression crash or hang") {
    std::set<FitStatus> seen;
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
        const TrialData data = made::trial(seed, {.participants = 3 + seed % 14, .visits = 3, .leaving = 0.2, .skipping = 0.1, .covariates = true});
        const bool with_factor = seed % 2 == 0;
        const LogisticRegression logistic{.responder = {.threshold = static_cast<double>(seed % 7) - 3}, .covariates = with_factor ? everything : std::vector<Covariate>{{.name = "baseline"}}};
        for (const Estimate& one : analyse(data, logistic)) {
            seen.insert(one.status);
            if (usable(one.status)) CHECK((std::isfinite(one.effect) && one.standard_error > 0 && one.p_value >= 0 && one.p_value <= 1));
        }
    }
    CHECK(seen == std::set<FitStatus>{FitStatus::converged, FitStatus::not_estimable, FitStatus::separated});
}

TEST_CASE("specifications of logistic regressions that cannot be") {
    const TrialShape shape{.visits = {"baseline", "week 6"}, .outcomes = {"pain"}};
    CHECK(LogisticRegression{}.faults(shape).empty());
    const std::vector<Fault> unknown = LogisticRegression{.estimand = "odds"}.faults(shape);
    REQUIRE(unknown.size() == 1);
    CHECK(unknown[0].pointer == "/estimand");
    const std::vector<Fault> several = LogisticRegression{.hypothesis = {Alternative::less, 0.1}}.faults(shape);
    REQUIRE(several.size() == 1);
    CHECK(several[0].pointer == "/hypothesis/margin");
    CHECK(LogisticRegression{.covariates = {{.name = "height"}}}.faults(shape).size() == 1);
    const PreparedAnalysis prepared = AnyAnalysis(LogisticRegression{}).prepare(shape, 0.05);
    REQUIRE(prepared.answers().size() == 3);
    CHECK(prepared.answers()[0] == Answer{.estimand = "conditional_log_odds_ratio", .visit = 1, .responder = Responder{}});
    CHECK(prepared.answers()[2].estimand == "marginal_log_odds_ratio");
}

}  // namespace logistic_regression_test
