#include "outcome_reader.hpp"

#include <cstddef>
#include <string_view>
#include <utility>

#include <equipoise/mechanism/covariance.hpp>

#include "lengths.hpp"
#include "score_reader.hpp"

namespace equipoise::io {
namespace {

constexpr Limits correlation_limits{.minimum = -1, .maximum = 1};

/// SDs by arm, or once for both.
std::optional<PerArm<std::vector<double>>> read_sds(Reading& reading, const Item& item, std::size_t visits) {
    return read_per_arm(reading, item, [&](const Item& arm) { return read_numbers(reading, arm, each_visit(visits, true)); });
}

struct ReadCovariance {
    Covariance covariance;
    std::vector<double> treatment_sd;  ///< empty: as in the covariance
};

std::optional<ReadCovariance> read_covariance(Reading& reading, const Item& item, std::size_t visits) {
    const Block block{reading, item, "/mechanism/outcome/covariance"};
    if (!block) return std::nullopt;
    const auto sd = read_sds(reading, block["sd"], visits);
    auto covariance = read_correlation(reading, block, sd ? sd->control : std::vector<double>(visits), visits);
    if (!sd || !covariance) return std::nullopt;
    return ReadCovariance{.covariance = std::move(*covariance), .treatment_sd = block["sd"].is(Value::Kind::object) ? sd->treatment : std::vector<double>{}};
}

ResidualShape read_residuals(Reading& reading, const Item& item, const std::vector<std::string>& labels) {
    const Block block{reading, item, "/mechanism/outcome/residuals", {.key = "shape"}};
    if (block && block.chosen() == "sinh_arcsinh") {
        SinhArcsinh shape;
        if (const auto skewness = read_number(reading, block["skewness"])) shape.skewness = *skewness;
        if (const auto tail = read_number(reading, block["tail"])) shape.tail = *tail;
        return shape;
    }
    if (block && block.chosen() == "responder_mixture") {
        ResponderMixture shape;
        if (const auto share = read_per_arm(reading, block["share"], [&](const Item& arm) { return read_number(reading, arm); })) shape.share = *share;
        if (const auto difference = read_number(reading, block["difference"])) shape.difference = *difference;
        if (const auto visit = read_visit(reading, block["from_visit"], labels, 1)) shape.from_visit = *visit;
        return shape;
    }
    return NormalResiduals{};
}

}  // namespace

std::vector<Key> outcome_keys() {
    using enum KeyType;
    return {
        {.path = "/mechanism", .type = object, .sentence = "The world in which the trial runs: what would happen to each participant, and who leaves.", .required = true},
        {.path = "/mechanism/outcome", .type = object, .sentence = "An outcome measured at every visit: a multivariate normal (or another shape) seen through a bounded, stepped scale, among those eligible.", .required = true},
        {.path = "/mechanism/outcome/name", .type = name, .sentence = "What the outcome is called.", .standard = "outcome"},
        {.path = "/mechanism/outcome/type", .type = choice, .sentence = "The model of the outcome.", .standard = "repeated_measures", .choices = {"repeated_measures"}},
        {.path = "/mechanism/outcome/scale", .type = object, .sentence = "The scale on which the outcome is recorded.", .standard = "continuous and without bounds"},
        {.path = "/mechanism/outcome/scale/minimum", .type = number, .sentence = "The lowest score; lower values are recorded as it.", .standard = "no bound", .unit = "outcome units"},
        {.path = "/mechanism/outcome/scale/maximum", .type = number, .sentence = "The highest score; higher values are recorded as it.", .standard = "no bound", .unit = "outcome units"},
        {.path = "/mechanism/outcome/scale/step", .type = number, .sentence = "The distance between neighbouring scores, counted from the minimum; 0 is continuous.", .standard = "0", .unit = "outcome units", .limits = not_negative},
        {.path = "/mechanism/outcome/baseline_minimum", .type = number, .sentence = "Only those whose baseline score is at least this are eligible.", .standard = "everyone is eligible", .unit = "outcome units"},
        {.path = "/mechanism/outcome/moments", .type = choice, .sentence = "What the stated means, SDs and correlations are of: scores among those eligible, as papers print them, or the latent variable.", .standard = "as_observed", .choices = {"as_observed", "latent"}},
        {.path = "/mechanism/outcome/mean", .type = by_arm, .sentence = "The mean at each visit, the baseline (the same in both arms) first, of participants without boosters.", .required = true, .unit = "outcome units", .form = "number for each visit"},
        {.path = "/mechanism/outcome/covariance", .type = object, .sentence = "How scores of one participant vary and hang together, within arm.", .required = true},
        {.path = "/mechanism/outcome/covariance/structure", .type = choice, .sentence = "The pattern of the correlations.", .required = true, .choices = {"compound_symmetry", "ar1", "toeplitz", "unstructured"}},
        {.path = "/mechanism/outcome/covariance/sd", .type = by_visit, .sentence = "The standard deviation at each visit, for both arms or by arm; the baseline's is the same in both.", .required = true, .unit = "outcome units", .limits = positive, .form = "number for each visit, or one for all; the same in both arms, or by arm"},
        {.path = "/mechanism/outcome/covariance/correlation", .type = by_visit, .sentence = "The correlations: one number (compound symmetry; AR(1), between neighbours), one for each distance between visits (Toeplitz), or the whole matrix (unstructured).", .required = true, .limits = correlation_limits, .form = "number, array or matrix, as the structure wants"},
        {.path = "/mechanism/outcome/booster_effect", .type = by_arm, .sentence = "What being allocated to boosters adds to the mean at each visit.", .standard = "none", .unit = "outcome units", .form = "number for each visit"},
        {.path = "/mechanism/outcome/residuals", .type = object, .sentence = "How latent values are distributed about their means. Unless normal, on a scale with bounds, steps or a lowest eligible score, moments must be latent.", .standard = "normal"},
        {.path = "/mechanism/outcome/residuals/shape", .type = choice, .sentence = "Normal; skewed or heavy-tailed (sinh-arcsinh); or responders and non-responders.", .required = true, .choices = {"normal", "sinh_arcsinh", "responder_mixture"}},
        {.path = "/mechanism/outcome/residuals/skewness", .type = number, .sentence = "Jones and Pewsey's epsilon; above 0 the longer tail is that of high values.", .standard = "0", .limits = {.minimum = -3, .maximum = 3}, .belongs_to = {"sinh_arcsinh"}},
        {.path = "/mechanism/outcome/residuals/tail", .type = number, .sentence = "Jones and Pewsey's delta: 1 is as the normal, below 1 the tails are heavier.", .standard = "1", .limits = {.minimum = 0.25, .maximum = 5}, .belongs_to = {"sinh_arcsinh"}},
        {.path = "/mechanism/outcome/residuals/share", .type = by_arm, .sentence = "The share of responders.", .required = true, .limits = {.minimum = 0, .maximum = 1}, .belongs_to = {"responder_mixture"}, .form = "number"},
        {.path = "/mechanism/outcome/residuals/difference", .type = number, .sentence = "The mean of responders minus that of non-responders; means and SDs of both together stay as stated.", .required = true, .unit = "outcome units", .belongs_to = {"responder_mixture"}},
        {.path = "/mechanism/outcome/residuals/from_visit", .type = visit, .sentence = "The first visit at which responders differ.", .standard = "the first visit after baseline", .belongs_to = {"responder_mixture"}, .form = "label of a visit after baseline, or its number"},
    };
}

std::optional<RepeatedMeasures> read_outcome(Reading& reading, const Item& item, const std::vector<std::string>& labels) {
    const std::size_t visits = labels.size();
    const Block block{reading, item, "/mechanism/outcome"};
    if (!block) return std::nullopt;
    RepeatedMeasures outcome{};
    const auto numbers = [&](const Item& arm) { return read_numbers(reading, arm, each_visit(visits, false)); };
    if (auto name = read_text(reading, block["name"])) outcome.name = std::move(*name);
    read_choice(reading, block["type"]);
    outcome.scale = read_scale(reading, block["scale"], "/mechanism/outcome/scale");
    if (const auto minimum = read_number(reading, block["baseline_minimum"])) outcome.baseline_minimum = *minimum;
    if (const auto moments = read_choice(reading, block["moments"])) outcome.moments = *moments == 0 ? Moments::as_observed : Moments::latent;
    const auto mean = read_per_arm(reading, block["mean"], numbers);
    const auto covariance = read_covariance(reading, block["covariance"], visits);
    outcome.residuals = read_residuals(reading, block["residuals"], labels);
    if (auto effect = read_per_arm(reading, block["booster_effect"], numbers)) outcome.booster_effect = std::move(*effect);
    if (!mean || !covariance) return std::nullopt;
    outcome.mean = *mean;
    outcome.covariance = covariance->covariance;
    outcome.treatment_sd = covariance->treatment_sd;
    return outcome;
}

}  // namespace equipoise::io
