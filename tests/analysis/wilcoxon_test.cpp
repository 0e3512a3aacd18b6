// Reference: R's wilcox.test on four data sets, and with intervals on three more. Oracles: the interval is what the test does not reject,
// exact p-values by all choices, invariances, typed failures.
#include "catch.hpp"

#include "analysis/random_trial.hpp"
#include "analysis/reference_trial.hpp"

#include <algorithm>
#include <limits>

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/wilcoxon.hpp>

namespace wilcoxon_test {

using namespace equipoise;

constexpr double infinity = std::numeric_limits<double>::infinity();

TrialData two_arms(const std::vector<double>& treatment, const std::vector<double>& control) {
    TrialData data;
    data.outcomes.push_back({.name = "score", .visits = 2, .scores = std::vector<double>(treatment.size() + control.size(), missing)});
    data.outcomes[0].scores.insert(data.outcomes[0].scores.end(), treatment.begin(), treatment.end());
    data.outcomes[0].scores.insert(data.outcomes[0].scores.end(), control.begin(), control.end());
    data.arm.assign(treatment.size(), Arm::treatment);
    data.arm.insert(data.arm.end(), control.size(), Arm::control);
    data.booster.assign(data.arm.size(), 0);
    return data;
}

TEST_CASE("rank-sum tests agree with R") {
    const nlohmann::json all = reference::read_json("wilcoxon.json").at("sets");
    for (const std::string& set : reference::sets) {
        const TrialData data = reference::trial(set);
        for (const Response response : {Response::score, Response::change}) {
            const std::vector<Estimate> corrected = analyse(data, Wilcoxon{.response = response});
            const std::vector<Estimate> plain = analyse(data, Wilcoxon{.response = response, .continuity_correction = false});
            const std::vector<Estimate> fast = analyse(data, Wilcoxon{.response = response, .estimate = false});
            const std::vector<Estimate> exact = analyse(data, Wilcoxon{.response = response, .distribution = RankTestDistribution::exact, .estimate = false});
            for (std::size_t visit = 0; visit < 3; ++visit) {
                INFO(set << " " << reference::visits[visit] << (response == Response::score ? " score" : " change"));
                const nlohmann::json& wanted = all.at(set).at(reference::visits[visit]).at(response == Response::score ? "score" : "change");
                reference::check_relative(corrected[visit].p_value, wanted.at("p_normal_cc"), 1e-10);
                reference::check_relative(plain[visit].p_value, wanted.at("p_normal_nocc"), 1e-10);
                reference::check_relative(corrected[visit].effect, wanted.at("hodges_lehmann_median_of_pairwise"), 1e-10);
                if (!wanted.at("p_exact").is_null()) reference::check_relative(exact[visit].p_value, wanted.at("p_exact"), 1e-10);
                CHECK(fast[visit].p_value == corrected[visit].p_value);
                CHECK(std::isnan(fast[visit].effect));
                CHECK(std::isnan(corrected[visit].standard_error));
                CHECK(corrected[visit].degrees_of_freedom == infinity);
                ranks::ArmResponses responses;
                responses.gather(data, response, 0, visit + 1);
                CHECK(ranks::rank_sum(responses.control(), responses.treatment()).pairs_won == wanted.at("W_arm1").get<double>());
            }
        }
    }
}

void check_interval(const Interval& found, const nlohmann::json& wanted) {
    CHECK(std::abs(found.lower - wanted.at(0).get<double>()) <= 1e-10);
    CHECK(std::abs(found.upper - wanted.at(1).get<double>()) <= 1e-10);
}

void check_by_r(const TrialData& data, const Wilcoxon& test, const nlohmann::json& wanted) {
    const auto p = [&](const Hypothesis& hypothesis) {
        Wilcoxon other = test;
        other.hypothesis = hypothesis;
        return analyse(data, other)[0].p_value;
    };
    const Estimate found = analyse(data, test)[0];
    reference::check_relative(found.p_value, wanted.at("p"), 1e-10);
    check_interval(found.interval, wanted.at("ci"));
    check_interval(analyse(data, test, 0.1)[0].interval, wanted.at("ci_90"));
    const double less = wanted.at("less_at_2");
    const double greater = wanted.at("greater_at_minus_4");
    reference::check_relative(p({Alternative::less, 2.0}), less, 1e-10);
    reference::check_relative(p({Alternative::greater, -4.0}), greater, 1e-10);
    reference::check_relative(p({Alternative::two_sided, -1.0}), wanted.at("two_sided_at_minus_1"), 1e-10);
}

TEST_CASE("intervals and hypotheses agree with R, exact and by the normal approximation, with ties and without") {
    std::ifstream file(std::string{EQUIPOISE_TEST_DATA} + "/reference_r/hodges_lehmann.json");
    const nlohmann::json all = nlohmann::json::parse(file);
    CHECK(all.at("sets").size() == 3);
    for (const auto& [name, set] : all.at("sets").items()) {
        INFO(name);
        const TrialData data = two_arms(set.at("x"), set.at("y"));
        CHECK(analyse(data, Wilcoxon{})[0].effect == Approx(set.at("median").get<double>()).epsilon(1e-12));
        check_by_r(data, Wilcoxon{}, set.at("normal").at("corrected"));
        check_by_r(data, Wilcoxon{.continuity_correction = false}, set.at("normal").at("plain"));
        if (set.contains("exact")) check_by_r(data, Wilcoxon{.distribution = RankTestDistribution::exact}, set.at("exact"));
    }
    const nlohmann::json& tied = all.at("tied");
    const TrialData data = two_arms(tied.at("x"), tied.at("y"));
    const auto p = [&](Alternative alternative) { return analyse(data, Wilcoxon{.distribution = RankTestDistribution::exact, .hypothesis = {alternative}})[0].p_value; };
    CHECK(p(Alternative::less) == Approx(tied.at("less").get<double>()).epsilon(1e-12));
    CHECK(p(Alternative::greater) == Approx(tied.at("greater").get<double>()).epsilon(1e-12));
    CHECK(p(Alternative::two_sided) == Approx(2 * tied.at("less").get<double>()).epsilon(1e-12));
}

TEST_CASE("the interval is of the shifts that the test does not reject") {
    for (const std::uint64_t seed : {531U, 532U, 533U}) {
        const TrialData data = made::trial(seed, {.participants = 24, .skipping = 0.1});
        for (const Wilcoxon& test : {Wilcoxon{.visit = 2}, Wilcoxon{.continuity_correction = false, .visit = 2}, Wilcoxon{.distribution = RankTestDistribution::exact, .visit = 2}}) {
            const Estimate found = analyse(data, test)[0];
            const auto p = [&](double margin) {
                Wilcoxon other = test;
                other.hypothesis.margin = margin;
                return analyse(data, other)[0].p_value;
            };
            CHECK(found.interval.contains(found.effect));
            CHECK(p(found.interval.lower + 1e-7) >= 0.05);
            CHECK(p(found.interval.upper - 1e-7) >= 0.05);
            CHECK(p(found.interval.lower - 1e-7) < 0.05);
            CHECK(p(found.interval.upper + 1e-7) < 0.05);
        }
    }
}

TEST_CASE("equivalence by ranks is two one-sided tests") {
    const TrialData data = reference::trial("i_complete");
    const auto p = [&](const Hypothesis& hypothesis) { return analyse(data, Wilcoxon{.visit = 3, .hypothesis = hypothesis})[0].p_value; };
    CHECK(p({Alternative::equivalence, 10.0}) == std::max(p({Alternative::less, 10.0}), p({Alternative::greater, -10.0})));
    CHECK(p({Alternative::equivalence, 10.0}) < 0.025);
    CHECK(p({Alternative::equivalence, 6.0}) > 0.1);
}

TEST_CASE("the order of participants, the unit and the origin do not matter to ranks") {
    const TrialData decimal = reference::trial("ii_monotone");  // one decimal, many ties
    TrialData coarse = decimal;
    for (double& score : coarse.outcomes[0].scores) score = 2 * std::round(score / 2);
    for (const TrialData* data : {&decimal, &std::as_const(coarse)}) {
        const std::size_t n = data->participants();
        TrialData shuffled = *data;
        TrialData shifted = *data;
        TrialData scaled = *data;
        for (std::size_t i = 0; i < n; ++i) {
            const std::size_t k = (i * 17 + 5) % n;
            shuffled.arm[i] = data->arm[k];
            for (std::size_t visit = 0; visit < 4; ++visit) shuffled.outcomes[0].scores[visit * n + i] = data->score(0, visit, k);
        }
        for (double& score : shifted.outcomes[0].scores) score += 1e6;
        for (double& score : scaled.outcomes[0].scores) score *= 1000;
        // Changes of decimals are rounded; the distance is far below a tenth, the unit of the scores.
        for (const Wilcoxon& one : {Wilcoxon{}, Wilcoxon{.response = Response::change, .tie = 1e-6}, Wilcoxon{.response = Response::change, .continuity_correction = false, .tie = 1e-6}}) {
            const std::vector<Estimate> wanted = analyse(*data, one);
            for (const auto& [other, unit] : {std::pair{&shuffled, 1.0}, std::pair{&shifted, 1.0}, std::pair{&scaled, 1000.0}}) {
                Wilcoxon test = one;
                test.tie *= unit;
                const std::vector<Estimate> found = analyse(*other, test);
                for (std::size_t visit = 0; visit < 3; ++visit) {
                    reference::check_relative(found[visit].p_value, wanted[visit].p_value, 1e-9);
                    CHECK(std::abs(found[visit].effect / unit - wanted[visit].effect) <= 1e-9 * 10);
                    CHECK(std::abs(found[visit].interval.lower / unit - wanted[visit].interval.lower) <= 1e-9 * 10);
                    CHECK(std::abs(found[visit].interval.upper / unit - wanted[visit].interval.upper) <= 1e-9 * 10);
                }
            }
        }
    }
}

TEST_CASE("scores in steps are compared as they are, and so are their changes") {
    TrialData data = reference::trial("i_complete");
    for (double& score : data.outcomes[0].scores) score = 2 * std::round(score / 2);
    TrialData shifted = data;
    for (double& score : shifted.outcomes[0].scores) score += 1e6;
    for (const Response response : {Response::score, Response::change}) {
        CHECK(analyse(shifted, Wilcoxon{.response = response})[2].p_value == analyse(data, Wilcoxon{.response = response})[2].p_value);
        CHECK(analyse(shifted, Wilcoxon{.response = response})[2].effect == analyse(data, Wilcoxon{.response = response})[2].effect);
    }
}

TEST_CASE("swapping the arms turns the sign of the shift") {
    const TrialData data = reference::trial("vii_heavy_dropout_unequal");
    TrialData swapped = data;
    for (Arm& arm : swapped.arm) arm = arm == Arm::control ? Arm::treatment : Arm::control;
    for (const RankTestDistribution distribution : {RankTestDistribution::normal, RankTestDistribution::exact}) {
        const Estimate one = analyse(data, Wilcoxon{.distribution = distribution, .visit = 3})[0];
        const Estimate other = analyse(swapped, Wilcoxon{.distribution = distribution, .visit = 3})[0];
        CHECK(one.effect == -other.effect);
        CHECK(one.interval.lower == -other.interval.upper);
        CHECK(one.p_value == Approx(other.p_value).epsilon(1e-12));
    }
}

TEST_CASE("a rank-sum test that cannot be done says why") {
    const Estimate nobody = analyse(two_arms({missing}, {1, 2, 3}), Wilcoxon{})[0];
    CHECK(nobody.status == FitStatus::not_estimable);
    CHECK(nobody.participants_analysed == 3);
    CHECK(std::isnan(nobody.p_value));
    CHECK(analyse(two_arms({2, 2, 2}, {2, 2}), Wilcoxon{})[0].status == FitStatus::covariance_singular);
    CHECK(analyse(two_arms({2, 2, 2}, {2, 2}), Wilcoxon{.distribution = RankTestDistribution::exact})[0].status == FitStatus::covariance_singular);
    CHECK(analyse(two_arms({2, 2, 2}, {1, 1}), Wilcoxon{})[0].status == FitStatus::converged);
    CHECK(analyse(two_arms({2, 2, 2}, {1, 1}), Wilcoxon{.hypothesis = {Alternative::two_sided, 1.0}})[0].status == FitStatus::covariance_singular);
}

TEST_CASE("where no shift can be rejected the interval has no bounds") {
    const Estimate normal = analyse(two_arms({1, 2}, {3, 4}), Wilcoxon{})[0];
    CHECK(normal.interval.lower == -infinity);
    CHECK(normal.interval.upper == infinity);
    CHECK(normal.effect == -2);
    const Estimate exact = analyse(two_arms({1, 2}, {3, 4}), Wilcoxon{.distribution = RankTestDistribution::exact})[0];
    CHECK(exact.interval.lower == -3);  // as R: all differences
    CHECK(exact.interval.upper == -1);
}

TEST_CASE("what a rank-sum test reports, and faults") {
    const TrialShape shape{.visits = {"baseline", "week 6"}, .outcomes = {"pain"}, .has_baseline = false};
    const PreparedWilcoxon prepared = Wilcoxon{.estimate = false, .hypothesis = {Alternative::less}}.prepare(shape, 0.05);
    CHECK(prepared.answers()[0].estimand == median_difference);
    const TrialShape with_baseline{.visits = {"baseline", "week 6"}, .outcomes = {"pain"}};
    CHECK(Wilcoxon{.response = Response::change}.prepare(with_baseline, 0.05).answers()[0].of_change);
    CHECK_FALSE(prepared.answers()[0].of_change);
    CHECK(prepared.answers()[0].reports == Reports{.effect = false, .standard_error = false, .interval = false});
    CHECK(prepared.answers()[0].level == 0.025);
    const std::vector<Fault> faults = Wilcoxon{.response = Response::change, .tie = -1.0}.faults(shape);
    REQUIRE(faults.size() == 2);
    CHECK(faults[0].pointer == "/response");
    CHECK(faults[1].pointer == "/tie");
}

}  // namespace wilcoxon_test
