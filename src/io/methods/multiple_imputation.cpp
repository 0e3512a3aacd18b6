#include "imputation.hpp"

#include <cstdint>
#include <utility>

#include <equipoise/analysis/multiple_imputation.hpp>

namespace equipoise::io {

Method multiple_imputation_method() {
    using enum KeyType;
    std::vector<Key> keys = imputation_keys();
    keys.push_back({.path = "/analyses/*/imputations", .type = whole, .sentence = "How many completed data sets are analysed.", .standard = "20", .least = 2, .most = 100'000});
    keys.push_back({.path = "/analyses/*/imputation_model", .type = choice, .sentence = "Whether the arms differ in their means alone and share the effects of covariates and the covariance, or have a model each.", .standard = "shared", .choices = {"shared", "by_arm"}});
    keys.push_back({.path = "/analyses/*/burn_in", .type = whole, .sentence = "Cycles of data augmentation before the first imputation, where a score is missing before the last that was seen.", .standard = "50", .least = 1, .most = 1'000'000});
    keys.push_back({.path = "/analyses/*/cycles_between", .type = whole, .sentence = "Cycles of data augmentation between imputations.", .standard = "10", .least = 1, .most = 1'000'000});
    return {.name = "multiple_imputation",
            .phrase = "multiple imputation and analysis of covariance of one visit",
            .keys = std::move(keys),
            .read = [](Reading& reading, const Block& block, const CommonKeys& common) -> AnyAnalysis {
                MultipleImputation analysis = with_imputation(reading, block, with_common(common, MultipleImputation{}));
                if (const auto imputations = read_whole(reading, block["imputations"])) analysis.imputations = *imputations;
                if (read_choice(reading, block["imputation_model"]).value_or(0) == 1) analysis.model_by = imputation::ModelBy::arm_and_visit;
                if (const auto cycles = read_whole(reading, block["burn_in"])) analysis.augmentation.burn_in = static_cast<std::uint32_t>(*cycles);
                if (const auto cycles = read_whole(reading, block["cycles_between"])) analysis.augmentation.between = static_cast<std::uint32_t>(*cycles);
                return read_adjusted(reading, block, std::move(analysis));
            }};
}

}  // namespace equipoise::io
