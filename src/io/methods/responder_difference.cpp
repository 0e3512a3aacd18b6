#include "method.hpp"

#include <utility>

#include <equipoise/analysis/responder_difference.hpp>

namespace equipoise::io {

Method responder_difference_method() {
    using enum KeyType;
    std::vector<Key> keys = responder_keys();
    keys.push_back({.path = "/analyses/*/test", .type = choice, .sentence = "The score test (with no margin, Pearson's chi-squared without correction), or Fisher's exact test.", .standard = "score", .choices = {"score", "fisher"}});
    return {.name = "responder_difference",
            .phrase = "the difference in shares of responders with Newcombe's interval",
            .keys = std::move(keys),
            .read = [](Reading& reading, const Block& block, const CommonKeys& common) -> AnyAnalysis {
                ResponderDifference difference = with_common(common, ResponderDifference{});
                const BinaryResponse response = read_responder(reading, block["responder"]);
                difference.responder = response.responder;
                difference.missing_response = response.missing_response;
                if (const auto test = read_choice(reading, block["test"])) difference.test = *test == 0 ? ResponderTest::score : ResponderTest::fisher;
                return difference;
            }};
}

}  // namespace equipoise::io
