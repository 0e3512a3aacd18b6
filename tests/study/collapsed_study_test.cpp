// Statistical (seeded; |z| < 4 with the Monte Carlo errors of both): collapsed and participant-level sampling agree in every operating characteristic
// of ten scenarios. Oracle: a shift of all means changes nothing; threads change nothing; what is reported of each replicate adds up.

#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <equipoise/equipoise.hpp>

#include "fingerprint.hpp"
#include "scenarios.hpp"

namespace collapsed_study_test {

using namespace equipoise;

namespace {

struct Study {
    Scenario scenario;
    std::vector<AnyAnalysis> analyses;
    std::vector<MultipleTesting> multiplicity{};
};

RepeatedMeasures outcome_of(std::vector<double> control, std::vector<double> treatment, Covariance covariance) {
    return {.mean = {.control = std::move(control), .treatment = std::move(treatment)}, .covariance = std::move(covariance)};
}

Design design_of(std::size_t participants, std::vector<double> weeks, Allocation allocation) {
    return {.participants = participants, .visits = {.weeks = std::move(weeks)}, .allocation = std::move(allocation)};
}

Study back_pain() {
    Scenario scenario = unbounded_trial();
    scenario.mechanism.dropout = three_per_cent();
    return {std::move(scenario), {TTest{}, TTest{.variance = TTestVariance::welch}, Ancova{}, Mmrm{}, Mmrm{.covariates = {{.name = "baseline"}}}}};
}

Study complete_in_blocks() {
    return {{.name = "complete, in blocks",
             .design = design_of(31, {0, 4, 8}, PermutedBlocks{.sizes = {4, 6}}),
             .mechanism = {.outcome = outcome_of({10, 9, 8}, {10, 7, 5}, compound_symmetry(3, 3.0, 0.6))}},
            {TTest{.response = TTestResponse::change}, Ancova{}, Mmrm{.covariates = {{.name = "baseline"}}, .degrees_of_freedom = DegreesOfFreedom::kenward_roger}}};
}

Study a_few_participants() {
    return {{.name = "a few participants",
             .design = design_of(20, {0, 4, 8}, FixedArmSizes{.control = 10, .treatment = 10}),
             .mechanism = {.outcome = outcome_of({10, 9, 8}, {10, 7, 5}, ar1(3, 3.0, 0.5)), .dropout = ConstantDropout{.per_visit = {0.1, 0.15}}}},
            {TTest{}, TTest{.variance = TTestVariance::welch}, Ancova{}, Mmrm{.covariance = {.kind = CovarianceKind::compound_symmetry}}}};
}

Study boosters_that_act() {
    RepeatedMeasures outcome = outcome_of({20, 15, 14, 14}, {20, 13, 12, 13}, ar1(4, 6.0, 0.6));
    outcome.booster_effect = {.control = {0, 0, 0, -1}, .treatment = {0, 0, 0, -4}};
    Scenario scenario{.name = "boosters that act, allocated by the toss of a coin",
                      .design = design_of(60, {0, 6, 12, 24}, SimpleAllocation{.ratio = {1, 2}}),
                      .mechanism = {.outcome = outcome, .dropout = ConstantDropout{.per_visit = {0.05, 0.1}}}};
    scenario.design.boosters = BoosterPlan{.share = 0.3, .told_after_visit = 2};
    return {std::move(scenario), {BoosterFactorial{.visit = 3}, TTest{}, Ancova{.visit = 3}}};
}

Study unequal_variances() {
    RepeatedMeasures outcome = outcome_of({50, 45, 45}, {50, 45, 40}, unstructured({8, 8, 9}, (Eigen::MatrixXd(3, 3) << 1, 0.3, 0.5, 0.3, 1, 0.7, 0.5, 0.7, 1).finished()));
    outcome.treatment_sd = {8, 14, 16};
    return {{.name = "unequal variances, a biased coin",
             .design = design_of(40, {0, 1, 2}, BiasedCoin{.probability = 0.75}),
             .mechanism = {.outcome = outcome, .dropout = DropoutCompletelyAtRandom{.leaving = {.control = {0.05, 0.1}, .treatment = {0.1, 0.05}}}}},
            {TTest{}, TTest{.variance = TTestVariance::welch}, Ancova{}, Mmrm{.name = "by arm", .covariance = {.by_arm = true}}}};
}

Study two_mixed_models() {
    return {{.name = "two visits, arms of which one leaves sooner",
             .design = design_of(90, {0, 4, 12}, PermutedBlocks{.sizes = {6}, .ratio = {1, 2}}),
             .mechanism = {.outcome = outcome_of({30, 29, 26}, {30, 28, 23}, compound_symmetry(3, 7.0, 0.65)),
                           .dropout = DropoutCompletelyAtRandom{.leaving = {.control = {0, 0.2}, .treatment = {0.1, 0.1}}}}},
            {Clda{}, Lmm{.covariates = {{.name = "baseline"}}}, Ancova{}}};
}

Study one_visit() {
    return {{.name = "one visit after baseline",
             .design = design_of(300, {0, 26}, PermutedBlocks{.sizes = {9, 3, 6}, .ratio = {2, 1}}),
             .mechanism = {.outcome = outcome_of({100, 98}, {100, 95}, compound_symmetry(2, 12.0, 0.4)), .dropout = ConstantDropout{.per_visit = {0.15, 0.15}}}},
            {TTest{.response = TTestResponse::change}, Ancova{}, EffectSize{}}};
}

Study without_baseline() {
    return {{.name = "no analysis reads the baseline",
             .design = design_of(50, {0, 4, 8, 12}, FixedArmSizes{.control = 20, .treatment = 30}),
             .mechanism = {.outcome = outcome_of({10, 9, 8, 8}, {10, 8, 7, 6}, toeplitz({3, 3, 4, 4}, {0.7, 0.5, 0.4})),
                           .dropout = DropoutCompletelyAtRandom{.leaving = {.control = {0.2, 0, 0.1}, .treatment = {0.1, 0.2, 0}}}}},
            {TTest{}, Mmrm{}}};
}

Study eight_visits() {
    return {{.name = "eight visits",
             .design = design_of(40, {0, 1, 2, 3, 4, 5, 6, 7}, PermutedBlocks{.sizes = {4}}),
             .mechanism = {.outcome = outcome_of({10, 10, 10, 10, 10, 10, 10, 10}, {10, 9.5, 9, 8.5, 8, 7.5, 7, 6.5}, ar1(8, 4.0, 0.8)),
                           .dropout = ConstantDropout{.per_visit = {0.04, 0.04}}}},
            {TTest{.response = TTestResponse::change}, Ancova{}}};
}

Study no_effect() {
    Scenario scenario{.name = "no effect, tested in several ways, with covariates and outcomes that nobody reads",
                      .design = design_of(80, {0, 12, 52}, PermutedBlocks{.sizes = {4, 8}}),
                      .mechanism = {.outcome = outcome_of({40, 35, 35}, {40, 35, 35}, ar1(3, 10.0, 0.55)),
                                    .dropout = DropoutCompletelyAtRandom{.leaving = {.control = {0.02, 0.4}, .treatment = {0.02, 0.4}}}}};
    scenario.mechanism.covariates = {{.name = "age", .distribution = TruncatedNormal{.mean = 45, .sd = 10}, .correlation = {0.3, 0.3, 0.3}}};
    scenario.mechanism.secondary_outcomes = {{.name = "pain", .kind = NumericScore{.mean = {.control = {4, 3, 3}, .treatment = {4, 2, 2}}, .covariance = ar1(3, 1.8, 0.5)}}};
    return {std::move(scenario),
            {TTest{.name = "difference"}, Ancova{.name = "not worse", .hypothesis = non_inferiority(5, Better::lower)},
             Ancova{.name = "equivalent", .hypothesis = {Alternative::equivalence, 6}}},
            {{.name = "Holm", .procedure = Holm{}, .hypotheses = {{.analysis = "difference", .visit = "week 12"}, {.analysis = "not worse", .visit = "week 52"}}}}};
}

std::vector<Study> ten_studies() {
    return {back_pain(), complete_in_blocks(), a_few_participants(), boosters_that_act(), unequal_variances(), two_mixed_models(), one_visit(), without_baseline(), eight_visits(),
            no_effect()};
}

StudyResults results_of(const Study& study, Sampling sampling, std::uint64_t replicates, double& dropped_out, double& squares) {
    StudyOptions options{.replicates = replicates, .seed = 77, .multiplicity = study.multiplicity, .sampling = sampling};
    options.each_replicate = [&](const ReplicateReport& report) {
        const auto left = static_cast<double>(report.dropped_out);
        dropped_out += left / static_cast<double>(replicates);
        squares += left * left / static_cast<double>(replicates);
    };
    return run_study(study.scenario, study.analyses, options);
}

/// Whether two estimates of one quantity differ by less than 4 of their Monte Carlo errors.
void compare(const std::string& what, const std::optional<McEstimate>& one, const std::optional<McEstimate>& other) {
    INFO(what);
    REQUIRE(one.has_value() == other.has_value());
    if (!one) return;
    const double error = std::hypot(one->mcse, other->mcse);
    INFO(one->value << " (" << one->mcse << ") and " << other->value << " (" << other->mcse << "): z = " << (one->value - other->value) / error);
    // Two analyses with one estimate differ by rounding alone, whose mean is no statistic: scores are of the order of 10.
    constexpr double rounding = 1e-12;
    CHECK(std::abs(one->value - other->value) <= 4 * error + rounding * std::max(1.0, std::abs(one->value)));
}

/// A count of replicates, as a proportion.
std::optional<McEstimate> share(std::uint64_t count, std::uint64_t of) {
    const auto n = static_cast<double>(of);
    const double p = (static_cast<double>(count) + 0.5) / (n + 1);
    return McEstimate{static_cast<double>(count) / n, std::sqrt(p * (1 - p) / n)};
}

std::optional<McEstimate> of_proportion(const std::optional<McProportion>& rate, std::uint64_t replicates) {
    if (!rate) return std::nullopt;
    const auto n = static_cast<double>(replicates);
    const double p = (rate->value * n + 0.5) / (n + 1);  // so that a rate of 0 or 1 has an error too
    return McEstimate{rate->value, std::sqrt(p * (1 - p) / n)};
}

void compare_rows(const OperatingCharacteristics& one, const OperatingCharacteristics& other) {
    INFO(one.row.analysis << ", " << one.row.estimand << ", " << one.row.visit_label);
    compare("rejection rate", of_proportion(one.rejection_rate, one.replicates.usable), of_proportion(other.rejection_rate, other.replicates.usable));
    compare("mean estimate", one.mean_estimate.estimate, other.mean_estimate.estimate);
    compare("bias", one.bias.estimate, other.bias.estimate);
    compare("empirical SE", one.empirical_se.estimate, other.empirical_se.estimate);
    compare("model SE", one.model_se.estimate, other.model_se.estimate);
    compare("relative error of the model SE", one.relative_error_of_model_se.estimate, other.relative_error_of_model_se.estimate);
    compare("mean squared error", one.mse.estimate, other.mse.estimate);
    compare("coverage", one.coverage.estimate, other.coverage.estimate);
    compare("bias-eliminated coverage", one.bias_eliminated_coverage.estimate, other.bias_eliminated_coverage.estimate);
    for (std::size_t status = 0; status < fit_status_count; ++status) {
        compare(std::string(to_string(static_cast<FitStatus>(status))), share(one.replicates.by_status[status], one.replicates.requested),
                share(other.replicates.by_status[status], other.replicates.requested));
    }
}

void compare_studies(const Study& study, std::uint64_t replicates) {
    INFO(study.scenario.name);
    PerArm<double> left{};
    PerArm<double> squares{};
    const StudyResults participants = results_of(study, Sampling::participants, replicates, left.control, squares.control);
    const StudyResults collapsed = results_of(study, Sampling::collapsed, replicates, left.treatment, squares.treatment);
    REQUIRE(participants.path == "participants");
    REQUIRE(collapsed.path == "collapsed");
    const auto dropped_out = [&](Arm path) { return McEstimate{left[path], std::sqrt((squares[path] - left[path] * left[path]) / static_cast<double>(replicates))}; };
    compare("dropped out", dropped_out(Arm::control), dropped_out(Arm::treatment));
    REQUIRE(participants.operating_characteristics.size() == collapsed.operating_characteristics.size());
    for (std::size_t r = 0; r < collapsed.operating_characteristics.size(); ++r) {
        compare_rows(participants.operating_characteristics[r], collapsed.operating_characteristics[r]);
    }
    for (std::size_t p = 0; p < collapsed.comparisons.size(); ++p) {
        compare("difference of rejection rates", participants.comparisons[p].rejection_rate_difference.estimate, collapsed.comparisons[p].rejection_rate_difference.estimate);
        compare("difference of biases", participants.comparisons[p].bias_difference.estimate, collapsed.comparisons[p].bias_difference.estimate);
    }
    for (std::size_t k = 0; k < collapsed.multiplicity.size(); ++k) {
        const MultiplicityResult& one = participants.multiplicity[k];
        const MultiplicityResult& other = collapsed.multiplicity[k];
        compare("disjunctive power", of_proportion(one.disjunctive_power.share, one.usable), of_proportion(other.disjunctive_power.share, other.usable));
        compare("familywise error", of_proportion(one.familywise_error.share, one.usable), of_proportion(other.familywise_error.share, other.usable));
        compare("expected rejections", one.expected_rejections.estimate, other.expected_rejections.estimate);
    }
}

}  // namespace

TEST_CASE("collapsed and participant-level sampling agree in every operating characteristic") {
    for (const Study& study : ten_studies()) compare_studies(study, 20'000);
}

TEST_CASE("collapsed and participant-level sampling agree in every operating characteristic at a million replicates", "[slow]") {
    for (const Study& study : ten_studies()) compare_studies(study, 1'000'000);
}

TEST_CASE("adding a million to all means changes nothing of collapsed trials") {
    const std::vector<AnyAnalysis> analyses{TTest{}, Ancova{}, Mmrm{.covariates = {{.name = "baseline"}}}};
    const auto estimates = [&](double shift) {
        Study study = back_pain();
        RepeatedMeasures outcome = *study.scenario.mechanism.outcome.repeated_measures();
        for (const Arm arm : both_arms) {
            for (double& mean : outcome.mean[arm]) mean += shift;
        }
        study.scenario.mechanism.outcome = outcome;
        const PreparedStudy prepared = prepare(study.scenario, analyses, {.seed = 3, .sampling = Sampling::collapsed});
        ReplicateRunner run(prepared);
        std::vector<Estimate> found;
        for (std::uint64_t replicate = 0; replicate < 20; ++replicate) {
            const auto all = run(replicate);
            found.insert(found.end(), all.begin(), all.end());
        }
        return found;
    };
    const std::vector<Estimate> here = estimates(0);
    const std::vector<Estimate> there = estimates(1e6);
    for (std::size_t k = 0; k < here.size(); ++k) {
        CHECK(std::abs(here[k].effect - there[k].effect) < 1e-9);
        CHECK(std::abs(here[k].standard_error / there[k].standard_error - 1) < 1e-9);
        CHECK(std::abs(here[k].p_value - there[k].p_value) < 1e-9);
    }
}

TEST_CASE("collapsed results are the same bytes for any number of threads") {
    const Study study = back_pain();
    const auto with = [&](int threads) {
        return fingerprint(run_study(study.scenario, study.analyses, {.replicates = 400, .seed = 9, .sampling = Sampling::collapsed, .threads = threads}));
    };
    CHECK(with(1) == with(3));
}

}  // namespace collapsed_study_test
