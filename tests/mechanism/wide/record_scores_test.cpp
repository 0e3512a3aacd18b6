// Oracle: the scores of each participant computed alone, bit for bit, by the portable code and by every instruction set of this machine.
#include "catch.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

#include <equipoise/mechanism/covariance.hpp>
#include <equipoise/mechanism/prepared_repeated_measures.hpp>
#include <equipoise/mechanism/wide/record_scores.hpp>

namespace record_scores_test {

using namespace equipoise;

namespace {

RepeatedMeasures outcome_of(std::size_t visits, const Scale& scale, bool boosters) {
    RepeatedMeasures outcome{.mean = {}, .covariance = ar1(visits, 9.0, 0.6)};
    outcome.scale = scale;
    outcome.moments = Moments::latent;
    for (std::size_t v = 0; v < visits; ++v) {
        outcome.mean.control.push_back(30 - 2.5 * static_cast<double>(v));
        outcome.mean.treatment.push_back(30 - 4.25 * static_cast<double>(v));
    }
    if (boosters) {
        outcome.booster_effect = {.control = std::vector<double>(visits, 0.0), .treatment = std::vector<double>(visits, 0.0)};
        outcome.booster_effect.control.back() = -3;
        outcome.booster_effect.treatment.back() = 1.5;
    }
    return outcome;
}

Design design_of(std::size_t visits) {
    Design design{.participants = 40, .visits = {}};
    for (std::size_t v = 0; v < visits; ++v) design.visits.weeks.push_back(static_cast<double>(v));
    if (visits > 2) design.boosters = BoosterPlan{.share = 0.5, .told_after_visit = visits - 2};
    return design;
}

template <std::size_t... Fewer>
std::vector<wide::detail::RecordScores> ways(std::size_t visits, std::size_t participants, std::index_sequence<Fewer...>) {
    using wide::detail::RecordScores;
    std::vector<RecordScores> all{&wide::record_scores, std::array<RecordScores, sizeof...(Fewer)>{&wide::detail::record_scores_portable<Fewer + 2>...}[visits - 2]};
#if defined(__x86_64__) && defined(__GNUC__)
    if (wide::avx2_available()) all.push_back(std::array<RecordScores, sizeof...(Fewer)>{&wide::detail::record_scores_avx2<Fewer + 2>...}[visits - 2]);
    if (wide::avx512_available() && participants >= 8) all.push_back(std::array<RecordScores, sizeof...(Fewer)>{&wide::detail::record_scores_avx512<Fewer + 2>...}[visits - 2]);
#endif
    return all;
}

void check(std::size_t visits, const Scale& scale, bool boosters, std::size_t n) {
    const PreparedRepeatedMeasures outcome = prepare(outcome_of(visits, scale, boosters), design_of(visits));
    wide::ScoreRows rows = outcome.score_rows().value();
    for (std::size_t v = 0; v < visits; ++v) rows.staying(v) = {1 - 0.1 * static_cast<double>(v), 1 - 0.1 * static_cast<double>(v), 1 - 0.05 * static_cast<double>(v), 1 - 0.05 * static_cast<double>(v)};
    std::mt19937 engine(static_cast<unsigned>(visits + n));
    std::vector<Arm> arm(n);
    std::vector<std::uint8_t> booster(n);
    std::vector<double> leaving(n);
    std::vector<double> normals(visits * n);
    for (std::size_t i = 0; i < n; ++i) {
        arm[i] = both_arms[engine() % 2];
        booster[i] = static_cast<std::uint8_t>(engine() % 2);
        leaving[i] = static_cast<double>(engine()) * 0x1p-32;
    }
    outcome.fill_normals(StudyKey(3), visits, normals);
    for (const wide::detail::RecordScores record : ways(visits, n, std::make_index_sequence<wide::most_visits - 1>{})) {
        std::vector<double> scores(visits * n, 77);
        record(rows, outcome.scale(), {n, arm.data(), booster.data(), normals.data(), leaving.data(), scores.data()});
        for (std::size_t i = 0; i < n; ++i) {
            const Cell cell{arm[i], booster[i] != 0};
            const Trajectory alone = outcome.scores(cell, outcome.normals(StudyKey(3), visits, i));
            for (std::size_t v = 0; v < visits; ++v) {
                const double score = scores[v * n + i];
                if (leaving[i] > rows.staying(v)[cell.index()]) {
                    REQUIRE(std::isnan(score));
                } else {
                    REQUIRE(std::bit_cast<std::uint64_t>(score) == std::bit_cast<std::uint64_t>(alone[v]));
                }
            }
        }
    }
}

}  // namespace

TEST_CASE("scores recorded at a time are those recorded alone") {
    const Scale modq{.minimum = 0, .maximum = 100, .step = 2};
    for (std::size_t visits = 2; visits <= wide::most_visits; ++visits) {
        for (const std::size_t n : {4U, 5U, 6U, 7U, 8U, 9U, 15U, 149U}) {
            check(visits, modq, visits > 2, n);
            check(visits, modq, false, n);
            check(visits, Scale{}, false, n);
            check(visits, {.minimum = -5, .maximum = 30}, visits > 2, n);
        }
    }
    check(4, modq, true, 20'000);
    check(4, {.minimum = 0, .maximum = 100, .step = 0.5}, false, 20'000);
    check(4, {.minimum = -5, .maximum = 33.25, .step = 0.25}, false, 20'000);
}

TEST_CASE("scales whose levels cannot be counted are left to be recorded alone") {
    CHECK(wide::countable({}));
    CHECK(wide::countable({.minimum = 0, .maximum = 100, .step = 2}));
    CHECK_FALSE(wide::countable({.minimum = 0, .step = 2}));
    CHECK_FALSE(wide::countable({.step = 1}));
    CHECK_FALSE(wide::countable({.minimum = 0, .maximum = 1e12, .step = 1}));
    RepeatedMeasures skewed = outcome_of(4, {}, false);
    skewed.residuals = SinhArcsinh{0.5, 1};
    CHECK_FALSE(prepare(skewed, design_of(4)).score_rows());
    CHECK_FALSE(prepare(outcome_of(9, {}, false), design_of(9)).score_rows());
}

}  // namespace record_scores_test
