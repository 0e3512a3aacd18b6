#include "secondary_reader.hpp"

#include <optional>
#include <string>
#include <utility>

#include <equipoise/mechanism/covariance.hpp>

#include "lengths.hpp"
#include "score_reader.hpp"

namespace equipoise::io {
namespace {

constexpr Limits limits_of_correlations{.minimum = -1, .maximum = 1};
constexpr const char* outcomes_path = "/mechanism/secondary_outcomes/*";

/// The visits at which an outcome is measured.
struct Measured {
    std::size_t count;  ///< 0: not known
    Length length;      ///< of what is stated for each of them

    Length one_for_all() const { return {.count = length.count, .per = length.per, .one_for_all = true}; }
};

Measured measured(std::size_t visits, bool at_baseline) {
    Length length = at_baseline ? each_visit(visits, false) : each_later_visit(visits);
    length.one_for_all = false;
    return {.count = length.count, .length = std::move(length)};
}

std::optional<PerArm<std::vector<double>>> read_by_visit(Reading& reading, const Item& item, const Measured& visits) {
    return read_per_arm(reading, item, [&](const Item& arm) { return read_numbers(reading, arm, visits.length); });
}

std::optional<Eigen::MatrixXd> read_latent_correlation(Reading& reading, const Item& item, const Measured& visits) {
    const Block block{reading, item, std::string(outcomes_path) + "/correlation"};
    if (!block) return std::nullopt;
    auto read = read_correlation(reading, block, std::vector<double>(visits.count, 1.0), visits.count);
    return read ? std::optional{std::move(read->correlation)} : std::nullopt;
}

std::optional<NumericScore> read_numeric(Reading& reading, const Block& block, const Measured& visits) {
    const std::string path = outcomes_path;
    const Scale scale = read_scale(reading, block["scale"], path + "/scale");
    const auto mean = read_by_visit(reading, block["mean"], visits);
    const Block inner{reading, block["covariance"], path + "/covariance"};
    if (!inner) return std::nullopt;
    const auto sd = read_numbers(reading, inner["sd"], visits.one_for_all());
    auto covariance = read_correlation(reading, inner, sd.value_or(std::vector<double>(visits.count)), visits.count);
    if (!mean || !sd || !covariance) return std::nullopt;
    return NumericScore{.mean = *mean, .covariance = std::move(*covariance), .scale = scale};
}

std::optional<OrdinalLevels> read_ordinal(Reading& reading, const Block& block, const Measured& visits) {
    const auto levels = read_list(reading, block["levels"], "an array of names, the lowest level first", 0, [&](const Item& level) { return read_text(reading, level); });
    const Length row{.count = levels ? levels->size() : 0, .per = "level", .one_for_all = false};
    const std::string wanted = "an array with one row of proportions for each " + visits.length.per;
    const auto rows = [&](const Item& arm) {
        return read_list(reading, arm, wanted, visits.count, [&](const Item& visit) { return read_numbers(reading, visit, row); });
    };
    const auto proportions = read_per_arm(reading, block["proportions"], rows);
    const auto correlation = read_latent_correlation(reading, block["correlation"], visits);
    if (!levels || !proportions || !correlation) return std::nullopt;
    return OrdinalLevels{.levels = *levels, .proportions = *proportions, .correlation = *correlation};
}

std::optional<BinaryProportion> read_binary(Reading& reading, const Block& block, const Measured& visits) {
    const auto proportion = read_by_visit(reading, block["proportion"], visits);
    const auto correlation = read_latent_correlation(reading, block["correlation"], visits);
    if (!proportion || !correlation) return std::nullopt;
    return BinaryProportion{.proportion = *proportion, .correlation = *correlation};
}

std::optional<EventCount> read_count(Reading& reading, const Block& block, const Measured& visits) {
    const auto mean = read_by_visit(reading, block["mean"], visits);
    const auto dispersion = read_number(reading, block["dispersion"]);
    const auto correlation = read_latent_correlation(reading, block["correlation"], visits);
    if (!mean || !correlation) return std::nullopt;
    return EventCount{.mean = *mean, .dispersion = dispersion.value_or(0.0), .correlation = *correlation};
}

std::optional<SecondaryOutcome> read_secondary_outcome(Reading& reading, const Item& item, std::size_t visits) {
    const Block block{reading, item, outcomes_path, {.key = "type"}};
    if (!block) return std::nullopt;
    const bool at_baseline = read_boolean(reading, block["measured_at_baseline"]).value_or(true);
    const Measured at = measured(visits, at_baseline);
    auto name = read_text(reading, block["name"]);
    const auto with_primary = read_numbers(reading, block["correlation_with_primary"], at.one_for_all());
    std::optional<decltype(SecondaryOutcome::kind)> kind;
    const auto keep = [&](auto read) {
        if (read) kind = std::move(*read);
    };
    if (block.chosen() == "numeric") keep(read_numeric(reading, block, at));
    if (block.chosen() == "ordinal") keep(read_ordinal(reading, block, at));
    if (block.chosen() == "binary") keep(read_binary(reading, block, at));
    if (block.chosen() == "count") keep(read_count(reading, block, at));
    if (!name || !kind) return std::nullopt;
    return SecondaryOutcome{.name = std::move(*name),
                            .kind = std::move(*kind),
                            .correlation_with_primary = with_primary.value_or(std::vector<double>{}),
                            .measured_at_baseline = at_baseline};
}

}  // namespace

std::vector<Key> secondary_keys() {
    using enum KeyType;
    return {
        {.path = "/mechanism/secondary_outcomes", .type = list, .sentence = "Outcomes beside the primary one, correlated with it through one latent normal vector for each participant and visit; what is stated holds among those eligible.", .standard = "none", .form = "array of objects"},
        {.path = "/mechanism/secondary_outcomes/*/name", .type = name, .sentence = "What the outcome is called, unlike any other.", .required = true},
        {.path = "/mechanism/secondary_outcomes/*/type", .type = choice, .sentence = "A score on a scale; ordered levels; yes (1) or no (0); or a number of events since the visit before.", .required = true, .choices = {"numeric", "ordinal", "binary", "count"}},
        {.path = "/mechanism/secondary_outcomes/*/measured_at_baseline", .type = boolean, .sentence = "Whether there is a value at the baseline; if not, everything is stated for the visits after it.", .standard = "true"},
        {.path = "/mechanism/secondary_outcomes/*/correlation_with_primary", .type = by_visit, .sentence = "The correlation with the primary outcome of the same visit: of the scores in the control arm (numeric), else of the latent variables (polyserial).", .standard = "0, independent of it", .limits = limits_of_correlations, .form = "number for each visit, or one for all"},
        {.path = "/mechanism/secondary_outcomes/*/scale", .type = object, .sentence = "The scale on which the score is recorded.", .standard = "continuous and without bounds", .belongs_to = {"numeric"}},
        {.path = "/mechanism/secondary_outcomes/*/scale/minimum", .type = number, .sentence = "The lowest score; lower values are recorded as it.", .standard = "no bound", .unit = "units of the score"},
        {.path = "/mechanism/secondary_outcomes/*/scale/maximum", .type = number, .sentence = "The highest score; higher values are recorded as it.", .standard = "no bound", .unit = "units of the score"},
        {.path = "/mechanism/secondary_outcomes/*/scale/step", .type = number, .sentence = "The distance between neighbouring scores, counted from the minimum; 0 is continuous.", .standard = "0", .unit = "units of the score", .limits = not_negative},
        {.path = "/mechanism/secondary_outcomes/*/mean", .type = by_arm, .sentence = "The mean score, or the mean number of events, at each visit measured; the same at baseline in both arms.", .required = true, .unit = "units of the score, or events", .belongs_to = {"numeric", "count"}, .form = "number for each visit"},
        {.path = "/mechanism/secondary_outcomes/*/covariance", .type = object, .sentence = "How scores of one participant vary and hang together, within arm.", .required = true, .belongs_to = {"numeric"}},
        {.path = "/mechanism/secondary_outcomes/*/covariance/structure", .type = choice, .sentence = "The pattern of the correlations of the scores.", .required = true, .choices = {"compound_symmetry", "ar1", "toeplitz", "unstructured"}},
        {.path = "/mechanism/secondary_outcomes/*/covariance/sd", .type = by_visit, .sentence = "The standard deviation at each visit measured.", .required = true, .unit = "units of the score", .limits = positive, .form = "number for each visit, or one for all"},
        {.path = "/mechanism/secondary_outcomes/*/covariance/correlation", .type = by_visit, .sentence = "The correlations, as for the primary outcome.", .required = true, .limits = limits_of_correlations, .form = "number, array or matrix, as the structure wants"},
        {.path = "/mechanism/secondary_outcomes/*/levels", .type = list, .sentence = "The names of the levels, the lowest first.", .required = true, .belongs_to = {"ordinal"}, .form = "array of texts"},
        {.path = "/mechanism/secondary_outcomes/*/proportions", .type = by_arm, .sentence = "The proportion of each level at each visit measured, a row for each visit that adds up to 1; the same at baseline in both arms.", .required = true, .limits = probability, .belongs_to = {"ordinal"}, .form = "row for each visit"},
        {.path = "/mechanism/secondary_outcomes/*/proportion", .type = by_arm, .sentence = "The proportion of yes at each visit measured; the same at baseline in both arms.", .required = true, .limits = probability, .belongs_to = {"binary"}, .form = "number for each visit"},
        {.path = "/mechanism/secondary_outcomes/*/dispersion", .type = number, .sentence = "The variance of a count is mean + dispersion x mean^2 (negative binomial); 0 is Poisson.", .standard = "0", .limits = not_negative, .belongs_to = {"count"}},
        {.path = "/mechanism/secondary_outcomes/*/correlation", .type = object, .sentence = "The correlations of the latent variables of one participant over the visits measured (polychoric).", .required = true, .belongs_to = {"ordinal", "binary", "count"}},
        {.path = "/mechanism/secondary_outcomes/*/correlation/structure", .type = choice, .sentence = "The pattern of the correlations.", .required = true, .choices = {"compound_symmetry", "ar1", "toeplitz", "unstructured"}},
        {.path = "/mechanism/secondary_outcomes/*/correlation/correlation", .type = by_visit, .sentence = "The correlations, as for the primary outcome.", .required = true, .limits = limits_of_correlations, .form = "number, array or matrix, as the structure wants"},
    };
}

std::vector<SecondaryOutcome> read_secondary_outcomes(Reading& reading, const Item& item, std::size_t visits) {
    const auto outcomes = read_list(reading, item, "an array of objects, one for each secondary outcome", 0,
                                    [&](const Item& element) { return read_secondary_outcome(reading, element, visits); });
    return outcomes.value_or(std::vector<SecondaryOutcome>{});
}

}  // namespace equipoise::io
