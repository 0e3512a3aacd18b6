#include "method.hpp"

#include <equipoise/analysis/clda.hpp>

#include "visit_questions.hpp"

namespace equipoise::io {

Method clda_method() {
    std::vector<Key> keys = covariate_list_keys("the baseline; nothing with mmrm and clda");
    keys.push_back(missing_key());
    for (Key& key : visit_question_keys()) keys.push_back(std::move(key));
    return {.name = "clda",
            .phrase = "constrained longitudinal data analysis, with the baseline as a response",
            .keys = std::move(keys),
            .read = [](Reading& reading, const Block& block, const CommonKeys& common) -> AnyAnalysis {
                return read_adjusted(reading, block, with_visit_questions(read_visit_questions(reading, block, common.labels), with_common(common, Clda{})));
            }};
}

}  // namespace equipoise::io
