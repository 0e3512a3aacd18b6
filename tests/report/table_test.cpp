// Oracle: the exact text of a table of results, on a stream in any state.
#include "catch.hpp"

#include <algorithm>
#include <iomanip>
#include <locale>
#include <sstream>

#include <equipoise/report/table.hpp>

#include "report/sample_results.hpp"

namespace table_test {

using namespace equipoise;

namespace {

/// A locale of decimal commas.
struct DecimalComma : std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
};

std::vector<std::string> lines_of(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

const std::string expected_text =
    R"table(van_dillen_2021: 10,000 replicates, seed 20240229, alpha 0.05 (two-sided), rng_schema philox4x64-10/boost-ziggurat/1

analysis  visit     true value      power              bias            coverage       empirical SE   model SE         failures
--------  --------  --------------  -----------------  --------------  -------------  -------------  ---------------  ---------------
t_test    month 0   -7.9   (exact)  0.9980 (0.0004)    -0.012 (0.016)  0.949 (0.002)  1.591 (0.011)  1.5881 (0.0009)  none
t_test    month 12  -5.697 (0.002)  0.855  (0.004)     -0.012 (0.016)  0.949 (0.002)  1.591 (0.011)  1.5881 (0.0009)  none
mmrm      month 0   -7.9   (exact)  1      (>0.99963)  -0.012 (0.016)  0.949 (0.002)  1.591 (0.011)  1.5881 (0.0009)  none
mmrm      month 12  -5.697 (0.002)  0.891  (0.003)     -0.012 (0.016)  0.949 (0.002)  1.591 (0.011)  1.5881 (0.0009)  0.0012 (0.0003)

Monte Carlo standard errors in parentheses. Effects are treatment minus control.
(<) and (>): exact 95 % bound where a proportion is 0 or 1 and its Monte Carlo standard error says nothing.

Failed fits, which are neither rejections nor non-rejections:
  mmrm, month 12: 12 of 10,000 (2 covariance_singular, 10 not_converged); power 0.8901 if none rejects, 0.8913 if all do

Fits on the boundary of their parameter space, which count as usable:
  mmrm, month 12: 31 of 10,000
)table";

}  // namespace

TEST_CASE("the table of a study") {
    CHECK(results_table(test::sample_results()) == expected_text);
}

TEST_CASE("the table is ASCII, within the widest table, and its lines end without blanks") {
    for (const std::string& line : lines_of(expected_text)) {
        CHECK(line.size() <= widest_table);
        CHECK((line.empty() || line.back() != ' '));
        CHECK(std::all_of(line.begin(), line.end(), [](char c) { return c >= 0x20 && c < 0x7F; }));
    }
}

TEST_CASE("the state and the locale of the stream change nothing and stay as they are") {
    std::ostringstream out;
    out.imbue(std::locale(std::locale::classic(), new DecimalComma));
    out << std::setw(200) << std::setfill('*') << std::hex << std::showpos << std::scientific << std::setprecision(1);
    const auto flags = out.flags();
    out << test::sample_results();
    CHECK(out.str() == expected_text);
    CHECK(out.flags() == flags);
    CHECK(out.width() == 200);
    CHECK(out.precision() == 1);
}

TEST_CASE("names of analyses that are too long for the width stand above their rows, uncut") {
    StudyResults results = test::sample_results();
    for (auto& row : results.operating_characteristics) row.row.analysis += " of the change from baseline, without boosters";
    const std::vector<std::string> lines = lines_of(results_table(results));
    REQUIRE(lines.size() > 9);
    CHECK(lines[2].starts_with("visit     true value"));
    CHECK(lines[4] == "t_test of the change from baseline, without boosters:");
    CHECK(lines[5].starts_with("month 0   -7.9   (exact)"));
    CHECK(lines[6].starts_with("month 12  -5.697 (0.002)"));
    CHECK(lines[7] == "mmrm of the change from baseline, without boosters:");
    CHECK(lines[8].starts_with("month 0 "));
    for (std::size_t line = 2; line < 10; ++line) CHECK(lines[line].size() <= widest_table);
}

TEST_CASE("under the null the column is the rejection rate, and the table says what that is") {
    StudyResults results = test::sample_results();
    for (auto& row : results.operating_characteristics) {
        row.true_value = {0.0, 0.0};
        row.hypothesis_holds = false;
    }
    const std::string text = results_table(results);
    CHECK(text.find("  reject  ") != std::string::npos);
    CHECK(text.find("\nreject: the rejection rate, which is the type I error where the true value is 0, else the power.\n") != std::string::npos);
}

TEST_CASE("the stream number is in the heading unless it is 0") {
    StudyResults results = test::sample_results();
    results.stream = 3;
    CHECK(lines_of(results_table(results)).front() ==
          "van_dillen_2021: 10,000 replicates, seed 20240229, stream 3, alpha 0.05 (two-sided), rng_schema philox4x64-10/boost-ziggurat/1");
}

TEST_CASE("a study without a row, and one without a usable replicate, are shown as such") {
    StudyResults results = test::sample_results();
    auto& rows = results.operating_characteristics;
    rows.resize(1);
    const Measure none{.estimate{}, .reason = "no replicate is usable"};
    rows[0].bias = rows[0].coverage = rows[0].empirical_se = rows[0].model_se = none;
    rows[0].rejection_rate.reset();
    rows[0].replicates = {.requested = 10'000, .usable = 0, .on_boundary = 0, .failed = 10'000, .by_status = {0, 0, 10'000}};
    rows[0].failure_rate = mc_proportion(10'000, 10'000);
    const std::vector<std::string> lines = lines_of(results_table(results));
    CHECK(lines[4] == "t_test    month 0  -7.9 (exact)  -      -     -         -             -         1 (>0.99963)");
    CHECK(std::count(lines.begin(), lines.end(), "-: no replicate is usable.") == 1);
    rows.clear();
    CHECK(lines_of(results_table(results)).back() == "No analysis, no result.");
}

}  // namespace table_test
