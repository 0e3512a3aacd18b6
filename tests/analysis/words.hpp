#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include <boost/random/normal_distribution.hpp>

/// Chance for trials made for tests, apart from the library's own: they stay as they are when a stream changes.
namespace made {

/// The words of Philox 4x64-10 (Salmon et al. 2011) at counters {0, 0, which, 4}, {1, 0, which, 4}, ...
class Words {
public:
    using result_type = std::uint64_t;

    explicit Words(std::uint64_t seed, std::uint64_t which = 0) : counter_{0, 0, which, 4}, seed_(seed) {}

    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

    result_type operator()() {
        if (used_ == words_.size()) {
            words_ = block();
            ++counter_[0];
            used_ = 0;
        }
        return words_[used_++];
    }

    double uniform() { return static_cast<double>((*this)() >> 11U) * 0x1p-53; }
    double normal() { return boost::random::normal_distribution<double>{}(*this); }

private:
    using Block = std::array<std::uint64_t, 4>;

    Block block() const {
        __extension__ using Wide = unsigned __int128;
        auto [a, b, c, d] = counter_;
        std::uint64_t p = seed_;
        std::uint64_t q = 0;
        for (int round = 0; round < 10; ++round) {
            const Wide first = static_cast<Wide>(0xD2E7470EE14C6C93U) * a;
            const Wide second = static_cast<Wide>(0xCA5A826395121157U) * c;
            a = static_cast<std::uint64_t>(second >> 64U) ^ b ^ p;
            b = static_cast<std::uint64_t>(second);
            c = static_cast<std::uint64_t>(first >> 64U) ^ d ^ q;
            d = static_cast<std::uint64_t>(first);
            p += 0x9E3779B97F4A7C15U;
            q += 0xBB67AE8584CAA73BU;
        }
        return {a, b, c, d};
    }

    Block counter_;
    std::uint64_t seed_;
    Block words_{};
    std::size_t used_ = 4;
};

}  // namespace made
