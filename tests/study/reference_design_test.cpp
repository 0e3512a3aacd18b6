// Statistical (seeded; tolerances are 4 joint Monte Carlo errors): a base-case design with dropout at random, simulated and analysed in R.
#include "catch.hpp"

#include <array>
#include <cmath>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/clda.hpp>
#include <equipoise/analysis/mmrm.hpp>
#include <equipoise/analysis/t_test.hpp>
#include <equipoise/cohort/scenario.hpp>
#include <equipoise/study/run_study.hpp>

namespace reference_design_test {
using namespace equipoise;
using nlohmann::json;

json reference() {
    std::ifstream file(std::string{EQUIPOISE_TEST_DATA} + "/reference/operating_characteristics_design.json");
    return json::parse(file);
}

/// logit P(leave before visit v) = logit h(v) + slope x (last score - c(v)).
struct LeavesByLastScore {
    std::vector<double> share;
    std::vector<double> centre;
    double slope;

    double operator()(const ObservedHistory& past) const {
        const std::size_t k = past.next_visit() - 1;
        return 1 / (1 + std::exp(-std::log(share[k] / (1 - share[k])) - slope * (past.last() - centre[k])));
    }
};

Scenario scenario(const json& model) {
    const auto control = model.at("mean_arm0").get<std::vector<double>>();
    std::vector<double> treatment = control;
    for (std::size_t v = 0; v < 4; ++v) treatment[v] += model.at("delta").at(v).get<double>();
    Eigen::MatrixXd correlation(4, 4);
    for (Eigen::Index i = 0; i < 4; ++i) {
        for (Eigen::Index k = 0; k < 4; ++k) correlation(i, k) = model.at("correlation").at(static_cast<std::size_t>(i)).at(static_cast<std::size_t>(k));
    }
    const std::size_t n0 = model.at("n_arm0");
    const std::size_t n1 = model.at("n_arm1");
    return {.name = "base case",
            .design = {.participants = n0 + n1, .visits = {.weeks = {0, 6, 26, 52}}, .allocation = FixedArmSizes{.control = n0, .treatment = n1}},
            .mechanism = {.outcome = RepeatedMeasures{.mean = {.control = control, .treatment = treatment}, .covariance = unstructured(model.at("sd").get<std::vector<double>>(), correlation)},
                          .dropout = LeavesByLastScore{model.at("h"), model.at("c"), model.at("slope")}}};
}

/// Sums over replicates of what a row of operating characteristics does not hold.
struct Sums {
    double count = 0;
    double error = 0;
    double error_squared = 0;
    double df = 0;
    double df_squared = 0;

    void add(const Estimate& estimate) {
        count += 1;
        error += estimate.standard_error;
        error_squared += estimate.standard_error * estimate.standard_error;
        df += estimate.degrees_of_freedom;
        df_squared += estimate.degrees_of_freedom * estimate.degrees_of_freedom;
    }

    static McEstimate mean(double n, double sum, double squares) { return {sum / n, std::sqrt((squares / n - sum / n * (sum / n)) / n)}; }
    McEstimate mean_error() const { return mean(count, error, error_squared); }
    McEstimate mean_df() const { return mean(count, df, df_squared); }
};

/// Within 4 errors, theirs and ours together.
void check(const std::string& name, const McEstimate& found, const json& block, const std::string& key) {
    const double wanted = block.at(key);
    const double error = std::hypot(found.mcse, block.at(key + "_mcse").get<double>());
    INFO(name << ", " << key << ": found " << found.value << ", wanted " << wanted << ", apart " << (found.value - wanted) / error << " joint errors");
    CHECK(std::abs(found.value - wanted) <= 4 * error);
}

void check_row(const std::string& name, const OperatingCharacteristics& row, const Sums& sums, const json& wanted) {
    REQUIRE(row.replicates.failed == 0);
    check(name, *row.mean_estimate.estimate, wanted, "mean_est");
    check(name, *row.empirical_se.estimate, wanted, "empSE");
    check(name, sums.mean_error(), wanted, "mean_se");
    check(name, sums.mean_df(), wanted, "mean_df");
    check(name, {row.rejection_rate->value, row.rejection_rate->mcse}, wanted, "reject05");
    check(name, *row.coverage.estimate, wanted, "cover95");
    const double rms = wanted.at("rms_se");  // its error, not in the file, is nearly that of the mean
    const double error = std::hypot(row.model_se.estimate->mcse, wanted.at("mean_se_mcse").get<double>());
    INFO(name << ", rms_se: found " << row.model_se.estimate->value << ", wanted " << rms);
    CHECK(std::abs(row.model_se.estimate->value - rms) <= 4 * error);
}

const std::vector<std::pair<std::string, AnyAnalysis>>& analyses() {
    using enum DegreesOfFreedom;
    static const std::vector<std::pair<std::string, AnyAnalysis>> all{
        {"t_pooled_score12", TTest{.name = "pooled", .visit = 3}},
        {"t_welch_score12", TTest{.name = "Welch", .variance = TTestVariance::welch, .visit = 3}},
        {"t_welch_change12", TTest{.name = "Welch, change", .variance = TTestVariance::welch, .response = TTestResponse::change, .visit = 3}},
        {"ancova12", Ancova{.visit = 3}},
        {"mmrm12_satterthwaite", Mmrm{.name = "MMRM", .visit = 3, .covariates = {{.name = "baseline"}}}},
        {"mmrm12_kr_linear", Mmrm{.name = "MMRM, KR", .visit = 3, .covariates = {{.name = "baseline"}}, .degrees_of_freedom = kenward_roger}},
        {"clda12_satterthwaite", Clda{.name = "cLDA", .visit = 3}},
        {"clda12_kr_linear", Clda{.name = "cLDA, KR", .visit = 3, .degrees_of_freedom = kenward_roger}}};
    return all;
}

TEST_CASE("the operating characteristics of a base-case design are those found in R", "[slow]") {
    const json all = reference();
    std::vector<AnyAnalysis> listed;
    for (const auto& [name, analysis] : analyses()) listed.push_back(analysis);
    std::vector<Sums> sums(listed.size());
    double dropped = 0;
    double dropped_squared = 0;
    const double replicates = 100'000;
    const auto each = [&](const ReplicateReport& report) {
        for (std::size_t k = 0; k < sums.size(); ++k) sums[k].add(report.estimates[k]);
        const double share = static_cast<double>(report.dropped_out) / static_cast<double>(report.randomised);
        dropped += share;
        dropped_squared += share * share;
    };
    const StudyResults results = run_study(scenario(all.at("model")), listed, {.replicates = 100'000, .seed = 20240229, .each_replicate = each});
    REQUIRE(results.operating_characteristics.size() == listed.size());
    const double wanted = all.at("dropout_cumulative_mean").at(2);
    const McEstimate found = Sums::mean(replicates, dropped, dropped_squared);
    CHECK(std::abs(found.value - wanted) <= 4 * std::hypot(found.mcse, all.at("dropout_cumulative_mcse").at(2).get<double>()));
    for (std::size_t k = 0; k < listed.size(); ++k) {
        const std::string& name = analyses()[k].first;
        // t-tests and ANCOVA are in both: 60,000 replicates of them alone, and the 12,100 of all fits, which ran high by chance (see the file's note).
        for (const char* block : {"fast_only", "with_mmrm"}) {
            if (all.at(block).contains(name)) check_row(name + ", " + block, results.operating_characteristics[k], sums[k], all.at(block).at(name));
        }
    }
}

}  // namespace reference_design_test
