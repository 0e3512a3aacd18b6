#include "method.hpp"

#include <equipoise/analysis/t_test.hpp>

namespace equipoise::io {

Method t_test_method() {
    return {.name = "t_test",
            .phrase = "a two-sample t-test",
            .keys = {missing_key(), variance_key(), response_key()},
            .read = [](Reading& reading, const Block& block, const CommonKeys& common) -> AnyAnalysis {
                TTest test = with_common(common, TTest{});
                if (const auto variance = read_variance(reading, block["variance"], 0, 1)) test.variance = *variance == 0 ? TTestVariance::pooled : TTestVariance::welch;
                test.response = read_response(reading, block["response"]);
                return test;
            }};
}

}  // namespace equipoise::io
