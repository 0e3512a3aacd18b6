#include <equipoise/io/scenario_file.hpp>

#include <algorithm>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "key_table.hpp"
#include "text.hpp"

namespace equipoise {
namespace {

std::string in_code(std::string_view text) { return "`" + std::string{text} + "`"; }

/// What the value of a key looks like: "whole number from 2 to 1,000,000, participants".
std::string form_of(const io::Key& key) {
    std::string text;
    if (key.type == io::KeyType::choice) {
        for (const std::string_view choice : key.choices) text += (text.empty() ? "" : ", ") + in_code("\"" + std::string{choice} + "\"");
    } else if (key.type == io::KeyType::by_arm) {
        text = std::string{key.form} + "; by arm, or once for both";
    } else if (key.type == io::KeyType::map) {
        text = "object with a JSON pointer for each key";
    } else {
        text = wanted(key);
        for (const std::string_view article : {"an ", "a ", "the "}) {
            if (text.substr(0, article.size()) == article) text.erase(0, article.size());
        }
    }
    if (key.type == io::KeyType::by_arm || key.type == io::KeyType::by_visit || key.type == io::KeyType::list) {
        const std::string limits = wanted_number(key.limits);
        if (limits != "a number") text += "; each " + limits;
    }
    return key.unit.empty() ? text : text + " [" + std::string{key.unit} + "]";
}

std::string left_out(const io::Key& key) {
    std::string text = key.required ? "**required**" : std::string{key.standard};
    if (!key.belongs_to.empty()) {
        text += "; only with ";
        for (std::size_t k = 0; k < key.belongs_to.size(); ++k) text += (k == 0 ? "" : ", ") + in_code(key.belongs_to[k]);
    }
    return text;
}

std::string table_of(std::span<const io::Key> keys, std::initializer_list<std::string_view> without) {
    std::string text = "| key | meaning | value | if left out |\n|---|---|---|---|\n";
    for (const io::Key& key : keys) {
        const auto is_beneath = [&](std::string_view block) { return key.path.substr(0, block.size()) == block; };
        if (std::any_of(without.begin(), without.end(), is_beneath)) continue;
        text += "| " + in_code(key.path) + " | " + std::string{key.sentence} + " | " + form_of(key) + " | " + left_out(key) + " |\n";
    }
    return text;
}

}  // namespace

std::string key_reference() {
    return "# The keys of a scenario\n\n"
           "A scenario is one JSON object (RFC 8259, UTF-8). Keys that are not listed here are faults, as are keys that come twice. Where a value is stated\n"
           "\"by arm\", it is an object with `control` and `treatment`, or one value for both arms. A `*` stands for any index or name.\n"
           "This page is written from the table by which scenarios are read.\n\n" +
           table_of(io::scenario_keys(), {}) +
           "\n# The keys of a specification for `equipoise analyse`\n\n"
           "The data are a CSV file (RFC 4180, UTF-8) with a header and one row for each participant and visit; an empty field is missing.\n"
           "The keys of `/analyses` and `/multiplicity` are those of a scenario.\n\n" +
           table_of(io::data_spec_keys(), {"/analyses", "/multiplicity"});
}

}  // namespace equipoise
