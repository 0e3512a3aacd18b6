#include "overrides.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "json_document.hpp"
#include "text.hpp"

namespace equipoise {
namespace io {
namespace {

/// A place in a document, or why there is none.
struct Place {
    Value* value = nullptr;
    std::string problem{};
    std::string suggestion{};
};

std::vector<std::string_view> keys_of(const Value& object) {
    std::vector<std::string_view> keys;
    for (const Member& member : object.members) keys.push_back(member.key);
    return keys;
}

Place element_of(Value& array, const std::string& key, const std::string& here) {
    for (std::size_t k = 0; k < array.elements.size(); ++k) {
        if (std::to_string(k) == key) return {.value = &array.elements[k]};
    }
    const std::string last = std::to_string(array.elements.size() - 1);
    return {.problem = here + " has no element " + in_quotes(key), .suggestion = array.elements.empty() ? "the array is empty; set it as a whole" : "its elements are 0 to " + last};
}

/// The value of a key. @param add  whether a key that is not there is added
Place member_of(Value& object, const std::string& key, const std::string& here, const SourceSpan& added_by, bool add) {
    for (Member& member : object.members) {
        if (member.key == key) return {.value = &member.value};
    }
    if (!add) return {.problem = here + " has no key " + in_quotes(key), .suggestion = did_you_mean(key, keys_of(object))};
    return {.value = &object.members.emplace_back(Member{.key = key, .key_span = added_by, .value = {}}).value};
}

Place find_place(Value& root, const std::string& pointer, const SourceSpan& added_by) {
    Value* value = &root;
    std::string here;
    const std::vector<std::string> keys = pointer_keys(pointer);
    for (std::size_t k = 0; k < keys.size(); ++k) {
        const std::string shown = here.empty() ? "the document" : here;
        const bool is_last = k + 1 == keys.size();
        Place next{.problem = shown + " is " + (value->kind == Value::Kind::array ? "an array" : "neither an object nor an array") + ", so nothing can be set beneath it"};
        if (value->kind == Value::Kind::array) next = element_of(*value, keys[k], shown);
        if (value->kind == Value::Kind::object) next = member_of(*value, keys[k], shown, added_by, is_last);
        if (next.value == nullptr) return next;
        value = next.value;
        here += pointer_token(keys[k]);
    }
    return {.value = value};
}

std::size_t depth_of(const Value& value) {
    std::size_t deepest = 0;
    for (const Value& element : value.elements) deepest = std::max(deepest, depth_of(element));
    for (const Member& member : value.members) deepest = std::max(deepest, depth_of(member.value));
    return deepest + 1;
}

/// An assumption about a value that was replaced says nothing of the new one.
void forget_assumptions(Value& root, const std::string& replaced) {
    for (Member& member : root.members) {
        if (member.key != "assumptions") continue;
        std::vector<Member>& entries = member.value.members;
        const auto is_beneath = [&](const Member& entry) { return entry.key == replaced || entry.key.compare(0, replaced.size() + 1, replaced + "/") == 0; };
        entries.erase(std::remove_if(entries.begin(), entries.end(), is_beneath), entries.end());
    }
}

}  // namespace

std::string name_of(const Override& one) { return "--set " + printable(one.pointer) + "=" + printable(one.json_text); }

Overridden with_overrides(Value root, std::span<const Override> overrides) {
    std::vector<Finding> findings;
    for (std::size_t k = 0; k < overrides.size(); ++k) {
        const SourceSpan span{.source = k + 1};
        const std::string& pointer = overrides[k].pointer;
        if (!pointer.empty() && pointer.front() != '/') {
            findings.push_back({span, "", "the place " + in_quotes(pointer) + " is not a JSON pointer", "begin it with \"/\"", true});
            continue;
        }
        Document document = parse_json(overrides[k].json_text, k + 1);
        for (Finding& finding : document.findings) {
            if (finding.message == "the file is empty") finding.message = "there is no value after the \"=\"";
            findings.push_back(std::move(finding));
        }
        if (!document.root) continue;
        if (pointer_keys(pointer).size() + depth_of(*document.root) > max_document_depth) {
            findings.push_back({span, "", "the document is nested more than " + std::to_string(max_document_depth) + " levels deep", "", true});
            continue;
        }
        const Place place = find_place(root, pointer, span);
        if (place.value == nullptr) {
            findings.push_back({span, "", place.problem, place.suggestion, true});
            continue;
        }
        *place.value = std::move(*document.root);
        forget_assumptions(root, pointer);
    }
    return {.root = std::move(root), .findings = std::move(findings)};
}

}  // namespace io

Override parse_override(std::string_view argument) {
    const std::size_t equals = argument.find('=');
    if (equals != std::string_view::npos && equals > 0 && argument.front() == '/') {
        return {.pointer = std::string{argument.substr(0, equals)}, .json_text = std::string{argument.substr(equals + 1)}};
    }
    Fault fault{"", "--set must be given a place and a value, as in --set /study/seed=7, but is given " + io::in_quotes(argument), ""};
    if (equals != std::string_view::npos && equals > 0) fault.suggestion = "begin the place with \"/\"";
    throw InvalidScenarioFile("the command line", {LocatedFault{.fault = std::move(fault), .file = "--set " + io::printable(argument), .names_itself = true}});
}

}  // namespace equipoise
