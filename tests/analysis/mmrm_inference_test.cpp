// Reference: R's mmrm (polished) and a dense program in R on four data sets: Kenward-Roger, joint F tests, least-squares means. Oracles: dense
// matrices for contrasts, counted degrees of freedom; separate fits for shared ones.
#include "catch.hpp"

#include "analysis/dense_inference.hpp"
#include "analysis/random_trial.hpp"
#include "analysis/reference_trial.hpp"

#include <limits>

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/analysis_batch.hpp>
#include <equipoise/analysis/mmrm.hpp>
#include <equipoise/data/reduction.hpp>

namespace mmrm_inference_test {

using namespace equipoise;
using reference::check_estimate;
using reference::check_relative;

const nlohmann::json& wanted(const std::string& set) {
    static const nlohmann::json all = reference::read_json("mmrm_inference.json");
    return all.at("sets").at(set);
}

Mmrm by(DegreesOfFreedom method, InformationMatrix information = InformationMatrix::observed) {
    return {.covariates = {{.name = "baseline"}}, .degrees_of_freedom = method, .information = information};
}

void check_f(const Estimate& found, const nlohmann::json& f, double tolerance) {
    CHECK(found.status == FitStatus::converged);
    CHECK(std::isnan(found.effect));
    CHECK(std::isnan(found.standard_error));
    CHECK(found.numerator_degrees_of_freedom == f.at("num_df").get<double>());
    check_relative(found.degrees_of_freedom, f.at("denom_df"), tolerance);
    check_relative(found.statistic, f.at("F"), tolerance);
    check_relative(found.p_value, f.at("p"), tolerance * (10 + 10 * found.statistic));
}

TEST_CASE("Kenward-Roger agrees with mmrm's linear form, and by expected information with a dense program") {
    for (const std::string& set : reference::sets) {
        const std::vector<Estimate> observed = analyse(reference::trial(set), by(DegreesOfFreedom::kenward_roger));
        const std::vector<Estimate> expected = analyse(reference::trial(set), by(DegreesOfFreedom::kenward_roger, InformationMatrix::expected));
        const std::vector<Estimate> satterthwaite = analyse(reference::trial(set), by(DegreesOfFreedom::satterthwaite, InformationMatrix::expected));
        for (std::size_t visit = 0; visit < 3; ++visit) {
            const std::string& label = reference::visits[visit];
            INFO(set << " " << label);
            check_estimate(observed[visit], wanted(set).at("kenward_roger_linear").at("contrasts").at(label), 1e-7);
            const nlohmann::json& independent = wanted(set).at("independent").at("contrasts").at(label);
            check_estimate(observed[visit], independent.at("krlinear_observed_info"), 1e-8);
            check_estimate(expected[visit], independent.at("krlinear_expected_info"), 1e-8);
            check_estimate(satterthwaite[visit], independent.at("sat_expected_info"), 1e-8);
        }
    }
}

TEST_CASE("joint F tests agree with mmrm and a dense program") {
    for (const std::string& set : reference::sets) {
        INFO(set);
        for (const auto& [method, name] : {std::pair{DegreesOfFreedom::satterthwaite, "satterthwaite"}, std::pair{DegreesOfFreedom::kenward_roger, "kenward_roger_linear"}}) {
            INFO(name);
            Mmrm model = by(method);
            model.joint = model.interaction = true;
            const std::vector<Estimate> found = analyse(reference::trial(set), model);
            REQUIRE(found.size() == 5);
            check_f(found[3], wanted(set).at(name).at("joint_arm_all_visits"), 1e-7);
            check_f(found[4], wanted(set).at(name).at("joint_arm_by_visit"), 1e-7);
        }
        Mmrm model = by(DegreesOfFreedom::kenward_roger, InformationMatrix::expected);
        model.joint = model.interaction = true;
        const std::vector<Estimate> found = analyse(reference::trial(set), model);
        const nlohmann::json& independent = wanted(set).at("independent").at("joint");
        check_f(found[3], independent.at("arm_all_visits").at("krlinear_expected_info"), 1e-8);
        check_f(found[4], independent.at("arm_by_visit").at("krlinear_expected_info"), 1e-8);
    }
}

TEST_CASE("least-squares means agree with mmrm") {
    for (const std::string& set : reference::sets) {
        for (const auto& [method, name] : {std::pair{DegreesOfFreedom::satterthwaite, "satterthwaite"}, std::pair{DegreesOfFreedom::kenward_roger, "kenward_roger_linear"}}) {
            Mmrm model = by(method);
            model.least_squares_means = true;
            model.at = {{"baseline", 32}};
            const std::vector<Estimate> found = analyse(reference::trial(set), model);
            REQUIRE(found.size() == 9);
            for (std::size_t visit = 0; visit < 3; ++visit) {
                for (std::size_t arm = 0; arm < 2; ++arm) {
                    const std::string label = "arm" + std::to_string(arm) + "_" + reference::visits[visit] + "_at_base32";
                    INFO(set << " " << name << " " << label);
                    check_estimate(found[3 * visit + 1 + arm], wanted(set).at(name).at("adjusted_means").at(label), 1e-7);
                }
                CHECK(found[3 * visit + 2].effect - found[3 * visit + 1].effect == Approx(found[3 * visit].effect).epsilon(1e-10));
            }
        }
    }
}

struct Fitted {
    std::vector<Estimate> estimates;
    Eigen::MatrixXd Sigma;
};

Fitted fit(const Mmrm& model, const TrialData& data) {
    const TrialShape shape = shape_of(data);
    REQUIRE(model.faults(shape).empty());
    Reduction reduce(model.needs(shape), shape);
    PreparedMmrm prepared = model.prepare(shape, 0.05);
    const auto estimates = prepared(reduce(data));
    return {{estimates.begin(), estimates.end()}, dense::square(prepared.covariance())};
}

const std::vector<VisitContrast> some_contrasts{{"average", {1.0 / 3, 1.0 / 3, 1.0 / 3}}, {"change", {-1, 0, 1}}, {"first", {1, 0, 0}}, {"any", {0.2, -3, 1.7}}};

/// Everything asked at once, of a model with a factor and a common coefficient, checked against dense matrices.
void check_against_dense(const TrialData& data, DegreesOfFreedom method, InformationMatrix information) {
    const bool adjusts = method == DegreesOfFreedom::kenward_roger;
    Mmrm model{.covariates = {{.name = "baseline", .by_visit = false}, {.name = "site", .type = CovariateType::factor}, {.name = "age"}},
               .degrees_of_freedom = method, .information = information, .contrasts = some_contrasts, .joint = true, .interaction = true};
    const Fitted found = fit(model, data);
    REQUIRE(found.estimates.size() == 9);
    const dense::Inference oracle(dense::participants(data, model.covariates), found.Sigma, information == InformationMatrix::expected);
    const auto effects = [&](const std::vector<double>& weights) {
        Eigen::VectorXd c = Eigen::VectorXd::Zero(oracle.b.size());
        for (std::size_t visit = 1; visit <= 3; ++visit) c(dense::treatment(data, visit)) = weights[visit - 1];
        return c;
    };
    std::vector<std::vector<double>> all{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    for (const VisitContrast& contrast : some_contrasts) all.push_back(contrast.weights);
    for (std::size_t k = 0; k < all.size(); ++k) {
        INFO("form " << k);
        const Eigen::VectorXd c = effects(all[k]);
        const Estimate& estimate = found.estimates[k];
        CHECK(estimate.status == FitStatus::converged);
        CHECK(estimate.effect == Approx(c.dot(oracle.b)).epsilon(1e-9).margin(1e-9));
        CHECK(estimate.standard_error == Approx(std::sqrt(c.dot((adjusts ? oracle.adjusted : oracle.Phi) * c))).epsilon(1e-8));
        if (method == DegreesOfFreedom::residual) CHECK(estimate.degrees_of_freedom == oracle.residual());
        if (method == DegreesOfFreedom::between_within) CHECK(estimate.degrees_of_freedom == oracle.between_within(c));
        if (method == DegreesOfFreedom::normal) CHECK(std::isinf(estimate.degrees_of_freedom));
        if (adjusts || method == DegreesOfFreedom::satterthwaite) CHECK(estimate.degrees_of_freedom == Approx(oracle.satterthwaite(c)).epsilon(1e-7));
        CHECK(estimate.p_value == Approx(two_sided_p(estimate.effect / estimate.standard_error, estimate.degrees_of_freedom)).epsilon(1e-12));
    }
    Eigen::MatrixXd joint(3, oracle.b.size());
    for (Eigen::Index i = 0; i < 3; ++i) joint.row(i) = effects(all[static_cast<std::size_t>(i)]).transpose();
    Eigen::MatrixXd differences(2, oracle.b.size());
    differences << joint.row(0) - joint.row(1), joint.row(0) - joint.row(2);  // other forms than the analysis takes, of the same space
    for (const auto& [L, estimate] : {std::pair{joint, found.estimates[7]}, std::pair{differences, found.estimates[8]}}) {
        const auto r = static_cast<double>(L.rows());
        const Eigen::VectorXd e = L * oracle.b;
        const double plain = e.dot((L * oracle.Phi * L.transpose()).inverse() * e) / r;
        CHECK(estimate.numerator_degrees_of_freedom == r);
        if (adjusts) {
            CHECK(estimate.statistic == Approx(oracle.kenward_roger(L).value).epsilon(1e-7));
            CHECK(estimate.degrees_of_freedom == Approx(oracle.kenward_roger(L).denominator).epsilon(1e-7));
        } else {
            CHECK(estimate.statistic == Approx(plain).epsilon(1e-8));
        }
        if (method == DegreesOfFreedom::residual) CHECK(estimate.degrees_of_freedom == oracle.residual());
        if (method == DegreesOfFreedom::between_within) {
            double least = std::numeric_limits<double>::infinity();
            for (Eigen::Index i = 0; i < L.rows(); ++i) least = std::min(least, oracle.between_within(L.row(i).transpose()));
            CHECK(estimate.degrees_of_freedom == least);
        }
    }
    // Fai and Cornelius's degrees of freedom are of the space only where they do not depend on the forms that span it.
    if (method == DegreesOfFreedom::satterthwaite) CHECK(found.estimates[7].degrees_of_freedom == Approx(oracle.fai_cornelius(joint).denominator).epsilon(1e-6));
}

TEST_CASE("contrasts and joint tests agree with dense matrices by every method, with factors and common coefficients") {
    for (const std::uint64_t seed : {51U, 52U}) {
        const TrialData data = made::trial(seed, {.participants = 36, .skipping = 0.1, .covariates = true});
        for (const InformationMatrix information : {InformationMatrix::observed, InformationMatrix::expected}) {
            for (const DegreesOfFreedom method : {DegreesOfFreedom::satterthwaite, DegreesOfFreedom::kenward_roger, DegreesOfFreedom::residual,
                                                  DegreesOfFreedom::between_within, DegreesOfFreedom::normal}) {
                INFO("seed " << seed << ", information " << static_cast<int>(information) << ", method " << static_cast<int>(method));
                check_against_dense(data, method, information);
            }
        }
    }
}

TEST_CASE("a contrast that is one visit is that visit; a joint test of one visit is its t-test squared") {
    const TrialData data = reference::trial("vii_heavy_dropout_unequal");
    for (const DegreesOfFreedom method : {DegreesOfFreedom::satterthwaite, DegreesOfFreedom::kenward_roger, DegreesOfFreedom::between_within, DegreesOfFreedom::normal}) {
        Mmrm model = by(method);
        model.visit = 2;
        model.contrasts = {{"again", {0, 1, 0}}};
        model.joint = true;
        model.joint_visits = {2};
        const std::vector<Estimate> found = analyse(data, model);
        REQUIRE(found.size() == 3);
        CHECK(found[1].effect == found[0].effect);
        CHECK(found[1].p_value == found[0].p_value);
        CHECK(found[2].statistic == Approx(std::pow(found[0].effect / found[0].standard_error, 2)).epsilon(1e-10));
        if (method == DegreesOfFreedom::normal) {
            CHECK(std::isinf(found[2].degrees_of_freedom));
        } else {
            CHECK(found[2].degrees_of_freedom == Approx(found[0].degrees_of_freedom).epsilon(1e-9));
        }
        CHECK(found[2].p_value == Approx(found[0].p_value).epsilon(1e-9));
    }
}

TEST_CASE("covariates of least-squares means are at their mean over the participants analysed unless stated") {
    const TrialData data = made::trial(53, {.participants = 80, .skipping = 0.05, .covariates = true});
    Mmrm model{.covariates = {{.name = "age", .by_visit = false}, {.name = "site", .type = CovariateType::factor}}, .least_squares_means = true};
    const Fitted found = fit(model, data);
    const std::vector<dense::Participant> participants = dense::participants(data, model.covariates);
    const dense::Fit oracle = dense::fit(participants, found.Sigma, true);
    // Columns: constants, treatments, age, then the two levels by visit.
    double age = 0;
    Eigen::Vector2d share = Eigen::Vector2d::Zero();
    for (const dense::Participant& one : participants) {
        age += one.X(0, 6) / static_cast<double>(participants.size());
        for (Eigen::Index level = 0; level < 2; ++level) share(level) += one.X(0, 7 + 3 * level + one.visits[0]) / static_cast<double>(participants.size());
    }
    const auto mean = [&](Eigen::Index visit, double treatment, double at) {
        return oracle.b(visit) + treatment * oracle.b(3 + visit) + at * oracle.b(6) + share(0) * oracle.b(7 + visit) + share(1) * oracle.b(10 + visit);
    };
    for (Eigen::Index visit = 0; visit < 3; ++visit) {
        CHECK(found.estimates[static_cast<std::size_t>(3 * visit + 1)].effect == Approx(mean(visit, 0, age)).epsilon(1e-9));
        CHECK(found.estimates[static_cast<std::size_t>(3 * visit + 2)].effect == Approx(mean(visit, 1, age)).epsilon(1e-9));
    }
    model.at = {{"age", 71.5}};
    CHECK(fit(model, data).estimates[4].effect == Approx(mean(1, 0, 71.5)).epsilon(1e-9));
}

TEST_CASE("answers say what they are") {
    Mmrm model = by(DegreesOfFreedom::satterthwaite);
    model.visit = 3;
    model.contrasts = {some_contrasts[0]};
    model.joint = model.interaction = true;
    model.joint_visits = {3, 1};
    model.least_squares_means = true;
    model.hypothesis = {Alternative::less, 1.0};
    const TrialShape shape = shape_of(reference::trial("i_complete"));
    const PreparedMmrm prepared = model.prepare(shape, 0.05);
    const auto answers = prepared.answers();
    REQUIRE(answers.size() == 6);
    CHECK(answers[0].estimand == treatment_minus_control);
    CHECK(answers[0].visit == 3);
    CHECK(answers[0].hypothesis == model.hypothesis);
    CHECK(answers[0].level == 0.025);
    CHECK(answers[1].estimand == control_mean);
    CHECK(answers[2].estimand == treatment_mean);
    CHECK(answers[2].hypothesis == Hypothesis{});
    CHECK(answers[2].level == 0.05);
    CHECK(answers[3].visit == 0);
    CHECK(answers[3].contrast->name == "average");
    CHECK(answers[4].estimand == joint_effect);
    CHECK(answers[4].contrast->name == "visit 1, visit 3");
    CHECK(answers[4].contrast->weights == std::vector<double>{1, 0, 1});
    CHECK(answers[4].reports == Reports{.effect = false, .standard_error = false, .interval = false});
    CHECK(answers[5].estimand == effect_by_visit);
}

TEST_CASE("specifications of one model share a fit and find what they find alone") {
    std::vector<AnyAnalysis> analyses;
    Mmrm first = by(DegreesOfFreedom::satterthwaite);
    first.least_squares_means = true;
    Mmrm second = by(DegreesOfFreedom::kenward_roger);
    second.joint = true;
    Mmrm third = by(DegreesOfFreedom::kenward_roger, InformationMatrix::expected);
    third.visit = 2;
    third.alpha = 0.1;
    Mmrm fourth = by(DegreesOfFreedom::between_within);
    fourth.contrasts = some_contrasts;
    fourth.hypothesis = {Alternative::less, 0.0};
    Mmrm other = by(DegreesOfFreedom::satterthwaite);
    other.estimation = Estimation::ml;
    const std::vector<AnyAnalysis> named = with_unique_names({first, other, second, third, fourth, Mmrm{}});
    for (const std::string& set : reference::sets) {
        const TrialData data = reference::trial(set);
        AnalysisBatch batch(named, shape_of(data), 0.05);
        CHECK(batch.fits() == 3);
        const auto found = batch(data, StudyKey(1), 0);
        std::size_t next = 0;
        for (std::size_t k = 0; k < named.size(); ++k) {
            for (const Estimate& alone : analyse(data, named[k])) {
                INFO(set << " " << named[k].name());
                REQUIRE(next < found.size());
                CHECK(batch.answers()[next].analysis == k);
                const auto same = [](double a, double b) { return a == b || (a != a && b != b); };
                CHECK(same(found[next].effect, alone.effect));
                CHECK(same(found[next].standard_error, alone.standard_error));
                CHECK(same(found[next].interval.lower, alone.interval.lower));
                CHECK(same(found[next].statistic, alone.statistic));
                CHECK(found[next].degrees_of_freedom == alone.degrees_of_freedom);
                CHECK(found[next].p_value == alone.p_value);
                ++next;
            }
        }
        CHECK(next == found.size());
    }
}

TEST_CASE("a joint test whose F has no two moments to match is not estimable, though the visits are") {
    const Mmrm model{.degrees_of_freedom = DegreesOfFreedom::kenward_roger, .joint = true};
    const std::vector<Estimate> found = analyse(made::trial(1, {.participants = 8, .visits = 5, .leaving = 0, .skipping = 0.1}), model);
    REQUIRE(found.size() == 5);
    CHECK(found[0].status == FitStatus::converged);
    CHECK(found[4].status == FitStatus::not_estimable);
    CHECK(std::isnan(found[4].p_value));
}

}  // namespace mmrm_inference_test
