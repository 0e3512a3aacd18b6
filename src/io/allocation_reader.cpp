#include "allocation_reader.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace equipoise::io {
namespace {

PerArm<std::size_t> read_ratio(Reading& reading, const Item& item) {
    const Block block{reading, item, "/design/allocation/ratio"};
    const auto control = read_whole(reading, block["control"]);
    const auto treatment = read_whole(reading, block["treatment"]);
    return {control.value_or(1), treatment.value_or(1)};
}

std::vector<double> read_cuts(Reading& reading, const Item& item) {
    const auto cuts = read_list(reading, item, "an array of numbers such as [30, 40]", 0, [&](const Item& cut) { return read_number(reading, cut); });
    if (cuts && cuts->empty()) reading.must_be(item, "an array of at least one number", "a covariate with levels has no cuts: leave them out");
    return cuts.value_or(std::vector<double>{});
}

StratificationFactor read_stratum(Reading& reading, const Item& item) {
    const Block block{reading, item, "/design/allocation/strata/*"};
    std::string covariate = read_text(reading, block["covariate"]).value_or("");
    return {.covariate = std::move(covariate), .cuts = read_cuts(reading, block["cuts"])};
}

MinimisationFactor read_factor(Reading& reading, const Item& item) {
    const Block block{reading, item, "/design/allocation/factors/*"};
    std::string covariate = read_text(reading, block["covariate"]).value_or("");
    std::vector<double> cuts = read_cuts(reading, block["cuts"]);
    return {.covariate = std::move(covariate), .cuts = std::move(cuts), .weight = read_number(reading, block["weight"]).value_or(1.0)};
}

PermutedBlocks read_blocks(Reading& reading, const Block& block) {
    PermutedBlocks blocks;
    const auto sizes = read_list(reading, block["block_sizes"], "an array of block sizes such as [4, 8]", 0, [&](const Item& size) { return read_whole(reading, size); });
    if (sizes) blocks.sizes = {sizes->begin(), sizes->end()};
    blocks.ratio = read_ratio(reading, block["ratio"]);
    const auto strata = read_list(reading, block["strata"], "an array of objects such as {\"covariate\": \"baseline\", \"cuts\": [30]}", 0,
                                  [&](const Item& factor) { return std::optional{read_stratum(reading, factor)}; });
    if (strata) blocks.strata = *strata;
    return blocks;
}

Minimisation read_minimisation(Reading& reading, const Block& block) {
    Minimisation minimisation{.factors = {}};
    const auto factors = read_list(reading, block["factors"], "an array of objects such as {\"covariate\": \"baseline\", \"cuts\": [30]}", 0,
                                   [&](const Item& factor) { return std::optional{read_factor(reading, factor)}; });
    if (factors) minimisation.factors = *factors;
    minimisation.probability = read_number(reading, block["probability"]).value_or(minimisation.probability);
    minimisation.ratio = read_ratio(reading, block["ratio"]);
    return minimisation;
}

}  // namespace

Allocation read_allocation(Reading& reading, const Item& item) {
    const Block block{reading, item, "/design/allocation", {.key = "method"}};
    if (block.chosen() == "fixed_arm_sizes") {
        const auto control = read_whole(reading, block["control"]);
        const auto treatment = read_whole(reading, block["treatment"]);
        return FixedArmSizes{.control = control.value_or(0), .treatment = treatment.value_or(0)};
    }
    if (block.chosen() == "simple") return SimpleAllocation{.ratio = read_ratio(reading, block["ratio"])};
    if (block.chosen() == "biased_coin") {
        return BiasedCoin{.probability = read_number(reading, block["probability"]).value_or(BiasedCoin{}.probability)};
    }
    if (block.chosen() == "minimisation") return read_minimisation(reading, block);
    return block.chosen().empty() ? PermutedBlocks{} : read_blocks(reading, block);
}

}  // namespace equipoise::io
