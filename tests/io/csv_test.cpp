// Oracle: RFC 4180's rules, example by example.
#include "catch.hpp"

#include <io/csv.hpp>

#include <string>
#include <vector>

namespace csv_test {

using namespace equipoise;

namespace {

std::vector<std::string> texts(const io::CsvRow& row) {
    std::vector<std::string> fields;
    for (const io::CsvField& field : row) fields.push_back(field.text);
    return fields;
}

std::string only_fault(const std::string& text) {
    const io::CsvTable table = io::parse_csv(text, 0);
    return table.findings.size() == 1 ? table.findings[0].message : std::to_string(table.findings.size()) + " faults";
}

}  // namespace

TEST_CASE("fields, quotes, line breaks, CRLF and empty fields") {
    const io::CsvTable table = io::parse_csv("id,note,y\r\n1,\"a \"\"b\"\", c\nd\",2.5\r\n\r\n2,,\n3,\"\",4", 1);
    REQUIRE(table.findings.empty());
    CHECK(texts(table.header) == std::vector<std::string>{"id", "note", "y"});
    REQUIRE(table.rows.size() == 3);
    CHECK(texts(table.rows[0]) == std::vector<std::string>{"1", "a \"b\", c\nd", "2.5"});
    CHECK(texts(table.rows[1]) == std::vector<std::string>{"2", "", ""});
    CHECK(texts(table.rows[2]) == std::vector<std::string>{"3", "", "4"});
    CHECK(table.rows[2][2].span.line == 6);
    CHECK(table.rows[2][2].span.column == 6);
    CHECK(table.rows[2][2].span.source == 1);
}

TEST_CASE("a byte order mark, as spreadsheets write it, is skipped") {
    const io::CsvTable table = io::parse_csv("\xEF\xBB\xBFid,y\n1,2\n", 0);
    REQUIRE(table.findings.empty());
    CHECK(table.header[0].text == "id");
}

TEST_CASE("what is not CSV is refused") {
    CHECK(only_fault("") == "the file is empty");
    CHECK(only_fault("a,b\n1\n") == "this row has 1 field, but the header has 2");
    CHECK(only_fault("a,b\n1,2,3\n") == "this row has 3 fields, but the header has 2");
    CHECK(only_fault("a,b\n1,\"2\n") == "the field that begins here is never closed" );
    CHECK(only_fault("a,b\n1,2\"\n") == "a field that holds \"\"\" must stand in double quotes");
    CHECK(only_fault("a,b\n\"1\"x,2\n") == "there is more text after the closing quote of a field; a quote inside it must be doubled");
    CHECK(only_fault("a,a\n1,2\n") == "the column \"a\" comes twice");
    CHECK(only_fault("a,\n1,2\n") == "a column has no name");
    CHECK(only_fault("a,b\n1,\xE9\n") == "the byte \"\\xe9\" is not UTF-8");
}

}  // namespace csv_test
