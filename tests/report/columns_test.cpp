// Oracle: the exact text of small tables.
#include "catch.hpp"

#include <equipoise/report/columns.hpp>

namespace columns_test {

using namespace equipoise;

TEST_CASE("decimal points and errors stand under one another, words at the left") {
    const TextColumn column = number_column("x", {{"-7.9", "exact"}, {"12", "3"}, {"0.125", "0.004"}, {"-"}, {"none"}, {"5"}});
    CHECK(column.cells == std::vector<std::string>{"-7.9   (exact)", "12     (3)", " 0.125 (0.004)", "-", "none", " 5"});
}

TEST_CASE("headings, a rule and rows, without blanks at the end of a line") {
    const std::vector<TextColumn> columns{text_column("name", {"a", "longer name"}), number_column("value", {{"1"}, {"10"}})};
    CHECK(table_lines(columns) == std::vector<std::string>{"name         value", "-----------  -----", "a             1", "longer name  10"});
    CHECK(table_width(columns) == 18);
    CHECK(table_lines({}).empty());
    CHECK(table_width({}) == 0);
}

TEST_CASE("a name in UTF-8 takes the room that it shows, and control characters stay out of the terminal") {
    const std::vector<TextColumn> columns{text_column("name", {"caf\xC3\xA9 visit", "a\nb\x1B[31m"}), text_column("x", {"1", "2"})};
    CHECK(table_lines(columns) == std::vector<std::string>{"name        x", "----------  -", "caf\xC3\xA9 visit  1", "a?b?[31m    2"});
}

}  // namespace columns_test
