// Reference: std::stable_sort of the same rows.

#include "catch.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include <equipoise/design/strata_order.hpp>
#include <equipoise/random/stream.hpp>
#include <equipoise/random/uniform.hpp>

namespace strata_order_test {

using namespace equipoise;

TEST_CASE("participants are sorted by their classes, those of a stratum in order of enrolment") {
    const std::size_t participants = 500;
    StrataOrder order(participants);
    for (std::size_t factors = 1; factors <= 3; ++factors) {
        Stream chance(StudyKey(3), factors, {Layer::covariate});
        std::vector<std::uint8_t> classes(participants * factors);
        for (std::uint8_t& one : classes) one = uniform(chance) < 0.1 ? std::uint8_t{255} : static_cast<std::uint8_t>(uniform_index(chance, 3));
        const Strata strata{.factors = factors, .classes = classes};
        std::vector<std::uint32_t> expected(participants);
        std::iota(expected.begin(), expected.end(), 0U);
        std::stable_sort(expected.begin(), expected.end(), [&](std::uint32_t a, std::uint32_t b) {
            return std::lexicographical_compare(strata.of(a).begin(), strata.of(a).end(), strata.of(b).begin(), strata.of(b).end());
        });
        const auto found = order(strata);
        CHECK(std::vector<std::uint32_t>(found.begin(), found.end()) == expected);
        std::size_t strata_met = 0;
        for (std::size_t first = 0; first < participants; first += order.run_length(strata, first)) ++strata_met;
        CHECK(strata_met <= std::size_t{1} << (2 * factors));
        const std::size_t length = order.run_length(strata, 0);
        for (std::size_t k = 0; k < length; ++k) CHECK(std::equal(strata.of(found[k]).begin(), strata.of(found[k]).end(), strata.of(found[0]).begin()));
        REQUIRE(length < participants);
        CHECK_FALSE(std::equal(strata.of(found[length]).begin(), strata.of(found[length]).end(), strata.of(found[0]).begin()));
    }
}

}  // namespace strata_order_test
