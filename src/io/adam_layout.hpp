#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <equipoise/data/trial_data.hpp>
#include <equipoise/design/design.hpp>
#include <equipoise/io/dataset_json.hpp>

#include "dataset.hpp"
#include "participant_text.hpp"

namespace equipoise::io {

/// Whom a record is of.
using Participant = std::function<std::size_t(std::size_t record)>;

inline Datum datum(std::optional<std::string> text) { return text ? Datum(std::move(*text)) : Datum(); }
inline Datum datum(double number) { return number == number ? Datum(number) : Datum(); }
inline Datum whole(std::size_t number) { return static_cast<std::int64_t>(number); }
inline Datum yes_or_no(bool yes) { return std::string(yes ? "Y" : "N"); }
inline Datum yes_or_missing(bool yes) { return yes ? Datum(std::string("Y")) : Datum(); }

/// "lack_of_efficacy" as LACK OF EFFICACY
inline std::string capitals(std::string_view word) {
    std::string text;
    for (const char c : word) text += c == '_' ? ' ' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return text;
}

/// A data set being laid out, for one trial.
class AdamLayout {
public:
    AdamLayout(const TrialData& data, const Design& design, const DatasetOrigin& origin, Dataset& dataset, Participant of)
        : data_(data),
          design_(design),
          origin_(origin),
          dataset_(dataset),
          of_(std::move(of)),
          width_(std::to_string(data.participants()).size()) {}

    /// A variable with one value for each record, or, the second, for each participant.
    void add(std::string name, std::string label, DataType type, std::function<Datum(std::size_t)> value, int key = 0) {
        dataset_.variables.push_back({std::move(name), std::move(label), type, std::move(value), key});
    }
    void add_of_participant(std::string name, std::string label, DataType type, std::function<Datum(std::size_t)> value, int key = 0) {
        add(
            std::move(name), std::move(label), type, [of = of_, value = std::move(value)](std::size_t record) { return value(of(record)); },
            key);
    }
    template <class Whole>
    void add_count(std::string name, std::string label, const std::vector<Whole>& values) {
        if (!values.empty())
            add_of_participant(std::move(name), std::move(label), DataType::integer, [&values](std::size_t i) { return whole(values[i]); });
    }

    void add_identity() {
        add("STUDYID", "Study Identifier", DataType::text, [this](std::size_t) { return Datum(origin_.study); });
        const std::string trial = "SYN-" + origin_.study + '-' + std::to_string(origin_.replicate) + '-';
        add_of_participant(
            "USUBJID", "Unique Subject Identifier", DataType::text, [this, trial](std::size_t i) { return Datum(trial + subject(i)); }, 1);
    }
    void add_treatment(const std::string& name, const std::string& label) {
        add_of_participant(name, label, DataType::text, [this](std::size_t i) { return Datum(design_.arms[data_.arm[i]]); });
        add_of_participant(name + 'N', label + " (N)", DataType::integer,
                           [this](std::size_t i) { return whole(data_.arm[i] == Arm::treatment ? 1 : 0); });
        if (std::find(data_.booster.begin(), data_.booster.end(), 1) == data_.booster.end()) return;
        add_of_participant("BOOSTFL", "Allocated to Booster Sessions Flag", DataType::text,
                           [this](std::size_t i) { return yes_or_no(data_.booster[i] != 0); });
    }
    void add_populations() {
        add("ITTFL", "Intent-To-Treat Population Flag", DataType::text, [](std::size_t) { return yes_or_no(true); });
        add_of_participant("SAFFL", "Safety Population Flag", DataType::text, [this](std::size_t i) { return yes_or_no(started(i)); });
    }

    std::string subject(std::size_t participant) const { return padded(participant + 1, width_); }
    bool started(std::size_t participant) const { return data_.started.empty() || data_.started[participant] != 0; }

private:
    const TrialData& data_;
    const Design& design_;
    const DatasetOrigin& origin_;
    Dataset& dataset_;
    Participant of_;
    std::size_t width_;
};

}  // namespace equipoise::io
