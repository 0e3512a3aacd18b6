// Oracle: what each allocation looks at and strives for, by hand.

#include "catch.hpp"

#include <string>
#include <vector>

#include <equipoise/design/allocation.hpp>

namespace allocation_test {

using namespace equipoise;

namespace {

std::vector<std::string> names(const Allocation& allocation) {
    std::vector<std::string> found;
    for (const StratificationFactor& factor : factors_of(allocation)) found.push_back(factor.covariate);
    return found;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("only stratified blocks and minimisation look at factors") {
    CHECK(names(PermutedBlocks{}).empty());
    CHECK(names(FixedArmSizes{.control = 2, .treatment = 2}).empty());
    CHECK(names(SimpleAllocation{}).empty());
    CHECK(names(BiasedCoin{}).empty());
    CHECK(names(PermutedBlocks{.strata = {{.covariate = "sex"}, {.covariate = "baseline", .cuts = {30}}}}) == Names{"sex", "baseline"});
    const Allocation minimisation = Minimisation{.factors = {{.covariate = "age", .cuts = {40, 50}, .weight = 2}, {.covariate = "sex"}}};
    CHECK(names(minimisation) == Names{"age", "sex"});
    CHECK(factors_of(minimisation)[0].cuts == std::vector<double>{40, 50});
}

TEST_CASE("the share of an arm is its part of the ratio, or of the fixed sizes") {
    const PerArm<std::size_t> ratio{.control = 1, .treatment = 3};
    CHECK(share_of(PermutedBlocks{}, Arm::control) == 0.5);
    CHECK(share_of(PermutedBlocks{.ratio = ratio}, Arm::control) == 0.25);
    CHECK(share_of(SimpleAllocation{.ratio = ratio}, Arm::treatment) == 0.75);
    CHECK(share_of(Minimisation{.factors = {}, .ratio = ratio}, Arm::treatment) == 0.75);
    CHECK(share_of(BiasedCoin{}, Arm::treatment) == 0.5);
    CHECK(share_of(FixedArmSizes{.control = 6, .treatment = 2}, Arm::treatment) == 0.25);
}

}  // namespace allocation_test
