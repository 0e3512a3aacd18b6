#include "method.hpp"

#include "../text.hpp"

namespace equipoise::io {

Key response_key() {
    return {.path = "/analyses/*/response", .type = KeyType::choice, .sentence = "The score itself, or its change from baseline.", .standard = "score", .choices = {"score", "change"}};
}

Response read_response(Reading& reading, const Item& item) {
    return read_choice(reading, item).value_or(0) == 0 ? Response::score : Response::change;
}

Key strata_key(std::string_view sentence) {
    return {.path = "/analyses/*/strata", .type = KeyType::list, .sentence = sentence, .standard = "one stratum", .form = "array of texts"};
}

std::vector<std::string> read_strata(Reading& reading, const Item& item) {
    const auto text = [&](const Item& name) { return read_text(reading, name); };
    return read_list(reading, item, "an array of names of factors such as [\"site\"]", 0, text).value_or(std::vector<std::string>{});
}

Key variance_key() {
    return {.path = "/analyses/*/variance",
            .type = KeyType::choice,
            .sentence = "With t_test, one variance for both arms or Welch's; with ancova, one residual variance (model), or a standard error that holds whatever the variances are (HC0 to HC3).",
            .standard = "pooled with t_test, model with ancova",
            .choices = {"pooled", "welch", "model", "hc0", "hc1", "hc2", "hc3"}};
}

std::optional<std::size_t> read_variance(Reading& reading, const Item& item, std::size_t first, std::size_t last) {
    const auto chosen = read_choice(reading, item);
    if (!chosen) return std::nullopt;
    if (*chosen >= first && *chosen <= last) return *chosen - first;
    std::string wanted;
    for (std::size_t k = first; k <= last; ++k) wanted += (k == first ? "" : k == last ? " or " : ", ") + in_quotes(item.key->choices[k]);
    reading.must_be(item, wanted + " with this method");
    return std::nullopt;
}

}  // namespace equipoise::io
