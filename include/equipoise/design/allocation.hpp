#pragma once

#include <cstddef>
#include <variant>
#include <vector>

namespace equipoise {

/// Permuted blocks over the cells: in each block every cell has its exact share, in random order; block sizes are drawn at random.
/// The last block is cut where the participants end.
struct PermutedBlocks {
    std::vector<std::size_t> sizes{4};  ///< each a whole number of participants in every cell
};

/// Arms of fixed size in random order. Boosters go to a random part of each arm: the share of it, a fraction decided by chance.
struct FixedArmSizes {
    std::size_t control = 0;
    std::size_t treatment = 0;
};

/// How participants are allocated to the arms, 1:1 unless sizes are stated.
using Allocation = std::variant<PermutedBlocks, FixedArmSizes>;

}  // namespace equipoise
