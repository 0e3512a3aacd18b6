// Oracle: what is said of failures, boundaries and missing measures.
#include "catch.hpp"

#include <equipoise/report/notes.hpp>

#include "report/sample_results.hpp"

namespace notes_test {

using namespace equipoise;

TEST_CASE("nothing is said where nothing failed") {
    auto rows = test::sample_results().operating_characteristics;
    rows.pop_back();
    CHECK(detail::failure_notes(rows).empty());
    CHECK(detail::boundary_notes(rows).empty());
    CHECK(detail::reason_notes(rows).empty());
}

TEST_CASE("failures are listed by status with both bounds") {
    auto rows = test::sample_results().operating_characteristics;
    CHECK(detail::failure_notes(rows) ==
          "\nFailed fits, which are neither rejections nor non-rejections:\n"
          "  mmrm, month 12: 12 of 10,000 (2 covariance_singular, 10 not_converged); power 0.8901 if none rejects, 0.8913 if all do\n");
    rows[0].hypothesis_holds = false;
    CHECK(detail::failure_notes(rows).find("; rejection rate 0.8901 if none rejects") != std::string::npos);
    CHECK(detail::boundary_notes(rows) == "\nFits on the boundary of their parameter space, which count as usable:\n  mmrm, month 12: 31 of 10,000\n");
}

TEST_CASE("each reason for a missing measure is given once") {
    auto rows = test::sample_results().operating_characteristics;
    rows[0].bias = rows[1].bias = {.estimate{}, .reason = "only one replicate is usable"};
    rows[2].coverage = {.estimate{}, .reason = "no replicate is usable"};
    rows[3].bias_eliminated_coverage = {.estimate{}, .reason = "not in this table"};
    CHECK(detail::reason_notes(rows) == "-: only one replicate is usable.\n-: no replicate is usable.\n");
}

TEST_CASE("a rejection rate is called power unless some hypothesis does not hold, or is not known to") {
    auto rows = test::sample_results().operating_characteristics;
    CHECK(detail::rejection_heading(rows) == "power");
    rows[1].hypothesis_holds = false;
    CHECK(detail::rejection_heading(rows) == "reject");
    CHECK(detail::rejection_note(rows) == "reject: the rejection rate, which is the type I error where the true value is 0, else the power.\n");
    rows[1].hypothesis_holds = std::nullopt;
    rows[1].row.hypothesis = {Alternative::less, 3.0};
    CHECK(detail::rejection_heading(rows) == "reject");
    CHECK(detail::rejection_note(rows) == "reject: the rejection rate, which is the power where the hypothesis holds, else the type I error.\n");
    CHECK(detail::undecided_notes(rows) ==
          "\nRows of which it is not known whether their hypothesis holds, so that rejecting may be right or an error:\n  t_test, month 12\n");
}

}  // namespace notes_test
