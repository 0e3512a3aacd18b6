#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include <equipoise/design/arm.hpp>
#include <equipoise/design/stratification.hpp>

namespace equipoise {

/// Permuted blocks over the cells: in each block every cell has its exact share, in random order; block sizes are drawn at random.
/// The last block is cut where the participants end. Every stratum, a combination of classes, has a list of blocks of its own.
///
/// @source Zelen (1974), J Chronic Dis 27:365 (stratified blocks).
struct PermutedBlocks {
    std::vector<std::size_t> sizes{4};           ///< each a whole number of participants in every cell
    PerArm<std::size_t> ratio{1, 1};             ///< participants of the arms, 1 to 1,000
    std::vector<StratificationFactor> strata{};  ///< empty: one list for all
};

/// Arms of fixed size in random order. Boosters go to a random part of each arm: the share of it, a fraction decided by chance.
struct FixedArmSizes {
    std::size_t control = 0;
    std::size_t treatment = 0;
};

/// Complete randomisation: each participant is allocated on their own, as by the toss of a coin; the sizes of the arms are left to chance.
struct SimpleAllocation {
    PerArm<std::size_t> ratio{1, 1};  ///< participants of the arms, on average, 1 to 1,000
};

/// Efron's biased coin: the arm that has fewer participants so far is given the next with a stated probability; both with 1/2 if they are equal.
///
/// @source Efron (1971), Biometrika 58:403.
struct BiasedCoin {
    double probability = 2.0 / 3;  ///< in [0.5, 1]; 1/2 is complete randomisation, 1 never lets the arms differ by more than one
};

/// A factor that minimisation balances, and how much it counts.
struct MinimisationFactor {
    std::string covariate;       ///< as in StratificationFactor
    std::vector<double> cuts{};  ///< likewise
    double weight = 1;           ///< above 0
};

/// Minimisation with a biased coin: each participant is given to the arm that keeps the arms more alike in the participant's own classes.
///
/// If the participant went to arm a, the imbalance would be G_a = sum over factors f of w_f |n_fT / r_T - n_fC / r_C|, n_fa those of arm a in
/// the participant's class of f, the participant included, and r the ratio: for two arms the range. The arm with the smaller G has the stated
/// probability; a tie is decided by the ratio. Unless the ratio is 1:1 the arms fall a little short of it and differ in expectation in what
/// is balanced, since the probability of either arm then hangs on the participant's class (Kuznetsova & Tymofyeyev 2012, Stat Med 31:701).
/// @source Pocock & Simon (1975), Biometrics 31:103; Taves (1974), Clin Pharmacol Ther 15:443.
struct Minimisation {
    std::vector<MinimisationFactor> factors;  ///< at least one
    double probability = 0.8;                 ///< at most 1, and more than the share of the larger arm, or the arms would not keep to the ratio
    PerArm<std::size_t> ratio{1, 1};          ///< participants of the arms in the long run, 1 to 1,000
};

/// How participants are allocated to the arms.
///
/// With SimpleAllocation, BiasedCoin and Minimisation each participant is allocated to boosters on their own, with the stated share of BoosterPlan,
/// whatever their arm; the arms are the same whether or not there are boosters.
using Allocation = std::variant<PermutedBlocks, FixedArmSizes, SimpleAllocation, BiasedCoin, Minimisation>;

/// The factors to which an allocation looks, in the order of `Strata`; empty: it looks at nothing.
inline std::vector<StratificationFactor> factors_of(const Allocation& allocation) {
    if (const auto* blocks = std::get_if<PermutedBlocks>(&allocation)) return blocks->strata;
    std::vector<StratificationFactor> factors;
    if (const auto* minimisation = std::get_if<Minimisation>(&allocation)) {
        for (const MinimisationFactor& factor : minimisation->factors) factors.push_back({factor.covariate, factor.cuts});
    }
    return factors;
}

/// The participants of the arms for which an allocation strives; fixed arms have their sizes.
inline PerArm<std::size_t> ratio_of(const Allocation& allocation) {
    if (const auto* blocks = std::get_if<PermutedBlocks>(&allocation)) return blocks->ratio;
    if (const auto* fixed = std::get_if<FixedArmSizes>(&allocation)) return {fixed->control, fixed->treatment};
    if (const auto* simple = std::get_if<SimpleAllocation>(&allocation)) return simple->ratio;
    if (const auto* minimisation = std::get_if<Minimisation>(&allocation)) return minimisation->ratio;
    return {1, 1};
}

/// The share of an arm in an allocation without faults.
inline double share_of(const Allocation& allocation, Arm arm) {
    const PerArm<std::size_t> ratio = ratio_of(allocation);
    return static_cast<double>(ratio[arm]) / static_cast<double>(ratio.control + ratio.treatment);
}

}  // namespace equipoise
