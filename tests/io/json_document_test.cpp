// Oracle: places counted by hand; and nlohmann's own verdict on which texts are JSON, over a scenario changed at every place.
#include "catch.hpp"

#include <io/json_document.hpp>

#include "io/text_files.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace json_document_test {

using namespace equipoise;
using io::Value;

TEST_CASE("every value knows its line, column and length, in characters") {
    const std::string text = "{\r\n  \"é\": [10, -1.5e3, \"ü\\n\\\"\"],\n\t\"b\": {\"x\": true, \"y\": null}\n}";
    const io::Document document = io::parse_json(text, 7);
    REQUIRE(document.root);
    REQUIRE(document.findings.empty());
    const auto is_at = [](const SourceSpan& span, std::size_t line, std::size_t column, std::size_t length) {
        return span.source == 7 && span.line == line && span.column == column && span.length == length;
    };
    const Value& root = *document.root;
    REQUIRE(root.members.size() == 2);
    CHECK(is_at(root.members[0].key_span, 2, 3, 3));
    CHECK(root.members[0].key == "é");
    const Value& array = root.members[0].value;
    REQUIRE(array.elements.size() == 3);
    CHECK(is_at(array.span, 2, 8, 1));
    CHECK(is_at(array.elements[0].span, 2, 9, 2));
    CHECK(is_at(array.elements[1].span, 2, 13, 6));
    CHECK(is_at(array.elements[2].span, 2, 21, 7));
    CHECK(array.elements[2].text == "ü\n\"");
    const Value& object = root.members[1].value;
    CHECK(is_at(root.members[1].key_span, 3, 2, 3));
    CHECK(is_at(object.find("x")->span, 3, 13, 4));
    CHECK(object.find("x")->truth);
    CHECK(is_at(object.find("y")->span, 3, 24, 4));
}

TEST_CASE("numbers keep what was written") {
    const io::Document document = io::parse_json("[18446744073709551616, -1, 149.7, 1e3, 1.0, -0, 0.1000000000000000055511151231257827, 1E-400]");
    REQUIRE(document.root);
    std::vector<std::string> texts;
    for (const Value& value : document.root->elements) texts.push_back(value.text);
    CHECK(texts == std::vector<std::string>{"18446744073709551616", "-1", "149.7", "1e3", "1.0", "-0", "0.1000000000000000055511151231257827", "1E-400"});
}

TEST_CASE("duplicate keys are found at any depth and compared as decoded") {
    const io::Document document = io::parse_json("{\"a\": [{\"k\": 1, \"\\u006b\": 2, \"k\": 3}], \"b\": {\"k\": 1}}");
    REQUIRE(document.root);
    REQUIRE(document.findings.size() == 2);
    CHECK(document.findings[0].pointer == "/a/0/k");
    CHECK(document.findings[0].span.column == 17);
    CHECK(document.findings[1].span.column == 30);
}

TEST_CASE("pointers are written and read back") {
    CHECK(io::pointer_token("a/b~c") == "/a~1b~0c");
    CHECK(io::pointer_keys("/a~1b~0c//~01") == std::vector<std::string>{"a/b~c", "", "~1"});
    CHECK(io::pointer_keys("").empty());
    CHECK(io::pointer_keys("threads/1") == std::vector<std::string>{"threads", "1"});
}

TEST_CASE("nesting is allowed to 64 levels and no further") {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    CHECK(io::parse_json(nested(64)).root);
    CHECK_FALSE(io::parse_json(nested(65)).root);
}

TEST_CASE("what is JSON is what the parser beneath says, with one reason where it is not") {
    const std::string base = text_files::bytes_of(text_files::folder + "base.json");
    const std::string instead = "\"\\{}[],:0-.eE+tfn/#'\x01\x7F\xC3 \n";
    std::size_t refused = 0;
    const auto check = [&](const std::string& text) {
        const io::Document document = io::parse_json(text);
        REQUIRE(document.root.has_value() == nlohmann::json::accept(text));
        if (document.root) return;
        REQUIRE(document.findings.size() == 1);
        REQUIRE_FALSE(document.findings[0].message.empty());
        ++refused;
    };
    for (std::size_t k = 0; k < base.size(); ++k) {
        INFO(k);
        std::string without = base;
        check(without.erase(k, 1));
        for (std::size_t j = 0; j < 6; ++j) {  // each place meets six of them, each of them many places
            std::string other = base;
            other[k] = instead[(5 * k + j) % instead.size()];
            check(other);
        }
    }
    CHECK(refused > base.size());
}

}  // namespace json_document_test
