// Statistical: type I error, and coverage, of tests that are exact within 4 Monte Carlo standard errors of their level in every cell of two
// grids; what other analyses do in the same cells is printed beside it. Writes docs/type_one_error.md.
//
//     error_rates [replicates of each cell, 100000]
//
// Exit code: 0 if every exact test keeps its level, else 1.

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <equipoise/equipoise.hpp>

namespace {

using namespace equipoise;

enum class Missingness { none, completely_at_random, at_random };

struct Cell {
    std::size_t participants;
    double lost;  ///< share not seen at the last visit
    Missingness missingness;
    bool growing;  ///< whether the SD grows over the visits, with correlations that fade; else equal SDs, equally correlated
};

/// Which arms a grid has, and what the treatment does.
struct Grid {
    PerArm<std::size_t> ratio;
    double effect;  ///< at the last visit [outcome units]
    std::uint64_t seed;
};

struct Column {
    std::string heading;
    AnyAnalysis analysis;
    bool exact_if_complete;  ///< keeps its level exactly if nobody leaves
    bool exact;              ///< ... and if who leaves does not depend on scores
};

std::vector<Column> columns(const Grid& grid) {
    const std::vector<Covariate> baseline{{.name = "baseline"}};
    const auto mmrm = [&](const char* name, DegreesOfFreedom df) { return Mmrm{.name = name, .visit = 3, .covariates = baseline, .degrees_of_freedom = df}; };
    const auto clda = [](const char* name, DegreesOfFreedom df) { return Clda{.name = name, .visit = 3, .degrees_of_freedom = df}; };
    return {{"t-test", TTest{.name = "t", .visit = 3}, true, true},
            {"ANCOVA", Ancova{.name = "ancova", .visit = 3}, true, true},
            {"Welch", TTest{.name = "welch", .variance = TTestVariance::welch, .visit = 3}, false, false},
            {"Wilcoxon", Wilcoxon{.name = "wilcoxon", .estimate = grid.effect != 0, .visit = 3}, false, false},
            {"MMRM, z", mmrm("z", DegreesOfFreedom::normal), false, false},
            {"MMRM, Satterthwaite", mmrm("satterthwaite", DegreesOfFreedom::satterthwaite), true, false},
            {"MMRM, Kenward-Roger", mmrm("kenward-roger", DegreesOfFreedom::kenward_roger), true, false},
            {"cLDA, Satterthwaite", clda("clda", DegreesOfFreedom::satterthwaite), false, false},
            {"cLDA, Kenward-Roger", clda("clda kr", DegreesOfFreedom::kenward_roger), false, false},
            {"imputation", MultipleImputation{.name = "mi", .visit = 3}, false, false}};
}

Covariance covariance(bool growing) { return growing ? ar1({9, 10, 12, 14}, 0.7) : compound_symmetry(4, 10, 0.6); }

/// The same share of those still in leaves before each visit.
AnyDropout dropout(const Cell& cell) {
    const double leaving = 1 - std::cbrt(1 - cell.lost);
    if (cell.missingness == Missingness::completely_at_random) return ConstantDropout{.per_visit = {leaving, leaving}};
    if (cell.missingness == Missingness::none) return NoDropout{};
    const std::vector<double> by_visit(3, leaving);
    return LogisticDropout{.leaving = {by_visit, by_visit}, .last_score = {1.0, 1.0}};  // the worse the last score, the likelier
}

Scenario scenario(const Cell& cell, const Grid& grid) {
    return {.name = "a cell of the grid",
            .design = {.participants = cell.participants,
                       .visits = {.weeks = {0, 6, 26, 52}},
                       .allocation = PermutedBlocks{.sizes = {2 * (grid.ratio.control + grid.ratio.treatment)}, .ratio = grid.ratio}},
            .mechanism = {.outcome = RepeatedMeasures{.mean = {.control = {30, 28, 27, 27}, .treatment = {30, 28 + grid.effect / 2, 27 + grid.effect, 27 + grid.effect}},
                                                      .covariance = covariance(cell.growing)},
                          .dropout = dropout(cell)}};
}

std::vector<Cell> cells(std::size_t fewest) {
    std::vector<Cell> all;
    for (const bool growing : {false, true}) {
        for (const std::size_t participants : {fewest, std::size_t{149}, std::size_t{400}}) {
            all.push_back({participants, 0.0, Missingness::none, growing});
            for (const double lost : {0.15, 0.30}) {
                for (const Missingness missingness : {Missingness::completely_at_random, Missingness::at_random}) all.push_back({participants, lost, missingness, growing});
            }
        }
    }
    return all;
}

std::string in_words(const Cell& cell) {
    const char* why = cell.missingness == Missingness::none ? "-" : cell.missingness == Missingness::at_random ? "MAR" : "MCAR";
    char text[80];
    std::snprintf(text, sizeof text, "| %s | %zu | %.0f %% | %s |", cell.growing ? "AR(1), growing" : "CS", cell.participants, 100 * cell.lost, why);
    return text;
}

/// The measure of a row that a grid is about, and what it is of an exact test.
struct Measured {
    double value;
    double wanted;
};

Measured measured(const OperatingCharacteristics& row, const Grid& grid) {
    if (grid.effect == 0) return {row.rejection_rate->value, 0.05};
    return {row.coverage.estimate->value, 0.95};
}

/// One line of the table. @returns how many exact tests miss their level
int print_line(const Cell& cell, const Grid& grid, const StudyResults& results, const std::vector<Column>& shown) {
    int missed = 0;
    std::string line = in_words(cell);
    for (std::size_t c = 0; c < shown.size(); ++c) {
        const OperatingCharacteristics& row = results.operating_characteristics[c];
        const Measured here = measured(row, grid);
        const bool exact = shown[c].exact ? cell.missingness != Missingness::at_random : shown[c].exact_if_complete && cell.missingness == Missingness::none;
        const double error = std::sqrt(0.05 * 0.95 / static_cast<double>(row.replicates.usable));
        const bool held = std::abs(here.value - here.wanted) <= 4 * error;
        char text[48];
        const char* note = row.replicates.failed > 0 ? "\u2020" : "";
        std::snprintf(text, sizeof text, exact ? " **%.4f**%s |" : " %.4f%s |", here.value, note);
        line += text;
        if (exact && !held) {
            ++missed;
            std::fprintf(stderr, "%s %s: %.5f, wanted %.2f\n", in_words(cell).c_str(), shown[c].heading.c_str(), here.value, here.wanted);
        }
    }
    std::printf("%s\n", line.c_str());
    return missed;
}

int print_grid(const Grid& grid, std::size_t fewest, std::uint64_t replicates) {
    const std::vector<Column> shown = columns(grid);
    std::vector<AnyAnalysis> analyses;
    std::string head = "| truth | n | lost | missing |";
    std::string rule = "|---|---|---|---|";
    for (const Column& column : shown) {
        analyses.push_back(column.analysis);
        head += " " + column.heading + " |";
        rule += "---|";
    }
    std::printf("%s\n%s\n", head.c_str(), rule.c_str());
    int missed = 0;
    std::uint64_t stream = 0;
    for (const Cell& cell : cells(fewest)) {
        missed += print_line(cell, grid, run_study(scenario(cell, grid), analyses, {.replicates = replicates, .seed = grid.seed, .stream = stream++}), shown);
        std::fflush(stdout);
    }
    return missed;
}

void print_introduction(std::uint64_t replicates) {
    std::printf(
        "# Type I error and coverage\n\n"
        "Written by `build/bench/bin/error_rates` (`cmake --preset bench -DEQUIPOISE_TESTS=ON && cmake --build build/bench --target equipoise_error_rates`), which\n"
        "fails if a test that is exact misses its level by more than 4 Monte Carlo standard errors in any cell; %llu replicates in each, seeds fixed beforehand.\n"
        "The Monte Carlo standard error of 0.05, and of 0.95, is %.4f.\n\n"
        "Outcomes are normal without bounds, at baseline and three visits; all answers are of the last visit, at alpha 0.05. *CS*: SD 10, correlation 0.6 between any two\n"
        "visits; *AR(1), growing*: SD 9, 10, 12, 14, correlation 0.7 between neighbours. The same share leaves before each visit, in both arms; MAR: log odds rise by 1 for each SD of the\n"
        "last score seen. **Bold**: exact by theory. The t-test and ANCOVA are where leaving does not depend on scores; where nobody leaves, so is the MMRM,\n"
        "which then is ANCOVA. \u2020: some replicates failed, with a typed reason, and are left out.\n\n",
        static_cast<unsigned long long>(replicates), std::sqrt(0.05 * 0.95 / static_cast<double>(replicates)));
}

}  // namespace

int main(int count, char** arguments) {
    const std::uint64_t replicates = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 100'000;
    print_introduction(replicates);
    std::printf("## Type I error: two equal arms, no effect\n\n");
    int missed = print_grid({.ratio = {1, 1}, .effect = 0, .seed = 20261126}, 20, replicates);
    std::printf("\n## Coverage of 95 %% intervals: twice as many in the treatment arm, an effect of -6\n\n");
    missed += print_grid({.ratio = {1, 2}, .effect = -6, .seed = 20261127}, 30, replicates);
    return missed == 0 ? 0 : 1;
}
