// Oracle: uniform numbers and quantiles of chosen words, and those of Boost.Math.
#include "catch.hpp"

#include <cmath>
#include <cstdint>
#include <random>

#include <boost/math/special_functions/erf.hpp>

#include <equipoise/random/normal_quantile.hpp>
#include <equipoise/random/portable_math.hpp>

namespace normal_quantile_test {

using namespace equipoise;
using Catch::Matchers::WithinAbs;

namespace {

/// The z with P(Z < z) = u, from whichever tail is the smaller.
double exact(double below, double above) {
    return below < above ? -std::sqrt(2.0) * boost::math::erfc_inv(2 * below) : std::sqrt(2.0) * boost::math::erfc_inv(2 * above);
}

}  // namespace

TEST_CASE("a word is a two's complement number of steps of 2^-32 from a half") {
    CHECK(WordUniform(0U).value() == 0.5 + 0x1p-33);
    CHECK(WordUniform(0xFFFFFFFFU).value() == 0.5 - 0x1p-33);
    CHECK(WordUniform(0x7FFFFFFFU).value() == 1.0 - 0x1p-33);
    CHECK(WordUniform(0x80000000U).value() == 0x1p-33);
    CHECK(WordUniform(0x80000000U).in_tail());
    CHECK(WordUniform(0x80000000U + (1U << 22U) - 1).in_tail());
    CHECK_FALSE(WordUniform(0x80000000U + (1U << 22U)).in_tail());
    CHECK_FALSE(WordUniform(5U).in_tail());
}

TEST_CASE("another word tells where in its step a tail is") {
    WordUniform lowest(0x80000000U);
    lowest.refine(0);
    CHECK(lowest.value() == 0x1p-65);
    WordUniform end_of_step(0x80000000U);
    end_of_step.refine(0xFFFFFFFFU);
    CHECK(end_of_step.value() == 0x1p-32 - 0x1p-65);
    WordUniform next(0x80000001U);
    next.refine(0);
    CHECK(next.value() == 0x1p-32 + 0x1p-65);
    WordUniform highest(0x7FFFFFFFU);
    highest.refine(0);
    CHECK(highest.above() == 0x1p-33);
}

TEST_CASE("the quantile of a word is the normal one, symmetric about a half") {
    std::mt19937 words(3);
    for (int draw = 0; draw < 100'000; ++draw) {
        const auto word = static_cast<std::uint32_t>(words());
        const double p = WordUniform(word).value();
        REQUIRE_THAT(normal_quantile(WordUniform(word)), WithinAbs(exact(p, 1 - p), 6e-11));
        REQUIRE(normal_quantile(WordUniform(~word)) == -normal_quantile(WordUniform(word)));
    }
}

TEST_CASE("above a cut the quantile is that of what is left") {
    std::mt19937 words(4);
    for (const double cut : {-3.0, -0.5, 0.0, 1.0, 3.0}) {
        const NormalsAbove those{.cut = cut, .share = portable::normal_cdf(-cut)};
        for (int draw = 0; draw < 20'000; ++draw) {
            const WordUniform u(static_cast<std::uint32_t>(words()));
            const double above = those.share * (1 - u.value());
            const double z = normal_quantile(those, u);
            REQUIRE(z >= cut);
            REQUIRE_THAT(z, WithinAbs(std::max(cut, exact(1 - above, above)), 1e-10));
        }
    }
}

TEST_CASE("above no cut it is the normal quantile, and everyone is there") {
    CHECK(NormalsAbove{}.all());
    for (const std::uint32_t word : {0U, 77U, 0x80000000U, 0xDEADBEEFU}) CHECK(normal_quantile(NormalsAbove{}, WordUniform(word)) == normal_quantile(WordUniform(word)));
}

}  // namespace normal_quantile_test
