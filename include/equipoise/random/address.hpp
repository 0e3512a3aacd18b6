#pragma once

#include <cstdint>

#include <equipoise/random/philox.hpp>

namespace equipoise {

/// The layer of a simulated trial that a stream of random numbers serves.
///
/// Each layer has streams of its own, so that one can be changed without moving another. The numbers are part of the rng_schema: never
/// renumber, only add.
enum class Layer : std::uint32_t {
    allocation = 1,
    outcome = 2,
    dropout = 3,
    analysis = 4,
    calibration = 5,
    true_value = 6,
    recruitment = 7,
    visit_timing = 8,
    covariate = 9,
    start = 10,
    therapist = 11,
    attendance = 12,
    booster = 13,
    adverse_event = 14,
    discontinuation = 15,
    intermittent = 16,
    secondary_outcome = 17,
    collapsed = 18
};
inline constexpr Layer last_layer = Layer::collapsed;

/// What a stream is for: a layer, and an item in it (which outcome, which visit, which imputation).
struct Purpose {
    Layer layer;
    std::uint32_t item = 0;
};

/// What a study is keyed by. Two studies of one key meet the same participants.
///
/// The key is the seed for stream 0, and otherwise the first two words of Philox(counter = {stream, 0, high half of stream, 0}, key = seed).
/// No stream of numbers ever uses that counter, because no layer is 0; so what makes the keys is not met again among the numbers.
///
/// A key derived from another one is of an unrelated world, as for true values and calibration, in which every layer is drawn anew: the first
/// two words of Philox(counter = {which, 0, high half of which, 1}, key = the other), a counter that is not used elsewhere either.
/// @verified tests/random/address_test.cpp
class StudyKey {
public:
    /// @param seed    any 64-bit number
    /// @param stream  0 is the seed itself; any other number gives an unrelated key
    constexpr explicit StudyKey(std::uint64_t seed, std::uint64_t stream = 0) : key_{low(seed), high(seed)} {
        if (stream != 0) key_ = mixed(stream, 0);
    }

    /// @param which  names the derived world
    constexpr StudyKey derived(std::uint64_t which) const {
        StudyKey key = *this;
        key.key_ = mixed(which, 1);
        return key;
    }

    constexpr const Philox4x32::Key& philox_key() const { return key_; }

private:
    static constexpr std::uint32_t low(std::uint64_t number) { return static_cast<std::uint32_t>(number); }
    static constexpr std::uint32_t high(std::uint64_t number) { return static_cast<std::uint32_t>(number >> 32U); }

    constexpr Philox4x32::Key mixed(std::uint64_t number, std::uint32_t use) const {
        const Philox4x32::Counter block = Philox4x32::block({low(number), 0, high(number), use}, key_);
        return {block[0], block[1]};
    }

    Philox4x32::Key key_;
};

}  // namespace equipoise
