// Oracle: names, quotes and excerpts as a person would write them.
#include "catch.hpp"

#include <io/text.hpp>

#include <string>

namespace text_test {

using namespace equipoise;

TEST_CASE("a name that is near is suggested, one that is far is not") {
    const std::vector<std::string_view> known{"replicates", "seed", "alpha", "stream", "post-treatment"};
    CHECK(io::nearest_name("replicats", known) == "replicates");
    CHECK(io::nearest_name("sede", known) == "seed");
    CHECK(io::nearest_name("Alpha", known) == "alpha");
    CHECK(io::nearest_name("post treatment", known) == "post-treatment");
    CHECK_FALSE(io::nearest_name("colour", known));
    CHECK_FALSE(io::nearest_name("x", known));
    CHECK_FALSE(io::nearest_name("", known));
    CHECK_FALSE(io::nearest_name(std::string(100'000, 'a'), known));
}

TEST_CASE("quotes are short and harm no terminal") {
    CHECK(io::in_quotes("a\tb\x1b[31m\xff") == "\"a\\tb\\x1b[31m\\xff\"");
    CHECK(io::in_quotes(std::string(50, 'x')) == "\"" + std::string(40, 'x') + "...\"");
    CHECK(io::in_quotes("é\xC2\x9B") == "\"é\\xc2\"");
}

TEST_CASE("UTF-8 is checked by the byte") {
    CHECK_FALSE(io::first_invalid_utf8("aé€😀"));
    CHECK(io::first_invalid_utf8("a\xC0\x80") == 1U);          // overlong
    CHECK(io::first_invalid_utf8("\xED\xA0\x80") == 0U);       // a surrogate
    CHECK(io::first_invalid_utf8("\xF4\x90\x80\x80") == 0U);   // past the last character
    CHECK(io::first_invalid_utf8("ab\xE2\x82") == 2U);         // cut
}

TEST_CASE("an excerpt points at its column, also in a long line") {
    const io::Excerpt near_start = io::excerpt("  \"seed\": -1\r", {.source = 0, .line = 1, .column = 11, .length = 2});
    CHECK(near_start.text == "  \"seed\": -1");
    CHECK(near_start.caret == 11);
    const std::string line = std::string(500, 'a') + "HERE" + std::string(500, 'b');
    const io::Excerpt far = io::excerpt(line, {.source = 0, .line = 1, .column = 501, .length = 4});
    CHECK(far.text.size() < 110);
    CHECK(far.text.substr(far.caret - 1, far.length) == "HERE");
}

TEST_CASE("whole numbers are read in threes") {
    CHECK(io::with_thousands(999) == "999");
    CHECK(io::with_thousands(1'000) == "1,000");
    CHECK(io::with_thousands(18446744073709551615ULL) == "18,446,744,073,709,551,615");
}

}  // namespace text_test
