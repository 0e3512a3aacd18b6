// Reference: R's lm and sandwich on four data sets; R's lm with strata. Oracles: dense matrices with pivoting, closed forms, invariances, typed failures.
#include "catch.hpp"

#include "analysis/random_trial.hpp"
#include "analysis/reference_trial.hpp"

#include <Eigen/Core>
#include <Eigen/QR>
#include <Eigen/SVD>

#include <algorithm>
#include <numeric>

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/t_test.hpp>

namespace participant_ancova_test {

using namespace equipoise;
using enum CoefficientVariance;

constexpr std::array<CoefficientVariance, 4> robust{hc0, hc1, hc2, hc3};

/// Least squares by singular values with an indicator for each stratum, whatever its rank, and the sandwich as it is written.
struct Dense {
    double effect;
    std::array<double, 5> error;  // by CoefficientVariance
    double df;
};

Dense dense(const TrialData& data, std::size_t visit, const std::vector<std::size_t>& stratum, std::size_t strata, const std::vector<const std::vector<double>*>& numeric) {
    std::vector<std::size_t> who;
    for (std::size_t i = 0; i < data.participants(); ++i) {
        bool seen = data.score(0, visit, i) == data.score(0, visit, i);
        for (const auto* column : numeric) seen = seen && (*column)[i] == (*column)[i];
        if (seen) who.push_back(i);
    }
    const auto n = static_cast<Eigen::Index>(who.size());
    Eigen::MatrixXd X = Eigen::MatrixXd::Zero(n, static_cast<Eigen::Index>(1 + strata + numeric.size()));
    Eigen::VectorXd y(n);
    for (Eigen::Index r = 0; r < n; ++r) {
        const std::size_t i = who[static_cast<std::size_t>(r)];
        X(r, 0) = data.arm[i] == Arm::treatment ? 1 : 0;
        X(r, static_cast<Eigen::Index>(1 + stratum[i])) = 1;
        for (std::size_t c = 0; c < numeric.size(); ++c) X(r, static_cast<Eigen::Index>(1 + strata + c)) = (*numeric[c])[i];
        y(r) = data.score(0, visit, i);
    }
    const Eigen::CompleteOrthogonalDecomposition<Eigen::MatrixXd> qr(X);
    const Eigen::MatrixXd inverse = qr.pseudoInverse();
    const Eigen::VectorXd e = y - X * (inverse * y);
    Dense found{};
    found.effect = (inverse * y)(0);
    found.df = static_cast<double>(n - qr.rank());
    found.error[0] = std::sqrt(e.squaredNorm() / found.df * inverse.row(0).squaredNorm());
    std::array<double, 5> sum{};
    for (Eigen::Index r = 0; r < n; ++r) {
        const double h = X.row(r).dot(inverse.col(r));
        const double part = std::pow(inverse(0, r) * e(r), 2);
        sum[1] += part;
        sum[2] += part * static_cast<double>(n) / found.df;
        if (1 - h < 1e-9) continue;
        sum[3] += part / (1 - h);
        sum[4] += part / (1 - h) / (1 - h);
    }
    for (std::size_t k = 1; k < 5; ++k) found.error[k] = std::sqrt(sum[k]);
    return found;
}

void check_same(const Estimate& found, const Dense& wanted, CoefficientVariance variance, double tolerance = 1e-10) {
    CHECK(found.status == FitStatus::converged);
    const double error = wanted.error[static_cast<std::size_t>(variance)];
    CHECK(std::abs(found.effect - wanted.effect) <= tolerance * error);
    reference::check_relative(found.standard_error, error, tolerance);
    CHECK(found.degrees_of_freedom == wanted.df);
}

TEST_CASE("robust variances agree with R's sandwich") {
    const nlohmann::json all = reference::read_json("ancova_robust.json").at("sets");
    for (const std::string& set : reference::sets) {
        for (const CoefficientVariance variance : robust) {
            const std::vector<Estimate> found = analyse(reference::trial(set), Ancova{.variance = variance});
            std::string name{to_string(variance)};
            name[0] = 'H';
            name[1] = 'C';
            for (std::size_t visit = 0; visit < 3; ++visit) {
                INFO(set << " " << reference::visits[visit] << " " << name);
                nlohmann::json wanted = all.at(set).at(reference::visits[visit]).at(name);
                const double t = wanted.at("t");
                wanted["p"] = two_sided_p(t, wanted.at("df").get<double>());  // the file has none
                reference::check_estimate(found[visit], wanted, 1e-10);
            }
        }
    }
}

TEST_CASE("without strata the fit of the participants is that of the statistics") {
    const TrialData data = made::trial(301, {.skipping = 0.1, .covariates = true});
    const TrialShape shape = shape_of(data);
    const std::vector<Covariate> covariates{{.name = "baseline"}, {.name = "site", .type = CovariateType::factor}, {.name = "age"}};
    const std::vector<Estimate> wanted = analyse(data, Ancova{.covariates = covariates});
    const Inference inference(0.05);
    PreparedParticipantAncova prepared(WithinStrata(covariates, {}, Response::score, shape), model, answers_by_visit(shape, 0, std::nullopt, inference), inference);
    const SufficientStatistics none(StatisticsLayout{});
    Stream chance(StudyKey(1), 0, {Layer::analysis});
    const std::span<const Estimate> found = prepared(data, none, chance);
    for (std::size_t visit = 0; visit < 3; ++visit) {
        reference::check_relative(found[visit].effect, wanted[visit].effect, 1e-10);
        reference::check_relative(found[visit].standard_error, wanted[visit].standard_error, 1e-10);
        CHECK(found[visit].degrees_of_freedom == wanted[visit].degrees_of_freedom);
        CHECK(found[visit].participants_analysed == wanted[visit].participants_analysed);
    }
}

/// Four strata of two factors, of which (north, f) has one arm only, (west, m) one participant, (west, f) nobody.
TrialData stratified(std::uint64_t seed, std::vector<std::size_t>& stratum) {
    TrialData data = made::trial(seed, {.participants = 40, .skipping = 0.1});
    CovariateColumn site{.name = "site", .values = {}, .levels = {"east", "north", "west"}};
    CovariateColumn sex{.name = "sex", .values = {}, .levels = {"f", "m"}};
    for (std::size_t i = 0; i < data.participants(); ++i) {
        const bool treated = data.arm[i] == Arm::treatment;
        double where = i % 3 == 0 ? 1 : 0;
        double who = i % 4 < 2 ? 1 : 0;
        if (where == 1 && !treated) who = 1;
        if (i == 11) where = 2, who = 1;
        site.values.push_back(where);
        sex.values.push_back(who);
    }
    data.covariates = {site, sex};
    stratum.clear();
    for (std::size_t i = 0; i < data.participants(); ++i) stratum.push_back(static_cast<std::size_t>(2 * site.values[i] + sex.values[i]));
    data.outcomes[0].scores[3 * data.participants() + 11] = 31.5;  // the lonely one is seen at the last visit
    return data;
}

TEST_CASE("strata with one arm, one participant or nobody agree with dense least squares") {
    for (std::uint64_t seed = 401; seed < 411; ++seed) {
        std::vector<std::size_t> stratum;
        const TrialData data = stratified(seed, stratum);
        const std::vector<double> baseline(data.outcomes[0].scores.begin(), data.outcomes[0].scores.begin() + 40);
        for (std::size_t visit = 1; visit <= 3; ++visit) {
            const Dense adjusted = dense(data, visit, stratum, 6, {&baseline});
            const Dense plain = dense(data, visit, stratum, 6, {});
            for (const CoefficientVariance variance : {model, hc0, hc1, hc2, hc3}) {
                INFO(seed << " " << visit << " " << to_string(variance));
                check_same(analyse(data, Ancova{.visit = visit, .strata = {"site", "sex"}, .variance = variance})[0], adjusted, variance);
                check_same(analyse(data, Ancova{.visit = visit, .covariates = {}, .strata = {"site", "sex"}, .variance = variance})[0], plain, variance);
            }
        }
    }
}

TEST_CASE("ANCOVA with strata agrees with R") {
    std::ifstream file(std::string{EQUIPOISE_TEST_DATA} + "/reference_r/ancova_strata.json");
    const nlohmann::json all = nlohmann::json::parse(file);
    for (const auto& [name, set] : all.at("sets").items()) {
        TrialData data;
        data.outcomes.push_back({.name = "score", .visits = 2, .scores = {}});
        data.covariates = {{.name = "site", .values = {}, .levels = {"a", "b", "c"}}, {.name = "sex", .values = {}, .levels = {"f", "m"}}};
        for (const nlohmann::json& row : set.at("data")) data.outcomes[0].scores.push_back(row.at("base"));
        for (const nlohmann::json& row : set.at("data")) {
            data.outcomes[0].scores.push_back(row.at("y").is_null() ? missing : row.at("y").get<double>());
            data.arm.push_back(row.at("arm") == 1 ? Arm::treatment : Arm::control);
            data.booster.push_back(0);
            data.covariates[0].values.push_back(row.at("site").get<double>() - 1);
            data.covariates[1].values.push_back(row.at("sex").get<double>() - 1);
        }
        for (const CoefficientVariance variance : {model, hc0, hc1, hc2, hc3}) {
            INFO(name << " " << to_string(variance));
            const nlohmann::json& wanted = set.at("fits").at(std::string{to_string(variance)});
            reference::check_estimate(analyse(data, Ancova{.strata = {"site", "sex"}, .variance = variance})[0], wanted, 1e-10);
        }
    }
}

TEST_CASE("the order of participants, the unit and the origin do not matter to robust fits with strata") {
    std::vector<std::size_t> stratum;
    const TrialData data = stratified(420, stratum);
    const std::size_t n = data.participants();
    TrialData shuffled = data;
    TrialData shifted = data;
    TrialData scaled = data;
    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t k = (i * 17 + 5) % n;
        shuffled.arm[i] = data.arm[k];
        for (std::size_t c = 0; c < 2; ++c) shuffled.covariates[c].values[i] = data.covariates[c].values[k];
        for (std::size_t visit = 0; visit < 4; ++visit) shuffled.outcomes[0].scores[visit * n + i] = data.score(0, visit, k);
    }
    for (double& score : shifted.outcomes[0].scores) score += 1e6;
    for (double& score : scaled.outcomes[0].scores) score *= 1000;
    for (const CoefficientVariance variance : {model, hc3}) {
        const Ancova analysis{.strata = {"site", "sex"}, .variance = variance};
        const std::vector<Estimate> wanted = analyse(data, analysis);
        for (const auto& [other, unit] : {std::pair{&shuffled, 1.0}, std::pair{&shifted, 1.0}, std::pair{&scaled, 1000.0}}) {
            const std::vector<Estimate> found = analyse(*other, analysis);
            for (std::size_t visit = 0; visit < 3; ++visit) {
                CHECK(std::abs(found[visit].effect / unit - wanted[visit].effect) <= 1e-9 * wanted[visit].standard_error);
                reference::check_relative(found[visit].standard_error / unit, wanted[visit].standard_error, 1e-9);
                reference::check_relative(found[visit].p_value, wanted[visit].p_value, 1e-8);
            }
        }
    }
}

TEST_CASE("columns that others determine are left out") {
    TrialData data = made::trial(430, {.participants = 30, .covariates = true});
    data.covariates[1].levels = {"east", "north", "south", "west"};  // nobody is in the south
    for (double& site : data.covariates[1].values) site = site == 2 ? 3 : site;
    data.covariates.push_back({.name = "months", .values = data.covariates[0].values});
    for (double& months : data.covariates[2].values) months = 12 * months + 3;
    TrialData plain = data;
    plain.covariates[1].levels = {"east", "north", "west"};
    for (double& site : plain.covariates[1].values) site = site == 3 ? 2 : site;
    const std::vector<Covariate> more{{.name = "age"}, {.name = "site", .type = CovariateType::factor}, {.name = "months"}};
    const std::vector<Covariate> few{{.name = "age"}, {.name = "site", .type = CovariateType::factor}};
    for (const CoefficientVariance variance : {model, hc1, hc3}) {
        const Estimate wanted = analyse(plain, Ancova{.visit = 2, .covariates = few, .variance = variance})[0];
        const Estimate found = analyse(data, Ancova{.visit = 2, .covariates = more, .variance = variance})[0];
        CHECK(usable(wanted.status));
        CHECK(found.degrees_of_freedom == wanted.degrees_of_freedom);
        reference::check_relative(found.effect, wanted.effect, 1e-10);
        reference::check_relative(found.standard_error, wanted.standard_error, 1e-10);
    }
}

TEST_CASE("HC2 of two arms alone is Welch's standard error") {
    const TrialData data = reference::trial("vii_heavy_dropout_unequal");
    const std::vector<Estimate> found = analyse(data, Ancova{.covariates = {}, .variance = hc2});
    const std::vector<Estimate> welch = analyse(data, TTest{.variance = TTestVariance::welch});
    for (std::size_t visit = 0; visit < 3; ++visit) reference::check_relative(found[visit].standard_error, welch[visit].standard_error, 1e-12);
}

TEST_CASE("hypotheses of a robust ANCOVA") {
    const TrialData data = reference::trial("i_complete");
    const Estimate two_sided = analyse(data, Ancova{.visit = 1, .variance = hc3})[0];
    const Estimate less = analyse(data, Ancova{.visit = 1, .variance = hc3, .hypothesis = {Alternative::less, -5.0}})[0];
    const double t = (two_sided.effect + 5) / two_sided.standard_error;
    CHECK(less.p_value == Approx(0.5 * two_sided_p(t, two_sided.degrees_of_freedom)).epsilon(1e-12));
    const Estimate within = analyse(data, Ancova{.visit = 1, .variance = hc3, .hypothesis = {Alternative::equivalence, 12.0}})[0];
    CHECK(within.p_value == Approx(0.5 * two_sided_p((two_sided.effect + 12) / two_sided.standard_error, two_sided.degrees_of_freedom)).epsilon(1e-12));
}

TEST_CASE("a fit of participants that cannot be done says why") {
    TrialData data{.arm = {Arm::control, Arm::control, Arm::control, Arm::treatment, Arm::treatment, Arm::treatment}, .booster = std::vector<std::uint8_t>(6, 0), .outcomes = {}};
    data.outcomes.push_back({"score", 2, {1, 2, 3, 4, 5, 7, 10, 12, 9, 8, 7, 6}});
    data.covariates = {{.name = "site", .values = {0, 0, 0, 1, 1, 1}, .levels = {"a", "b"}}, {.name = "odd", .values = {0.1, 0.1, 0.1, 0.1, 0.1, 0.7}}};
    const auto status = [&](const Ancova& analysis) { return analyse(data, analysis)[0].status; };
    const std::vector<std::string> site{"site"};
    CHECK(status({.covariates = {}, .variance = hc3}) == FitStatus::converged);
    CHECK(status({.covariates = {}, .strata = site}) == FitStatus::not_estimable);  // strata are the arms
    data.covariates[0].values = {0, 0, 1, 0, 1, 1};
    CHECK(status({.covariates = {}, .strata = site}) == FitStatus::converged);
    CHECK(status({.covariates = {{.name = "odd"}}, .variance = hc3}) == FitStatus::converged);  // leverage 1, but treatment is not its doing
    data.covariates[1].values = {0.1, 0.1, 0.1, 0.3, 0.3, 0.3};
    CHECK(status({.covariates = {{.name = "odd"}}, .variance = hc0}) == FitStatus::not_estimable);
    data.covariates[1].values = {0.1, 0.1, 0.3, 0.1, 0.3, 0.3};  // does not vary within strata
    CHECK(status({.covariates = {{.name = "odd"}}, .strata = site}) == FitStatus::converged);
    CHECK(analyse(data, Ancova{.covariates = {{.name = "odd"}}, .strata = site})[0].standard_error == Approx(analyse(data, Ancova{.covariates = {}, .strata = site})[0].standard_error));
    data.covariates[1].values = {0.1, 0.1, 0.1, 0.3, 0.3, 0.1};  // of the treated, one alone has no leverage of 1 but for treatment
    CHECK(status({.covariates = {{.name = "odd"}}, .variance = hc2}) == FitStatus::not_estimable);
    CHECK(status({.covariates = {{.name = "odd"}}, .variance = hc0}) == FitStatus::converged);
    data.outcomes[0].scores = {1, 2, 3, 4, 5, 7, 2, 4, 6, 5, 7, 11};  // y = 2 baseline - 3 treatment
    CHECK(status({.variance = hc1}) == FitStatus::covariance_singular);
    data.outcomes[0].scores = {1, 2, 3, 4, 5, 7, 1, 1, 1, 1, 1, 1};
    CHECK(status({.covariates = {}, .strata = site}) == FitStatus::covariance_singular);
    data.outcomes[0].scores = {1, 2, 3, 4, 5, 7, 2, 4, 6, missing, missing, 11};
    CHECK(status({.variance = hc1}) == FitStatus::not_estimable);
    CHECK(analyse(data, Ancova{.variance = hc1})[0].participants_analysed == 4);
}

TEST_CASE("faults of strata name their place") {
    const TrialShape shape{.visits = {"baseline", "week 6"}, .outcomes = {"pain"}, .covariates = {{"age"}, {"sex", {"f", "m"}}, {"site", {"a", "b"}}}};
    const Ancova wrong{.covariates = {{.name = "site", .type = CovariateType::factor}}, .strata = {"sex", "age", "sexx", "sex", "site"}};
    const std::vector<Fault> faults = wrong.faults(shape);
    REQUIRE(faults.size() == 4);
    CHECK(faults[0].pointer == "/strata/1");
    CHECK(faults[1].pointer == "/strata/2");
    CHECK(faults[1].suggestion == "known: \"sex\", \"site\"");
    CHECK(faults[2].pointer == "/strata/3");
    CHECK(faults[3].pointer == "/strata/4");
    CHECK(Ancova{.strata = {"sex", "site"}}.faults(shape).empty());
}

TEST_CASE("only what must see the participants does") {
    const TrialShape shape{.visits = {"baseline", "week 6"}, .outcomes = {"pain"}, .covariates = {{"sex", {"f", "m"}}}};
    CHECK_FALSE(Ancova{}.prepare(shape, 0.05).needs_participants());
    CHECK(Ancova{.variance = hc3}.prepare(shape, 0.05).needs_participants());
    CHECK(Ancova{.strata = {"sex"}}.prepare(shape, 0.05).needs_participants());
}

}  // namespace participant_ancova_test
