#include <cli/scenario_words.hpp>

#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include <cli/course_words.hpp>
#include <cli/covariate_words.hpp>
#include <cli/design_words.hpp>
#include <cli/missing_words.hpp>
#include <cli/secondary_words.hpp>
#include <cli/shape_words.hpp>
#include <equipoise/mechanism/repeated_measures.hpp>
#include <equipoise/mechanism/true_value.hpp>
#include <equipoise/report/columns.hpp>
#include <equipoise/report/hypothesis_text.hpp>
#include <equipoise/report/mc_text.hpp>
#include <io/text.hpp>

namespace equipoise::cli {

namespace {

using equipoise::detail::brief;

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

McText plain(double value) { return {std::isnan(value) ? "-" : brief(value), {}}; }

/// Means and SDs of the scores of those eligible without boosters, and the true value of the estimand, visit by visit.
std::string score_table(const ScenarioFile& file, const PreparedStudy& study) {
    const Visits& visits = study.trial.design.visits;
    std::vector<std::string> labels;
    std::vector<McText> effects;
    for (std::size_t v = 0; v < visits.count(); ++v) {
        labels.push_back(visits.label(v));
        effects.push_back(v == 0 ? plain(0.0) : mc_text(study.truth.at(0, treatment_minus_control, v)));
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
        text += scale_in_words(*stated) + ".\n" + residuals_in_words(*stated, file.scenario.design) + "  Moments are stated " +
                (stated->moments == Moments::as_observed ? "as observed among those eligible" : "of the latent variables") +
                "; simulated scores without boosters have:\n\n";
    }
    return text + score_table(file, study) + "\n  The true value is " + io::printable(file.scenario.design.arms.treatment) + " minus " +
           io::printable(file.scenario.design.arms.control) + ", boosters included.\n";
}

std::string analyses_in_words(const PreparedStudy& study) {
    std::string text = "Analyses\n";
    std::string last;
    std::string last_visit;
    std::size_t number = 0;
    for (const ResultRow& row : study.rows) {
        const std::string visit = io::printable(row.visit_label);
        const bool same_visit = visit == last_visit;  // of another estimand
        last_visit = visit;
        if (row.analysis == last) {
            text += same_visit ? "" : ", " + visit;
            continue;
        }
        text += (number == 0 ? "  " : ".\n  ") + std::to_string(number + 1) + ". " + io::printable(row.analysis) + " (" + row.method + ") of " +
                io::printable(row.outcome) + (tests_difference(row) ? "" : ", to show " + to_text(row.hypothesis) + ",") + " at " + visit;
        last = row.analysis;
        ++number;
    }
    return text + ".\n";
}

/// Which hypotheses are tested together, and how.
std::string multiplicity_in_words(const PreparedStudy& study) {
    if (study.multiplicity.empty()) return {};
    std::string text = "\nTested together\n";
    for (const PreparedTesting& testing : study.multiplicity) {
        text += "  " + io::printable(testing.name) + " (" + std::string(method_of(testing.procedure)) + "), familywise alpha " + brief(testing.alpha) + ": ";
        for (std::size_t i = 0; i < testing.rows.size(); ++i) {
            const ResultRow& row = study.rows[testing.rows[i]];
            text += (i == 0 ? "" : "; ") + io::printable(row.analysis) + ", " + io::printable(row.visit_label);
        }
        text += ".\n";
    }
    return text;
}

std::string study_in_words(const StudyOptions& options, const PreparedStudy& study) {
    const std::string drawn = study.collapsed ? "  Sufficient statistics are drawn instead of participants.\n"
                              : options.sampling == Sampling::automatic ? "  Participants are drawn: their sums alone would not do.\n" : "";
    return "Study\n  " + io::with_thousands(options.replicates) + " replicates, seed " + std::to_string(options.seed.value()) + ", stream " +
           std::to_string(options.stream) + ", two-sided alpha " + brief(options.alpha) + ".\n" + drawn;
}

}  // namespace

std::string in_words(const ScenarioFile& file, const PreparedStudy& study) {
    std::string text = io::printable(file.scenario.name) + (file.title.empty() ? "" : ": " + io::printable(file.title)) + '\n';
    if (!file.source.empty()) text += "Source: " + io::printable(file.source) + '\n';
    return text + '\n' + design_in_words(file.scenario.design) + '\n' + outcome_in_words(file, study) + '\n' + secondary_outcomes_in_words(file.scenario) + covariates_in_words(file.scenario) + course_in_words(file.scenario) +
           missing_in_words(file.scenario) + '\n' +
           analyses_in_words(study) + multiplicity_in_words(study) + '\n' + study_in_words(file.options, study);
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
