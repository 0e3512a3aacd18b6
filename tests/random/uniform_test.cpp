// Oracle: draws recomputed from raw Philox words. Statistical: moments and equal shares (seeded).
#include "catch.hpp"

#include <equipoise/random/uniform.hpp>

#include <array>
#include <cmath>
#include <numeric>
#include <vector>

namespace uniform_test {

namespace {

using equipoise::Layer;
using equipoise::Stream;
using equipoise::StudyKey;
using equipoise::uniform;
using equipoise::uniform_index;

constexpr StudyKey study{20240229};

constexpr double first_uniform() {
    Stream chance(study, 0, {Layer::allocation});
    return uniform(chance);
}
static_assert(first_uniform() >= 0 && first_uniform() < 1);

/// Pearson's statistic for equally likely cells; with k cells its mean is k - 1 and its SD nearly sqrt(2 (k - 1)).
double pearson(const std::vector<double>& counts) {
    const double expected = std::accumulate(counts.begin(), counts.end(), 0.0) / static_cast<double>(counts.size());
    double sum = 0;
    for (const double count : counts) sum += (count - expected) * (count - expected) / expected;
    return sum;
}

void check_equal_shares(const std::vector<double>& counts) {
    const auto df = static_cast<double>(counts.size() - 1);
    CHECK_THAT(pearson(counts), Catch::Matchers::WithinAbs(df, 4 * std::sqrt(2 * df)));
}

}  // namespace

TEST_CASE("a uniform draw is the upper 53 bits of one word") {
    Stream chance(study, 5, {Layer::dropout}, 6);
    Stream words(study, 5, {Layer::dropout}, 6);
    for (int draw = 0; draw < 10'000; ++draw) {
        const double u = uniform(chance);
        REQUIRE(u >= 0.0);
        REQUIRE(u < 1.0);
        REQUIRE(u == std::ldexp(static_cast<double>(words() / 2048), -53));
    }
    CHECK(chance() == words());
}

TEST_CASE("uniform draws have the moments and shares of the uniform distribution") {
    constexpr int n = 1'000'000;
    Stream chance(study, 0, {Layer::dropout});
    std::vector<double> counts(1'000);
    double sum = 0, squares = 0;
    for (int draw = 0; draw < n; ++draw) {
        const double u = uniform(chance);
        sum += u - 0.5;
        squares += (u - 0.5) * (u - 0.5);
        ++counts[static_cast<std::size_t>(u * 1'000)];
    }
    CHECK_THAT(sum / n, Catch::Matchers::WithinAbs(0.0, 4 * std::sqrt(1.0 / 12 / n)));
    CHECK_THAT(squares / n, Catch::Matchers::WithinAbs(1.0 / 12, 4 * std::sqrt(1.0 / 180 / n)));  // 1/80 - 1/144 = 1/180
    check_equal_shares(counts);
}

TEST_CASE("an index is the word divided into equal ranges") {
    for (const std::size_t n : {std::size_t{2}, std::size_t{7}, std::size_t{75}, std::size_t{149}, std::size_t{1'000'000}}) {
        Stream chance(study, n, {Layer::allocation});
        Stream words(study, n, {Layer::allocation});
        for (int draw = 0; draw < 1'000; ++draw) {
            __extension__ using Wide = unsigned __int128;
            const auto range = static_cast<std::uint64_t>((Wide{1} << 64U) / n);  // at these n no word of these is drawn again
            REQUIRE(uniform_index(chance, n) == words() / range);
        }
    }
}

TEST_CASE("of one there is nothing to draw") {
    Stream chance(study, 0, {Layer::allocation});
    Stream untouched(study, 0, {Layer::allocation});
    CHECK(uniform_index(chance, 1) == 0);
    CHECK(chance() == untouched());
}

TEST_CASE("every index is as likely") {
    for (const std::size_t n : {std::size_t{2}, std::size_t{3}, std::size_t{6}, std::size_t{149}}) {
        Stream chance(study, n, {Layer::allocation, 1});
        std::vector<double> counts(n);
        for (int draw = 0; draw < 200'000; ++draw) ++counts[uniform_index(chance, n)];
        check_equal_shares(counts);
    }
}

TEST_CASE("every index is as likely where a quarter of the words must be drawn again") {
    // A remainder or an upper half without rejection would give one third of the range half of all draws.
    constexpr std::size_t third = std::size_t{1} << 62U;
    Stream chance(study, 0, {Layer::allocation, 2});
    std::vector<double> counts(3);
    for (int draw = 0; draw < 100'000; ++draw) ++counts[uniform_index(chance, 3 * third) / third];
    CHECK(pearson(counts) < 2 + 4 * 2);
}

TEST_CASE("orders shuffled by index are equally likely") {
    Stream chance(study, 0, {Layer::allocation, 3});
    std::vector<double> counts(24);
    for (int repeat = 0; repeat < 240'000; ++repeat) {
        std::array<std::size_t, 4> order{0, 1, 2, 3};
        for (std::size_t left = 4; left > 1; --left) std::swap(order[left - 1], order[uniform_index(chance, left)]);
        std::size_t rank = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            std::size_t smaller = 0;
            for (std::size_t j = i + 1; j < 4; ++j) smaller += order[j] < order[i] ? 1U : 0U;
            rank = rank * (4 - i) + smaller;
        }
        ++counts[rank];
    }
    check_equal_shares(counts);
}

}  // namespace uniform_test
