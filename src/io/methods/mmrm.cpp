#include "method.hpp"

#include <equipoise/analysis/mmrm.hpp>

#include "visit_questions.hpp"

namespace equipoise::io {

Method mmrm_method() {
    using enum KeyType;
    std::vector<Key> keys = covariate_list_keys("the baseline; nothing with mmrm and clda");
    keys.push_back(missing_key());
    keys.push_back({.path = "/analyses/*/covariance", .type = choice, .sentence = "The covariance of the visits.", .standard = "unstructured", .choices = {"unstructured"}});
    for (Key& key : visit_question_keys()) keys.push_back(std::move(key));
    return {.name = "mmrm",
            .phrase = "a mixed model for repeated measures",
            .keys = std::move(keys),
            .read = [](Reading& reading, const Block& block, const CommonKeys& common) -> AnyAnalysis {
                Mmrm mmrm = with_visit_questions(read_visit_questions(reading, block, common.labels), with_common(common, Mmrm{}));
                read_choice(reading, block["covariance"]);
                return read_adjusted(reading, block, std::move(mmrm));
            }};
}

}  // namespace equipoise::io
