// Reference: R's mmrm (polished), four data sets, every structure: Satterthwaite's and Kenward and Roger's methods; a covariance of each
// arm. Oracles: structures that are the same at one and two visits; invariances. A deterministic example of each status.
#include "catch.hpp"

#include "analysis/random_trial.hpp"
#include "analysis/reference_trial.hpp"

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/mmrm.hpp>

namespace covariance_structure_test {
using namespace equipoise;
using reference::check_relative;

const nlohmann::json& covariances() {
    static const nlohmann::json all = reference::read_json("covariances.json");
    return all.at("sets");
}

Mmrm with(const VisitCovariance& covariance) {
    return {.covariates = {{.name = "baseline"}}, .covariance = covariance};
}

std::vector<VisitCovariance> structures() {
    std::vector<VisitCovariance> all;
    for (const CovarianceName& named : covariance_names) all.push_back(named.covariance);
    return all;
}

TEST_CASE("MMRMs of every structure agree with mmrm") {
    for (const std::string& set : reference::sets) {
        const TrialData data = reference::trial(set);
        for (const CovarianceName& named : covariance_names) {
            if (named.covariance.kind == CovarianceKind::unstructured) continue;
            INFO(set << ", " << named.name);
            const nlohmann::json& wanted = covariances().at(set).at("structures").at(std::string{named.name});
            Mmrm model = with(named.covariance);
            const std::vector<Estimate> satterthwaite = analyse(data, model);
            model.degrees_of_freedom = DegreesOfFreedom::kenward_roger;
            const std::vector<Estimate> kenward_roger = analyse(data, model);
            for (std::size_t visit = 0; visit < 3; ++visit) {
                INFO(reference::visits[visit]);
                reference::check_estimate(satterthwaite[visit], wanted.at("satterthwaite").at(reference::visits[visit]), 1e-7);
                reference::check_estimate(kenward_roger[visit], wanted.at("kenward_roger").at(reference::visits[visit]), 1e-7);
                CHECK(std::abs(satterthwaite[visit].log_likelihood - wanted.at("log_likelihood").get<double>()) < 1e-9);
                CHECK(satterthwaite[visit].fallback == 0);
            }
        }
    }
}

TEST_CASE("MMRMs with a covariance of each arm agree with mmrm") {
    for (const std::string& set : reference::sets) {
        INFO(set);
        const nlohmann::json& wanted = covariances().at(set).at("unstructured_by_arm");
        const std::vector<Estimate> found = analyse(reference::trial(set), with({.by_arm = true}));
        for (std::size_t visit = 0; visit < 3; ++visit) {
            reference::check_estimate(found[visit], wanted.at("satterthwaite").at(reference::visits[visit]), 1e-7);
            CHECK(std::abs(found[visit].log_likelihood - wanted.at("log_likelihood").get<double>()) < 1e-9);
        }
    }
}

/// The first so many visits of a trial.
TrialData first_visits(TrialData data, std::size_t visits) {
    data.outcomes[0].visits = visits;
    data.outcomes[0].scores.resize(visits * data.participants());
    return data;
}

void check_same(const Estimate& found, const Estimate& wanted, double scale = 1.0) {
    REQUIRE(usable(wanted.status));
    CHECK(found.status == wanted.status);
    CHECK(std::abs(found.effect - scale * wanted.effect) < 1e-9 * scale * wanted.standard_error);
    check_relative(found.standard_error, scale * wanted.standard_error, 1e-9);
    check_relative(found.degrees_of_freedom, wanted.degrees_of_freedom, 1e-9);
    check_relative(found.p_value, wanted.p_value, 1e-8);
}

TEST_CASE("at one visit every structure is analysis of covariance, at two there are two correlated structures") {
    const TrialData data = made::trial(41, {.participants = 50, .skipping = 0.1});
    const TrialData one = first_visits(data, 2);
    const TrialData two = first_visits(data, 3);
    for (const VisitCovariance& covariance : structures()) {
        check_same(analyse(one, with(covariance))[0], analyse(one, Ancova{})[0]);
        const bool as_unstructured = covariance.kind == CovarianceKind::unstructured || covariance.heterogeneous;
        const VisitCovariance alike = as_unstructured ? VisitCovariance{} : VisitCovariance{CovarianceKind::compound_symmetry};
        for (std::size_t visit = 0; visit < 2; ++visit) check_same(analyse(two, with(covariance))[visit], analyse(two, with(alike))[visit]);
    }
}

TEST_CASE("no structure's answer depends on order, unit or origin") {
    for (const char* set : {"iv_tiny16", "vii_heavy_dropout_unequal"}) {
        const TrialData data = reference::trial(set);
        const std::size_t n = data.participants();
        TrialData changed = data;
        for (std::size_t i = 0; i < n; ++i) {
            const std::size_t from = (i * 5 + 3) % n;
            changed.arm[i] = data.arm[from];
            for (std::size_t visit = 0; visit < 4; ++visit) changed.outcomes[0].scores[visit * n + i] = 1000 * data.outcomes[0].scores[visit * n + from];
        }
        TrialData moved = data;
        for (double& score : moved.outcomes[0].scores) score += 1e6;
        for (VisitCovariance covariance : structures()) {
            for (const bool by_arm : {false, true}) {
                covariance.by_arm = by_arm;
                INFO(set << " " << static_cast<int>(covariance.kind) << " " << covariance.heterogeneous << " by arm " << by_arm);
                const std::vector<Estimate> wanted = analyse(data, with(covariance));
                for (std::size_t visit = 0; visit < 3; ++visit) {
                    check_same(analyse(changed, with(covariance))[visit], wanted[visit], 1000);
                    check_same(analyse(moved, with(covariance))[visit], wanted[visit]);
                }
            }
        }
    }
}

TEST_CASE("the failure ladder is climbed down as far as need be, and where it is asked for") {
    // Nobody was seen at both visits: their covariance is in no likelihood, their variances are.
    TrialData apart = made::trial(14, {.participants = 30, .visits = 3, .leaving = 0, .skipping = 0});
    for (std::size_t i = 0; i < 30; ++i) apart.outcomes[0].scores[(i % 4 < 2 ? 30 : 60) + i] = missing;
    Mmrm model = with({});
    CHECK(analyse(apart, model)[0].status == FitStatus::hessian_not_positive_definite);
    CHECK(analyse(apart, model)[0].fallback == 0);
    model.fallbacks = failure_ladder();
    const Estimate all_fail = analyse(apart, model)[0];
    CHECK(all_fail.status == FitStatus::hessian_not_positive_definite);
    CHECK(all_fail.fallback == 3);

    // The third visit is the first one again: unstructured and Toeplitz are singular, AR(1) and compound symmetry are not.
    TrialData twice = made::trial(15, {.participants = 60, .visits = 4, .leaving = 0, .skipping = 0});
    std::copy_n(twice.outcomes[0].scores.begin() + 60, 60, twice.outcomes[0].scores.begin() + 180);
    CHECK(analyse(twice, with({}))[0].status == FitStatus::covariance_singular);
    const Estimate found = analyse(twice, model)[0];
    CHECK(found.fallback == 2);
    check_same(found, analyse(twice, with({CovarianceKind::ar1, true}))[0]);

    // Where the first covariance can be fitted, the ladder changes nothing.
    const TrialData data = reference::trial("iv_tiny16");
    check_same(analyse(data, model)[2], analyse(data, with({}))[2]);
    CHECK(analyse(data, model)[2].fallback == 0);

    // What no covariance mends is not tried again.
    TrialData nobody = data;
    std::fill(nobody.outcomes[0].scores.begin() + 16, nobody.outcomes[0].scores.end(), missing);
    CHECK(analyse(nobody, model)[0].status == FitStatus::not_estimable);
    CHECK(analyse(nobody, model)[0].fallback == 0);
}

TEST_CASE("a structure that cannot be fitted says why") {
    const auto status = [](const TrialData& data, const VisitCovariance& covariance) { return analyse(data, with(covariance))[0].status; };
    const TrialData data = made::trial(16, {.participants = 30, .visits = 4, .leaving = 0, .skipping = 0});
    TrialData same = data;  // all visits are one
    TrialData constant = data;
    TrialData unseen = data;
    TrialData apart = data;  // everyone is seen once
    TrialData opposite = data;  // the sum of the visits is always 0
    for (std::size_t i = 0; i < 30; ++i) {
        double* scores = same.outcomes[0].scores.data();
        scores[60 + i] = scores[90 + i] = scores[30 + i];
        constant.outcomes[0].scores[60 + i] = 12;
        if (i % 2 == 0) unseen.outcomes[0].scores[90 + i] = missing;
        for (std::size_t visit = 1; visit < 4; ++visit) {
            if (visit != 1 + i / 2 % 3) apart.outcomes[0].scores[visit * 30 + i] = missing;
        }
        opposite.outcomes[0].scores[90 + i] = -opposite.outcomes[0].scores[30 + i] - opposite.outcomes[0].scores[60 + i];
    }
    for (const VisitCovariance& covariance : structures()) {
        INFO(static_cast<int>(covariance.kind) << " heterogeneous " << covariance.heterogeneous);
        CHECK(status(data, covariance) == FitStatus::converged);
        CHECK(status(same, covariance) == FitStatus::covariance_singular);
        CHECK(status(unseen, covariance) == FitStatus::not_estimable);
        const bool scales = covariance.heterogeneous || covariance.kind == CovarianceKind::unstructured;
        CHECK((status(constant, covariance) == FitStatus::covariance_singular) == scales);
        CHECK(status(apart, covariance) == FitStatus::hessian_not_positive_definite);
    }
    // A compound symmetry that is singular at its lower bound, -1/2.
    CHECK(status(opposite, {CovarianceKind::compound_symmetry}) == FitStatus::covariance_singular);
}

TEST_CASE("specifications of covariances that cannot be are faults") {
    const TrialShape shape = shape_of(reference::trial("i_complete"));
    const auto pointers = [&](const Mmrm& model) {
        std::vector<std::string> found;
        for (const Fault& fault : model.faults(shape)) found.push_back(fault.pointer);
        return found;
    };
    Mmrm model = with({CovarianceKind::random_intercept});
    model.fallbacks = {{CovarianceKind::ar1, true}, {CovarianceKind::ar1, true, true}, {CovarianceKind::random_intercept_and_slope}, {CovarianceKind::ar1, true}};
    CHECK(pointers(model) == std::vector<std::string>{"/covariance", "/fallbacks/1", "/fallbacks/2", "/fallbacks/3"});
    model = with({.by_arm = true});
    model.fallbacks = failure_ladder(true);
    CHECK(pointers(model).empty());
}

TEST_CASE("tiny, nearly empty and nearly singular trials end in a status, whatever the structure", "[slow]") {
    std::size_t usable_fits = 0;
    std::size_t fits = 0;
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        TrialData data = made::trial(seed, {.participants = 4 + seed % 14, .visits = 2 + seed % 4, .leaving = 0.25, .skipping = seed % 3 == 0 ? 0.3 : 0.0});
        if (seed % 5 == 0) {
            for (double& score : data.outcomes[0].scores) score = std::round(score / 10) * 10;  // many ties
        }
        for (VisitCovariance covariance : structures()) {
            for (const bool by_arm : {false, true}) {
                covariance.by_arm = by_arm;
                for (const Estimate& estimate : analyse(data, with(covariance))) {
                    ++fits;
                    usable_fits += usable(estimate.status) ? 1U : 0U;
                    CHECK(usable(estimate.status) == std::isfinite(estimate.effect));
                    CHECK(usable(estimate.status) == (estimate.standard_error > 0));
                    CHECK(usable(estimate.status) == (estimate.degrees_of_freedom > 0));
                }
            }
        }
    }
    CHECK(usable_fits > fits / 5);
    CHECK(usable_fits < fits);
}

}  // namespace covariance_structure_test
