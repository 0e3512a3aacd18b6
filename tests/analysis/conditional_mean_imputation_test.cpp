// Reference: rbmi's conditional-mean imputation with the jackknife.
#include "catch.hpp"

#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/conditional_mean_imputation.hpp>

#include "analysis/random_trial.hpp"
#include "analysis/reference_trial.hpp"

namespace conditional_mean_imputation_test {
using namespace equipoise;

TEST_CASE("conditional-mean imputation agrees with rbmi") {
    const nlohmann::json all = reference::read_json("rbmi.json");
    const TrialData data = reference::trial("ii_monotone");
    const std::array<std::pair<std::string, ImputationStrategy>, 4> named{{{"MAR", ImputationStrategy::missing_at_random},
                                                                           {"JR", ImputationStrategy::jump_to_reference},
                                                                           {"CR", ImputationStrategy::copy_reference},
                                                                           {"CIR", ImputationStrategy::copy_increments_in_reference}}};
    for (const auto& [name, strategy] : named) {
        const std::vector<Estimate> found = analyse(data, ConditionalMeanImputation{.strategy = strategy});
        for (std::size_t v = 0; v < 3; ++v) {
            INFO(name << " " << reference::visits[v]);
            const nlohmann::json wanted = all.at(name).at("trt_" + reference::visits[v]);
            const double se = wanted.at("se");
            CHECK(found[v].status == FitStatus::converged);
            CHECK(std::abs(found[v].effect - wanted.at("est").get<double>()) <= 1e-4 * se);
            CHECK(std::abs(found[v].standard_error - se) <= 1e-4 * se);
            CHECK(std::abs(found[v].interval.lower - wanted.at("ci").at(0).get<double>()) <= 3e-4 * se);
            CHECK(std::isinf(found[v].degrees_of_freedom));
        }
    }
}

}
