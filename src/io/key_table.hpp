#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace equipoise::io {

/// What kind of value a key takes.
enum class KeyType : std::uint8_t {
    object,
    list,             ///< an array of objects, or of one of the kinds below
    map,              ///< an object with keys of the user's choice
    text,
    name,             ///< a text that is not empty
    choice,           ///< one of `choices`
    boolean,
    whole,            ///< a whole number in [least, most]
    number,           ///< a finite number in the interval
    visit,            ///< the label of a visit, or its number
    by_visit,         ///< a number for each visit
    by_arm            ///< {"control": ..., "treatment": ...}, or one value for both
};

/// The interval of a number; its ends belong to it unless they are said to be excluded.
struct Limits {
    double minimum = -std::numeric_limits<double>::infinity();
    double maximum = std::numeric_limits<double>::infinity();
    bool above_minimum = false;
    bool below_maximum = false;

    bool contain(double value) const {
        return (above_minimum ? value > minimum : value >= minimum) && (below_maximum ? value < maximum : value <= maximum);
    }
};

inline constexpr Limits positive{.minimum = 0, .above_minimum = true};
inline constexpr Limits not_negative{.minimum = 0};
inline constexpr Limits probability{.minimum = 0, .maximum = 1};
inline constexpr Limits open_share{.minimum = 0, .maximum = 1, .above_minimum = true, .below_maximum = true};

/// One key of a file: the only place where it is described. Reading, messages, suggestions and documentation come from here.
struct Key {
    std::string_view path;  ///< as a JSON pointer in which "*" stands for any index or name
    KeyType type;
    std::string_view sentence;
    bool required = false;
    std::string_view standard{};                ///< what happens if it is left out
    std::string_view unit{};
    std::uint64_t least = 0;                    ///< of whole numbers
    std::uint64_t most = 0;
    Limits limits{};                            ///< of numbers
    std::vector<std::string_view> choices{};
    std::vector<std::string_view> belongs_to{};  ///< the values of the block's method or mechanism with which the key may stand; empty: all
    std::string_view form{};                    ///< how the value is written, where the type does not say it all

    std::string_view name() const { return path.substr(path.rfind('/') + 1); }
    std::string_view block() const { return path.substr(0, path.rfind('/')); }
};

/// The keys of a scenario, in the order of the documentation.
std::span<const Key> scenario_keys();

/// The keys of a specification for `equipoise analyse`; those of /analyses are the scenario's.
std::span<const Key> data_spec_keys();

/// What the value of a key must be: "a whole number from 2 to 1,000,000", "one of "pooled" or "welch"", ...
std::string wanted(const Key& key);

/// The same of a number within limits: "a number above 0 and below 1".
std::string wanted_number(const Limits& limits);

/// A number as people write it.
std::string plain_number(double value);

}  // namespace equipoise::io
