// Reference: all allocations by R's combn on three data sets. Oracles: least squares, counted allocations, invariances, typed failures.
// Statistical: drawn allocations against all of them; the size of the test.
#include "catch.hpp"

#include "analysis/random_trial.hpp"
#include "analysis/reference_trial.hpp"

#include <algorithm>
#include <map>

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/permutation_test.hpp>

namespace permutation_test_test {

using namespace equipoise;

TrialData from_r(const nlohmann::json& rows) {
    TrialData data;
    data.outcomes.push_back({.name = "score", .visits = 2, .scores = {}});
    data.covariates = {{.name = "stratum", .values = {}, .levels = {"1", "2"}}};
    for (const nlohmann::json& row : rows) {
        data.arm.push_back(row.at("arm") == 1 ? Arm::treatment : Arm::control);
        data.booster.push_back(0);
        data.covariates[0].values.push_back(row.at("stratum").get<double>() - 1);
        data.outcomes[0].scores.push_back(row.at("base"));
    }
    for (const nlohmann::json& row : rows) data.outcomes[0].scores.push_back(row.at("y"));
    return data;
}

TEST_CASE("permutation tests agree with all allocations in R") {
    std::ifstream file(std::string{EQUIPOISE_TEST_DATA} + "/reference_r/permutation.json");
    const nlohmann::json all = nlohmann::json::parse(file).at("sets");
    CHECK(all.size() == 3);
    for (const auto& [name, set] : all.items()) {
        const TrialData data = from_r(set.at("data"));
        for (const char* kind : {"plain", "adjusted"}) {
            INFO(name << " " << kind);
            PermutationTest test{.strata = {"stratum"}};
            if (std::string{kind} == "adjusted") test.covariates = {{.name = "baseline"}};
            const nlohmann::json& wanted = set.at(kind);
            for (const auto& [margin, key] : {std::pair{0.0, "no_effect"}, std::pair{-2.0, "effect_of_minus_2"}}) {
                const auto p = [&, margin = margin](Alternative alternative) {
                    PermutationTest other = test;
                    other.hypothesis = {alternative, margin};
                    return analyse(data, other)[0].p_value;
                };
                CHECK(p(Alternative::two_sided) == Approx(wanted.at(key).at("two_sided").get<double>()).epsilon(1e-12));
                CHECK(p(Alternative::less) == Approx(wanted.at(key).at("less").get<double>()).epsilon(1e-12));
                CHECK(p(Alternative::greater) == Approx(wanted.at(key).at("greater").get<double>()).epsilon(1e-12));
            }
            CHECK(analyse(data, test)[0].effect == Approx(wanted.at("effect").get<double>()).epsilon(1e-11));
        }
    }
}

TEST_CASE("the effect is that of ANCOVA") {
    const TrialData data = made::trial(601, {.skipping = 0.1, .covariates = true});
    const std::vector<Covariate> covariates{{.name = "baseline"}, {.name = "age"}};
    const std::vector<Estimate> wanted = analyse(data, Ancova{.covariates = covariates, .strata = {"site"}});
    const std::vector<Estimate> found = analyse(data, PermutationTest{.covariates = covariates, .strata = {"site"}});
    for (std::size_t visit = 0; visit < 3; ++visit) {
        CHECK(found[visit].effect == Approx(wanted[visit].effect).epsilon(1e-10));
        CHECK(found[visit].participants_analysed == wanted[visit].participants_analysed);
        CHECK(std::isnan(found[visit].standard_error));
    }
}

TEST_CASE("drawn allocations keep the sizes of the arms in each stratum, each as likely") {
    // Values are powers of two, so that a sum says who was chosen.
    const std::vector<permutation::Stratum> strata{{0, 4, 1}, {4, 3, 2}};
    std::vector<double> values{1, 2, 4, 8, 16, 32, 64};
    const std::vector<double> totals{15, 112};
    Stream chance(StudyKey(602), 0, {Layer::analysis});
    std::map<double, int> drawn;
    const int draws = 24'000;
    for (int k = 0; k < draws; ++k) ++drawn[permutation::random_allocation(values, strata, totals, chance)];
    std::map<double, int> all;
    std::vector<std::uint8_t> labels;
    std::sort(values.begin(), values.end());
    permutation::every_allocation(values, strata, labels, [&](double sum) { ++all[sum]; });
    CHECK(permutation::allocations(strata) == 12);
    CHECK(all.size() == 12);
    CHECK(drawn.size() == 12);
    for (const auto& [sum, times] : drawn) {
        CHECK(all.count(sum) == 1);
        CHECK(std::abs(times - draws / 12.0) <= 4 * std::sqrt(draws / 12.0 * (11.0 / 12)));
    }
}

TEST_CASE("the p-value of draws is near that of all allocations") {
    const TrialData data = made::trial(603, {.participants = 16, .leaving = 0, .skipping = 0});
    for (const std::size_t visit : {1U, 2U, 3U}) {
        const double exact = analyse(data, PermutationTest{.visit = visit})[0].p_value;
        const double drawn = analyse(data, PermutationTest{.permutations = 20'000, .exact_up_to = 0, .visit = visit}, 0.05, 9)[0].p_value;
        CHECK(std::abs(drawn - exact) <= 4 * std::sqrt(exact * (1 - exact) / 20'000) + 1e-4);
        CHECK(drawn != exact);
    }
}

TEST_CASE("the smallest p-value of draws is that of none being as far") {
    TrialData data = made::trial(604, {.participants = 60, .leaving = 0, .skipping = 0});
    for (std::size_t i = 0; i < 60; ++i) data.outcomes[0].scores[60 + i] -= data.arm[i] == Arm::treatment ? 200 : 0;
    CHECK(analyse(data, PermutationTest{.permutations = 199, .visit = 1})[0].p_value == Approx(1.0 / 200));
    CHECK(analyse(data, PermutationTest{.permutations = 199, .visit = 1, .hypothesis = {Alternative::greater}})[0].p_value == 1);
}

TEST_CASE("equivalence by permutation is two one-sided tests") {
    const TrialData data = made::trial(605, {.participants = 16, .leaving = 0, .skipping = 0});
    const auto p = [&](const Hypothesis& hypothesis) { return analyse(data, PermutationTest{.visit = 1, .hypothesis = hypothesis})[0].p_value; };
    CHECK(p({Alternative::equivalence, 9.0}) == std::max(p({Alternative::less, 9.0}), p({Alternative::greater, -9.0})));
}

TEST_CASE("the order of participants, the unit and the origin do not matter to permutations, nor which visits are asked for") {
    const TrialData decimal = reference::trial("ii_monotone");
    const std::size_t n = decimal.participants();
    TrialData shuffled = decimal;
    TrialData shifted = decimal;
    TrialData scaled = decimal;
    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t k = (i * 17 + 5) % n;
        shuffled.arm[i] = decimal.arm[k];
        for (std::size_t visit = 0; visit < 4; ++visit) shuffled.outcomes[0].scores[visit * n + i] = decimal.score(0, visit, k);
    }
    for (double& score : shifted.outcomes[0].scores) score += 1e6;
    for (double& score : scaled.outcomes[0].scores) score *= 1000;
    for (const PermutationTest& test : {PermutationTest{}, PermutationTest{.response = Response::change}, PermutationTest{.covariates = {{.name = "baseline"}}}}) {
        const std::vector<Estimate> wanted = analyse(decimal, test, 0.05, 3);
        for (const TrialData* other : {&shuffled, &shifted, &scaled}) {
            const std::vector<Estimate> found = analyse(*other, test, 0.05, 3);
            for (std::size_t visit = 0; visit < 3; ++visit) CHECK(found[visit].p_value == wanted[visit].p_value);
        }
        PermutationTest last = test;
        last.visit = 3;
        CHECK(analyse(decimal, last, 0.05, 3)[0].p_value == wanted[2].p_value);
    }
}

TEST_CASE("a test within strata holds its level where an unstratified one would not be exact") {
    // Outcomes differ between strata, and so do the shares of the arms; there is no effect.
    int rejected = 0;
    const int trials = 2000;
    Stream chance(StudyKey(606), 0, {Layer::analysis});
    TrialData data{.arm = std::vector<Arm>(20), .booster = std::vector<std::uint8_t>(20, 0), .outcomes = {}};
    data.covariates = {{.name = "site", .values = std::vector<double>(20), .levels = {"a", "b"}}};
    data.outcomes.push_back({"score", 2, std::vector<double>(40)});
    for (std::size_t i = 0; i < 20; ++i) {
        data.covariates[0].values[i] = i < 10 ? 0 : 1;
        data.arm[i] = (i < 3 || i >= 13) ? Arm::treatment : Arm::control;
    }
    for (int k = 0; k < trials; ++k) {
        for (std::size_t i = 0; i < 20; ++i) data.outcomes[0].scores[20 + i] = uniform(chance) * uniform(chance) + (i < 10 ? 0.0 : 1.0);
        rejected += analyse(data, PermutationTest{.strata = {"site"}}, 0.05)[0].p_value <= 0.05 ? 1 : 0;
    }
    const double rate = rejected / static_cast<double>(trials);
    CHECK(std::abs(rate - 0.05) <= 4 * std::sqrt(0.05 * 0.95 / trials));
}

TEST_CASE("a permutation test that cannot be done says why") {
    TrialData data{.arm = {Arm::control, Arm::control, Arm::treatment, Arm::treatment}, .booster = {0, 0, 0, 0}, .outcomes = {}};
    data.outcomes.push_back({"score", 2, {1, 2, 4, 3, 10, 12, missing, missing}});
    data.covariates = {{.name = "site", .values = {0, 0, 1, 1}, .levels = {"a", "b"}}};
    CHECK(analyse(data, PermutationTest{})[0].status == FitStatus::not_estimable);
    CHECK(analyse(data, PermutationTest{})[0].participants_analysed == 2);
    data.outcomes[0].scores = {1, 2, 4, 3, 10, 12, 8, 9};
    CHECK(analyse(data, PermutationTest{})[0].status == FitStatus::converged);
    CHECK(analyse(data, PermutationTest{})[0].p_value == Approx(1 / 3.0));  // 2 of 6 allocations
    CHECK(analyse(data, PermutationTest{.strata = {"site"}})[0].status == FitStatus::not_estimable);  // strata are the arms
    data.outcomes[0].scores = {1, 1, 3, 3, 10, 12, 8, 9};
    CHECK(analyse(data, PermutationTest{.covariates = {{.name = "baseline"}}})[0].status == FitStatus::not_estimable);
    data.outcomes[0].scores = {1, 2, 4, 3, 7.3, 7.3, 7.3, 7.3};
    CHECK(analyse(data, PermutationTest{})[0].status == FitStatus::covariance_singular);
}

TEST_CASE("faults of a permutation test name their place") {
    const TrialShape shape{.visits = {"baseline", "week 6"}, .outcomes = {"pain"}, .covariates = {{"age"}}, .has_baseline = false};
    const std::vector<Fault> faults = PermutationTest{.response = Response::change, .strata = {"age"}, .permutations = 0}.faults(shape);
    REQUIRE(faults.size() == 3);
    CHECK(faults[0].pointer == "/strata/0");
    CHECK(faults[1].pointer == "/response");
    CHECK(faults[2].pointer == "/permutations");
}

}  // namespace permutation_test_test
