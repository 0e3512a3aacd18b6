#pragma once

#include <array>
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

inline constexpr std::size_t lanes = 4;

/// What makes scores of normals, by visit: its latent mean, the share that is still in the trial, and the weight of each normal up to that
/// visit's own; each for the four cells.
struct ScoreRows {
    using OfCells = std::array<double, cell_count>;

    std::size_t visits;
    std::vector<OfCells> rows;     ///< of all visits, one after another
    bool boosters_alike = false;  ///< cells of an arm are the same

    /// @param count  of visits, 2 to max_visits
    explicit ScoreRows(std::size_t count) : visits(count), rows(start(count)) {}

    /// Where a visit's rows begin.
    static constexpr std::size_t start(std::size_t visit) { return visit * (visit + 5) / 2; }

    OfCells& mean(std::size_t visit) { return rows[start(visit)]; }         ///< [outcome units]
    OfCells& staying(std::size_t visit) { return rows[start(visit) + 1]; }  ///< seen are those whose uniform number does not exceed it
    OfCells& weight(std::size_t visit, std::size_t normal) { return rows[start(visit) + 2 + normal]; }  ///< [outcome units per SD]

    void compare_boosters() {
        boosters_alike = true;
        for (const OfCells& row : rows) {
            for (const Arm arm : both_arms) boosters_alike = boosters_alike && row[Cell{arm, false}.index()] == row[Cell{arm, true}.index()];
        }
    }
};

/// The columns of a trial that scores are made from, and where they are put.
struct ScoreColumns {
    std::size_t participants;    ///< at least `lanes`
    const Arm* arm;              ///< of each participant
    const std::uint8_t* booster;
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

using Four [[gnu::vector_size(32)]] = double;
using FourWhole [[gnu::vector_size(32)]] = std::int64_t;
using FourBytes [[gnu::vector_size(4)]] = std::uint8_t;

/// Four participants at a time, visit after visit: the arithmetic is that of PreparedRepeatedMeasures::latent_value and Recorder.
template <std::size_t Visits, bool BoostersAlike, bool Stepped>
[[gnu::always_inline]] inline void record_scores(const ScoreRows& rows, const Scale& scale, const ScoreColumns& columns) {
    const Four zero{};
    const Four minimum = zero + scale.minimum;
    const Four maximum = zero + scale.maximum;
    const Four start = zero + origin(scale);
    const Four step = zero + scale.step;
    const Four per_unit = zero + (Stepped ? 1 / scale.step : 0.0);
    const Four half = zero + 0.5;
    const Four top = zero + (Stepped ? (scale.maximum - origin(scale)) / scale.step + 0.25 : 0.0);
    const Four one = zero + 1.0;
    const Four whole_numbers = zero + 0x1p52;  // from here on a double has no fraction
    const Four unseen = zero + std::numeric_limits<double>::quiet_NaN();
    const std::size_t n = columns.participants;
    for (std::size_t next = 0; next < n; next += lanes) {
        const std::size_t i = next + lanes <= n ? next : n - lanes;  // the last four overlap those before: the same scores once more
        FourBytes arm;
        FourBytes booster;
        std::memcpy(&arm, columns.arm + i, sizeof(arm));
        std::memcpy(&booster, columns.booster + i, sizeof(booster));
        const FourWhole treated = __builtin_convertvector(arm, FourWhole) != 0;
        const FourWhole boosted = __builtin_convertvector(booster, FourWhole) != 0;
        Four leaving;
        std::memcpy(&leaving, columns.leaving + i, sizeof(leaving));
        std::array<Four, Visits> normal;
        const ScoreRows::OfCells* row = rows.rows.data();
#pragma GCC unroll 8
        for (std::size_t v = 0; v < Visits; ++v) {
            std::memcpy(&normal[v], columns.normals + v * n + i, sizeof(Four));
            Four value{};
            Four staying{};
#pragma GCC unroll 16
            for (std::size_t term = 0; term < v + 3; ++term, ++row) {
                const Four control = Four{(*row)[0], (*row)[0], (*row)[0], (*row)[0]};
                const Four treatment = Four{(*row)[2], (*row)[2], (*row)[2], (*row)[2]};
                Four mine = treated ? treatment : control;
                if (!BoostersAlike) {
                    const Four control_booster = Four{(*row)[1], (*row)[1], (*row)[1], (*row)[1]};
                    const Four treatment_booster = Four{(*row)[3], (*row)[3], (*row)[3], (*row)[3]};
                    mine = boosted ? (treated ? treatment_booster : control_booster) : mine;
                }
                if (term == 0) {
                    value = mine;
                } else if (term == 1) {
                    staying = mine;
                } else {
                    value = value + mine * normal[term - 2];
                }
            }
            Four score;
            if (Stepped) {  // clamped once it is a level
                Four place = (value - start) * per_unit + half;
                place = place > zero ? place : zero;
                place = place < top ? place : top;
                const Four nearest = (place + whole_numbers) - whole_numbers;
                const Four level = nearest - (nearest > place ? one : zero);
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

template <std::size_t Visits>
[[gnu::always_inline]] inline void record_scores(const ScoreRows& rows, const Scale& scale, const ScoreColumns& columns) {
    if (rows.boosters_alike) return scale.step > 0 ? record_scores<Visits, true, true>(rows, scale, columns) : record_scores<Visits, true, false>(rows, scale, columns);
    return scale.step > 0 ? record_scores<Visits, false, true>(rows, scale, columns) : record_scores<Visits, false, false>(rows, scale, columns);
}

using RecordScores = void (*)(const ScoreRows&, const Scale&, const ScoreColumns&);

template <std::size_t Visits>
void record_scores_portable(const ScoreRows& rows, const Scale& scale, const ScoreColumns& columns) {
    record_scores<Visits>(rows, scale, columns);
}

#if defined(__x86_64__) && defined(__GNUC__)
template <std::size_t Visits>
[[gnu::target("avx2")]] void record_scores_avx2(const ScoreRows& rows, const Scale& scale, const ScoreColumns& columns) {
    record_scores<Visits>(rows, scale, columns);
}
#endif

template <std::size_t... Fewer>
RecordScores record_scores_of(std::size_t visits, std::index_sequence<Fewer...>) {
#if defined(__x86_64__) && defined(__GNUC__)
    static constexpr std::array<RecordScores, sizeof...(Fewer)> wide{&record_scores_avx2<Fewer + 2>...};
    if (avx2_available()) return wide[visits - 2];
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
/// @complexity     O(participants x visits^2); about 3 ns for a participant of four visits with AVX2
/// @verified       tests/mechanism/wide/record_scores_test.cpp (PreparedRepeatedMeasures, participant by participant, bit for bit)
inline void record_scores(const ScoreRows& rows, const Scale& scale, const ScoreColumns& columns) {
    detail::record_scores_of(rows.visits, std::make_index_sequence<most_visits - 1>{})(rows, scale, columns);
}

}  // namespace equipoise::wide
