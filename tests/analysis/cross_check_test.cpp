// Reference: R's nlme, lmerTest and pbkrtest on 200 made data sets (tests/cross_check/generate.R): structures of covariance, degrees of freedom.
// Where the other program stopped at a lower likelihood, ours must be the higher one; such fits are counted, as are those without an answer.
#include "catch.hpp"

#include "analysis/reference_trial.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/lmm.hpp>
#include <equipoise/analysis/mmrm.hpp>

namespace cross_check_test {

using namespace equipoise;
using nlohmann::json;

namespace {

const std::string folder = std::string{EQUIPOISE_TEST_DATA} + "/cross_check/";

const json& sets() {
    static const json all = [] {
        std::ifstream file(folder + "fits.json");
        return json::parse(file).at("sets");
    }();
    return all;
}

std::vector<double> cells_of(const std::string& line) {
    std::vector<double> row;
    std::stringstream cells(line + ",");
    for (std::string cell; std::getline(cells, cell, ',');) row.push_back(cell.empty() ? missing : std::stod(cell));
    return row;
}

/// Rows of one set: set, arm, baseline, other covariate, scores after the baseline.
TrialData trial_of(const std::vector<std::vector<double>>& rows) {
    const std::size_t visits = rows.front().size() - 3;
    TrialData data;
    data.outcomes.push_back({.name = "score", .visits = visits, .scores = {}});
    data.covariates.push_back({.name = "other", .values = {}});
    for (const auto& row : rows) {
        data.arm.push_back(row[1] == 1 ? Arm::treatment : Arm::control);
        data.booster.push_back(0);
        data.covariates[0].values.push_back(row[3]);
    }
    for (const auto& row : rows) data.outcomes[0].scores.push_back(row[2]);
    for (std::size_t visit = 1; visit < visits; ++visit) {
        for (const auto& row : rows) data.outcomes[0].scores.push_back(row[3 + visit]);
    }
    return data;
}

const std::vector<TrialData>& trials() {
    static const std::vector<TrialData> all = [] {
        std::ifstream file(folder + "data.csv");
        std::string line;
        std::getline(file, line);
        std::vector<std::vector<std::vector<double>>> rows;
        while (std::getline(file, line)) {
            std::vector<double> row = cells_of(line);
            if (static_cast<std::size_t>(row[0]) > rows.size()) rows.emplace_back();
            rows.back().push_back(std::move(row));
        }
        std::vector<TrialData> made;
        for (const auto& set : rows) made.push_back(trial_of(set));
        return made;
    }();
    return all;
}

/// How the fits of one model compare.
struct Tally {
    int compared = 0;      ///< agree
    int ours_higher = 0;   ///< the other program stopped early
    int other_failed = 0;  ///< the other program gave an error
    int ours_failed = 0;   ///< ours gave a reason why not, and theirs an answer
    int both_failed = 0;   ///< the likelihood rises towards a singular covariance: an error there, a typed reason here
    int boundary = 0;      ///< both at a bound: compared

    bool operator==(const Tally&) const = default;
};

std::ostream& operator<<(std::ostream& to, const Tally& tally) {
    return to << "compared " << tally.compared << ", ours higher " << tally.ours_higher << ", other failed " << tally.other_failed << ", ours failed " << tally.ours_failed
              << ", both failed " << tally.both_failed << ", boundary " << tally.boundary;
}

std::vector<Covariate> covariates_of(const json& set) {
    std::vector<Covariate> covariates;
    for (const json& name : set.at("covariates")) covariates.push_back({.name = name});
    return covariates;
}

void check_numbers(const std::vector<Estimate>& found, const json& effects, const json* errors) {
    REQUIRE(found.size() == effects.size());
    for (std::size_t k = 0; k < found.size(); ++k) {
        INFO("visit " << k + 1);
        CHECK(std::abs(found[k].effect - effects[k].get<double>()) <= 1e-4 * found[k].standard_error);
        if (errors != nullptr) reference::check_relative((*errors)[k].get<double>(), found[k].standard_error, 1e-3);
    }
}

/// One model in all sets.
template <class Make>
Tally compare(const std::string& name, Make&& model_of) {
    Tally tally;
    for (std::size_t s = 0; s < sets().size(); ++s) {
        const json& set = sets()[s];
        const json& wanted = set.at(name);
        const std::vector<Estimate> found = analyse(trials()[s], model_of(covariates_of(set)));
        INFO("set " << s + 1 << ", " << set.at("kind").get<std::string>() << ", " << name << ": ours " << to_string(found[0].status));
        if (wanted.contains("failed") || !usable(found[0].status)) {
            ++(usable(found[0].status) ? tally.other_failed : wanted.contains("failed") ? tally.both_failed : tally.ours_failed);
            CHECK((usable(found[0].status) || found[0].status == FitStatus::covariance_singular || found[0].status == FitStatus::not_converged));
            continue;
        }
        const double theirs = wanted.at("log_likelihood");
        INFO("log-likelihood ours " << found[0].log_likelihood << ", theirs " << theirs);
        CHECK(found[0].log_likelihood >= theirs - 1e-6);
        if (found[0].log_likelihood > theirs + 1e-6) {
            ++tally.ours_higher;
            WARN("ours is higher, by " << found[0].log_likelihood - theirs << ": set " << s + 1 << ", " << name);
            continue;
        }
        ++(found[0].status == FitStatus::on_boundary ? tally.boundary : tally.compared);
        check_numbers(found, wanted.at("effect"), wanted.contains("standard_error") ? &wanted.at("standard_error") : nullptr);
    }
    return tally;
}

Tally compare_mmrm(const std::string& name, VisitCovariance covariance, Estimation estimation = Estimation::reml) {
    return compare(name, [&](const std::vector<Covariate>& covariates) {
        return AnyAnalysis(Mmrm{.covariates = covariates, .covariance = covariance, .estimation = estimation});
    });
}

}  // namespace

TEST_CASE("there are 200 data sets of six kinds") {
    CHECK(trials().size() == 200);
    REQUIRE(sets().size() == trials().size());
    std::map<std::string, int> kinds;
    for (const json& set : sets()) ++kinds[set.at("kind")];
    CHECK(kinds.size() == 6);
    for (const auto& [kind, count] : kinds) CHECK(count >= 33);
}

TEST_CASE("unstructured covariance agrees with gls") {
    CHECK(compare_mmrm("unstructured", {}) == Tally{.compared = 192, .both_failed = 8});
    CHECK(compare_mmrm("unstructured_ml", {}, Estimation::ml) == Tally{.compared = 192, .both_failed = 8});
}

TEST_CASE("compound symmetry agrees with gls") {
    CHECK(compare_mmrm("compound_symmetry", {CovarianceKind::compound_symmetry}) == Tally{.compared = 200});
    CHECK(compare_mmrm("heterogeneous_compound_symmetry", {CovarianceKind::compound_symmetry, true}) == Tally{.compared = 200});
}

TEST_CASE("autoregression agrees with gls") {
    CHECK(compare_mmrm("ar1", {CovarianceKind::ar1}) == Tally{.compared = 200});
    CHECK(compare_mmrm("heterogeneous_ar1", {CovarianceKind::ar1, true}) == Tally{.compared = 200});
}

TEST_CASE("a random intercept agrees with lmer") {
    const auto model = [](const std::vector<Covariate>& covariates) { return AnyAnalysis(Lmm{.covariates = covariates}); };
    CHECK(compare("random_intercept", model) == Tally{.compared = 197, .boundary = 3});
}

// Degrees of freedom of fits inside the bounds; pbkrtest is of expected information.
TEST_CASE("degrees of freedom agree with lmerTest and pbkrtest") {
    int satterthwaite = 0;
    int kenward_roger = 0;
    for (std::size_t s = 0; s < sets().size(); ++s) {
        const json& wanted = sets()[s].at("random_intercept");
        if (wanted.contains("failed") || wanted.at("singular").get<bool>()) continue;
        INFO("set " << s + 1);
        const std::vector<Covariate> covariates = covariates_of(sets()[s]);
        if (wanted.contains("satterthwaite")) {
            ++satterthwaite;
            const std::vector<Estimate> found = analyse(trials()[s], Lmm{.covariates = covariates});
            for (std::size_t k = 0; k < found.size(); ++k) reference::check_relative(wanted.at("satterthwaite")[k], found[k].degrees_of_freedom, 1e-3);
        }
        if (!wanted.contains("kenward_roger")) continue;
        ++kenward_roger;
        const std::vector<Estimate> found =
            analyse(trials()[s], Lmm{.covariates = covariates, .degrees_of_freedom = DegreesOfFreedom::kenward_roger, .information = InformationMatrix::expected});
        for (std::size_t k = 0; k < found.size(); ++k) {
            reference::check_relative(wanted.at("kenward_roger")[k], found[k].degrees_of_freedom, 1e-3);
            reference::check_relative(wanted.at("kenward_roger_standard_error")[k], found[k].standard_error, 1e-3);
        }
    }
    CHECK(satterthwaite == 197);
    CHECK(kenward_roger == 197);
}

}  // namespace cross_check_test
