#include "method.hpp"

#include <equipoise/analysis/clda.hpp>

#include "covariance_keys.hpp"
#include "visit_questions.hpp"

namespace equipoise::io {

Method clda_method() {
    std::vector<Key> keys = covariate_list_keys();
    keys.push_back(missing_key());
    for (Key& key : covariance_keys()) keys.push_back(std::move(key));
    for (Key& key : visit_question_keys()) keys.push_back(std::move(key));
    return {.name = "clda",
            .phrase = "constrained longitudinal data analysis, with the baseline as a response",
            .keys = std::move(keys),
            .read = [](Reading& reading, const Block& block, const CommonKeys& common) -> AnyAnalysis {
                Clda clda = with_visit_questions(read_visit_questions(reading, block, common.labels), with_common(common, Clda{}));
                return read_adjusted(reading, block, with_covariance(read_covariance(reading, block), std::move(clda)));
            }};
}

}  // namespace equipoise::io
