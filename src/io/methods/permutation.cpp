#include "method.hpp"

#include <utility>

#include <equipoise/analysis/permutation_test.hpp>

namespace equipoise::io {

Method permutation_method() {
    using enum KeyType;
    std::vector<Key> keys = with_missing_key(covariate_list_keys());
    keys.push_back(response_key());
    keys.push_back(strata_key("The names of factors: with ancova each combination of their levels has an intercept of its own, with permutation labels are permuted within it."));
    keys.push_back({.path = "/analyses/*/permutations", .type = whole, .sentence = "How many allocations are drawn where there are too many to count them all.", .standard = "999", .least = 1, .most = 10'000'000});
    keys.push_back({.path = "/analyses/*/exact_up_to", .type = whole, .sentence = "Up to so many possible allocations, all of them are counted and none is drawn.", .standard = "20000", .least = 0, .most = 1'000'000'000});
    return {.name = "permutation",
            .phrase = "a permutation test of the difference in means",
            .keys = std::move(keys),
            .read = [](Reading& reading, const Block& block, const CommonKeys& common) -> AnyAnalysis {
                PermutationTest test = with_common(common, PermutationTest{});
                test.response = read_response(reading, block["response"]);
                test.strata = read_strata(reading, block["strata"]);
                if (const auto permutations = read_whole(reading, block["permutations"])) test.permutations = *permutations;
                if (const auto most = read_whole(reading, block["exact_up_to"])) test.exact_up_to = *most;
                return read_adjusted(reading, block, std::move(test));
            }};
}

}  // namespace equipoise::io
