#include <cli/command.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include <cli/arguments.hpp>
#include <cli/output.hpp>
#include <equipoise/analysis/analysis_batch.hpp>
#include <equipoise/analysis/estimate.hpp>
#include <equipoise/io/data_file.hpp>
#include <equipoise/random/address.hpp>
#include <equipoise/io/estimates_json.hpp>
#include <equipoise/performance/multiplicity.hpp>
#include <equipoise/performance/result_row.hpp>
#include <equipoise/report/estimates_table.hpp>

namespace equipoise::cli {

namespace analysing {
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

/// Reduces the data once and fits every analysis, as in a replicate of a study.
Findings findings_in(const DataFile& file, const StudyKey& key) {
    Findings findings;
    AnalysisBatch analyse_all(file.analyses, file.shape, file.alpha);
    for (const auto& [analysis, answer] : analyse_all.answers()) findings.rows.push_back(result_row(file.analyses[analysis], answer, file.shape));
    const std::span<const Estimate> estimates = analyse_all(file.data, key, 0);
    findings.estimates.assign(estimates.begin(), estimates.end());
    return findings;
}

}  // namespace
}  // namespace analysing

Exit analyse(const Words& words) {
    using namespace analysing;
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
    std::vector<PreparedTesting> procedures;
    for (const MultipleTesting& testing : file.multiplicity) procedures.push_back(prepare(testing, findings.rows, file.alpha));
    write_result(format == "json" ? estimates_json(findings.rows, findings.estimates, procedures)
                                  : estimates_table(findings.rows, findings.estimates, file.alpha, procedures));
    return Exit::done;
}

}  // namespace equipoise::cli
