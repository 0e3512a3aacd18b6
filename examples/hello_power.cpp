// The power of a small trial, in one statement: what will be measured, who leaves, how it is analysed.

#include <iostream>

#include <equipoise/equipoise.hpp>

int main() {
    using namespace equipoise;
    const Scenario scenario{
        .name = "moderate effect, 5 % leave before each visit",
        .design = {.participants = 200, .visits = {.weeks = {0, 4, 8, 12}}, .allocation = PermutedBlocks{.sizes = {4, 6}}},
        .mechanism = {.outcome = RepeatedMeasures{.mean = {.control = {30, 28.5, 27.5, 27}, .treatment = {30, 27.5, 25.5, 24}},
                                                  .covariance = ar1(4, 8.0, 0.7)},
                      .dropout = ConstantDropout{.per_visit = {.control = 0.05, .treatment = 0.05}}}};
    std::cout << run_study(scenario, {TTest{}, Ancova{}, Mmrm{}}, {.replicates = 10'000, .seed = 20240229});
}
