// A dropout mechanism and an analysis of your own: plain functions, checked by concepts, no base class and no registration.
//
//     participant --> outcome --> LackOfEfficacy: stay or leave? --> what is seen --> trimmed_mean_difference --> power, bias
//
// The mechanism sees only what was observed, so dropout is at random by construction; the analysis sees only trial data.

#include <algorithm>
#include <cmath>
#include <iostream>
#include <vector>

#include <equipoise/equipoise.hpp>

namespace {

using namespace equipoise;

/// Participants whose outcome has worsened are likelier to leave before the next visit.
struct LackOfEfficacy {
    double worsening;  ///< change from baseline [outcome units]

    double operator()(const ObservedHistory& past) const { return past.change() > worsening ? 0.30 : 0.02; }
};
static_assert(DropoutAtRandom<LackOfEfficacy>);

/// Mean and squared standard error of a sample whose lowest and highest tenth are set aside (Yuen 1974).
struct TrimmedMean {
    double mean;
    double squared_error;
    double degrees_of_freedom;
};

TrimmedMean trimmed_mean(std::vector<double> sample) {
    std::sort(sample.begin(), sample.end());
    const std::size_t n = sample.size();
    const std::size_t cut = n / 10;
    const auto kept = static_cast<double>(n - 2 * cut);
    double mean = 0;
    for (std::size_t k = cut; k < n - cut; ++k) mean += sample[k] / kept;
    double winsorised_mean = 0;
    for (std::size_t k = 0; k < n; ++k) winsorised_mean += sample[std::clamp(k, cut, n - 1 - cut)] / static_cast<double>(n);
    double winsorised_squares = 0;
    for (std::size_t k = 0; k < n; ++k) winsorised_squares += std::pow(sample[std::clamp(k, cut, n - 1 - cut)] - winsorised_mean, 2);
    return {.mean = mean, .squared_error = winsorised_squares / (kept * (kept - 1)), .degrees_of_freedom = kept - 1};
}

/// Yuen's (1974) test at the last visit: a t-test that outliers cannot sway.
Estimate trimmed_mean_difference(const TrialData& data) {
    const std::size_t last = data.outcomes.front().visits - 1;
    PerArm<std::vector<double>> seen;
    for (std::size_t i = 0; i < data.participants(); ++i) {
        const double score = data.score(0, last, i);
        if (!std::isnan(score)) seen[data.arm[i]].push_back(score);
    }
    const auto analysed = static_cast<std::uint32_t>(seen.control.size() + seen.treatment.size());
    if (seen.control.size() < 10 || seen.treatment.size() < 10) return {.status = FitStatus::not_estimable, .participants_analysed = analysed};
    const TrimmedMean control = trimmed_mean(seen.control);
    const TrimmedMean treatment = trimmed_mean(seen.treatment);
    const double variance = control.squared_error + treatment.squared_error;
    const double df = variance * variance / (control.squared_error * control.squared_error / control.degrees_of_freedom +
                                             treatment.squared_error * treatment.squared_error / treatment.degrees_of_freedom);
    static const Inference two_sided(0.05);
    return t_estimate(treatment.mean - control.mean, std::sqrt(variance), df, analysed, two_sided);
}

}  // namespace

int main() {
    const Scenario scenario{.name = "those who worsen leave",
                            .design = {.participants = 120, .visits = {.weeks = {0, 6, 12}}},
                            .mechanism = {.outcome = RepeatedMeasures{.name = "pain",
                                                                      .mean = {.control = {6, 5.2, 5}, .treatment = {6, 4.6, 4}},
                                                                      .covariance = compound_symmetry({1.5, 2, 2}, 0.5),
                                                                      .scale = {.minimum = 0, .maximum = 10, .step = 1},
                                                                      .baseline_minimum = 4},
                                          .dropout = LackOfEfficacy{.worsening = 0.5}}};
    const AnyAnalysis yuen("trimmed means", 2, trimmed_mean_difference);
    const StudyResults results = run_study(scenario, {yuen, TTest{.visit = 2}, Mmrm{.visit = 2, .covariates = {{.name = "baseline"}}}},
                                           {.replicates = 5'000, .seed = 6});
    std::cout << results << '\n' << comparisons_table(results);
}
