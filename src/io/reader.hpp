#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <equipoise/design/arm.hpp>

#include "json_value.hpp"
#include "key_table.hpp"

namespace equipoise::io {

/// A value that is to be read: where it is, and what its key says of it. Without a value (the key was left out) every reader returns nothing.
struct Item {
    const Value* value = nullptr;
    std::string pointer{};
    const Key* key = nullptr;

    explicit operator bool() const { return value != nullptr; }
    Item element(std::size_t k) const { return {&value->elements[k], pointer + "/" + std::to_string(k), key}; }
    bool is(Value::Kind kind) const { return value != nullptr && value->kind == kind; }
};

/// The reading of one document: its keys, and everything found wrong so far.
class Reading {
public:
    explicit Reading(std::span<const Key> keys) : keys_(keys) {}

    std::span<const Key> keys() const { return keys_; }
    const std::vector<Finding>& findings() const { return findings_; }
    void note(Finding finding) { findings_.push_back(std::move(finding)); }
    /// "POINTER must be WANTED, but is FOUND".
    void must_be(const Item& item, const std::string& wanted, std::string suggestion = {});
    /// "POINTER MESSAGE".
    void wrong(const Item& item, std::string message, std::string suggestion = {});

private:
    std::span<const Key> keys_;
    std::vector<Finding> findings_;
};

/// Which of a block's keys may stand depends on the value of one of them, or of one in the block around it.
struct Chooser {
    std::string_view key{};    ///< "method" or "mechanism"; empty: nothing to choose
    bool outside = false;      ///< the key stands in the block around this one, where `chosen` was its value
    std::string_view chosen{};
};

/// An object that is read key by key: keys it does not know, that do not belong or that are missing are noted at once.
class Block {
public:
    /// @param path  of the block in the table of keys: "/design/visits"; "" is the whole document.
    Block(Reading& reading, const Item& object, std::string path, Chooser chooser = {});

    /// @pre the table has the key
    Item operator[](std::string_view name) const;
    /// The value of the choosing key, if it is one of its choices.
    std::string_view chosen() const { return chosen_; }
    explicit operator bool() const { return object_.is(Value::Kind::object); }

private:
    void check_key(Reading& reading, const Member& member, std::string_view chooser) const;
    void check_missing(Reading& reading) const;
    bool belongs(const Key& key) const;

    Item object_;
    std::string path_;
    std::vector<const Key*> known_;
    std::string_view chosen_;
};

/// What a value is, for a message: "149.7", "the string "149"", "an array of 3 values".
std::string found(const Value& value);

std::optional<std::string> read_text(Reading& reading, const Item& item);
std::optional<bool> read_boolean(Reading& reading, const Item& item);
std::optional<std::uint64_t> read_whole(Reading& reading, const Item& item);
std::optional<double> read_number(Reading& reading, const Item& item);
/// @returns the index among the key's choices
std::optional<std::size_t> read_choice(Reading& reading, const Item& item);
/// @param labels  of all visits, the baseline first; empty: not known, nothing is returned.   @param first  0 if the baseline may be named, else 1
std::optional<std::size_t> read_visit(Reading& reading, const Item& item, const std::vector<std::string>& labels, std::size_t first);

/// The elements of an array; nothing (and a fault) if it is none.
/// @param wanted  what the array must be.   @param length  how many elements it must have, 0: any number
std::optional<std::vector<Item>> read_elements(Reading& reading, const Item& item, const std::string& wanted, std::size_t length);

/// An array, element by element; nothing if any element is wrong.
template <class Read>
auto read_list(Reading& reading, const Item& item, const std::string& wanted, std::size_t length, Read read)
    -> std::optional<std::vector<typename decltype(read(item))::value_type>> {
    const auto elements = read_elements(reading, item, wanted, length);
    if (!elements) return std::nullopt;
    std::vector<typename decltype(read(item))::value_type> values;
    for (const Item& element : *elements) {
        if (auto value = read(element)) values.push_back(std::move(*value));
    }
    if (values.size() != elements->size()) return std::nullopt;
    return values;
}

/// How many numbers an array must hold, and for what.
struct Length {
    std::size_t count;  ///< 0: not known, any number
    std::string per;    ///< "of the 4 visits, the baseline first"
    bool one_for_all;   ///< a single number stands for all of them
};

std::optional<std::vector<double>> read_numbers(Reading& reading, const Item& item, const Length& length);

/// The items of both arms of a value that is stated by arm, or once for both.
std::optional<PerArm<Item>> read_arms(Reading& reading, const Item& item);

/// A value by arm, or one for both.
template <class Read>
auto read_per_arm(Reading& reading, const Item& item, Read read) -> std::optional<PerArm<typename decltype(read(item))::value_type>> {
    if (!item) return std::nullopt;
    if (!item.is(Value::Kind::object)) {
        auto both = read(item);
        if (!both) return std::nullopt;
        return PerArm<typename decltype(read(item))::value_type>{*both, *both};
    }
    const auto arms = read_arms(reading, item);
    auto control = arms ? read(arms->control) : std::nullopt;
    auto treatment = arms ? read(arms->treatment) : std::nullopt;
    if (!control || !treatment) return std::nullopt;
    return PerArm<typename decltype(read(item))::value_type>{std::move(*control), std::move(*treatment)};
}

}  // namespace equipoise::io
