// Prints a digest of every simulated value of a few hundred replicates of several trials. The proof that all builds simulate the
// same participants is that they print the same; between them the trials use each part of nature that draws or calibrates.
#include <cstdint>
#include <cstdio>
#include <utility>
#include <vector>

#include <equipoise/cohort/cohort_digest.hpp>
#include <equipoise/cohort/scenario.hpp>

namespace {

using namespace equipoise;

/// Unbounded scores, blocks of random size, constant dropout.
Scenario unbounded() {
    return {.name = "unbounded",
            .design = {.participants = 200, .visits = {.weeks = {0, 4, 8, 12}}, .allocation = PermutedBlocks{.sizes = {4, 6}}},
            .mechanism = {.outcome = RepeatedMeasures{.mean = {.control = {30, 28.5, 27.5, 27}, .treatment = {30, 27.5, 25.5, 24}},
                                                      .covariance = ar1(4, 8.0, 0.7)},
                          .dropout = ConstantDropout{.per_visit = {.control = 0.05, .treatment = 0.05}}}};
}

/// A bounded, stepped scale with an eligibility cut, arms of fixed size and boosters.
Scenario bounded(AnyDropout dropout) {
    return {.name = "bounded",
            .design = {.participants = 149,
                       .visits = {.weeks = {0, 6, 26, 52}},
                       .allocation = FixedArmSizes{.control = 75, .treatment = 74},
                       .boosters = BoosterPlan{.share = 0.5, .told_after_visit = 1}},
            .mechanism = {.outcome = RepeatedMeasures{.mean = {.control = {34, 24, 23, 22}, .treatment = {34, 16, 17, 16}},
                                                      .covariance = compound_symmetry({11, 12, 13, 13}, 0.5),
                                                      .scale = {.minimum = 0, .maximum = 100, .step = 2},
                                                      .baseline_minimum = 20,
                                                      .booster_effect = {.control = {0, 0, -1, -1}, .treatment = {0, 0, -2, -2}}},
                          .dropout = std::move(dropout)}};
}

const std::vector<double> leaving{0.05, 0.08, 0.10};

const LogisticDropout not_at_random{.leaving = {.control = leaving, .treatment = leaving},
                                    .last_score = {.control = 0.5, .treatment = 0.3},
                                    .change = {.control = 0.4, .treatment = 0.4},
                                    .missed_score = {.control = 0.5, .treatment = 0.5}};

void print_digest(const char* what, const Scenario& scenario, std::uint64_t stream) {
    const std::uint64_t digest = cohort_digest(scenario, StudyKey(20240229, stream), 0, 300);
    std::printf("%-28s %016llx\n", what, static_cast<unsigned long long>(digest));
}

}  // namespace

int main() {
    print_digest("unbounded", unbounded(), 0);
    print_digest("unbounded, another stream", unbounded(), 7);
    print_digest("bounded, complete", bounded(NoDropout{}), 0);
    print_digest("bounded, not at random", bounded(not_at_random), 0);
}
