#include "reader.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "text.hpp"

namespace equipoise::io {
namespace {

bool is_whole(std::string_view text) { return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos; }

std::optional<std::uint64_t> to_whole(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (!is_whole(text) || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

double to_number(std::string_view text) {
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);  // too small to be held: stays 0; too large was refused by the parser
    return value;
}

std::vector<std::string_view> names_of(const std::vector<const Key*>& keys) {
    std::vector<std::string_view> names;
    for (const Key* key : keys) names.push_back(key->name());
    return names;
}

/// What to do about a text where a number was wanted.
std::string unquote(const Item& item) {
    const bool holds_number = item.is(Value::Kind::string) && !item.value->text.empty() && item.value->text.find_first_not_of("+-.0123456789eE") == std::string::npos;
    return holds_number ? "remove the quotation marks" : "";
}

/// "write it as 1000" for 1e3 and 1000.0.
std::string write_as_whole(const Item& item, const Key& key) {
    if (!item.is(Value::Kind::number)) return unquote(item);
    const double value = to_number(item.value->text);
    const bool whole = value >= static_cast<double>(key.least) && value <= 9007199254740992.0 && value == std::floor(value) && value <= static_cast<double>(key.most);
    return whole ? "write it as " + std::to_string(static_cast<std::uint64_t>(value)) : "";
}

/// Where else in the file a key that is unknown here belongs.
std::string belongs_elsewhere(std::span<const Key> keys, std::string_view name) {
    for (const Key& key : keys) {
        if (key.name() == name && key.block().find('*') == std::string_view::npos) {
            return in_quotes(name) + " belongs into " + (key.block().empty() ? "the outermost object" : std::string{key.block()});
        }
    }
    return {};
}

Item member(const Item& object, std::string_view name, const Key* key) { return {object.value->find(name), object.pointer + pointer_token(name), key}; }

}  // namespace

std::string found(const Value& value) {
    switch (value.kind) {
        case Value::Kind::null: return "null";
        case Value::Kind::boolean: return value.truth ? "true" : "false";
        case Value::Kind::number: return value.text.size() <= 40 ? value.text : value.text.substr(0, 40) + "...";
        case Value::Kind::string: return value.text.empty() ? "an empty text" : "the string " + in_quotes(value.text);
        case Value::Kind::array:
            if (value.elements.empty()) return "an empty array";
            return "an array of " + std::to_string(value.elements.size()) + (value.elements.size() == 1 ? " value" : " values");
        case Value::Kind::object: break;
    }
    return value.members.empty() ? "an empty object" : "an object";
}

void Reading::must_be(const Item& item, const std::string& wanted, std::string suggestion) {
    wrong(item, "must be " + wanted + ", but is " + found(*item.value), std::move(suggestion));
}

void Reading::wrong(const Item& item, std::string message, std::string suggestion) {
    findings_.push_back({item.value->span, item.pointer, std::move(message), std::move(suggestion), false});
}

Block::Block(Reading& reading, const Item& object, std::string path, Chooser chooser) : object_(object), path_(std::move(path)), chosen_(chooser.chosen) {
    for (const Key& key : reading.keys()) {
        if (key.block() == path_ && key.name() != "*" && !key.path.empty()) known_.push_back(&key);
    }
    if (!object_) return;
    if (!object_.is(Value::Kind::object)) {
        reading.must_be(object_, "an object with " + listed(names_of(known_), "and"));
        return;
    }
    if (!chooser.key.empty() && !chooser.outside) {
        const Item item = (*this)[chooser.key];
        if (const auto choice = read_choice(reading, item)) chosen_ = item.key->choices[*choice];
    }
    for (const Member& one : object_.value->members) check_key(reading, one, chooser.key);
    check_missing(reading);
}

bool Block::belongs(const Key& key) const {
    return key.belongs_to.empty() || std::find(key.belongs_to.begin(), key.belongs_to.end(), chosen_) != key.belongs_to.end();
}

void Block::check_key(Reading& reading, const Member& one, std::string_view chooser) const {
    const std::string pointer = object_.pointer + pointer_token(one.key);
    const auto key = std::find_if(known_.begin(), known_.end(), [&](const Key* k) { return k->name() == one.key; });
    if (key == known_.end()) {
        std::string hint = did_you_mean(one.key, names_of(known_));
        if (hint.empty()) hint = belongs_elsewhere(reading.keys(), one.key);
        if (hint.empty()) hint = "known here: " + listed(names_of(known_), "and");
        reading.note({one.key_span, pointer, "unknown key " + in_quotes(one.key), hint, true});
    } else if (!chosen_.empty() && !belongs(**key)) {
        const std::string hint = chosen_ == "mar" && one.key == "missed_score" ? "a mechanism that looks at the score about to be missed is \"mnar\"" : "remove it, or change the " + std::string{chooser};
        reading.note({one.key_span, pointer,
                      "the key " + in_quotes(one.key) + " belongs to the " + std::string{chooser} + " " + listed((*key)->belongs_to, "or") + ", but the " + std::string{chooser} + " here is " + in_quotes(chosen_),
                      hint, true});
    }
}

void Block::check_missing(Reading& reading) const {
    for (const Key* key : known_) {
        const bool wanted_here = key->required && (key->belongs_to.empty() || (!chosen_.empty() && belongs(*key)));
        if (!wanted_here || object_.value->find(key->name()) != nullptr) continue;
        SourceSpan span = object_.value->span;
        span.length = 1;
        reading.note({span, object_.pointer + pointer_token(key->name()), "the key " + in_quotes(key->name()) + " is missing", "add " + in_quotes(key->name()) + ": " + wanted(*key), true});
    }
}

Item Block::operator[](std::string_view name) const {
    const auto key = std::find_if(known_.begin(), known_.end(), [&](const Key* k) { return k->name() == name; });
    if (!*this || (!chosen_.empty() && !belongs(**key))) return {};
    return member(object_, name, *key);
}

std::optional<std::string> read_text(Reading& reading, const Item& item) {
    if (!item) return std::nullopt;
    const bool name = item.key->type != KeyType::text;
    const std::string wanted_text = name ? "a text that is not empty" : "a text in double quotes";
    if (!item.is(Value::Kind::string) || (name && item.value->text.empty())) {
        reading.must_be(item, wanted_text, item.is(Value::Kind::number) ? "put it in quotation marks" : "");
        return std::nullopt;
    }
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    if (name && std::any_of(item.value->text.begin(), item.value->text.end(), is_control)) {
        reading.must_be(item, "a text on one line without control characters");
        return std::nullopt;
    }
    return item.value->text;
}

std::optional<bool> read_boolean(Reading& reading, const Item& item) {
    if (!item) return std::nullopt;
    if (item.is(Value::Kind::boolean)) return item.value->truth;
    const bool quoted_one = item.is(Value::Kind::string) && (item.value->text == "true" || item.value->text == "false");
    reading.must_be(item, "true or false", quoted_one ? "remove the quotation marks" : "");
    return std::nullopt;
}

std::optional<std::uint64_t> read_whole(Reading& reading, const Item& item) {
    if (!item) return std::nullopt;
    const Key& key = *item.key;
    const auto value = item.is(Value::Kind::number) ? to_whole(item.value->text) : std::nullopt;
    if (value && *value >= key.least && *value <= key.most) return value;
    const bool whole_but_out_of_range = item.is(Value::Kind::number) && is_whole(item.value->text);
    reading.must_be(item, "a whole number from " + with_thousands(key.least) + " to " + with_thousands(key.most), whole_but_out_of_range ? "" : write_as_whole(item, key));
    return std::nullopt;
}

std::optional<double> read_number(Reading& reading, const Item& item) {
    if (!item) return std::nullopt;
    if (item.is(Value::Kind::number)) {
        const double value = to_number(item.value->text);
        if (item.key->limits.contain(value)) return value;
    }
    reading.must_be(item, wanted_number(item.key->limits), unquote(item));
    return std::nullopt;
}

std::optional<std::size_t> read_choice(Reading& reading, const Item& item) {
    if (!item) return std::nullopt;
    const auto& choices = item.key->choices;
    if (item.is(Value::Kind::string)) {
        const auto choice = std::find(choices.begin(), choices.end(), item.value->text);
        if (choice != choices.end()) return static_cast<std::size_t>(choice - choices.begin());
    }
    reading.must_be(item, wanted(*item.key), item.is(Value::Kind::string) ? did_you_mean(item.value->text, choices) : "");
    return std::nullopt;
}

std::optional<std::size_t> read_visit(Reading& reading, const Item& item, const std::vector<std::string>& labels, std::size_t first) {
    if (!item || labels.empty()) return std::nullopt;
    const std::vector<std::string_view> offered(labels.begin() + static_cast<std::ptrdiff_t>(first), labels.end());
    if (item.is(Value::Kind::string)) {
        const auto label = std::find(offered.begin(), offered.end(), item.value->text);
        if (label != offered.end()) return first + static_cast<std::size_t>(label - offered.begin());
    } else if (item.is(Value::Kind::number)) {
        const auto number = to_whole(item.value->text);
        if (number && *number >= first && *number < labels.size()) return static_cast<std::size_t>(*number);
    }
    const std::string numbers = "a whole number from " + std::to_string(first) + " to " + std::to_string(labels.size() - 1);
    reading.must_be(item, "a visit: " + listed(offered, "or") + ", or " + numbers, item.is(Value::Kind::string) ? did_you_mean(item.value->text, offered) : "");
    return std::nullopt;
}

std::optional<std::vector<Item>> read_elements(Reading& reading, const Item& item, const std::string& wanted, std::size_t length) {
    if (!item) return std::nullopt;
    if (!item.is(Value::Kind::array) || (length > 0 && item.value->elements.size() != length)) {
        reading.must_be(item, wanted);
        return std::nullopt;
    }
    std::vector<Item> elements;
    for (std::size_t k = 0; k < item.value->elements.size(); ++k) elements.push_back(item.element(k));
    return elements;
}

std::optional<std::vector<double>> read_numbers(Reading& reading, const Item& item, const Length& length) {
    if (!item) return std::nullopt;
    const std::string array = "an array with one number for each " + length.per;
    if (length.one_for_all && item.is(Value::Kind::number)) {
        const auto value = read_number(reading, item);
        if (!value) return std::nullopt;
        return std::vector<double>(std::max<std::size_t>(length.count, 1), *value);
    }
    return read_list(reading, item, (length.one_for_all ? "a number, or " : "") + array, length.count, [&](const Item& element) { return read_number(reading, element); });
}

std::optional<PerArm<Item>> read_arms(Reading& reading, const Item& item) {
    const std::vector<std::string_view> arms{"control", "treatment"};
    for (const Member& one : item.value->members) {
        if (one.key == arms[0] || one.key == arms[1]) continue;
        const std::string hint = did_you_mean(one.key, arms);
        reading.note({one.key_span, item.pointer + pointer_token(one.key), "unknown key " + in_quotes(one.key), hint.empty() ? "arms are \"control\" and \"treatment\" here, whatever their labels" : hint, true});
    }
    for (const std::string_view arm : arms) {
        if (item.value->find(arm) != nullptr) continue;
        SourceSpan span = item.value->span;
        span.length = 1;
        reading.note({span, item.pointer + pointer_token(arm), "the key " + in_quotes(arm) + " is missing", "state both arms, or one value for both in place of the object", true});
    }
    return PerArm<Item>{member(item, arms[0], item.key), member(item, arms[1], item.key)};
}

}  // namespace equipoise::io
