#include <cli/secondary_words.hpp>

#include <cmath>
#include <cstddef>
#include <variant>
#include <vector>

#include <equipoise/mechanism/secondary_outcome.hpp>
#include <equipoise/report/mc_text.hpp>
#include <io/text.hpp>

namespace equipoise::cli {

namespace {

using equipoise::detail::brief;
using io::joined;

std::string listed(const std::vector<double>& values) {
    std::vector<std::string> parts;
    for (const double value : values) parts.push_back(brief(value));
    return joined(parts);
}

/// "    MST: 4, 2, 2.1, 2.1\n" and the same of the other arm.
template <class Values, class Write>
std::string by_arm(const Design& design, const PerArm<Values>& values, Write write) {
    std::string text;
    for (const Arm arm : {Arm::treatment, Arm::control}) text += "    " + io::printable(design.arms[arm]) + ": " + write(values[arm]) + '\n';
    return text;
}

std::string scale_in_words(const Scale& scale) {
    std::string text;
    if (std::isfinite(scale.minimum)) text += " from " + brief(scale.minimum);
    if (std::isfinite(scale.maximum)) text += (text.empty() ? " up to " : " to ") + brief(scale.maximum);
    if (scale.step > 0) text += " in steps of " + brief(scale.step);
    return text;
}

std::string kind_in_words(const Design& design, const NumericScore& kind) {
    return "a score" + scale_in_words(kind.scale) + "; SD " + listed(kind.covariance.sd) + ", means:\n" + by_arm(design, kind.mean, listed);
}

std::string kind_in_words(const Design& design, const OrdinalLevels& kind) {
    const auto rows = [](const std::vector<std::vector<double>>& visits) {
        std::vector<std::string> parts;
        for (const std::vector<double>& row : visits) parts.push_back(listed(row));
        return joined(parts, "; ");
    };
    std::vector<std::string> levels;
    for (const std::string& level : kind.levels) levels.push_back(io::printable(level));
    return "levels, in order: " + joined(levels) + "; proportions:\n" + by_arm(design, kind.proportions, rows);
}

std::string kind_in_words(const Design& design, const BinaryProportion& kind) {
    return "yes or no; proportions of yes:\n" + by_arm(design, kind.proportion, listed);
}

std::string kind_in_words(const Design& design, const EventCount& kind) {
    const std::string variance = kind.dispersion == 0 ? " (Poisson)" : " with variance mean + " + brief(kind.dispersion) + " x mean^2";
    return "a number of events" + variance + "; means:\n" + by_arm(design, kind.mean, listed);
}

}  // namespace

std::string secondary_outcomes_in_words(const Scenario& scenario) {
    if (scenario.mechanism.secondary_outcomes.empty()) return "";
    std::string text = "Secondary outcomes, among those eligible\n";
    const RepeatedMeasures* primary = scenario.mechanism.outcome.repeated_measures();
    for (const SecondaryOutcome& outcome : scenario.mechanism.secondary_outcomes) {
        const bool numeric = std::holds_alternative<NumericScore>(outcome.kind);
        const bool of_scores = numeric && primary != nullptr && is_normal(primary->residuals);
        text += "  " + io::printable(outcome.name) + (outcome.measured_at_baseline ? ": " : ", not measured at baseline: ");
        text += std::visit([&](const auto& kind) { return kind_in_words(scenario.design, kind); }, outcome.kind);
        text += "    Correlation with the primary outcome" + std::string(of_scores ? "" : " (of the latent variables)") + ": " +
                (outcome.correlation_with_primary.empty() ? "none, independent of it" : listed(outcome.correlation_with_primary)) + ".\n";
    }
    return text + '\n';
}

}  // namespace equipoise::cli
