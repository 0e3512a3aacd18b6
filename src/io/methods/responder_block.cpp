#include "method.hpp"

#include <array>
#include <vector>

#include <equipoise/analysis/binary/binary_response.hpp>

namespace equipoise::io {

std::vector<Key> responder_keys() {
    using enum KeyType;
    return {
        {.path = "/analyses/*/responder", .type = object, .sentence = "Who counts as a responder.", .standard = "improvement by at least 6 points, lower scores being the better ones"},
        {.path = "/analyses/*/responder/measure", .type = choice, .sentence = "What is compared with the threshold: the improvement on the baseline, the same as a percentage of the baseline, or the score itself.", .standard = "improvement", .choices = {"improvement", "percentage_improvement", "score"}},
        {.path = "/analyses/*/responder/threshold", .type = number, .sentence = "Who reaches it responds; a score does by being at most the threshold where lower is better, else at least.", .required = true, .unit = "outcome units, or per cent"},
        {.path = "/analyses/*/responder/better", .type = choice, .sentence = "Which scores are the better ones.", .standard = "lower", .choices = {"lower", "higher"}},
        {.path = "/analyses/*/responder/missing", .type = choice, .sentence = "Whether those of whom it is not known are left out, or count as failures to respond.", .standard = "observed", .choices = {"observed", "failure"}},
    };
}

BinaryResponse read_responder(Reading& reading, const Item& item) {
    BinaryResponse response;
    if (!item) return response;
    const Block block{reading, item, "/analyses/*/responder"};
    if (!block) return response;
    using Measure = Responder::Measure;
    constexpr std::array<Measure, 3> measures{Measure::improvement, Measure::percentage_improvement, Measure::score};
    if (const auto measure = read_choice(reading, block["measure"])) response.responder.measure = measures[*measure];
    if (const auto threshold = read_number(reading, block["threshold"])) response.responder.threshold = *threshold;
    if (const auto better = read_choice(reading, block["better"])) response.responder.better = *better == 0 ? Better::lower : Better::higher;
    if (const auto missing = read_choice(reading, block["missing"])) response.missing_response = *missing == 0 ? MissingResponse::observed : MissingResponse::failure;
    return response;
}

}  // namespace equipoise::io
