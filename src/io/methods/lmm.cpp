#include "method.hpp"

#include <equipoise/analysis/lmm.hpp>

#include "visit_questions.hpp"

namespace equipoise::io {

Method lmm_method() {
    using enum KeyType;
    std::vector<Key> keys = covariate_list_keys();
    keys.push_back(missing_key());
    keys.push_back({.path = "/analyses/*/random_effects", .type = choice, .sentence = "What varies between participants: their level, or their level and their change per week.", .standard = "intercept", .choices = {"intercept", "intercept_and_slope"}});
    for (Key& key : visit_question_keys()) keys.push_back(std::move(key));
    return {.name = "lmm",
            .phrase = "a linear mixed model with random effects of participant",
            .keys = std::move(keys),
            .read = [](Reading& reading, const Block& block, const CommonKeys& common) -> AnyAnalysis {
                Lmm lmm = with_visit_questions(read_visit_questions(reading, block, common.labels), with_common(common, Lmm{}));
                if (const auto choice = read_choice(reading, block["random_effects"])) lmm.random_effects = *choice == 0 ? ParticipantEffects::intercept : ParticipantEffects::intercept_and_slope;
                return read_adjusted(reading, block, std::move(lmm));
            }};
}

}  // namespace equipoise::io
