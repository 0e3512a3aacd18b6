// Statistical: three scenarios that differ in what missing depends on lose the same shares, and bias each analysis as theory says.
#include "catch.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include <equipoise/cohort/simulate_trial.hpp>
#include <equipoise/io/scenario_file.hpp>
#include <equipoise/study/run_study.hpp>

namespace missing_data_test {

using namespace equipoise;

namespace {

ScenarioFile missing_file(const std::string& mechanism) { return read_scenario(std::string(EQUIPOISE_SCENARIOS) + "/missing_" + mechanism + ".json"); }

/// The same world, a million participants in each trial.
Scenario large(Scenario scenario) {
    scenario.design.participants = 1'000'000;
    scenario.design.allocation = FixedArmSizes{.control = 500'000, .treatment = 500'000};
    return scenario;
}

/// Share seen at each visit, by arm.
std::array<PerArm<double>, 4> shares_seen(const Scenario& scenario) {
    const PreparedTrial trial = prepare(scenario);
    TrialSimulator simulate(trial);
    const TrialData& data = simulate(StudyKey(7), 0);
    std::array<PerArm<double>, 4> seen{};
    const std::size_t n = data.arm.size();
    for (std::size_t v = 0; v < 4; ++v) {
        for (std::size_t i = 0; i < n; ++i) seen[v][data.arm[i]] += std::isnan(data.outcomes.front().scores[v * n + i]) ? 0 : 1 / 500'000.0;
    }
    return seen;
}

struct Bias {
    McEstimate found;  ///< of trials of 149
    McEstimate limit;  ///< of ten trials of a million
};

/// Of ANCOVA among completers and of the mixed model.
std::array<Bias, 2> biases(const ScenarioFile& file) {
    const StudyResults found = run_study(file.scenario, file.analyses, {.replicates = 100'000, .seed = file.options.seed});
    const StudyResults limit = run_study(large(file.scenario), file.analyses, {.replicates = 10, .seed = file.options.seed});
    std::array<Bias, 2> both{};
    for (std::size_t k = 0; k < 2; ++k) both[k] = {*found.operating_characteristics[k].bias.estimate, *limit.operating_characteristics[k].bias.estimate};
    return both;
}

void check_unbiased(const Bias& bias) {
    CHECK(bias.found.mcse < 0.01);
    CHECK((std::abs(bias.found.value) < 3 * bias.found.mcse || std::abs(bias.found.value) < 0.02));
}

void check_biased(const Bias& bias) {
    CHECK(bias.found.value < -10 * bias.found.mcse);
    CHECK(bias.limit.mcse < 0.01);
    CHECK(std::abs(bias.found.value - bias.limit.value) < 3 * std::hypot(bias.found.mcse, bias.limit.mcse));
}

}  // namespace

TEST_CASE("whatever missing depends on, the same shares are lost at every visit", "[slow]") {
    for (const std::string mechanism : {"mcar", "mar", "mnar"}) {
        const auto seen = shares_seen(large(missing_file(mechanism).scenario));
        for (const Arm arm : both_arms) {
            CHECK(seen[0][arm] == Approx(1).epsilon(1e-9));
            for (std::size_t v = 1; v < 4; ++v) {
                INFO(mechanism << ", visit " << v << (arm == Arm::control ? ", control" : ", treatment"));
                const double stated = std::pow(1 - 0.0915, static_cast<double>(v));
                const double mcse = std::sqrt(stated * (1 - stated) * (1 / 500'000.0 + 1 / static_cast<double>(calibration_participants)));
                CHECK(std::abs(seen[v][arm] - stated) < 4 * mcse);
                CHECK(4 * mcse < 0.0032);
            }
        }
    }
}

TEST_CASE("completely at random, neither completers nor the mixed model are biased", "[slow]") {
    for (const Bias& bias : biases(missing_file("mcar"))) check_unbiased(bias);
}

TEST_CASE("at random, completers are biased and the mixed model is not", "[slow]") {
    const auto [completers, mixed] = biases(missing_file("mar"));
    check_biased(completers);
    check_unbiased(mixed);
}

TEST_CASE("not at random, both are biased", "[slow]") {
    for (const Bias& bias : biases(missing_file("mnar"))) check_biased(bias);
}

}  // namespace missing_data_test
