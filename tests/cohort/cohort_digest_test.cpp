// Oracle: the digest tells any two cohorts apart that differ in a value, and is the same for the same participants.

#include "catch.hpp"

#include <set>
#include <string>

#include <equipoise/cohort/cohort_digest.hpp>
#include <equipoise/random/rng_schema.hpp>

#include "../study/scenarios.hpp"

namespace cohort_digest_test {

using namespace equipoise;

// If this digest changes, a simulated value has changed, and rng_schema must change with it.
TEST_CASE("the participants of this rng_schema are these") {
    CHECK(std::string(rng_schema) == "philox4x32-10/inverse-normal/2");
    CHECK(cohort_digest(back_pain_trial(true, three_per_cent()), StudyKey(1), 0, 50) == 0x094BF7189460B875U);
}

TEST_CASE("a cohort digest depends on everything simulated and on nothing else") {
    const Scenario scenario = back_pain_trial(true, three_per_cent());
    const std::uint64_t digest = cohort_digest(scenario, StudyKey(1), 0, 5);
    CHECK(cohort_digest(scenario, StudyKey(1), 0, 5) == digest);
    Scenario renamed = scenario;
    renamed.name = "another name";
    CHECK(cohort_digest(renamed, StudyKey(1), 0, 5) == digest);
    Scenario blocks = scenario;
    blocks.design.allocation = PermutedBlocks{.sizes = {4}};
    const std::set<std::uint64_t> distinct{digest,
                                           cohort_digest(scenario, StudyKey(2), 0, 5),
                                           cohort_digest(scenario, StudyKey(1, 1), 0, 5),
                                           cohort_digest(scenario, StudyKey(1), 1, 5),
                                           cohort_digest(scenario, StudyKey(1), 0, 6),
                                           cohort_digest(blocks, StudyKey(1), 0, 5),
                                           cohort_digest(back_pain_trial(false, three_per_cent()), StudyKey(1), 0, 5),
                                           cohort_digest(back_pain_trial(true, NoDropout{}), StudyKey(1), 0, 5)};
    CHECK(distinct.size() == 8);
}

}  // namespace cohort_digest_test
