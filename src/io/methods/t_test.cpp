#include "method.hpp"

#include <equipoise/analysis/t_test.hpp>

namespace equipoise::io {

Method t_test_method() {
    using enum KeyType;
    return {.name = "t_test",
            .phrase = "a two-sample t-test",
            .keys = {
                missing_key(),
                {.path = "/analyses/*/variance", .type = choice, .sentence = "One variance for both arms, or Welch's.", .standard = "pooled", .choices = {"pooled", "welch"}},
                {.path = "/analyses/*/response", .type = choice, .sentence = "The score itself, or its change from baseline.", .standard = "score", .choices = {"score", "change"}},
            },
            .read = [](Reading& reading, const Block& block, const CommonKeys& common) -> AnyAnalysis {
                TTest test = with_common(common, TTest{});
                if (const auto variance = read_choice(reading, block["variance"])) test.variance = *variance == 0 ? TTestVariance::pooled : TTestVariance::welch;
                if (const auto response = read_choice(reading, block["response"])) test.response = *response == 0 ? TTestResponse::score : TTestResponse::change;
                return test;
            }};
}

}  // namespace equipoise::io
