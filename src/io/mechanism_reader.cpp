#include "mechanism_reader.hpp"

#include <string>
#include <utility>
#include <vector>

#include <equipoise/mechanism/covariance.hpp>
#include <equipoise/mechanism/dropout.hpp>
#include <equipoise/mechanism/repeated_measures.hpp>

namespace equipoise::io {
namespace {

Length each_visit(std::size_t visits, bool one_for_all) {
    return {.count = visits, .per = "of the " + std::to_string(visits) + " visits, the baseline first", .one_for_all = one_for_all};
}

Length each_later_visit(std::size_t visits) {
    const std::size_t later = visits == 0 ? 0 : visits - 1;
    return {.count = later, .per = "of the " + std::to_string(later) + (later == 1 ? " visit" : " visits") + " after baseline", .one_for_all = true};
}

std::optional<Eigen::MatrixXd> read_matrix(Reading& reading, const Item& item, std::size_t visits) {
    const Length row{.count = visits, .per = "of the " + std::to_string(visits) + " visits", .one_for_all = false};
    const std::string size = std::to_string(visits);
    const std::string wanted = "a matrix of correlations: an array of " + size + " rows of " + size + " numbers";
    const auto rows = read_list(reading, item, wanted, visits, [&](const Item& element) { return read_numbers(reading, element, row); });
    if (!rows || visits == 0) return std::nullopt;
    const auto n = static_cast<Eigen::Index>(visits);
    Eigen::MatrixXd matrix(n, n);
    for (Eigen::Index i = 0; i < n; ++i) {
        for (Eigen::Index j = 0; j < n; ++j) matrix(i, j) = (*rows)[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
    }
    return matrix;
}

std::optional<Covariance> read_covariance(Reading& reading, const Item& item, std::size_t visits) {
    const Block block{reading, item, "/mechanism/outcome/covariance"};
    if (!block) return std::nullopt;
    const Item structure = block["structure"];
    const Item correlation = block["correlation"];
    const auto chosen = read_choice(reading, structure);
    const auto sd = read_numbers(reading, block["sd"], each_visit(visits, true));
    if (!chosen) return std::nullopt;
    const std::string_view name = structure.key->choices[*chosen];
    if (name == "unstructured") {
        const auto matrix = read_matrix(reading, correlation, visits);
        return matrix && sd ? std::optional{unstructured(*sd, *matrix)} : std::nullopt;
    }
    if (name == "toeplitz") {
        const std::size_t lags = visits == 0 ? 0 : visits - 1;
        const auto rho = read_numbers(reading, correlation, {.count = lags, .per = "distance between visits, " + std::to_string(lags) + " in all", .one_for_all = false});
        return rho && sd && visits > 0 ? std::optional{toeplitz(*sd, *rho)} : std::nullopt;
    }
    const auto rho = read_number(reading, correlation);
    if (!rho || !sd || visits == 0) return std::nullopt;
    return name == "ar1" ? ar1(*sd, *rho) : compound_symmetry(*sd, *rho);
}

Scale read_scale(Reading& reading, const Item& item) {
    const Block block{reading, item, "/mechanism/outcome/scale"};
    Scale scale;
    if (const auto minimum = read_number(reading, block["minimum"])) scale.minimum = *minimum;
    if (const auto maximum = read_number(reading, block["maximum"])) scale.maximum = *maximum;
    if (const auto step = read_number(reading, block["step"])) scale.step = *step;
    return scale;
}

std::optional<RepeatedMeasures> read_outcome(Reading& reading, const Item& item, std::size_t visits) {
    const Block block{reading, item, "/mechanism/outcome"};
    if (!block) return std::nullopt;
    RepeatedMeasures outcome{};
    const auto numbers = [&](const Item& arm) { return read_numbers(reading, arm, each_visit(visits, false)); };
    if (auto name = read_text(reading, block["name"])) outcome.name = std::move(*name);
    read_choice(reading, block["type"]);
    outcome.scale = read_scale(reading, block["scale"]);
    if (const auto minimum = read_number(reading, block["baseline_minimum"])) outcome.baseline_minimum = *minimum;
    if (const auto moments = read_choice(reading, block["moments"])) outcome.moments = *moments == 0 ? Moments::as_observed : Moments::latent;
    const auto mean = read_per_arm(reading, block["mean"], numbers);
    const auto covariance = read_covariance(reading, block["covariance"], visits);
    if (auto effect = read_per_arm(reading, block["booster_effect"], numbers)) outcome.booster_effect = std::move(*effect);
    if (!mean || !covariance) return std::nullopt;
    outcome.mean = *mean;
    outcome.covariance = *covariance;
    return outcome;
}

LogisticDropout read_slopes(Reading& reading, const Item& item, std::string_view mechanism) {
    const Block block{reading, item, "/mechanism/dropout/log_odds_per_sd", {.key = "mechanism", .outside = true, .chosen = mechanism}};
    LogisticDropout dropout{};
    if (!block) return dropout;
    const auto number = [&](const Item& arm) { return read_number(reading, arm); };
    if (const auto slope = read_per_arm(reading, block["last_score"], number)) dropout.last_score = *slope;
    if (const auto slope = read_per_arm(reading, block["change"], number)) dropout.change = *slope;
    if (const auto slope = read_per_arm(reading, block["missed_score"], number)) dropout.missed_score = *slope;
    if (item.value->members.empty() && mechanism == "mar") reading.wrong(item, "must state \"last_score\", \"change\" or both, but is empty", "if leaving depends on neither, the mechanism is \"mcar\"");
    return dropout;
}

AnyDropout read_dropout(Reading& reading, const Item& item, std::size_t visits) {
    const Block block{reading, item, "/mechanism/dropout", {.key = "mechanism"}};
    if (!block || block.chosen().empty() || block.chosen() == "none") return NoDropout{};
    const auto shares = [&](const Item& arm) { return read_numbers(reading, arm, each_later_visit(visits)); };
    const auto leaving = read_per_arm(reading, block["leaving"], shares).value_or(PerArm<std::vector<double>>{});
    if (block.chosen() == "mcar") return DropoutCompletelyAtRandom{.leaving = leaving};
    LogisticDropout dropout = read_slopes(reading, block["log_odds_per_sd"], block.chosen());
    dropout.leaving = leaving;
    return dropout;
}

}  // namespace

std::optional<Mechanism> read_mechanism(Reading& reading, const Item& item, std::size_t visits) {
    const Block block{reading, item, "/mechanism"};
    if (!block) return std::nullopt;
    auto outcome = read_outcome(reading, block["outcome"], visits);
    AnyDropout dropout = read_dropout(reading, block["dropout"], visits);
    if (!outcome) return std::nullopt;
    return Mechanism{.outcome = std::move(*outcome), .dropout = std::move(dropout)};
}

}  // namespace equipoise::io
