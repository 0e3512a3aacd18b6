#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <utility>
#include <vector>

#include <equipoise/design/arm.hpp>
#include <equipoise/design/visits.hpp>
#include <equipoise/mechanism/scale.hpp>
#include <equipoise/random/wide/instruction_sets.hpp>

namespace equipoise::wide {

/// The fewest participants whose scores can be recorded at a time.
inline constexpr std::size_t fewest_participants = 4;

/// What makes scores of normals, by visit: its latent mean, the share that is still in the trial, and the weight of each normal up to that
/// visit's own; each for the four cells.
struct ScoreRows {
    using OfCells = std::array<double, cell_count>;

    std::size_t visits;
    std::vector<OfCells> rows;  ///< of all visits, one after another

    /// @param count  of visits, 2 to max_visits
    explicit ScoreRows(std::size_t count) : visits(count), rows(start(count)) {}

    /// Where a visit's rows begin.
    static constexpr std::size_t start(std::size_t visit) { return visit * (visit + 5) / 2; }

    OfCells& mean(std::size_t visit) { return rows[start(visit)]; }         ///< [outcome units]
    OfCells& staying(std::size_t visit) { return rows[start(visit) + 1]; }  ///< seen are those whose uniform number does not exceed it
    OfCells& weight(std::size_t visit, std::size_t normal) { return rows[start(visit) + 2 + normal]; }  ///< [outcome units per SD]
};

/// The columns of a trial that scores are made from, and where they are put.
struct ScoreColumns {
    std::size_t participants;    ///< at least fewest_participants
    const Arm* arm;              ///< of each participant
    const std::uint8_t* booster; ///< 0 or 1
    const double* normals;       ///< visits x participants
    const double* leaving;       ///< a uniform number of each participant, see ScoreRows::staying
    double* scores;              ///< visits x participants; not a number where not seen
};

/// Whether record_scores() is for outcomes on that scale: a continuous one, or one whose levels can be counted and end at the maximum.
inline bool countable(const Scale& scale) {
    if (scale.step == 0.0) return true;
    if (!bounded_below(scale) || !bounded_above(scale)) return false;
    const double levels = (scale.maximum - scale.minimum) / scale.step;
    return levels < 0x1p30 && scale.minimum + static_cast<double>(static_cast<std::int64_t>(levels + 0.5)) * scale.step <= scale.maximum;
}

namespace detail {

inline constexpr bool little_endian = std::endian::native == std::endian::little;

/// So many doubles, and so many whole numbers, at a time; and where each byte of as many stands among the bits of a number that they are read as.
template <std::size_t Lanes>
struct Wide;
template <>
struct Wide<4> {
    using Doubles [[gnu::vector_size(32)]] = double;
    using Whole [[gnu::vector_size(32)]] = std::uint64_t;
    using Bytes = std::uint32_t;
    static constexpr Whole byte_places = little_endian ? Whole{0, 8, 16, 24} : Whole{24, 16, 8, 0};
};
template <>
struct Wide<8> {
    using Doubles [[gnu::vector_size(64)]] = double;
    using Whole [[gnu::vector_size(64)]] = std::uint64_t;
    using Bytes = std::uint64_t;
    static constexpr Whole byte_places = little_endian ? Whole{0, 8, 16, 24, 32, 40, 48, 56} : Whole{56, 48, 40, 32, 24, 16, 8, 0};
};

static_assert(Cell{Arm::control, true}.index() == 1 && Cell{Arm::treatment, false}.index() == 2);

/// So many participants at a time, visit after visit: the arithmetic is that of PreparedRepeatedMeasures::latent_value and Recorder.
template <std::size_t Lanes, std::size_t Visits, bool Stepped>
[[gnu::always_inline]] inline void record_scores(const ScoreRows& rows, const Scale& scale, const ScoreColumns& columns) {
    using Doubles = typename Wide<Lanes>::Doubles;
    using Whole = typename Wide<Lanes>::Whole;
    using Bytes = typename Wide<Lanes>::Bytes;
    const Doubles zero{};
    const Doubles minimum = zero + scale.minimum;
    const Doubles maximum = zero + scale.maximum;
    const Doubles start = zero + origin(scale);
    const Doubles step = zero + scale.step;
    const Doubles per_unit = zero + (Stepped ? 1 / scale.step : 0.0);
    const Doubles half = zero + 0.5;
    const Doubles top = zero + (Stepped ? (scale.maximum - origin(scale)) / scale.step + 0.25 : 0.0);
    const Doubles one = zero + 1.0;
    const Doubles whole_numbers = zero + 0x1p52;  // from here on a double has no fraction
    const Doubles unseen = zero + std::numeric_limits<double>::quiet_NaN();
    std::array<Doubles, ScoreRows::start(Visits)> of_cells;
    for (std::size_t row = 0; row < of_cells.size(); ++row) {
        for (std::size_t lane = 0; lane < Lanes; ++lane) of_cells[row][lane] = rows.rows[row][lane % cell_count];
    }
    const std::size_t n = columns.participants;
    for (std::size_t next = 0; next < n; next += Lanes) {
        const std::size_t i = next + Lanes <= n ? next : n - Lanes;  // the last overlap those before: the same scores once more
        Bytes arm;
        Bytes booster;
        std::memcpy(&arm, columns.arm + i, sizeof(arm));
        std::memcpy(&booster, columns.booster + i, sizeof(booster));
        const Whole cell = (Whole{} + (2 * arm + booster)) >> Wide<Lanes>::byte_places;  // those of the next stand above: indices count modulo Lanes
        Doubles leaving;
        std::memcpy(&leaving, columns.leaving + i, sizeof(leaving));
        std::array<Doubles, Visits> normal;
        const Doubles* row = of_cells.data();
#pragma GCC unroll 8
        for (std::size_t v = 0; v < Visits; ++v) {
            std::memcpy(&normal[v], columns.normals + v * n + i, sizeof(Doubles));
            Doubles value{};
            Doubles staying{};
#pragma GCC unroll 16
            for (std::size_t term = 0; term < v + 3; ++term, ++row) {
#if defined(__clang__)
                Doubles mine;
                for (std::size_t lane = 0; lane < Lanes; ++lane) mine[lane] = (*row)[cell[lane] % Lanes];
#else
                const Doubles mine = __builtin_shuffle(*row, cell);
#endif
                if (term == 0) {
                    value = mine;
                } else if (term == 1) {
                    staying = mine;
                } else {
                    value = value + mine * normal[term - 2];
                }
            }
            Doubles score;
            if (Stepped) {  // clamped once it is a level
                Doubles place = (value - start) * per_unit + half;
                place = place > zero ? place : zero;
                place = place < top ? place : top;
                const Doubles nearest = (place + whole_numbers) - whole_numbers;
                const Doubles level = nearest - (nearest > place ? one : zero);
                score = start + level * step;
            } else {
                score = value > minimum ? value : minimum;
                score = score < maximum ? score : maximum;
            }
            score = leaving > staying ? unseen : score;
            std::memcpy(columns.scores + v * n + i, &score, sizeof(score));
        }
    }
}

template <std::size_t Lanes, std::size_t Visits>
[[gnu::always_inline]] inline void record_scores(const ScoreRows& rows, const Scale& scale, const ScoreColumns& columns) {
    return scale.step > 0 ? record_scores<Lanes, Visits, true>(rows, scale, columns) : record_scores<Lanes, Visits, false>(rows, scale, columns);
}

using RecordScores = void (*)(const ScoreRows&, const Scale&, const ScoreColumns&);

template <std::size_t Visits>
void record_scores_portable(const ScoreRows& rows, const Scale& scale, const ScoreColumns& columns) {
    record_scores<4, Visits>(rows, scale, columns);
}

#if defined(__x86_64__) && defined(__GNUC__)
template <std::size_t Visits>
[[gnu::target("avx2")]] void record_scores_avx2(const ScoreRows& rows, const Scale& scale, const ScoreColumns& columns) {
    record_scores<4, Visits>(rows, scale, columns);
}
template <std::size_t Visits>
[[gnu::target("avx512f")]] void record_scores_avx512(const ScoreRows& rows, const Scale& scale, const ScoreColumns& columns) {
    record_scores<8, Visits>(rows, scale, columns);
}
#endif

template <std::size_t... Fewer>
RecordScores record_scores_of(std::size_t visits, std::size_t participants, std::index_sequence<Fewer...>) {
#if defined(__x86_64__) && defined(__GNUC__)
    static constexpr std::array<RecordScores, sizeof...(Fewer)> avx512{&record_scores_avx512<Fewer + 2>...};
    static constexpr std::array<RecordScores, sizeof...(Fewer)> avx2{&record_scores_avx2<Fewer + 2>...};
    if (avx512_available() && participants >= 8) return avx512[visits - 2];
    if (avx2_available()) return avx2[visits - 2];
#endif
    static constexpr std::array<RecordScores, sizeof...(Fewer)> portable{&record_scores_portable<Fewer + 2>...};
    return portable[visits - 2];
}

}  // namespace detail

/// The largest number of visits that record_scores() is for.
inline constexpr std::size_t most_visits = 8;

/// Records the scores of all participants of a trial: for each, mean + weights . normals at every visit, on the scale, and not a number from
/// the first visit on whose `staying` is exceeded by the participant's uniform number.
///
/// @param rows     of at most most_visits visits   @param scale    countable
/// @complexity     O(participants x visits^2); about 2 ns for a participant of four visits with AVX-512, 5 ns with AVX2, 20 ns without
/// @verified       tests/mechanism/wide/record_scores_test.cpp (PreparedRepeatedMeasures, participant by participant, bit for bit)
inline void record_scores(const ScoreRows& rows, const Scale& scale, const ScoreColumns& columns) {
    detail::record_scores_of(rows.visits, columns.participants, std::make_index_sequence<most_visits - 1>{})(rows, scale, columns);
}

}  // namespace equipoise::wide
