#include "method.hpp"

#include <equipoise/analysis/mmrm.hpp>

namespace equipoise::io {

Method mmrm_method() {
    using enum KeyType;
    std::vector<Key> keys = covariate_list_keys("the baseline; nothing with mmrm");
    keys.push_back(missing_key());
    keys.push_back({.path = "/analyses/*/covariance", .type = choice, .sentence = "The covariance of the visits.", .standard = "unstructured", .choices = {"unstructured"}});
    keys.push_back({.path = "/analyses/*/degrees_of_freedom", .type = choice, .sentence = "The method for the degrees of freedom.", .standard = "satterthwaite", .choices = {"satterthwaite"}});
    keys.push_back({.path = "/analyses/*/estimation", .type = choice, .sentence = "Restricted or full maximum likelihood.", .standard = "reml", .choices = {"reml", "ml"}});
    return {.name = "mmrm",
            .phrase = "a mixed model for repeated measures",
            .keys = std::move(keys),
            .read = [](Reading& reading, const Block& block, const CommonKeys& common) -> AnyAnalysis {
                Mmrm mmrm = with_common(common, Mmrm{});
                read_choice(reading, block["covariance"]);
                read_choice(reading, block["degrees_of_freedom"]);
                if (const auto estimation = read_choice(reading, block["estimation"])) mmrm.estimation = *estimation == 0 ? Estimation::reml : Estimation::ml;
                return read_adjusted(reading, block, std::move(mmrm));
            }};
}

}  // namespace equipoise::io
