#include "method.hpp"

#include <equipoise/analysis/mmrm.hpp>

#include "covariance_keys.hpp"
#include "visit_questions.hpp"

namespace equipoise::io {

Method mmrm_method() {
    std::vector<Key> keys = covariate_list_keys();
    keys.push_back(missing_key());
    for (Key& key : covariance_keys()) keys.push_back(std::move(key));
    for (Key& key : visit_question_keys()) keys.push_back(std::move(key));
    return {.name = "mmrm",
            .phrase = "a mixed model for repeated measures",
            .keys = std::move(keys),
            .read = [](Reading& reading, const Block& block, const CommonKeys& common) -> AnyAnalysis {
                Mmrm mmrm = with_visit_questions(read_visit_questions(reading, block, common.labels), with_common(common, Mmrm{}));
                return read_adjusted(reading, block, with_covariance(read_covariance(reading, block), std::move(mmrm)));
            }};
}

}  // namespace equipoise::io
