// Oracle: exact true values decide, simulated ones only away from the margins.
#include "catch.hpp"

#include <optional>

#include <equipoise/performance/hypothesis_truth.hpp>

namespace hypothesis_truth_test {

using namespace equipoise;

TEST_CASE("an exact true value decides, also at the margin") {
    CHECK(hypothesis_holds({}, {0.0, 0.0}) == false);
    CHECK(hypothesis_holds({}, {1e-9, 0.0}) == true);
    CHECK(hypothesis_holds({Alternative::less, 3.0}, {3.0, 0.0}) == false);
    CHECK(hypothesis_holds({Alternative::less, 3.0}, {0.0, 0.0}) == true);
    CHECK(hypothesis_holds({Alternative::greater, -3.0}, {-4.0, 0.0}) == false);
    CHECK(hypothesis_holds({Alternative::equivalence, 2.0}, {-2.0, 0.0}) == false);
    CHECK(hypothesis_holds({Alternative::equivalence, 2.0}, {1.9, 0.0}) == true);
}

TEST_CASE("a simulated true value decides only more than five of its errors from every margin") {
    CHECK(hypothesis_holds({}, {-5.7, 0.01}) == true);
    CHECK(hypothesis_holds({}, {0.04, 0.01}) == std::nullopt);
    CHECK(hypothesis_holds({}, {0.0, 0.01}) == std::nullopt);
    CHECK(hypothesis_holds({Alternative::less, 3.0}, {2.96, 0.01}) == std::nullopt);
    CHECK(hypothesis_holds({Alternative::less, 3.0}, {2.9, 0.01}) == true);
    CHECK(hypothesis_holds({Alternative::greater, 3.0}, {2.9, 0.01}) == false);
    CHECK(hypothesis_holds({Alternative::equivalence, 2.0}, {-1.98, 0.01}) == std::nullopt);
    CHECK(hypothesis_holds({Alternative::equivalence, 2.0}, {2.02, 0.01}) == std::nullopt);
    CHECK(hypothesis_holds({Alternative::equivalence, 2.0}, {0.0, 0.01}) == true);
    CHECK(hypothesis_holds({Alternative::equivalence, 2.0}, {-2.5, 0.01}) == false);
    CHECK(hypothesis_holds({Alternative::equivalence, 2.0}, {0.0, 1.0}) == std::nullopt);
}

}  // namespace hypothesis_truth_test
