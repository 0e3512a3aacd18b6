// Oracle: expected shares of right guesses, enumerated; Blackwell & Hodges (1957) for blocks.

#include "catch.hpp"

#include <algorithm>
#include <string>

#include <equipoise/study/predictability.hpp>

namespace predictability_test {

using namespace equipoise;

namespace {

double right(const std::string& arms, PerArm<std::size_t> ratio) {
    ConvergenceGuesser guesser(ratio);
    double sum = 0;
    for (const char arm : arms) sum += guesser.right(arm == 'T' ? Arm::treatment : Arm::control);
    return sum;
}

}  // namespace

TEST_CASE("of a block of 2 n, n + (4^n / C(2 n, n) - 1) / 2 guesses are right on average") {
    const double binomials[] = {2, 6, 20};
    double power = 1;
    for (std::size_t n = 1; n <= 3; ++n) {
        power *= 4;
        std::string block = std::string(n, 'C') + std::string(n, 'T');
        double sum = 0;
        double orders = 0;
        do {
            sum += right(block, {1, 1});
            orders += 1;
        } while (std::next_permutation(block.begin(), block.end()));
        REQUIRE(orders == binomials[n - 1]);
        CHECK(sum / orders == Approx(static_cast<double>(n) + (power / binomials[n - 1] - 1) / 2).epsilon(1e-14));
    }
}

TEST_CASE("the guess is the arm behind its ratio") {
    CHECK(right("TC", {1, 1}) == 1.5);
    CHECK(right("TT", {1, 1}) == 0.5);
    CHECK(right("TTCC", {1, 1}) == 0.5 + 0 + 1 + 1);
    // Two treated to one control: after T the control arm is behind, after TT too, after TTC neither.
    CHECK(right("TTCT", {.control = 1, .treatment = 2}) == 0.5 + 0 + 1 + 0.5);
    CHECK(right("CTTC", {.control = 1, .treatment = 2}) == 0.5 + 1 + 1 + 0.5);
}

}  // namespace predictability_test
