// Oracle: a row is named by what tells it from the others.
#include "catch.hpp"

#include <equipoise/report/row_name.hpp>

#include "report/sample_results.hpp"

namespace row_name_test {

using namespace equipoise;

TEST_CASE("the visit is enough where nothing else varies") {
    const StudyResults results = test::sample_results();
    CHECK(row_place(results.operating_characteristics, results.operating_characteristics[3].row) == "month 12");
}

TEST_CASE("outcome, estimand and look are named where they vary") {
    StudyResults results = test::sample_results();
    auto& rows = results.operating_characteristics;
    rows[1].row.outcome = "pain";
    CHECK(row_place(rows, rows[0].row) == "month 0, MODQ");
    CHECK(row_place(rows, rows[1].row) == "month 12, pain");
    rows[2].row.look = "interim";
    CHECK(row_place(rows, rows[2].row) == "month 0, MODQ, interim");
    CHECK(row_place(rows, rows[1].row) == "month 12, pain, final");
}

}  // namespace row_name_test
