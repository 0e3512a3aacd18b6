#include <cli/covariate_words.hpp>

#include <cmath>
#include <cstddef>
#include <variant>
#include <vector>

#include <equipoise/report/mc_text.hpp>
#include <io/text.hpp>

namespace equipoise::cli {

namespace {

using equipoise::detail::brief;

std::string joined(const std::vector<double>& numbers) {
    std::string text;
    for (const double number : numbers) text += (text.empty() ? "" : ", ") + brief(number);
    return text;
}

std::string mean_and_sd(double mean, double sd) { return "mean " + brief(mean) + ", SD " + brief(sd); }

std::string distribution_in_words(const TruncatedNormal& stated) {
    std::string range;
    if (std::isfinite(stated.minimum)) range += " from " + brief(stated.minimum);
    if (std::isfinite(stated.maximum)) range += (range.empty() ? " up to " : " to ") + brief(stated.maximum);
    return mean_and_sd(stated.mean, stated.sd) + range + " (" + (range.empty() ? "normal" : "truncated normal") + ')';
}

std::string distribution_in_words(const ShiftedGamma& stated) { return mean_and_sd(stated.mean, stated.sd) + " from " + brief(stated.minimum) + " (gamma)"; }

std::string distribution_in_words(const Lognormal& stated) { return mean_and_sd(stated.mean, stated.sd) + " from " + brief(stated.minimum) + " (lognormal)"; }

std::string distribution_in_words(const Categories& stated) {
    std::string text;
    for (std::size_t level = 0; level < stated.levels.size(); ++level) {
        text += (text.empty() ? "" : ", ") + io::printable(stated.levels[level]) + ' ' + brief(100 * stated.proportions[level]) + " %";
    }
    return text;
}

std::string in_words(const CovariateDistribution& distribution) {
    return std::visit([](const auto& stated) { return distribution_in_words(stated); }, distribution);
}

std::string modification_in_words(const CovariateModel& covariate) {
    const auto* categories = std::get_if<Categories>(&covariate.distribution);
    std::string text;
    for (std::size_t row = 0; row < covariate.effect_modification.size(); ++row) {
        text += "    adds to the treatment effect at each visit" + (categories ? ", if " + io::printable(categories->levels[row]) : std::string(" for a unit more")) +
                ": " + joined(covariate.effect_modification[row]) + '\n';
    }
    return text.empty() ? "" : text + "    all about the mean of those eligible.\n";
}

std::string covariate_in_words(const CovariateModel& covariate) {
    std::string text = "  " + io::printable(covariate.name) + ": " + in_words(covariate.distribution);
    if (!covariate.correlation.empty()) text += ";\n    correlations with the score at each visit: " + joined(covariate.correlation);
    if (!covariate.slope.empty()) text += ";\n    slopes of the score at each visit: " + joined(covariate.slope);
    return text + ".\n" + modification_in_words(covariate);
}

std::string target_in_words(const TargetPopulation& target) {
    std::string text = "Target population: " + io::printable(target.name) + "\n  ";
    text += target.baseline_minimum ? "Those with at least " + brief(*target.baseline_minimum) + " at baseline" : std::string("Everyone, whatever the baseline score");
    text += target.covariates.empty() ? "; all else is as in the trial.\n" : "; all else is as in the trial, but for:\n";
    for (const CovariateModel& covariate : target.covariates) text += "  " + io::printable(covariate.name) + ": " + in_words(covariate.distribution) + ".\n";
    return text;
}

}  // namespace

std::string covariates_in_words(const Scenario& scenario) {
    std::string text;
    if (!scenario.mechanism.covariates.empty()) {
        text += "Baseline covariates, among those eligible\n";
        for (const CovariateModel& covariate : scenario.mechanism.covariates) text += covariate_in_words(covariate);
        text += '\n';
    }
    if (scenario.mechanism.target_population) text += target_in_words(*scenario.mechanism.target_population) + '\n';
    return text;
}

}  // namespace equipoise::cli
