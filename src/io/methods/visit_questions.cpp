#include "visit_questions.hpp"

#include <algorithm>
#include <utility>

#include "../text.hpp"

namespace equipoise::io {
namespace {

/// {"6 months": -1, "12 months": 1}: visits that are not named weigh nothing.
std::optional<std::vector<double>> read_named_weights(Reading& reading, const Item& item, const std::vector<std::string>& labels) {
    if (labels.empty()) return std::nullopt;
    const std::vector<std::string_view> offered(labels.begin() + 1, labels.end());
    std::vector<double> weights(offered.size(), 0.0);
    bool good = true;
    for (const Member& one : item.value->members) {
        const std::string pointer = item.pointer + pointer_token(one.key);
        const auto visit = std::find(offered.begin(), offered.end(), one.key);
        const auto weight = read_number(reading, {&one.value, pointer, item.key});
        if (visit == offered.end()) {
            const std::string hint = did_you_mean(one.key, offered);
            reading.note({one.key_span, pointer, in_quotes(one.key) + " is no visit after the baseline", hint.empty() ? "they are " + listed(offered, "and") : hint, true});
        }
        good = good && weight && visit != offered.end();
        if (good) weights[static_cast<std::size_t>(visit - offered.begin())] = *weight;
    }
    if (!good) return std::nullopt;
    return weights;
}

std::optional<std::vector<double>> read_weights(Reading& reading, const Item& item, const std::vector<std::string>& labels) {
    if (item.is(Value::Kind::object)) return read_named_weights(reading, item, labels);
    const std::size_t visits = labels.empty() ? 0 : labels.size() - 1;
    return read_list(reading, item, "an array with one number for each visit after the baseline, or an object such as {\"12 months\": 1}", visits,
                     [&](const Item& element) { return read_number(reading, element); });
}

std::optional<VisitContrast> read_contrast(Reading& reading, const Item& item, const std::vector<std::string>& labels) {
    const Block block{reading, item, "/analyses/*/contrasts/*"};
    if (!block) return std::nullopt;
    auto name = read_text(reading, block["name"]);
    auto weights = read_weights(reading, block["weights"], labels);
    if (!name || !weights) return std::nullopt;
    return VisitContrast{.name = std::move(*name), .weights = std::move(*weights)};
}

std::optional<CovariateValue> read_value(Reading& reading, const Item& item) {
    const Block block{reading, item, "/analyses/*/at/*"};
    if (!block) return std::nullopt;
    auto name = read_text(reading, block["name"]);
    const auto value = read_number(reading, block["value"]);
    if (!name || !value) return std::nullopt;
    return CovariateValue{.name = std::move(*name), .value = *value};
}

}  // namespace

std::vector<Key> visit_question_keys() {
    using enum KeyType;
    return {
        {.path = "/analyses/*/estimation", .type = choice, .sentence = "Restricted or full maximum likelihood.", .standard = "reml", .choices = {"reml", "ml"}},
        {.path = "/analyses/*/degrees_of_freedom", .type = choice, .sentence = "The method for the degrees of freedom; kenward_roger, with reml only, adjusts standard errors too; normal is a z-test.", .standard = "satterthwaite", .choices = {"satterthwaite", "kenward_roger", "residual", "between_within", "normal"}},
        {.path = "/analyses/*/information", .type = choice, .sentence = "Which information on the covariance satterthwaite and kenward_roger go by.", .standard = "observed", .choices = {"observed", "expected"}},
        {.path = "/analyses/*/contrasts", .type = list, .sentence = "Combinations of the treatment effects at several visits, besides the visits themselves: an average, a change.", .standard = "none", .form = "array of objects"},
        {.path = "/analyses/*/contrasts/*/name", .type = name, .sentence = "What the contrast is called in the results.", .required = true},
        {.path = "/analyses/*/contrasts/*/weights", .type = map, .sentence = "The weight of the treatment effect at each visit after the baseline; not all 0.", .required = true, .form = "array with one number for each visit after the baseline, or object with weights by label, the others 0"},
        {.path = "/analyses/*/joint", .type = boolean, .sentence = "Whether to test that there is no effect at any visit (F test).", .standard = "false"},
        {.path = "/analyses/*/interaction", .type = boolean, .sentence = "Whether to test that the effect is the same at all visits (F test).", .standard = "false"},
        {.path = "/analyses/*/joint_visits", .type = list, .sentence = "The visits that these tests are of.", .standard = "every visit after baseline", .form = "array of visits"},
        {.path = "/analyses/*/least_squares_means", .type = boolean, .sentence = "Whether to estimate the mean in each arm, too, at each visit that is answered for.", .standard = "false"},
        {.path = "/analyses/*/at", .type = list, .sentence = "What covariates are at in least-squares means.", .standard = "the mean over the participants analysed", .form = "array of objects"},
        {.path = "/analyses/*/at/*/name", .type = name, .sentence = "A numeric covariate of the model.", .required = true},
        {.path = "/analyses/*/at/*/value", .type = number, .sentence = "The value of the covariate.", .required = true},
    };
}

VisitQuestionKeys read_visit_questions(Reading& reading, const Block& block, const std::vector<std::string>& labels) {
    VisitQuestionKeys asked;
    if (const auto choice = read_choice(reading, block["estimation"])) asked.estimation = *choice == 0 ? Estimation::reml : Estimation::ml;
    if (const auto choice = read_choice(reading, block["degrees_of_freedom"])) asked.degrees_of_freedom = static_cast<DegreesOfFreedom>(*choice);
    if (const auto choice = read_choice(reading, block["information"])) asked.information = *choice == 0 ? InformationMatrix::observed : InformationMatrix::expected;
    const auto contrast = [&](const Item& item) { return read_contrast(reading, item, labels); };
    asked.contrasts = read_list(reading, block["contrasts"], "an array of objects such as {\"name\": \"average\", \"weights\": [0.5, 0.5]}", 0, contrast).value_or(std::vector<VisitContrast>{});
    asked.joint = read_boolean(reading, block["joint"]).value_or(false);
    asked.interaction = read_boolean(reading, block["interaction"]).value_or(false);
    const auto visit = [&](const Item& item) { return read_visit(reading, item, labels, 1); };
    asked.joint_visits = read_list(reading, block["joint_visits"], "an array of visits", 0, visit).value_or(std::vector<std::size_t>{});
    asked.least_squares_means = read_boolean(reading, block["least_squares_means"]).value_or(false);
    const auto value = [&](const Item& item) { return read_value(reading, item); };
    asked.at = read_list(reading, block["at"], "an array of objects such as {\"name\": \"baseline\", \"value\": 32}", 0, value).value_or(std::vector<CovariateValue>{});
    return asked;
}

}  // namespace equipoise::io
