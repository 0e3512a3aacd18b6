// Reference: R's lmerTest and pbkrtest, made data sets of tests/reference_r and four of tests/reference. Oracles: least squares where the
// maximum has no random effects; compound symmetry; invariances.
#include "catch.hpp"

#include "analysis/dense_model.hpp"
#include "analysis/random_trial.hpp"
#include "analysis/reference_trial.hpp"

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/lmm.hpp>
#include <equipoise/analysis/mmrm.hpp>
#include <equipoise/data/reduction.hpp>

namespace lmm_test {
using namespace equipoise;
using reference::check_relative;

const std::vector<double> weeks{0, 6, 26, 52};

struct Fitted {
    std::vector<Estimate> estimates;
    std::vector<double> covariance;
};

Fitted fit(const Lmm& model, const TrialData& data, const std::vector<double>& scheduled = weeks) {
    TrialShape shape = shape_of(data);
    shape.weeks = scheduled;
    REQUIRE(model.faults(shape).empty());
    Reduction reduce(model.needs(shape), shape);
    PreparedLmm prepared = model.prepare(shape, 0.05);
    const auto estimates = prepared(reduce(data));
    return {{estimates.begin(), estimates.end()}, {prepared.covariance().begin(), prepared.covariance().end()}};
}

Lmm with(ParticipantEffects effects) { return {.covariates = {{.name = "baseline"}}, .random_effects = effects}; }

void check(const Estimate& found, const nlohmann::json& wanted, double tolerance, double df_tolerance) {
    const double se = wanted.at("se");
    CHECK(found.status == FitStatus::converged);
    CHECK(std::abs(found.effect - wanted.at("estimate").get<double>()) <= tolerance * se);
    check_relative(found.standard_error, se, tolerance);
    check_relative(found.degrees_of_freedom, wanted.at("df"), df_tolerance);
    check_relative(found.p_value, wanted.at("p"), 10 * (tolerance + df_tolerance));
}

TrialData made_trial(const nlohmann::json& set) {
    TrialData data;
    for (const nlohmann::json& arm : set.at("arm")) data.arm.push_back(arm == 1 ? Arm::treatment : Arm::control);
    data.booster.assign(data.participants(), 0);
    data.outcomes.push_back({.name = "score", .visits = set.at("weeks").size(), .scores = set.at("baseline").get<std::vector<double>>()});
    for (std::size_t visit = 1; visit < data.outcomes[0].visits; ++visit) {
        for (const nlohmann::json& score : set.at("y").at(std::to_string(visit))) data.outcomes[0].scores.push_back(score.is_null() ? missing : score.get<double>());
    }
    return data;
}

TEST_CASE("random intercepts and slopes agree with lmerTest and pbkrtest") {
    const nlohmann::json all = reference::read_json("../reference_r/linear_mixed_model.json");
    for (const auto& [name, set] : all.at("sets").items()) {
        const TrialData data = made_trial(set.at("data"));
        const auto scheduled = set.at("data").at("weeks").get<std::vector<double>>();
        for (const nlohmann::json& wanted : set.at("models")) {
            INFO(name << ", slope " << wanted.at("slope"));
            Lmm model = with(wanted.at("slope") ? ParticipantEffects::intercept_and_slope : ParticipantEffects::intercept);
            const Fitted satterthwaite = fit(model, data, scheduled);
            model.degrees_of_freedom = DegreesOfFreedom::kenward_roger;
            model.information = InformationMatrix::expected;
            const Fitted kenward_roger = fit(model, data, scheduled);
            const std::size_t T = data.outcomes[0].visits - 1;
            for (std::size_t visit = 0; visit < T; ++visit) {
                check(satterthwaite.estimates[visit], wanted.at("satterthwaite").at(visit), 1e-6, 1e-4);
                check(kenward_roger.estimates[visit], wanted.at("kenward_roger_expected").at(visit), 1e-6, 1e-4);
                CHECK(satterthwaite.estimates[visit].log_likelihood >= wanted.at("log_likelihood").get<double>() - 1e-9);
                CHECK(satterthwaite.estimates[visit].log_likelihood == Approx(wanted.at("log_likelihood").get<double>()).epsilon(1e-10));
            }
            for (std::size_t k = 0; k < T * T; ++k) check_relative(satterthwaite.covariance[k], wanted.at("covariance").at(k / T).at(k % T), 1e-4);
            model = with(model.random_effects);
            model.estimation = Estimation::ml;
            const Fitted ml = fit(model, data, scheduled);
            CHECK(ml.estimates[0].log_likelihood == Approx(wanted.at("ml").at("log_likelihood").get<double>()).epsilon(1e-10));
            for (std::size_t k = 0; k < T * T; ++k) check_relative(ml.covariance[k], wanted.at("ml").at("covariance").at(k / T).at(k % T), 1e-4);
        }
    }
}

TEST_CASE("a random intercept agrees with lmerTest and pbkrtest on the reference data") {
    const nlohmann::json all = reference::read_json("covariances.json");
    for (const std::string& set : reference::sets) {
        INFO(set);
        const nlohmann::json& wanted = all.at("sets").at(set).at("random_intercept");
        Lmm model = with(ParticipantEffects::intercept);
        const Fitted satterthwaite = fit(model, reference::trial(set));
        model.degrees_of_freedom = DegreesOfFreedom::kenward_roger;
        model.information = InformationMatrix::expected;
        const Fitted kenward_roger = fit(model, reference::trial(set));
        for (std::size_t visit = 0; visit < 3; ++visit) {
            check(satterthwaite.estimates[visit], wanted.at("satterthwaite").at(reference::visits[visit]), 1e-6, 1e-4);
            check(kenward_roger.estimates[visit], wanted.at("kenward_roger_expected").at(reference::visits[visit]), 1e-6, 1e-4);
            CHECK(std::abs(satterthwaite.estimates[visit].log_likelihood - wanted.at("log_likelihood").get<double>()) < 1e-6);
        }
        CHECK(satterthwaite.covariance[1] == Approx(wanted.at("intercept_variance").get<double>()).epsilon(1e-6));
    }
}

/// Outcomes of which those of the same participant are less alike than those of different ones.
TrialData unlike_trial() {
    TrialData data = made::trial(51, {.participants = 40, .leaving = 0.05, .skipping = 0.1});
    for (std::size_t i = 0; i < 40; ++i) {
        const double level = data.outcomes[0].scores[i];
        for (std::size_t visit = 1; visit < 4; ++visit) data.outcomes[0].scores[visit * 40 + i] += (visit == 2 ? 1.6 : -1.3) * level;
    }
    return data;
}

TEST_CASE("without random effects at the maximum the reduced model is least squares") {
    const TrialData data = unlike_trial();
    for (const Estimation estimation : {Estimation::reml, Estimation::ml}) {
        const Lmm model{.estimation = estimation};
        const Fitted found = fit(model, data);
        const bool restricted = estimation == Estimation::reml;
        const std::vector<dense::Participant> all = dense::participants(data, {});
        double observations = 0;
        double squares = 0;
        const dense::Fit unit = dense::fit(all, Eigen::Matrix3d::Identity(), restricted);
        for (const dense::Participant& one : all) {
            observations += static_cast<double>(one.y.size());
            squares += (one.y - one.X * unit.b).squaredNorm();
        }
        const double q = 6;
        const double variance = squares / (restricted ? observations - q : observations);
        const dense::Fit wanted = dense::fit(all, variance * Eigen::Matrix3d::Identity(), restricted);
        for (std::size_t visit = 1; visit <= 3; ++visit) {
            const Estimate& estimate = found.estimates[visit - 1];
            const Eigen::Index k = dense::treatment(data, visit);
            REQUIRE(estimate.status == FitStatus::on_boundary);
            CHECK(estimate.effect == Approx(wanted.b(k)).epsilon(1e-10));
            CHECK(estimate.standard_error == Approx(std::sqrt(wanted.Phi(k, k))).epsilon(1e-10));
            CHECK(estimate.degrees_of_freedom == Approx(restricted ? observations - q : observations).epsilon(1e-10));
            CHECK(estimate.log_likelihood == Approx(wanted.log_likelihood).epsilon(1e-12));
        }
        CHECK(found.covariance[1] == 0.0);
        CHECK(found.covariance[0] == Approx(variance).epsilon(1e-10));
        // Any random intercept makes it less likely.
        const Eigen::Matrix3d Sigma = variance * Eigen::Matrix3d::Identity();
        for (const double share : {1e-4, 1e-2, 0.1}) {
            CHECK(dense::fit(all, (1 - share) * Sigma + Eigen::Matrix3d::Constant(share * variance), restricted).log_likelihood < wanted.log_likelihood);
            CHECK(dense::fit(all, Sigma + Eigen::Matrix3d::Constant(share * variance), restricted).log_likelihood < wanted.log_likelihood);
        }
        // Kenward and Roger's adjustment of least squares is none.
        if (!restricted) continue;
        Lmm adjusted = model;
        adjusted.degrees_of_freedom = DegreesOfFreedom::kenward_roger;
        const Fitted kenward_roger = fit(adjusted, data);
        CHECK(kenward_roger.estimates[0].standard_error == Approx(found.estimates[0].standard_error).epsilon(1e-9));
        CHECK(kenward_roger.estimates[0].status == FitStatus::on_boundary);
    }
}

TEST_CASE("a random intercept is compound symmetry with a correlation that is not negative") {
    std::size_t alike = 0;
    std::size_t negative = 0;
    for (std::uint64_t seed = 1; seed <= 80; ++seed) {
        TrialData data = made::trial(seed, {.participants = 14, .leaving = 0.1, .skipping = 0.1});
        for (std::size_t i = 0; seed % 2 == 0 && i < 14; ++i) data.outcomes[0].scores[28 + i] -= 2 * (data.outcomes[0].scores[i] - 30);
        const Mmrm symmetric{.covariance = {CovarianceKind::compound_symmetry}};
        const Fitted found = fit(Lmm{}, data, {});
        const std::vector<Estimate> wanted = analyse(data, symmetric);
        if (!usable(wanted[0].status)) continue;
        const bool boundary = found.estimates[0].status == FitStatus::on_boundary;
        ++(boundary ? negative : alike);
        for (std::size_t visit = 0; visit < 3; ++visit) {
            if (boundary) {
                CHECK(wanted[visit].log_likelihood >= found.estimates[visit].log_likelihood - 1e-9);
            } else {
                check_relative(found.estimates[visit].standard_error, wanted[visit].standard_error, 1e-8);
                check_relative(found.estimates[visit].degrees_of_freedom, wanted[visit].degrees_of_freedom, 1e-7);
                CHECK(found.estimates[visit].log_likelihood == Approx(wanted[visit].log_likelihood).epsilon(1e-11));
            }
        }
    }
    CHECK(alike > 20);
    CHECK(negative > 10);
}

TEST_CASE("at one visit a random intercept is no part of the model") {
    TrialData data = made::trial(52, {.participants = 40, .visits = 2});
    const Estimate found = fit(with(ParticipantEffects::intercept), data, {}).estimates[0];
    const Estimate wanted = analyse(data, Ancova{})[0];
    CHECK(found.status == FitStatus::converged);
    check_relative(found.effect, wanted.effect, 1e-10);
    check_relative(found.standard_error, wanted.standard_error, 1e-10);
    check_relative(found.degrees_of_freedom, wanted.degrees_of_freedom, 1e-9);
}

TEST_CASE("random effects depend on neither order, unit nor origin of scores, nor on unit and origin of weeks") {
    for (const ParticipantEffects effects : {ParticipantEffects::intercept, ParticipantEffects::intercept_and_slope}) {
        for (const TrialData& data : {reference::trial("vii_heavy_dropout_unequal"), unlike_trial(), reference::trial("iv_tiny16")}) {
            const Fitted wanted = fit(with(effects), data);
            TrialData scaled = data;
            TrialData moved = data;
            for (double& score : scaled.outcomes[0].scores) score *= 1000;
            for (double& score : moved.outcomes[0].scores) score += 1e6;
            const Fitted of_scaled = fit(with(effects), scaled, {0, 42, 182, 364});
            const Fitted of_moved = fit(with(effects), moved, {100, 106, 126, 152});
            for (std::size_t visit = 0; visit < 3; ++visit) {
                const Estimate& estimate = wanted.estimates[visit];
                REQUIRE(usable(estimate.status));
                CHECK(of_scaled.estimates[visit].status == estimate.status);
                CHECK(of_moved.estimates[visit].status == estimate.status);
                check_relative(of_scaled.estimates[visit].standard_error, 1000 * estimate.standard_error, 1e-9);
                check_relative(of_moved.estimates[visit].standard_error, estimate.standard_error, 1e-9);
                check_relative(of_scaled.estimates[visit].degrees_of_freedom, estimate.degrees_of_freedom, 1e-9);
                check_relative(of_moved.estimates[visit].degrees_of_freedom, estimate.degrees_of_freedom, 1e-9);
                CHECK(std::abs(of_scaled.estimates[visit].effect - 1000 * estimate.effect) < 1e-9 * 1000 * estimate.standard_error);
                CHECK(std::abs(of_moved.estimates[visit].effect - estimate.effect) < 1e-9 * estimate.standard_error);
            }
        }
    }
}

TEST_CASE("a mixed model that cannot be fitted says why") {
    const auto status = [](const TrialData& data, ParticipantEffects effects) { return fit(with(effects), data).estimates[0].status; };
    const TrialData data = made::trial(53, {.participants = 30, .leaving = 0, .skipping = 0});
    TrialData once = data;
    TrialData line = data;
    TrialData constant = data;
    for (std::size_t i = 0; i < 30; ++i) {
        for (std::size_t visit = 1; visit < 4; ++visit) {
            double& score = once.outcomes[0].scores[visit * 30 + i];
            if (visit != 1 + i / 2 % 3) score = missing;
            line.outcomes[0].scores[visit * 30 + i] = data.outcomes[0].scores[30 + i] + weeks[visit] * (data.outcomes[0].scores[60 + i] - 30);
            constant.outcomes[0].scores[visit * 30 + i] = static_cast<double>(visit);
        }
    }
    for (const ParticipantEffects effects : {ParticipantEffects::intercept, ParticipantEffects::intercept_and_slope}) {
        CHECK(usable(status(data, effects)));
        CHECK(status(once, effects) == FitStatus::hessian_not_positive_definite);
        CHECK(status(constant, effects) == FitStatus::covariance_singular);
    }
    CHECK(status(line, ParticipantEffects::intercept_and_slope) == FitStatus::covariance_singular);
    TrialData unseen = data;
    for (std::size_t i = 0; i < 30; i += 2) unseen.outcomes[0].scores[90 + i] = missing;
    CHECK(status(unseen, ParticipantEffects::intercept) == FitStatus::not_estimable);
}

TEST_CASE("a slope needs weeks, and three visits") {
    const Lmm model = with(ParticipantEffects::intercept_and_slope);
    TrialShape shape = shape_of(reference::trial("i_complete"));
    REQUIRE(model.faults(shape).size() == 1);
    CHECK(model.faults(shape)[0].pointer == "/random_effects");
    CHECK(with(ParticipantEffects::intercept).faults(shape).empty());
    shape.weeks = weeks;
    CHECK(model.faults(shape).empty());
    TrialShape short_trial = shape_of(made::trial(54, {.visits = 3}));
    short_trial.weeks = {0, 6, 12};
    CHECK(model.faults(short_trial).size() == 1);
}

TEST_CASE("questions of one model are answered by one fit") {
    Lmm first = with(ParticipantEffects::intercept);
    Lmm second = first;
    second.degrees_of_freedom = DegreesOfFreedom::kenward_roger;
    second.visit = 2;
    second.joint = true;
    CHECK(first.same_fit(second));
    second.random_effects = ParticipantEffects::intercept_and_slope;
    CHECK_FALSE(first.same_fit(second));
    second = first;
    second.estimation = Estimation::ml;
    CHECK_FALSE(first.same_fit(second));
    static_assert(SharesFit<Lmm>);
}

TEST_CASE("tiny and nearly empty trials with random effects end in a status", "[slow]") {
    std::size_t on_boundary = 0;
    std::size_t converged = 0;
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        TrialData data = made::trial(seed, {.participants = 5 + seed % 14, .leaving = 0.2, .skipping = seed % 3 == 0 ? 0.3 : 0.0});
        for (double& score : data.outcomes[0].scores) {
            if (seed % 5 == 0) score = std::round(score / 10) * 10;
        }
        for (const ParticipantEffects effects : {ParticipantEffects::intercept, ParticipantEffects::intercept_and_slope}) {
            for (const Estimate& estimate : fit(with(effects), data).estimates) {
                on_boundary += estimate.status == FitStatus::on_boundary ? 1U : 0U;
                converged += estimate.status == FitStatus::converged ? 1U : 0U;
                CHECK(usable(estimate.status) == std::isfinite(estimate.effect));
                CHECK(usable(estimate.status) == (estimate.standard_error > 0));
                CHECK(usable(estimate.status) == (estimate.degrees_of_freedom > 0));
            }
        }
    }
    CHECK(on_boundary > 100);
    CHECK(converged > 100);
}

}  // namespace lmm_test
