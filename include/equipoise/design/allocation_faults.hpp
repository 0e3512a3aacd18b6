#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include <equipoise/design/allocation.hpp>
#include <equipoise/design/design.hpp>
#include <equipoise/design/factor_faults.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/design/plain_number.hpp>

namespace equipoise {

inline constexpr std::size_t max_participants = 1'000'000;

/// The largest part of a ratio.
inline constexpr std::size_t max_ratio = 1'000;

namespace detail {

inline const std::string allocation_at = "/design/allocation";

/// How many participants of a block of this size fall to each cell; negative where the size is not a whole number of each.
inline std::vector<long> block_counts(std::size_t size, PerArm<std::size_t> ratio, double booster_share) {
    std::vector<long> counts;
    const auto parts = static_cast<double>(ratio.control + ratio.treatment);
    for (const Cell cell : all_cells) {
        const double of_arm = static_cast<double>(size) * static_cast<double>(ratio[cell.arm]) / parts;
        const double exact = of_arm * (cell.booster ? booster_share : 1 - booster_share);
        const double whole = std::floor(exact + 0.5);
        counts.push_back(std::abs(exact - whole) < 1e-9 ? static_cast<long>(whole) : -1);
    }
    return counts;
}

inline bool block_fits(std::size_t size, PerArm<std::size_t> ratio, double booster_share) {
    const std::vector<long> counts = block_counts(size, ratio, booster_share);
    return std::all_of(counts.begin(), counts.end(), [](long count) { return count >= 0; });
}

/// Which block sizes would do.
inline std::string fitting_sizes(PerArm<std::size_t> ratio, double booster_share) {
    if (ratio.control == ratio.treatment && booster_share == 0.0) return "use even sizes";
    if (ratio.control == ratio.treatment && booster_share == 0.5) return "with half of each arm given boosters, use multiples of 4";
    for (std::size_t size = 2; size <= 2 * max_ratio; ++size) {
        if (block_fits(size, ratio, booster_share)) return "use multiples of " + std::to_string(size);
    }
    return "no block of up to " + std::to_string(2 * max_ratio) + " does: change the ratio or the share of boosters";
}

inline bool check_ratio(PerArm<std::size_t> ratio, std::vector<Fault>& found) {
    bool good = true;
    for (const Arm arm : both_arms) {
        if (ratio[arm] >= 1 && ratio[arm] <= max_ratio) continue;
        good = false;
        found.push_back({allocation_at + "/ratio/" + (arm == Arm::control ? "control" : "treatment"),
                         "must be a whole number from 1 to 1,000, but is " + std::to_string(ratio[arm])});
    }
    return good;
}

inline void check_blocks(const PermutedBlocks& blocks, const Design& design, std::vector<Fault>& found) {
    if (blocks.sizes.empty()) found.push_back({allocation_at + "/block_sizes", "must hold at least one block size, but is empty"});
    const double share = design.boosters ? design.boosters->share : 0.0;
    if (!check_ratio(blocks.ratio, found)) return;
    for (std::size_t k = 0; k < blocks.sizes.size(); ++k) {
        const std::size_t size = blocks.sizes[k];
        if (size >= 2 && size <= max_participants && block_fits(size, blocks.ratio, share)) continue;
        found.push_back({allocation_at + "/block_sizes/" + std::to_string(k),
                         "must hold a whole number of participants of every cell (arm by booster), but is " + std::to_string(size),
                         fitting_sizes(blocks.ratio, share)});
    }
}

inline void check_arm_sizes(const FixedArmSizes& fixed, const Design& design, std::vector<Fault>& found) {
    for (const Arm arm : both_arms) {
        const std::size_t size = arm == Arm::control ? fixed.control : fixed.treatment;
        if (size >= 2) continue;
        found.push_back({allocation_at + (arm == Arm::control ? "/control" : "/treatment"),
                         "must be at least 2, since an arm of fewer cannot be analysed, but is " + std::to_string(size)});
    }
    if (fixed.control + fixed.treatment != design.participants) {
        found.push_back({allocation_at, "must add up to the " + std::to_string(design.participants) + " participants of the design, but " +
                                            std::to_string(fixed.control) + " + " + std::to_string(fixed.treatment) + " = " +
                                            std::to_string(fixed.control + fixed.treatment)});
    }
}

inline void check_coin(const BiasedCoin& coin, std::vector<Fault>& found) {
    if (coin.probability >= 0.5 && coin.probability <= 1) return;
    found.push_back({allocation_at + "/probability", "must be a probability from 0.5 to 1, but is " + plain_number(coin.probability)});
}

inline void check_minimisation(const Minimisation& minimisation, std::vector<Fault>& found) {
    if (minimisation.factors.empty()) found.push_back({allocation_at + "/factors", "must hold at least one factor, but is empty"});
    for (std::size_t f = 0; f < minimisation.factors.size(); ++f) {
        const double weight = minimisation.factors[f].weight;
        if (weight > 0 && std::isfinite(weight)) continue;
        found.push_back({allocation_at + "/factors/" + std::to_string(f) + "/weight", "must be a number above 0, but is " + plain_number(weight)});
    }
    if (!check_ratio(minimisation.ratio, found)) return;
    const double larger = std::max(share_of(minimisation, Arm::control), share_of(minimisation, Arm::treatment));
    if (minimisation.probability > larger && minimisation.probability <= 1) return;
    found.push_back({allocation_at + "/probability", "must be a probability above " + plain_number(larger) +
                                                         ", the share of the larger arm, or the arms would not keep to their ratio, but is " +
                                                         plain_number(minimisation.probability)});
}

inline void check_allocation(const Design& design, std::vector<Fault>& found) {
    const Allocation& allocation = design.allocation;
    if (const auto* blocks = std::get_if<PermutedBlocks>(&allocation)) check_blocks(*blocks, design, found);
    if (const auto* fixed = std::get_if<FixedArmSizes>(&allocation)) check_arm_sizes(*fixed, design, found);
    if (const auto* simple = std::get_if<SimpleAllocation>(&allocation)) check_ratio(simple->ratio, found);
    if (const auto* coin = std::get_if<BiasedCoin>(&allocation)) check_coin(*coin, found);
    if (const auto* minimisation = std::get_if<Minimisation>(&allocation)) check_minimisation(*minimisation, found);
    check_factors(factors_of(allocation), factors_at(allocation), found);
}

}  // namespace detail

}  // namespace equipoise
