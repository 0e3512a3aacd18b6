// Reference: R's mmrm (polished) and a dense program in R on four data sets, REML and ML. Oracles: generalised least squares with dense matrices;
// ANCOVA's estimate with complete data; invariances.
#include "catch.hpp"

#include "analysis/dense_inference.hpp"
#include "analysis/random_trial.hpp"
#include "analysis/reference_trial.hpp"

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/analysis_batch.hpp>
#include <equipoise/analysis/clda.hpp>
#include <equipoise/analysis/mmrm.hpp>
#include <equipoise/data/reduction.hpp>

namespace clda_test {

using namespace equipoise;
using reference::check_estimate;
using reference::check_relative;

const nlohmann::json& wanted(const std::string& set) {
    static const nlohmann::json all = reference::read_json("mmrm_inference.json");
    return all.at("sets").at(set).at("clda");
}

struct Fitted {
    std::vector<Estimate> estimates;
    std::vector<double> covariance;
};

Fitted fit(const Clda& model, const TrialData& data) {
    const TrialShape shape = shape_of(data);
    REQUIRE(model.faults(shape).empty());
    Reduction reduce(model.needs(shape), shape);
    PreparedClda prepared = model.prepare(shape, 0.05);
    const auto estimates = prepared(reduce(data));
    return {{estimates.begin(), estimates.end()}, {prepared.covariance().begin(), prepared.covariance().end()}};
}

TEST_CASE("cLDA by REML agrees with mmrm") {
    for (const std::string& set : reference::sets) {
        const TrialData data = reference::trial(set);
        const Fitted satterthwaite = fit({}, data);
        const Fitted kenward_roger = fit({.degrees_of_freedom = DegreesOfFreedom::kenward_roger}, data);
        const Fitted expected = fit({.degrees_of_freedom = DegreesOfFreedom::kenward_roger, .information = InformationMatrix::expected}, data);
        for (std::size_t visit = 0; visit < 3; ++visit) {
            const std::string& label = reference::visits[visit];
            INFO(set << " " << label);
            check_estimate(satterthwaite.estimates[visit], wanted(set).at("satterthwaite").at(label), 1e-7);
            check_estimate(satterthwaite.estimates[visit], wanted(set).at("independent").at(label).at("sat_observed_info"), 1e-8);
            check_estimate(kenward_roger.estimates[visit], wanted(set).at("kenward_roger_linear").at(label), 1e-7);
            check_estimate(expected.estimates[visit], wanted(set).at("independent").at(label).at("krlinear_expected_info"), 1e-8);
            CHECK(std::abs(satterthwaite.estimates[visit].log_likelihood - wanted(set).at("log_likelihood").get<double>()) < 1e-9);
        }
        for (std::size_t k = 0; k < 16; ++k) check_relative(satterthwaite.covariance[k], wanted(set).at("covariance").at(k / 4).at(k % 4), 1e-8);
    }
}

TEST_CASE("cLDA by ML agrees with mmrm") {
    for (const std::string& set : reference::sets) {
        INFO(set);
        const Fitted found = fit({.estimation = Estimation::ml, .least_squares_means = true}, reference::trial(set));
        const nlohmann::json& ml = wanted(set).at("ml");
        for (std::size_t k = 0; k < 16; ++k) check_relative(found.covariance[k], ml.at("covariance").at(k / 4).at(k % 4), 1e-8);
        for (std::size_t visit = 0; visit < 3; ++visit) {
            CHECK(std::abs(found.estimates[3 * visit].log_likelihood - ml.at("log_likelihood").get<double>()) < 1e-9);
            check_relative(found.estimates[3 * visit].effect, ml.at("coef").at(4 + visit), 1e-8);
            check_relative(found.estimates[3 * visit + 1].effect, ml.at("coef").at(1 + visit), 1e-8);
            CHECK(found.estimates[3 * visit + 2].effect == Approx(ml.at("coef").at(1 + visit).get<double>() + ml.at("coef").at(4 + visit).get<double>()).epsilon(1e-8));
        }
    }
}

TEST_CASE("monotone data that all have a baseline are fitted in closed form") {
    CHECK(fit({}, reference::trial("ii_monotone")).estimates[0].iterations == 0);
    CHECK(fit({.estimation = Estimation::ml}, reference::trial("i_complete")).estimates[0].iterations == 0);
}

TEST_CASE("with complete data cLDA's effects are those of the MMRM with baseline") {
    const TrialData data = reference::trial("i_complete");
    const std::vector<Estimate> clda = analyse(data, Clda{});
    const std::vector<Estimate> mmrm = analyse(data, Mmrm{.covariates = {{.name = "baseline"}}});
    for (std::size_t visit = 0; visit < 3; ++visit) CHECK(clda[visit].effect == Approx(mmrm[visit].effect).epsilon(1e-9));
}

/// cLDA as it is written down, of the score with the covariate "age", by visit or common: constants, then treatment after the baseline, then age.
std::vector<dense::Participant> participants(const TrialData& data, bool by_visit) {
    const std::size_t visits = data.outcomes[0].visits;
    const auto T = static_cast<Eigen::Index>(visits);
    std::vector<dense::Participant> all;
    for (std::size_t i = 0; i < data.participants(); ++i) {
        const double age = data.covariates[0].values[i];
        dense::Participant one;
        for (std::size_t v = 0; v < visits; ++v) {
            if (data.score(0, v, i) == data.score(0, v, i)) one.visits.push_back(static_cast<Eigen::Index>(v));
        }
        if (age != age || one.visits.empty()) continue;
        const auto m = static_cast<Eigen::Index>(one.visits.size());
        one.X = Eigen::MatrixXd::Zero(m, 2 * T - 1 + (by_visit ? T : 1));
        one.y.resize(m);
        for (Eigen::Index row = 0; row < m; ++row) {
            const Eigen::Index v = one.visits[static_cast<std::size_t>(row)];
            one.y(row) = data.score(0, static_cast<std::size_t>(v), i);
            one.X(row, v) = 1;
            if (v > 0 && data.arm[i] == Arm::treatment) one.X(row, T + v - 1) = 1;
            one.X(row, 2 * T - 1 + (by_visit ? v : 0)) = age;
        }
        all.push_back(one);
    }
    return all;
}

TEST_CASE("cLDA with covariates, missing baselines and participants with nothing but a baseline agrees with dense matrices") {
    for (const bool by_visit : {true, false}) {
        TrialData data = made::trial(61, {.participants = 40, .leaving = 0.1, .skipping = 0.1, .covariates = true});
        for (std::size_t i = 0; i < 40; i += 9) data.outcomes[0].scores[i] = missing;
        for (std::size_t visit = 1; visit < 4; ++visit) data.outcomes[0].scores[40 * visit + 1] = missing;  // one with a baseline only
        const std::vector<dense::Participant> written = participants(data, by_visit);
        for (const DegreesOfFreedom method : {DegreesOfFreedom::satterthwaite, DegreesOfFreedom::kenward_roger, DegreesOfFreedom::residual, DegreesOfFreedom::between_within}) {
            INFO("by visit " << by_visit << ", method " << static_cast<int>(method));
            const Clda model{.covariates = {{.name = "age", .by_visit = by_visit}}, .degrees_of_freedom = method, .contrasts = {{"average", {1, 1, 1}}, {"change", {-1, 0, 1}}},
                             .joint = true, .least_squares_means = true, .at = {{"age", 50}}};
            const Fitted found = fit(model, data);
            const dense::Inference oracle(written, dense::square(found.covariance), false);
            CHECK(found.estimates[0].log_likelihood == Approx(dense::fit(written, dense::square(found.covariance), true).log_likelihood).epsilon(1e-12));
            CHECK(found.estimates[0].participants_analysed == written.size());
            std::vector<Eigen::VectorXd> forms;
            for (const std::vector<double>& weights : std::vector<std::vector<double>>{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 1}, {-1, 0, 1}}) {
                Eigen::VectorXd c = Eigen::VectorXd::Zero(oracle.b.size());
                for (Eigen::Index k = 0; k < 3; ++k) c(4 + k) = weights[static_cast<std::size_t>(k)];
                forms.push_back(c);
            }
            Eigen::VectorXd mean = forms[1];  // in the treatment arm at visit 2, age 50
            mean(2) = 1;
            mean(by_visit ? 9 : 7) = 50;
            const std::vector<std::pair<std::size_t, Eigen::VectorXd>> checked{{0, forms[0]}, {3, forms[1]}, {5, mean}, {6, forms[2]}, {9, forms[3]}, {10, forms[4]}};
            for (const auto& [k, c] : checked) {
                INFO("answer " << k);
                const Estimate& estimate = found.estimates[k];
                const bool adjusts = method == DegreesOfFreedom::kenward_roger;
                CHECK(estimate.effect == Approx(c.dot(oracle.b)).epsilon(1e-9));
                CHECK(estimate.standard_error == Approx(std::sqrt(c.dot((adjusts ? oracle.adjusted : oracle.Phi) * c))).epsilon(1e-8));
                if (method == DegreesOfFreedom::residual) {
                    CHECK(estimate.degrees_of_freedom == oracle.residual());
                } else if (method == DegreesOfFreedom::between_within) {
                    CHECK(estimate.degrees_of_freedom == oracle.between_within(c));
                } else {
                    CHECK(estimate.degrees_of_freedom == Approx(oracle.satterthwaite(c)).epsilon(1e-7));
                }
            }
            Eigen::MatrixXd L(3, oracle.b.size());
            for (Eigen::Index k = 0; k < 3; ++k) L.row(k) = forms[static_cast<std::size_t>(k)].transpose();
            if (method == DegreesOfFreedom::satterthwaite) CHECK(found.estimates[11].degrees_of_freedom == Approx(oracle.fai_cornelius(L).denominator).epsilon(1e-7));
            if (method == DegreesOfFreedom::kenward_roger) CHECK(found.estimates[11].statistic == Approx(oracle.kenward_roger(L).value).epsilon(1e-7));
        }
    }
}

TEST_CASE("cLDA: what must not change it does not") {
    const TrialData data = reference::trial("vii_heavy_dropout_unequal");
    const std::size_t n = data.participants();
    const auto answers = [](const TrialData& of) { return analyse(of, Clda{.degrees_of_freedom = DegreesOfFreedom::kenward_roger, .joint = true}); };
    const std::vector<Estimate> first = answers(data);
    TrialData other = data;
    for (double& score : other.outcomes[0].scores) score = 1000 * score;
    const std::vector<Estimate> scaled = answers(other);
    other = data;
    for (double& score : other.outcomes[0].scores) score = std::round(score * 1024) / 1024;
    const std::vector<Estimate> rounded = answers(other);
    for (double& score : other.outcomes[0].scores) score += 1e6;
    const std::vector<Estimate> shifted = answers(other);
    other = data;
    for (std::size_t i = 0; i < n; ++i) {
        other.arm[i] = data.arm[n - 1 - i];
        for (std::size_t visit = 0; visit < 4; ++visit) other.outcomes[0].scores[visit * n + i] = data.score(0, visit == 0 ? 0 : 4 - visit, n - 1 - i);
    }
    const std::vector<Estimate> turned = answers(other);  // the participants in reverse order, and the visits after the baseline too
    for (std::size_t k = 0; k < 3; ++k) {
        CHECK(std::abs(scaled[k].effect - 1000 * first[k].effect) <= 1e-9 * scaled[k].standard_error);
        check_relative(scaled[k].standard_error, 1000 * first[k].standard_error, 1e-9);
        check_relative(scaled[k].degrees_of_freedom, first[k].degrees_of_freedom, 1e-9);
        CHECK(std::abs(shifted[k].effect - rounded[k].effect) <= 1e-9 * rounded[k].standard_error);
        check_relative(shifted[k].standard_error, rounded[k].standard_error, 1e-9);
        check_relative(shifted[k].degrees_of_freedom, rounded[k].degrees_of_freedom, 1e-9);
        CHECK(std::abs(turned[2 - k].effect - first[k].effect) <= 1e-9 * first[k].standard_error);
        check_relative(turned[2 - k].standard_error, first[k].standard_error, 1e-9);
        check_relative(turned[2 - k].degrees_of_freedom, first[k].degrees_of_freedom, 1e-9);
    }
    for (const Estimate& same : {scaled[3], turned[3]}) {
        check_relative(same.statistic, first[3].statistic, 1e-9);
        check_relative(same.degrees_of_freedom, first[3].degrees_of_freedom, 1e-9);
    }
    check_relative(shifted[3].statistic, rounded[3].statistic, 1e-9);
}

TEST_CASE("a participant with nothing but a baseline counts") {
    TrialData data = reference::trial("i_complete");
    const double before = analyse(data, Clda{})[0].effect;
    for (std::size_t visit = 1; visit < 4; ++visit) data.outcomes[0].scores[visit * data.participants()] = missing;
    const Estimate with = analyse(data, Clda{})[0];
    CHECK(with.participants_analysed == data.participants());
    CHECK(analyse(data, Mmrm{.covariates = {{.name = "baseline"}}})[0].participants_analysed == data.participants() - 1);
    data.outcomes[0].scores[0] = missing;
    const Estimate without = analyse(data, Clda{})[0];
    CHECK(without.participants_analysed == data.participants() - 1);
    CHECK(without.effect != with.effect);
    CHECK(with.effect != before);
}

TEST_CASE("specifications of one cLDA share a fit") {
    const TrialData data = reference::trial("ii_monotone");
    const AnalysisBatch batch(with_unique_names({Clda{}, Clda{.visit = 3, .degrees_of_freedom = DegreesOfFreedom::kenward_roger}, Clda{.joint = true}, Mmrm{}}), shape_of(data), 0.05);
    CHECK(batch.fits() == 2);
    CHECK(batch.answers().size() == 3 + 1 + 4 + 3);
}

TEST_CASE("a wrong cLDA says so") {
    const TrialData data = reference::trial("ii_monotone");
    const auto pointers = [](const Clda& model, const TrialShape& shape) {
        std::vector<std::string> found;
        for (const Fault& fault : model.faults(shape)) found.push_back(fault.pointer);
        return found;
    };
    TrialShape shape = shape_of(data);
    CHECK(pointers({}, shape).empty());
    CHECK(pointers({.covariates = {{.name = "baseline"}}}, shape) == std::vector<std::string>{"/covariates/0/name"});
    CHECK(pointers({.estimation = Estimation::ml, .degrees_of_freedom = DegreesOfFreedom::kenward_roger}, shape) == std::vector<std::string>{"/degrees_of_freedom"});
    shape.has_baseline = false;
    CHECK(pointers({}, shape) == std::vector<std::string>{"/method"});
}

}  // namespace clda_test
