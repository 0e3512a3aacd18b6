#include "method.hpp"

#include <equipoise/analysis/wilcoxon.hpp>

namespace equipoise::io {

Method wilcoxon_method() {
    using enum KeyType;
    return {.name = "wilcoxon",
            .phrase = "Wilcoxon's rank-sum test",
            .keys = {
                missing_key(),
                response_key(),
                {.path = "/analyses/*/p_value", .type = choice, .sentence = "By the normal approximation, corrected for ties; or exact given the ties, which takes long where there are some.", .standard = "normal", .choices = {"normal", "exact"}},
                {.path = "/analyses/*/continuity_correction", .type = boolean, .sentence = "Whether the normal approximation is corrected for the steps of the rank sum.", .standard = "true"},
                {.path = "/analyses/*/estimate", .type = boolean, .sentence = "Whether the shift is estimated (Hodges and Lehmann), with its interval; the p-value alone is quicker.", .standard = "true"},
                {.path = "/analyses/*/tie", .type = number, .sentence = "Responses that differ by no more than this are tied; for changes of decimal scores, which are rounded.", .standard = "0", .unit = "outcome units", .limits = {.minimum = 0}},
            },
            .read = [](Reading& reading, const Block& block, const CommonKeys& common) -> AnyAnalysis {
                Wilcoxon test = with_common(common, Wilcoxon{});
                test.response = read_response(reading, block["response"]);
                if (const auto p_value = read_choice(reading, block["p_value"])) test.distribution = *p_value == 0 ? RankTestDistribution::normal : RankTestDistribution::exact;
                if (const auto correction = read_boolean(reading, block["continuity_correction"])) test.continuity_correction = *correction;
                if (const auto estimate = read_boolean(reading, block["estimate"])) test.estimate = *estimate;
                if (const auto tie = read_number(reading, block["tie"])) test.tie = *tie;
                return test;
            }};
}

}  // namespace equipoise::io
