#include <cli/command.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include <cli/arguments.hpp>
#include <cli/output.hpp>
#include <equipoise/analysis/any_analysis.hpp>
#include <equipoise/analysis/estimate.hpp>
#include <equipoise/data/outcome_reductions.hpp>
#include <equipoise/io/data_file.hpp>
#include <equipoise/random/address.hpp>
#include <equipoise/random/stream.hpp>
#include <equipoise/io/estimates_json.hpp>
#include <equipoise/report/estimates_table.hpp>

namespace equipoise::cli {

namespace {

struct Findings {
    std::vector<ResultRow> rows{};
    std::vector<Estimate> estimates{};
};

Arguments arguments() {
    return Arguments("analyse", "DATA --spec SPEC.json [options]", "Analyses a data set: one line for each participant and visit, as CSV, and a JSON specification.",
                     "  equipoise analyse trial.csv --spec spec.json\n"
                     "  equipoise analyse trial.csv --spec spec.json --format json > estimates.json\n");
}

void declare(Arguments& arguments) {
    arguments.file("DATA", "the data, a CSV file");
    arguments.option("--spec", "SPEC.json", "which columns, which visits, which analyses; must be given");
    arguments.option("--format", "table|json", "of what is written to standard output (table)");
    arguments.option("--seed", "S", "of the random numbers, for analyses that need them (0)");
}

void add_rows(Findings& findings, const AnyAnalysis& analysis, const PreparedAnalysis& prepared, const TrialShape& shape) {
    for (const Answer& answer : prepared.answers()) {
        findings.rows.push_back({.analysis = analysis.name(),
                                 .method = std::string(analysis.method()),
                                 .outcome = shape.outcomes[answer.outcome],
                                 .estimand = answer.estimand,
                                 .visit = answer.visit,
                                 .visit_label = shape.visits[answer.visit]});
    }
}

/// Reduces the data once and fits every analysis, as in a replicate of a study.
Findings findings_in(const DataFile& file, const StudyKey& key) {
    Findings findings;
    StatisticsPlans plans;
    for (const AnyAnalysis& analysis : file.analyses) plans.add(analysis.needs(file.shape));
    OutcomeReductions reduce(plans, file.shape);
    reduce(file.data);
    for (std::size_t k = 0; k < file.analyses.size(); ++k) {
        const AnyAnalysis& analysis = file.analyses[k];
        PreparedAnalysis prepared = analysis.prepare(file.shape, file.alpha);
        add_rows(findings, analysis, prepared, file.shape);
        const Purpose purpose{Layer::analysis, chance_item(analysis.name())};
        const std::span<const Estimate> fitted = prepared(file.data, reduce.statistics(k), Stream(key, 0, purpose));
        findings.estimates.insert(findings.estimates.end(), fitted.begin(), fitted.end());
    }
    return findings;
}

}  // namespace

Exit analyse(const Words& words) {
    Arguments options = arguments();
    declare(options);
    if (const auto help = options.parse(words)) {
        write_result(*help);
        return Exit::done;
    }
    const std::uint64_t seed = options.whole("--seed", 0, std::numeric_limits<std::uint64_t>::max()).value_or(0);
    const std::string format = options.choice("--format", {"table", "json"});
    if (options.text("--spec").empty()) options.fault("--spec is missing: which file says what to analyse?");
    options.finish();
    const DataFile file = read_data(options.text("DATA"), options.text("--spec"));
    const Findings findings = findings_in(file, StudyKey(seed));
    write_result(format == "json" ? estimates_json(findings.rows, findings.estimates) : estimates_table(findings.rows, findings.estimates, file.alpha));
    return Exit::done;
}

}  // namespace equipoise::cli
