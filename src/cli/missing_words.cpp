#include <cli/missing_words.hpp>

#include <cstddef>
#include <string_view>
#include <variant>
#include <vector>

#include <equipoise/mechanism/any_dropout.hpp>
#include <equipoise/mechanism/intermittent.hpp>
#include <equipoise/report/mc_text.hpp>
#include <io/text.hpp>

namespace equipoise::cli {

namespace {

using equipoise::detail::brief;
using io::joined;

std::string percent(double share) { return brief(100 * share) + " %"; }

std::string leaving_in_words(const Design& design, const PerArm<std::vector<double>>& leaving) {
    std::string text;
    for (const Arm arm : {Arm::treatment, Arm::control}) {
        std::vector<std::string> shares;
        double seen = 1.0;
        for (const double share : leaving[arm]) {
            shares.push_back(percent(share));
            seen *= 1 - share;
        }
        text += "  " + io::printable(design.arms[arm]) + ": " + joined(shares) + " leave before the visits after baseline, of those still in; " +
                equipoise::detail::fixed(100 * (1 - seen), 1) + " % by the last.\n";
    }
    return text;
}

/// @param missing  LogisticDropout or IntermittentMissing   @param upcoming  what the score at the visit is then
template <class Logistic>
std::string slopes_in_words(const Design& design, const Logistic& missing, const std::string& upcoming) {
    std::string text;
    const auto add = [&](const PerArm<double>& slope, const std::string& predictor) {
        for (const Arm arm : {Arm::treatment, Arm::control}) {
            if (slope[arm] == 0.0) continue;
            text += "  " + io::printable(design.arms[arm]) + ": " + brief(slope[arm]) + " log odds " + predictor + ".\n";
        }
    };
    add(missing.last_score, "per SD of the last score seen");
    add(missing.change, "per SD of the change from baseline to the last score seen");
    add(missing.missed_score, "per SD of " + upcoming);
    add(missing.adverse_event, "for an adverse event before the visit");
    return text;
}

std::string dropout_in_words(const Scenario& scenario) {
    const AnyDropout& dropout = scenario.mechanism.dropout;
    const std::string_view word = dropout.mechanism();
    std::string text = "Dropout\n";
    if (word == "none") return text + "  Everyone is seen at every visit.\n";
    if (word == "mcar") text += "  Missing completely at random: who leaves has nothing to do with the outcome.\n";
    if (word == "mar") text += "  Missing at random: who leaves depends on scores that were seen.\n";
    if (word == "mnar") text += "  Missing not at random: who leaves depends on the score that is then missed.\n";
    const std::size_t later = scenario.design.visits.post_baseline();
    if (const auto* constant = std::get_if<ConstantDropout>(&dropout.kind())) {
        const std::vector<double> control(later, constant->per_visit.control);
        const std::vector<double> treatment(later, constant->per_visit.treatment);
        text += leaving_in_words(scenario.design, {.control = control, .treatment = treatment});
    }
    if (const auto* random = std::get_if<DropoutCompletelyAtRandom>(&dropout.kind())) text += leaving_in_words(scenario.design, random->leaving);
    if (const auto* logistic = std::get_if<LogisticDropout>(&dropout.kind())) {
        text += leaving_in_words(scenario.design, logistic->leaving) + slopes_in_words(scenario.design, *logistic, "the score about to be missed");
    }
    return text;
}

std::string intermittent_in_words(const Design& design, const IntermittentMissing& intermittent) {
    const std::string_view word = mechanism(intermittent);
    std::string text = "\nMissed visits\n";
    if (word == "mcar") text += "  Missing completely at random: which visits are missed has nothing to do with the outcome.\n";
    if (word == "mar") text += "  Missing at random: which visits are missed depends on what was observed.\n";
    if (word == "mnar") text += "  Missing not at random: which visits are missed depends on the score there.\n";
    for (const Arm arm : {Arm::treatment, Arm::control}) {
        std::vector<std::string> shares;
        for (const double share : intermittent.missing[arm]) shares.push_back(percent(share));
        text += "  " + io::printable(design.arms[arm]) + ": " + joined(shares) + " of those still in miss the visits after baseline, and may return.\n";
    }
    return text + slopes_in_words(design, intermittent, "the score that is missed");
}

}  // namespace

std::string missing_in_words(const Scenario& scenario) {
    const auto& intermittent = scenario.mechanism.intermittent;
    return dropout_in_words(scenario) + (intermittent ? intermittent_in_words(scenario.design, *intermittent) : "");
}

}  // namespace equipoise::cli
