// Oracle: ranks by counting every pair; responses sorted by arm.
#include "catch.hpp"

#include "analysis/random_trial.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <equipoise/analysis/ranks/arm_responses.hpp>
#include <equipoise/analysis/ranks/rank_sum.hpp>

namespace rank_sum_test {

using namespace equipoise;

double won_by_counting(const std::vector<double>& control, const std::vector<double>& treatment, double shift) {
    double won = 0;
    for (const double x : treatment) {
        for (const double y : control) won += x + shift > y ? 1.0 : x + shift == y ? 0.5 : 0.0;
    }
    return won;
}

double ties_by_counting(const std::vector<double>& control, const std::vector<double>& treatment, double shift) {
    std::vector<double> all = control;
    for (const double x : treatment) all.push_back(x + shift);
    double ties = 0;  // each of t tied values brings t^2 - 1
    for (const double x : all) {
        const auto t = static_cast<double>(std::count(all.begin(), all.end(), x));
        ties += t * t - 1;
    }
    return ties;
}

TEST_CASE("pairs won and ties are those counted one by one") {
    Stream chance(StudyKey(501), 0, {Layer::analysis});
    for (int k = 0; k < 200; ++k) {
        std::vector<double> control(1 + chance() % 30);
        std::vector<double> treatment(1 + chance() % 30);
        const std::uint64_t levels = k % 3 == 0 ? 1000 : 8;
        for (double& value : control) value = 2.0 * static_cast<double>(chance() % levels);
        for (double& value : treatment) value = 2.0 * static_cast<double>(chance() % levels);
        std::sort(control.begin(), control.end());
        std::sort(treatment.begin(), treatment.end());
        for (const double shift : {0.0, 2.0, -3.0}) {
            const ranks::RankSum found = ranks::rank_sum(control, treatment, shift);
            CHECK(found.pairs_won == won_by_counting(control, treatment, shift));
            CHECK(found.ties == ties_by_counting(control, treatment, shift));
        }
        CHECK(ranks::ties_within(control) == ties_by_counting(control, {}, 0));
    }
}

TEST_CASE("values within the tie distance of the least of a group are tied") {
    const std::vector<double> control{1.0, 2.0, 3.0};
    const std::vector<double> treatment{1.0 + 1e-13, 2.0 - 1e-13, 5.0};
    CHECK(ranks::rank_sum(control, treatment).pairs_won == 5.0);
    CHECK(ranks::rank_sum(control, treatment).ties == 0.0);
    CHECK(ranks::rank_sum(control, treatment, 0.0, 1e-12).pairs_won == 0.5 + 1.5 + 3.0);
    CHECK(ranks::rank_sum(control, treatment, 0.0, 1e-12).ties == 12.0);
}

TEST_CASE("responses are those seen, by arm and in order") {
    TrialData data = made::trial(502, {.participants = 30, .skipping = 0.2});
    for (const Response response : {Response::score, Response::change}) {
        ranks::ArmResponses found;
        found.gather(made::trial(503, {.participants = 50}), response, 0, 1);
        found.gather(data, response, 0, 2);
        PerArm<std::vector<double>> wanted;
        for (std::size_t i = 0; i < 30; ++i) {
            const double value = response == Response::score ? data.score(0, 2, i) : data.score(0, 2, i) - data.score(0, 0, i);
            if (value == value) wanted[data.arm[i]].push_back(value);
        }
        std::sort(wanted.control.begin(), wanted.control.end());
        std::sort(wanted.treatment.begin(), wanted.treatment.end());
        CHECK(std::vector<double>(found.control().begin(), found.control().end()) == wanted.control);
        CHECK(std::vector<double>(found.treatment().begin(), found.treatment().end()) == wanted.treatment);
    }
}

TEST_CASE("tails with continuity correction") {
    const ranks::RankSum sum{.treated = 10, .controls = 12, .pairs_won = 40};
    CHECK(sum.variance() == Approx(10 * 12 * 23 / 12.0));
    const ranks::Tails plain = ranks::normal_tails(sum, false);
    CHECK(plain.lower + plain.upper == Approx(1).epsilon(1e-14));
    const ranks::Tails corrected = ranks::normal_tails(sum, true);
    CHECK(corrected.lower == Approx(0.5 * std::erfc((20 - 0.5) / std::sqrt(2 * sum.variance()))).epsilon(1e-14));
    CHECK(ranks::normal_tails({.treated = 3, .controls = 4, .pairs_won = 6}, true).two_sided() == 1);
}

}  // namespace rank_sum_test
