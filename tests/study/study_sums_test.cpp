// Oracle: the sums of two parts of a study, merged in order, count and keep what the whole does, and clearing forgets all of it.

#include "catch.hpp"

#include <cmath>
#include <cstdint>

#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/t_test.hpp>
#include <equipoise/study/replicate_runner.hpp>
#include <equipoise/study/study_sums.hpp>

#include "scenarios.hpp"

namespace study_sums_test {

using namespace equipoise;

TEST_CASE("sums of parts merge to the sums of the whole") {
    const PreparedStudy study = prepare(back_pain_trial(true, three_per_cent()), {TTest{}, Ancova{}}, {.seed = 6});
    REQUIRE(study.pairs.size() == 3);
    ReplicateRunner run(study);
    StudySums whole(study);
    StudySums first(study);
    StudySums second(study);
    for (std::uint64_t replicate = 0; replicate < 60; ++replicate) {
        const auto estimates = run(replicate);
        whole.add(estimates, study);
        (replicate < 25 ? first : second).add(estimates, study);
    }
    first.merge(second);
    for (std::size_t r = 0; r < study.rows.size(); ++r) {
        CHECK(first.rows[r].replicates() == 60);
        CHECK(first.rows[r].rejected == whole.rows[r].rejected);
        CHECK(first.rows[r].covered == whole.rows[r].covered);
        CHECK(std::abs(first.rows[r].error.mean - whole.rows[r].error.mean) < 1e-12);
        CHECK(std::abs(first.rows[r].error.m2 / whole.rows[r].error.m2 - 1) < 1e-12);
        REQUIRE(first.kept[r].intervals().size() == 60);
        for (std::size_t k = 0; k < 60; ++k) CHECK(first.kept[r].intervals()[k].lower == whole.kept[r].intervals()[k].lower);
    }
    for (std::size_t p = 0; p < study.pairs.size(); ++p) {
        CHECK(first.pairs[p].replicates() == 60);
        CHECK(first.pairs[p].both_reject == whole.pairs[p].both_reject);
        CHECK(std::abs(first.pairs[p].difference.mean - whole.pairs[p].difference.mean) < 1e-12);
    }
    first.clear(study);
    for (std::size_t r = 0; r < study.rows.size(); ++r) {
        CHECK(first.rows[r].replicates() == 0);
        CHECK(first.rows[r].true_value == study.true_values[r]->value);
        CHECK(first.kept[r].intervals().empty());
    }
    CHECK(first.pairs.size() == 3);
    CHECK(first.pairs.front().replicates() == 0);
}

}  // namespace study_sums_test
