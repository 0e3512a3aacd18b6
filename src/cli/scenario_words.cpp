#include <cli/scenario_words.hpp>

#include <cmath>
#include <cstddef>
#include <utility>
#include <variant>
#include <vector>

#include <equipoise/mechanism/any_dropout.hpp>
#include <equipoise/mechanism/repeated_measures.hpp>
#include <equipoise/mechanism/true_value.hpp>
#include <equipoise/report/columns.hpp>
#include <equipoise/report/mc_text.hpp>
#include <io/text.hpp>

namespace equipoise::cli {

namespace {

using equipoise::detail::brief;

std::string percent(double share) { return brief(100 * share) + " %"; }

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
    return text;
}

std::string allocation_in_words(const Design& design) {
    const PerArm<std::string>& arms = design.arms;
    if (const auto* fixed = std::get_if<FixedArmSizes>(&design.allocation)) {
        return io::with_thousands(fixed->treatment) + " to " + io::printable(arms.treatment) + " (treatment) and " + io::with_thousands(fixed->control) +
               " to " + io::printable(arms.control) + " (control), in random order";
    }
    std::vector<std::string> sizes;
    for (const std::size_t size : std::get<PermutedBlocks>(design.allocation).sizes) sizes.push_back(std::to_string(size));
    return "1:1 to " + io::printable(arms.treatment) + " (treatment) and " + io::printable(arms.control) + " (control), in permuted blocks of " +
           joined(sizes);
}

std::string design_in_words(const Design& design) {
    std::vector<std::string> visits;
    for (std::size_t v = 0; v < design.visits.count(); ++v) {
        visits.push_back(io::printable(design.visits.label(v)) + " (week " + brief(design.visits.weeks[v]) + ')');
    }
    std::string text = "Design\n  " + io::with_thousands(design.participants) + " participants are allocated " + allocation_in_words(design) + ".\n";
    text += "  Visits: " + joined(visits) + ".\n";
    if (design.boosters) {
        text += "  Boosters: " + percent(design.boosters->share) + " of each arm, told after " +
                io::printable(design.visits.label(design.boosters->told_after_visit)) + ".\n";
    }
    const std::size_t primary = design.estimand.visit == 0 ? design.visits.post_baseline() : design.estimand.visit;
    return text + "  Primary estimand: mean outcome at " + io::printable(design.visits.label(primary)) + ", " + io::printable(design.arms.treatment) +
           " minus " + io::printable(design.arms.control) + ",\n  among all who are eligible, whether or not they are later seen (treatment policy).\n";
}

std::string scale_in_words(const RepeatedMeasures& outcome) {
    const Scale& scale = outcome.scale;
    std::string text;
    if (std::isfinite(scale.minimum)) text += " from " + brief(scale.minimum);
    if (std::isfinite(scale.maximum)) text += (text.empty() ? " up to " : " to ") + brief(scale.maximum);
    if (scale.step > 0) text += " in steps of " + brief(scale.step);
    if (text.empty()) text = " on a scale without bounds or steps";
    if (std::isfinite(outcome.baseline_minimum)) text += "; eligible are those with at least " + brief(outcome.baseline_minimum) + " at baseline";
    return text;
}

McText plain(double value) { return {brief(value), {}}; }

/// Means and SDs of the scores of those eligible without boosters, and the true value of the estimand, visit by visit.
std::string score_table(const ScenarioFile& file, const PreparedStudy& study) {
    const Visits& visits = study.trial.design.visits;
    const std::vector<McEstimate> truth = true_values(study.trial.outcome, study.trial.design, study.key);
    std::vector<std::string> labels;
    std::vector<McText> effects;
    for (std::size_t v = 0; v < visits.count(); ++v) {
        labels.push_back(visits.label(v));
        effects.push_back(mc_text(truth[v]));
    }
    std::vector<TextColumn> columns{text_column("visit", labels)};
    for (const Arm arm : {Arm::treatment, Arm::control}) {
        std::vector<McText> means;
        std::vector<McText> sds;
        for (std::size_t v = 0; v < visits.count(); ++v) {
            means.push_back(plain(study.trial.outcome.mean_score({arm, false}, v).value_or(missing)));
            sds.push_back(plain(study.trial.outcome.sd_score({arm, false}, v).value_or(missing)));
        }
        columns.push_back(number_column("mean " + file.scenario.design.arms[arm], means));
        columns.push_back(number_column("SD " + file.scenario.design.arms[arm], sds));
    }
    columns.push_back(number_column("true value", effects));
    std::string text;
    for (const std::string& line : table_lines(columns)) text += "  " + line + '\n';
    return text;
}

std::string outcome_in_words(const ScenarioFile& file, const PreparedStudy& study) {
    std::string text = "Outcome\n  " + io::printable(study.trial.outcome.name());
    if (const RepeatedMeasures* stated = file.scenario.mechanism.outcome.repeated_measures()) {
        text += scale_in_words(*stated) + ".\n  Moments are stated " +
                (stated->moments == Moments::as_observed ? "as observed among those eligible" : "of the latent normal variables") +
                "; simulated scores without boosters have:\n\n";
    }
    return text + score_table(file, study) + "\n  The true value is " + io::printable(file.scenario.design.arms.treatment) + " minus " +
           io::printable(file.scenario.design.arms.control) + ", boosters included.\n";
}

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

std::string slopes_in_words(const Design& design, const LogisticDropout& dropout) {
    std::string text;
    const auto add = [&](const PerArm<double>& slope, const std::string& predictor) {
        for (const Arm arm : {Arm::treatment, Arm::control}) {
            if (slope[arm] == 0.0) continue;
            text += "  " + io::printable(design.arms[arm]) + ": " + brief(slope[arm]) + " log odds per SD of " + predictor + ".\n";
        }
    };
    add(dropout.last_score, "the last score seen");
    add(dropout.change, "the change from baseline to the last score seen");
    add(dropout.missed_score, "the score about to be missed");
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
        text += leaving_in_words(scenario.design, logistic->leaving) + slopes_in_words(scenario.design, *logistic);
    }
    return text;
}

std::string analyses_in_words(const PreparedStudy& study) {
    std::string text = "Analyses\n";
    std::string last;
    std::size_t number = 0;
    for (const ResultRow& row : study.rows) {
        const std::string visit = io::printable(row.visit_label);
        if (row.analysis == last) {
            text += ", " + visit;
            continue;
        }
        text += (number == 0 ? "  " : ".\n  ") + std::to_string(number + 1) + ". " + io::printable(row.analysis) + " (" + row.method + ") of " +
                io::printable(row.outcome) + " at " + visit;
        last = row.analysis;
        ++number;
    }
    return text + ".\n";
}

std::string study_in_words(const StudyOptions& options) {
    return "Study\n  " + io::with_thousands(options.replicates) + " replicates, seed " + std::to_string(options.seed.value()) + ", stream " +
           std::to_string(options.stream) + ", two-sided alpha " + brief(options.alpha) + ".\n";
}

}  // namespace

std::string in_words(const ScenarioFile& file, const PreparedStudy& study) {
    std::string text = io::printable(file.scenario.name) + (file.title.empty() ? "" : ": " + io::printable(file.title)) + '\n';
    if (!file.source.empty()) text += "Source: " + io::printable(file.source) + '\n';
    return text + '\n' + design_in_words(file.scenario.design) + '\n' + outcome_in_words(file, study) + '\n' + dropout_in_words(file.scenario) + '\n' +
           analyses_in_words(study) + '\n' + study_in_words(file.options);
}

std::string provenance_in_words(const ScenarioFile& file) {
    std::string text = "Where the numbers come from\n";
    for (const AssumptionStatus status : {AssumptionStatus::published, AssumptionStatus::derived, AssumptionStatus::assumed}) {
        std::string entries;
        for (const AssumptionEntry& entry : file.assumptions) {
            if (entry.status != status) continue;
            const std::string gap = entry.source.empty() || entry.note.empty() ? "" : "; ";
            const std::string why = io::printable(entry.source) + gap + io::printable(entry.note);
            entries += "    " + io::printable(entry.pointer) + (why.empty() ? "" : ": " + why) + '\n';
        }
        text += "  " + std::string(to_string(status)) + (entries.empty() ? ": none\n" : ":\n" + entries);
    }
    text += "  not said";
    if (file.numbers_without_assumption.empty()) return text + ": none\n";
    text += " (" + std::to_string(file.numbers_without_assumption.size()) + "):\n";
    for (const std::string& pointer : file.numbers_without_assumption) text += "    " + io::printable(pointer) + '\n';
    return text;
}

}  // namespace equipoise::cli
