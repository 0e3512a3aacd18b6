#include "multiplicity_reader.hpp"

#include <optional>
#include <utility>

#include "text.hpp"

namespace equipoise::io {
namespace {

/// The label of a visit, as it is or by its number; or the name of a contrast of visits, which only the analyses know.
std::string read_place(Reading& reading, const Item& item, const std::vector<std::string>& labels) {
    if (item.is(Value::Kind::string)) return read_text(reading, item).value_or("");
    const auto visit = read_visit(reading, item, labels, 1);
    return visit ? labels[*visit] : std::string{};
}

std::optional<RowReference> read_row_reference(Reading& reading, const Item& item, const std::vector<std::string>& labels) {
    const Block block{reading, item, "/multiplicity/*/hypotheses/*"};
    if (!block) return std::nullopt;
    return RowReference{.analysis = read_text(reading, block["analysis"]).value_or(""),
                        .visit = read_place(reading, block["visit"], labels),
                        .outcome = read_text(reading, block["outcome"]).value_or(""),
                        .estimand = read_text(reading, block["estimand"]).value_or("")};
}

std::vector<double> read_weights(Reading& reading, const Item& item, std::size_t hypotheses) {
    return read_numbers(reading, item, {.count = hypotheses, .per = "of the " + std::to_string(hypotheses) + " hypotheses", .one_for_all = false}).value_or(std::vector<double>{});
}

std::vector<std::vector<double>> read_transitions(Reading& reading, const Item& item, std::size_t hypotheses) {
    const std::string wanted = "an array of " + std::to_string(hypotheses) + " arrays, one for each hypothesis";
    const Length length{.count = hypotheses, .per = "of the " + std::to_string(hypotheses) + " hypotheses", .one_for_all = false};
    return read_list(reading, item, wanted, hypotheses, [&](const Item& row) { return read_numbers(reading, row, length); }).value_or(std::vector<std::vector<double>>{});
}

AnyProcedure procedure_of(Reading& reading, const Block& block, std::size_t hypotheses) {
    const std::string_view chosen = block.chosen();
    if (chosen == Bonferroni::method) return Bonferroni{read_weights(reading, block["weights"], hypotheses)};
    if (chosen == Hochberg::method) return Hochberg{};
    if (chosen == FixedSequence::method) return FixedSequence{};
    if (chosen == Fallback::method) return Fallback{read_weights(reading, block["weights"], hypotheses)};
    if (chosen == Graphical::method) return Graphical{read_weights(reading, block["weights"], hypotheses), read_transitions(reading, block["transitions"], hypotheses)};
    return Holm{read_weights(reading, block["weights"], hypotheses)};
}

std::optional<MultipleTesting> read_testing(Reading& reading, const Item& item, const std::vector<std::string>& labels) {
    const Block block{reading, item, "/multiplicity/*", {.key = "procedure"}};
    if (!block) return std::nullopt;
    MultipleTesting testing{.name = read_text(reading, block["name"]).value_or(""), .procedure = Holm{}, .hypotheses = {}, .alpha = read_number(reading, block["alpha"])};
    const auto hypotheses = read_elements(reading, block["hypotheses"], "an array of 2 to 32 hypotheses", 0);
    if (!hypotheses) return std::nullopt;
    for (const Item& hypothesis : *hypotheses) {
        if (auto reference = read_row_reference(reading, hypothesis, labels)) testing.hypotheses.push_back(std::move(*reference));
    }
    if (hypotheses->size() < 2 || hypotheses->size() > max_hypotheses) {
        reading.must_be(block["hypotheses"], "an array of 2 to 32 hypotheses", hypotheses->size() == 1 ? "a single hypothesis is tested by its analysis" : "");
        return std::nullopt;
    }
    testing.procedure = procedure_of(reading, block, hypotheses->size());
    return testing;
}

}  // namespace

std::vector<Key> multiplicity_keys() {
    using enum KeyType;
    return {
        {.path = "/multiplicity", .type = list, .sentence = "Procedures that test several rows of the results together.", .standard = "each row is tested on its own", .form = "array of objects"},
        {.path = "/multiplicity/*/name", .type = name, .sentence = "What the procedure is called, unlike any other.", .standard = "the procedure, numbered: holm_1"},
        {.path = "/multiplicity/*/procedure", .type = choice, .sentence = "Bonferroni's, Holm's or Hochberg's; the hypotheses in order until one is not rejected; in order with shares of alpha that fall to the next; or a graph (Bretz et al. 2009).", .required = true, .choices = {"bonferroni", "holm", "hochberg", "fixed_sequence", "fallback", "graphical"}},
        {.path = "/multiplicity/*/alpha", .type = number, .sentence = "The familywise significance level, two-sided; one-sided tests enter with twice their p-value.", .standard = "the study's", .limits = open_share},
        {.path = "/multiplicity/*/hypotheses", .type = list, .sentence = "The hypotheses, 2 to 32, in the order of the procedure: rows of the results.", .required = true, .form = "array of objects"},
        {.path = "/multiplicity/*/hypotheses/*/analysis", .type = name, .sentence = "The name of the analysis.", .required = true},
        {.path = "/multiplicity/*/hypotheses/*/visit", .type = visit, .sentence = "The visit, or the name of a contrast of visits.", .standard = "the only one that the analysis answers for", .form = "label of a visit after baseline, its number, or the name of a contrast"},
        {.path = "/multiplicity/*/hypotheses/*/outcome", .type = name, .sentence = "The name of the outcome.", .standard = "the only one"},
        {.path = "/multiplicity/*/hypotheses/*/estimand", .type = name, .sentence = "The estimand, as in the results.", .standard = "the only one"},
        {.path = "/multiplicity/*/weights", .type = list, .sentence = "One for each hypothesis: the share of alpha that it has to begin with, together at most 1; with holm, relative weights above 0.", .standard = "equal; with graphical they are required", .limits = not_negative, .belongs_to = {"bonferroni", "holm", "fallback", "graphical"}, .form = "array of numbers"},
        {.path = "/multiplicity/*/transitions", .type = list, .sentence = "For each hypothesis, what parts of its share of alpha go to each of the others once it is rejected; each row adds up to at most 1.", .required = true, .limits = probability, .belongs_to = {"graphical"}, .form = "array of arrays of numbers"},
    };
}

std::vector<MultipleTesting> read_multiplicity(Reading& reading, const Item& list, const std::vector<std::string>& labels) {
    std::vector<MultipleTesting> all;
    const auto items = read_elements(reading, list, "an array of procedures", 0);
    if (!items) return all;
    for (const Item& item : *items) {
        auto testing = read_testing(reading, item, labels);
        if (!testing) continue;
        if (testing->name.empty()) {
            std::size_t number = 1;
            for (const MultipleTesting& other : all) number += method_of(other.procedure) == method_of(testing->procedure) ? 1U : 0U;
            testing->name = std::string(method_of(testing->procedure)) + "_" + std::to_string(number);
        }
        all.push_back(std::move(*testing));
    }
    return all;
}

}  // namespace equipoise::io
