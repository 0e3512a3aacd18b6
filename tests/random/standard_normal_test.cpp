// Oracle: draws recomputed from raw words; columns are what is drawn alone; one digest for all builds. Statistical: the normal law (seeded).
#include "catch.hpp"

#include <equipoise/random/standard_normal.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <span>
#include <vector>

namespace standard_normal_test {

namespace {

using Catch::Matchers::WithinAbs;
using equipoise::fill_standard_normals;
using equipoise::Layer;
using equipoise::normal_quantile;
using equipoise::NormalsAbove;
using equipoise::standard_normal;
using equipoise::Stream;
using equipoise::StudyKey;
using equipoise::WordUniform;

constexpr StudyKey study{20240229};
constexpr std::size_t million = 1'000'000;

/// A million draws as a study makes them: a few for each of many participants.
const std::vector<double>& draws() {
    static const std::vector<double> values = [] {
        constexpr std::size_t each = 10;
        std::vector<double> made;
        made.reserve(million);
        for (std::uint64_t participant = 0; made.size() < million; ++participant) {
            Stream chance(study, 0, {Layer::outcome}, participant);
            for (std::size_t draw = 0; draw < each; ++draw) made.push_back(standard_normal(chance));
        }
        return made;
    }();
    return values;
}

double mean_power(int power) {
    double sum = 0;
    for (const double z : draws()) sum += std::pow(z, power);
    return sum / static_cast<double>(million);
}

double normal_probability(double z) { return std::erfc(-z / std::sqrt(2.0)) / 2; }

double mcse(double variance) { return std::sqrt(variance / static_cast<double>(million)); }

}  // namespace

TEST_CASE("a draw is the quantile of the lower half of a word, its tail told by the upper half") {
    Stream ours(study, 1, {Layer::outcome}, 2);
    Stream words(study, 1, {Layer::outcome}, 2);
    std::size_t tails = 0;
    for (std::size_t draw = 0; draw < million; ++draw) {
        const std::uint64_t word = words();
        WordUniform u(static_cast<std::uint32_t>(word));
        if (u.in_tail()) {
            u.refine(static_cast<std::uint32_t>(word >> 32U));
            ++tails;
        }
        REQUIRE(standard_normal(ours) == normal_quantile(u));
    }
    CHECK_THAT(static_cast<double>(tails) / million, WithinAbs(0x1p-9, 4 * mcse(0x1p-9)));
}

TEST_CASE("a column is what each participant draws alone, however many there are") {
    for (const NormalsAbove& those : {NormalsAbove{}, NormalsAbove{.cut = -0.48, .share = 0.684}}) {
        for (std::uint64_t replicate = 0; replicate < 40; ++replicate) {
            for (const std::size_t count : {1U, 31U, 32U, 149U, 256U, 700U}) {
                const Stream column(study, replicate, {Layer::outcome, 1});
                std::vector<double> normals(count + 1, 77);
                fill_standard_normals(column, those, std::span(normals).first(count));
                for (std::uint32_t i = 0; i < count; ++i) REQUIRE(normals[i] == normal_quantile(those, column_uniform(column, i)));
                CHECK(normals.back() == 77);
            }
        }
    }
}

TEST_CASE("a million normals above a cut have its conditional mean and variance, and none is below") {
    const double cut = 0.5;
    const double share = normal_probability(-cut);
    std::vector<double> normals(million);
    fill_standard_normals(Stream(study, 3, {Layer::outcome}), {.cut = cut, .share = share}, normals);
    const double hazard = std::exp(-cut * cut / 2) / std::sqrt(2 * std::acos(-1.0)) / share;  // the mean of those above
    const double variance = 1 + cut * hazard - hazard * hazard;
    double sum = 0;
    double square = 0;
    for (const double z : normals) {
        REQUIRE(z >= cut);
        sum += z - hazard;
        square += (z - hazard) * (z - hazard);
    }
    CHECK_THAT(sum / million, WithinAbs(0.0, 4 * mcse(variance)));
    CHECK_THAT(square / million, WithinAbs(variance, 4 * mcse(8 * variance * variance)));  // its kurtosis is below 9, that of the exponential
}

TEST_CASE("every build draws the same million normals") {
    std::uint64_t digest = 0xcbf29ce484222325U;  // FNV-1a over words
    for (const double z : draws()) digest = (digest ^ std::bit_cast<std::uint64_t>(z)) * 0x100000001b3U;
    CHECK(digest == 0x1bf8c31d21094b3U);
}

TEST_CASE("the first four moments are those of the normal law") {
    CHECK_THAT(mean_power(1), WithinAbs(0.0, 4 * mcse(1)));
    CHECK_THAT(mean_power(2), WithinAbs(1.0, 4 * mcse(2)));
    CHECK_THAT(mean_power(3), WithinAbs(0.0, 4 * mcse(15)));
    CHECK_THAT(mean_power(4), WithinAbs(3.0, 4 * mcse(96)));
}

TEST_CASE("the distribution function is the normal one: Kolmogorov-Smirnov") {
    std::vector<double> sorted = draws();
    std::sort(sorted.begin(), sorted.end());
    double distance = 0;
    for (std::size_t i = 0; i < million; ++i) {
        const double p = normal_probability(sorted[i]);
        distance = std::max({distance, p - static_cast<double>(i) / million, static_cast<double>(i + 1) / million - p});
    }
    // P(sqrt(n) D > 2.277) = 2 exp(-2 * 2.277^2) = 6.3e-5, that of 4 SE of a normal.
    CHECK(distance * std::sqrt(static_cast<double>(million)) < 2.277);
}

TEST_CASE("equally likely cells hold equal shares: Pearson") {
    constexpr std::size_t cells = 500;
    std::vector<double> counts(cells);
    for (const double z : draws()) ++counts[std::min(cells - 1, static_cast<std::size_t>(normal_probability(z) * cells))];
    constexpr double expected = static_cast<double>(million) / cells;
    double statistic = 0;
    for (const double count : counts) statistic += (count - expected) * (count - expected) / expected;
    CHECK_THAT(statistic, WithinAbs(cells - 1.0, 4 * std::sqrt(2 * (cells - 1.0))));
}

TEST_CASE("the tails hold what they should") {
    for (const double z : {2.0, 3.0, 3.4426198558966521, 4.0}) {
        const double p = normal_probability(-z);
        const auto share = [&](auto beyond) {
            return static_cast<double>(std::count_if(draws().begin(), draws().end(), beyond)) / million;
        };
        CHECK_THAT(share([z](double draw) { return draw > z; }), WithinAbs(p, 4 * mcse(p * (1 - p))));
        CHECK_THAT(share([z](double draw) { return draw < -z; }), WithinAbs(p, 4 * mcse(p * (1 - p))));
    }
}

TEST_CASE("draws of one participant and of neighbours are uncorrelated") {
    for (const std::size_t lag : {std::size_t{1}, std::size_t{2}, std::size_t{10}}) {
        double sum = 0;
        for (std::size_t i = lag; i < million; ++i) sum += draws()[i] * draws()[i - lag];
        CHECK_THAT(sum / static_cast<double>(million), WithinAbs(0.0, 4 * mcse(1)));
    }
}

}  // namespace standard_normal_test
