#include "assumptions.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "text.hpp"

namespace equipoise::io {
namespace {

/// Why a pointer leads nowhere in a document.
struct DeadEnd {
    std::string problem;
    std::string suggestion{};
};

bool has_wrong_escape(std::string_view pointer) {
    for (std::size_t k = 0; k < pointer.size(); ++k) {
        if (pointer[k] == '~' && (k + 1 == pointer.size() || (pointer[k + 1] != '0' && pointer[k + 1] != '1'))) return true;
    }
    return false;
}

const Value* child(const Value& value, const std::string& key) {
    if (value.kind == Value::Kind::object) return value.find(key);
    for (std::size_t k = 0; k < value.elements.size(); ++k) {
        if (std::to_string(k) == key) return &value.elements[k];
    }
    return nullptr;
}

std::optional<DeadEnd> dead_end(const Value& root, const std::string& pointer) {
    if (!pointer.empty() && pointer.front() != '/') return DeadEnd{"is not a JSON pointer", "begin it with \"/\", as in \"/design/participants\""};
    if (has_wrong_escape(pointer)) return DeadEnd{"is not a JSON pointer: \"~\" is written ~0", "write ~0 for \"~\" and ~1 for \"/\" in a key"};
    const Value* value = &root;
    std::string here;
    for (const std::string& key : pointer_keys(pointer)) {
        const Value* next = child(*value, key);
        if (next == nullptr) {
            std::vector<std::string_view> known;
            for (const Member& member : value->members) known.push_back(member.key);
            const std::string hint = value->kind == Value::Kind::array ? "the array has " + std::to_string(value->elements.size()) + " values, counted from 0" : did_you_mean(key, known);
            return DeadEnd{"leads nowhere in this scenario: " + (here.empty() ? "the document" : here) + " has no " + in_quotes(key), hint};
        }
        value = next;
        here += pointer_token(key);
    }
    return std::nullopt;
}

void add_numbers(const Value& value, const std::string& pointer, const std::set<std::string>& covered, std::vector<std::string>& found) {
    if (covered.count(pointer) != 0) return;
    if (value.kind == Value::Kind::number) found.push_back(pointer);
    for (std::size_t k = 0; k < value.elements.size(); ++k) add_numbers(value.elements[k], pointer + "/" + std::to_string(k), covered, found);
    for (const Member& member : value.members) add_numbers(member.value, pointer + pointer_token(member.key), covered, found);
}

}  // namespace

std::vector<AssumptionEntry> read_assumptions(Reading& reading, const Item& item, const Value& root) {
    std::vector<AssumptionEntry> entries;
    if (!item) return entries;
    if (!item.is(Value::Kind::object)) {
        reading.must_be(item, "an object with a JSON pointer such as \"/design/participants\" for each key");
        return entries;
    }
    for (const Member& member : item.value->members) {
        const std::string pointer = item.pointer + pointer_token(member.key);
        if (const auto problem = dead_end(root, member.key)) reading.note({member.key_span, pointer, "the assumption on " + in_quotes(member.key) + " " + problem->problem, problem->suggestion, true});
        const Block block{reading, {&member.value, pointer, nullptr}, "/assumptions/*"};
        AssumptionEntry entry{.pointer = member.key, .source = {}, .note = {}};
        if (block) {
            if (const auto status = read_choice(reading, block["status"])) entry.status = static_cast<AssumptionStatus>(*status);
            entry.source = read_text(reading, block["source"]).value_or("");
            entry.note = read_text(reading, block["note"]).value_or("");
        }
        entries.push_back(std::move(entry));
    }
    return entries;
}

std::vector<std::string> numbers_without(const std::vector<AssumptionEntry>& assumptions, const Value& root) {
    std::set<std::string> covered;
    for (const AssumptionEntry& entry : assumptions) covered.insert(entry.pointer);
    std::vector<std::string> found;
    for (const char* part : {"design", "mechanism"}) {
        const Value* value = root.find(part);
        if (value != nullptr && covered.count("") == 0) add_numbers(*value, pointer_token(part), covered, found);
    }
    return found;
}

}  // namespace equipoise::io
