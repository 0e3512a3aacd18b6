// Oracle: REML with matrices over all participants, maximised and differentiated numerically; closed forms where the trial is balanced.
// Reference: R lmerTest.
#include "catch.hpp"

#include "analysis/reference_trial.hpp"
#include "analysis/therapist_trial.hpp"

#include <algorithm>
#include <numeric>

#include <Eigen/LU>

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/cluster_means.hpp>
#include <equipoise/analysis/therapist_mixed_model.hpp>

namespace therapist_mixed_model_test {

using namespace equipoise;
using therapists::Dense;
using therapists::Layout;

namespace {

const TherapistMixedModel unadjusted{.visit = 3, .covariates = {}};
const TherapistMixedModel adjusted{.visit = 3};

struct DenseMaximum {
    Dense::Fit fit;
    double degrees_of_freedom;
};

/// Minus the second derivatives, by central differences of the score.
Eigen::Matrix2d information(const Dense& dense, const Eigen::Vector2d& variances) {
    Eigen::Matrix2d J;
    for (Eigen::Index k = 0; k < 2; ++k) {
        Eigen::Vector2d step = Eigen::Vector2d::Zero();
        step(k) = 1e-5 * variances(k);
        const Eigen::Vector2d up = variances + step;
        const Eigen::Vector2d down = variances - step;
        J.col(k) = (dense.at(down(0), down(1)).score - dense.at(up(0), up(1)).score) / (2 * step(k));
    }
    return 0.5 * (J + J.transpose());
}

/// The maximum with both variances above 0, if it is there.
std::optional<DenseMaximum> maximum(const Dense& dense) {
    const auto nu = static_cast<double>(dense.y.size() - dense.X.cols());
    const auto profile = [&](double ratio) { return dense.at(ratio, 1).squares / nu; };
    Eigen::Vector2d variances(0, profile(0));
    double highest = dense.at(0, variances(1)).log_likelihood;
    for (const double ratio : {0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0}) {
        const double within = profile(ratio);
        const double here = dense.at(ratio * within, within).log_likelihood;
        if (here <= highest) continue;
        highest = here;
        variances = {ratio * within, within};
    }
    if (variances(0) == 0) return std::nullopt;
    for (int k = 0; k < 20; ++k) {
        const Eigen::Vector2d step = information(dense, variances).inverse() * dense.at(variances(0), variances(1)).score;
        double length = 1;
        while ((variances + length * step).minCoeff() <= 0) length /= 2;
        variances += length * step;
    }
    const Dense::Fit fit = dense.at(variances(0), variances(1));
    Eigen::Vector2d gradient;
    for (Eigen::Index k = 0; k < 2; ++k) {
        Eigen::Vector2d step = Eigen::Vector2d::Zero();
        step(k) = 1e-5 * variances(k);
        const Eigen::Vector2d up = variances + step;
        const Eigen::Vector2d down = variances - step;
        gradient(k) = (dense.at(up(0), up(1)).variance - dense.at(down(0), down(1)).variance) / (2 * step(k));
    }
    return DenseMaximum{fit, 2 * fit.variance * fit.variance / gradient.dot(information(dense, variances).inverse() * gradient)};
}

/// Each participant's column of values, in another order.
TrialData reordered(const TrialData& data, const std::vector<std::size_t>& order) {
    TrialData other = data;
    const std::size_t n = data.participants();
    for (std::size_t i = 0; i < n; ++i) {
        other.arm[i] = data.arm[order[i]];
        other.booster[i] = data.booster[order[i]];
        other.therapist[i] = data.therapist[order[i]];
        for (std::size_t visit = 0; visit < 4; ++visit) other.outcomes[0].scores[visit * n + i] = data.score(0, visit, order[i]);
    }
    return other;
}

void check_same(const Estimate& found, const Estimate& wanted, double tolerance) {
    CHECK(found.status == wanted.status);
    CHECK(std::abs(found.effect - wanted.effect) <= tolerance * wanted.standard_error);
    reference::check_relative(found.standard_error, wanted.standard_error, tolerance);
    reference::check_relative(found.degrees_of_freedom, wanted.degrees_of_freedom, tolerance);
    CHECK(std::abs(found.p_value - wanted.p_value) <= tolerance);
    CHECK(found.participants_analysed == wanted.participants_analysed);
}

/// Twenty-four participants of six nested therapists with four each; everyone is seen. Therapists differ by the sd.
TrialData balanced(std::uint64_t seed, double sd) {
    TrialData data = made::trial(seed, {.participants = 24, .leaving = 0, .skipping = 0});
    made::Words chance(seed, 2);
    std::vector<double> effects;
    for (int t = 0; t < 6; ++t) effects.push_back(sd * chance.normal());
    for (std::size_t i = 0; i < 24; ++i) {
        data.therapist.push_back(static_cast<std::uint32_t>(i % 6));  // arms alternate, so 0, 2, 4 are of one arm
        for (std::size_t visit = 1; visit < 4; ++visit) data.outcomes[0].scores[visit * 24 + i] += effects[i % 6];
    }
    return data;
}

}  // namespace

TEST_CASE("the model with therapists agrees with dense matrices") {
    std::size_t inside = 0;
    for (const Layout layout : {Layout::crossed, Layout::nested, Layout::partially_nested}) {
        for (std::uint64_t seed = 100; seed < 104; ++seed) {
            const TrialData data = therapists::trial(seed, layout, 8, 6, {.participants = 40, .skipping = 0.05});
            for (const TherapistMixedModel& model : {unadjusted, adjusted}) {
                const Estimate found = analyse(data, model)[0];
                const auto wanted = maximum(therapists::dense(data, 3, !model.covariates.empty()));
                INFO(static_cast<int>(layout) << ", seed " << seed << ", " << to_string(found.status));
                REQUIRE(usable(found.status));
                CHECK(wanted.has_value() == (found.status == FitStatus::converged));
                if (!wanted) continue;
                ++inside;
                CHECK(std::abs(found.effect - wanted->fit.effect) <= 1e-8 * found.standard_error);
                reference::check_relative(found.standard_error, std::sqrt(wanted->fit.variance), 1e-8);
                reference::check_relative(found.log_likelihood, wanted->fit.log_likelihood, 1e-8);
                reference::check_relative(found.degrees_of_freedom, wanted->degrees_of_freedom, 1e-5);
            }
        }
    }
    CHECK(inside >= 15);
}

TEST_CASE("balanced and nested, the model is the t-test of therapists' means, or least squares") {
    std::size_t inside = 0;
    for (std::uint64_t seed = 200; seed < 240; ++seed) {
        const TrialData data = balanced(seed, 4);
        const Estimate found = analyse(data, unadjusted)[0];
        const Estimate means = analyse(data, ClusterMeans{.visit = 3})[0];
        const Estimate least_squares = analyse(data, Ancova{.visit = 3, .covariates = {}})[0];
        INFO(seed << ": " << to_string(found.status));
        // Mean squares between therapists of an arm, on 4 df, and within, on 18.
        const double between = means.standard_error * means.standard_error * 1.5 * 4;
        const double total = least_squares.standard_error * least_squares.standard_error * 6 * 22;
        const double within = (total - 4 * between) / 18;
        if (between > within) {
            ++inside;
            REQUIRE(found.status == FitStatus::converged);
            check_same(found, means, 1e-9);
            reference::check_relative(found.degrees_of_freedom, 4, 1e-9);
            auto prepared = unadjusted.prepare(shape_of(data), 0.05);
            Reduction reduce(unadjusted.needs(shape_of(data)), shape_of(data));
            Stream chance(StudyKey(1), 0, {Layer::analysis});
            prepared(data, reduce(data), chance);
            CHECK(prepared.therapist_variance() == Approx((between - within) / 4).epsilon(1e-7));  // the ANOVA estimates
            CHECK(prepared.residual_variance() == Approx(within).epsilon(1e-9));
        } else {
            Estimate wanted = least_squares;
            wanted.status = FitStatus::on_boundary;
            check_same(found, wanted, 1e-12);
        }
    }
    CHECK(inside > 10);
    CHECK(inside < 40);
}

TEST_CASE("on the boundary the model is ANCOVA") {
    std::size_t on_boundary = 0;
    for (std::uint64_t seed = 300; seed < 330; ++seed) {
        const TrialData data = therapists::trial(seed, Layout::nested, 6, 0, {.skipping = 0.1});
        for (std::size_t visit = 1; visit <= 3; ++visit) {
            const Estimate found = analyse(data, TherapistMixedModel{.visit = visit})[0];
            if (found.status != FitStatus::on_boundary) continue;
            ++on_boundary;
            const Estimate ancova = analyse(data, Ancova{.visit = visit})[0];
            reference::check_relative(found.effect, ancova.effect, 1e-11);  // which has a closed form of its own
            reference::check_relative(found.standard_error, ancova.standard_error, 1e-11);
            CHECK(found.degrees_of_freedom == ancova.degrees_of_freedom);
            reference::check_relative(found.p_value, ancova.p_value, 1e-9);
            const Dense dense = therapists::dense(data, visit, true);
            const double within = dense.at(0, 1).squares / (static_cast<double>(dense.y.size()) - 3);
            const Dense::Fit at = dense.at(0, within);
            CHECK(found.log_likelihood == Approx(at.log_likelihood).epsilon(1e-11));
            CHECK(at.score(0) <= 0);
        }
    }
    CHECK(on_boundary > 20);
}

TEST_CASE("the model with therapists agrees with lmerTest") {
    const nlohmann::json all = reference::read_json("../reference_r/therapist_mixed_model.json");
    REQUIRE(all.at("sets").size() == 5);
    for (const auto& [name, set] : all.at("sets").items()) {
        const auto number = [](const nlohmann::json& value) { return value.is_null() ? missing : value.get<double>(); };
        TrialData data{.arm = {}, .booster = {}, .outcomes = {{.name = "y", .visits = 2, .scores = {}}}};
        for (const auto& arm : set.at("data").at("arm")) data.arm.push_back(arm == 1 ? Arm::treatment : Arm::control);
        data.booster.assign(data.participants(), 0);
        for (const auto& who : set.at("data").at("therapist")) data.therapist.push_back(who.is_null() ? no_therapist : who.get<std::uint32_t>() - 1);
        for (const char* column : {"baseline", "y"}) {
            for (const auto& value : set.at("data").at(column)) data.outcomes[0].scores.push_back(number(value));
        }
        for (const auto& wanted : set.at("models")) {
            INFO(name << ", covariates " << wanted.at("covariates").dump());
            const bool plain = wanted.at("covariates").empty();
            const Estimate found = analyse(data, TherapistMixedModel{.covariates = plain ? std::vector<Covariate>{} : adjusted.covariates})[0];
            CHECK(found.participants_analysed == wanted.at("n").get<std::uint32_t>());
            const bool singular = wanted.at("singular").get<bool>();
            CHECK(found.status == (singular ? FitStatus::on_boundary : FitStatus::converged));
            const nlohmann::json& r = singular ? wanted.at("lm") : wanted;  // our df at the boundary are the reduced model's
            const double tolerance = singular ? 1e-10 : 1e-4;               // lme4 stops at its own criterion
            CHECK(std::abs(found.effect - r.at("estimate").get<double>()) <= tolerance * r.at("se").get<double>());
            reference::check_relative(found.standard_error, r.at("se"), tolerance);
            reference::check_relative(found.degrees_of_freedom, r.at("df"), singular ? 1e-12 : 1e-3);
            reference::check_relative(found.p_value, r.at("p"), singular ? 1e-8 : 1e-3);
            reference::check_relative(found.log_likelihood, wanted.at("log_likelihood"), 1e-9);
        }
    }
}

TEST_CASE("order, names of therapists, origin and unit are of no account to the model with therapists") {
    for (const Layout layout : {Layout::crossed, Layout::nested, Layout::partially_nested}) {
        TrialData data = therapists::trial(400, layout, 8, 6, {.skipping = 0.05});
        for (double& score : data.outcomes[0].scores) score = std::round(score * 1024) / 1024;
        std::vector<std::size_t> order(data.participants());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::sort(order.begin(), order.end(), [](std::size_t a, std::size_t b) { return (7919 * a + 13) % 61 < (7919 * b + 13) % 61; });
        TrialData renamed = data;
        for (std::uint32_t& who : renamed.therapist) who = who == no_therapist ? who : (3 * who + 5) % 8 * 10;
        TrialData shifted = data;
        for (double& score : shifted.outcomes[0].scores) score += 1e6;
        for (const TherapistMixedModel& model : {unadjusted, adjusted}) {
            const Estimate wanted = analyse(data, model)[0];
            INFO(static_cast<int>(layout) << ": " << to_string(wanted.status));
            CHECK(wanted.status == FitStatus::converged);
            check_same(analyse(reordered(data, order), model)[0], wanted, 1e-9);
            check_same(analyse(renamed, model)[0], wanted, 1e-9);
            check_same(analyse(shifted, model)[0], wanted, 1e-9);
        }
    }
}

TEST_CASE("every visit has an estimate, of those seen there with all covariates") {
    TrialData data = therapists::trial(410, Layout::crossed, 8, 6, {.participants = 120, .skipping = 0.1, .covariates = true});
    const TherapistMixedModel model{.covariates = {{.name = "site", .type = CovariateType::factor}, {.name = "baseline"}, {.name = "age"}}};
    const std::vector<Estimate> found = analyse(data, model);
    const std::vector<Estimate> ancova = analyse(data, Ancova{.covariates = model.covariates});
    REQUIRE(found.size() == 3);
    for (std::size_t k = 0; k < 3; ++k) {
        CHECK(found[k].status == FitStatus::converged);
        CHECK(found[k].participants_analysed == ancova[k].participants_analysed);
        CHECK(found[k].standard_error < ancova[k].standard_error);  // crossed: the therapists' differences are taken out
    }
}

TEST_CASE("a model with therapists that cannot be fitted says why") {
    TrialData data = therapists::trial(420, Layout::nested, 2, 6, {.leaving = 0, .skipping = 0});
    CHECK(analyse(data, adjusted)[0].status == FitStatus::not_estimable);  // one therapist for each arm
    CHECK(std::isnan(analyse(data, adjusted)[0].effect));
    CHECK(analyse(data, adjusted)[0].participants_analysed == 60);
    data = therapists::trial(421, Layout::crossed, 6, 6, {.leaving = 0, .skipping = 0});
    const std::size_t n = data.participants();
    TrialData lonely = data;
    for (std::size_t i = 2; i < n; ++i) lonely.arm[i] = Arm::treatment;
    CHECK(analyse(lonely, adjusted)[0].status == FitStatus::not_estimable);  // one control
    TrialData collinear = data;
    for (std::size_t i = 0; i < n; ++i) collinear.outcomes[0].scores[i] = data.arm[i] == Arm::treatment ? 7 : 5;
    CHECK(analyse(collinear, adjusted)[0].status == FitStatus::not_estimable);
    TrialData exact = data;
    for (std::size_t i = 0; i < n; ++i) exact.outcomes[0].scores[3 * n + i] = 2 * data.score(0, 0, i) + 4 * data.therapist[i];
    CHECK(analyse(exact, adjusted)[0].status == FitStatus::covariance_singular);
}

TEST_CASE("models with therapists need therapists") {
    const TrialShape shape{.visits = {"baseline", "week 6"}, .outcomes = {"pain"}};
    for (const AnyAnalysis& analysis : std::vector<AnyAnalysis>{TherapistMixedModel{}, ClusterMeans{}}) {
        const std::vector<Fault> faults = analysis.faults(shape);
        REQUIRE(faults.size() == 1);
        CHECK(faults[0].pointer == "/method");
        CHECK(faults[0].message == "needs to know who treated whom, but the trial has no therapists");
    }
    CHECK(TherapistMixedModel{.visit = 2, .covariates = {{.name = "age"}}, .outcome = "mood"}.faults(shape).size() == 4);
}

}  // namespace therapist_mixed_model_test
