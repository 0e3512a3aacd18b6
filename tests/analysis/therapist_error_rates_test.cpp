// Statistical: type I errors and boundary fits over 10,000 trials with nested therapists, against their exact values.
// Oracles: Imhof's integral for ratios of quadratic forms, and a double integral over mean squares.
#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <Eigen/Core>
#include <Eigen/Eigenvalues>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>

#include <equipoise/analysis/any_analysis.hpp>
#include <equipoise/analysis/cluster_means.hpp>
#include <equipoise/analysis/t_test.hpp>
#include <equipoise/analysis/therapist_mixed_model.hpp>
#include <equipoise/data/reduction.hpp>
#include <equipoise/random/standard_normal.hpp>

namespace therapist_error_rates_test {

using namespace equipoise;

namespace {

constexpr double icc = 0.03;
constexpr int replicates = 10'000;

using Caseloads = std::vector<std::size_t>;  // control and treatment in turns

/// Everyone is seen once, at visit 1; there is no effect of treatment. Total variance 1.
TrialData trial(const Caseloads& caseloads) {
    TrialData data{.arm = {}, .booster = {}, .outcomes = {{.name = "score", .visits = 2, .scores = {}}}};
    for (std::size_t t = 0; t < caseloads.size(); ++t) {
        for (std::size_t i = 0; i < caseloads[t]; ++i) {
            data.arm.push_back(t % 2 == 0 ? Arm::control : Arm::treatment);
            data.therapist.push_back(static_cast<std::uint32_t>(t));
        }
    }
    data.booster.assign(data.participants(), 0);
    data.outcomes[0].scores.assign(2 * data.participants(), missing);
    return data;
}

void draw(TrialData& data, std::uint64_t replicate) {
    Stream of_therapists(StudyKey(2021), replicate, {Layer::therapist});
    Stream of_participants(StudyKey(2021), replicate, {Layer::outcome});
    std::vector<double> effects;
    for (std::uint32_t t = 0; t <= data.therapist.back(); ++t) effects.push_back(std::sqrt(icc) * standard_normal(of_therapists));
    const std::size_t n = data.participants();
    for (std::size_t i = 0; i < n; ++i) data.outcomes[0].scores[n + i] = effects[data.therapist[i]] + std::sqrt(1 - icc) * standard_normal(of_participants);
}

struct Rates {
    double rejected = 0;
    double on_boundary = 0;
};

std::vector<Rates> simulate(const Caseloads& caseloads, const std::vector<AnyAnalysis>& analyses) {
    TrialData data = trial(caseloads);
    const TrialShape shape = shape_of(data);
    Reduction reduce({}, shape);
    std::vector<PreparedAnalysis> prepared;
    for (const AnyAnalysis& analysis : analyses) prepared.push_back(analysis.prepare(shape, 0.05));
    std::vector<Rates> rates(analyses.size());
    bool all_usable = true;
    for (int replicate = 0; replicate < replicates; ++replicate) {
        draw(data, static_cast<std::uint64_t>(replicate));
        const SufficientStatistics& statistics = reduce(data);
        for (std::size_t k = 0; k < analyses.size(); ++k) {
            const Estimate found = prepared[k](data, statistics, Stream(StudyKey(1), 0, {Layer::analysis}))[0];
            all_usable = all_usable && usable(found.status);
            rates[k].rejected += found.p_value < 0.05 ? 1.0 / replicates : 0.0;
            rates[k].on_boundary += found.status == FitStatus::on_boundary ? 1.0 / replicates : 0.0;
        }
    }
    REQUIRE(all_usable);
    return rates;
}

/// P(sum of weights times squares of standard normal variables > 0): Imhof (1961), Biometrika 48:419.
double probability_positive(const Eigen::VectorXd& weights) {
    const auto integrand = [&](double v) {
        const double u = v / (1 - v);  // (0, infinity)
        double angle = 0;
        double log_size = 0;
        for (const double weight : weights) {
            angle += 0.5 * std::atan(weight * u);
            log_size += 0.25 * std::log1p(weight * weight * u * u);
        }
        return std::sin(angle) / (u * std::exp(log_size)) / ((1 - v) * (1 - v));
    };
    return 0.5 + boost::math::quadrature::gauss_kronrod<double, 61>::integrate(integrand, 0.0, 1.0, 15, 1e-10) / std::acos(-1.0);
}

double critical(double df) { return two_sided_critical(0.05, df); }

/// How often the t-test that ignores therapists rejects: P(numerator - t^2 x denominator > 0), a form in y ~ N(0, V).
double exact_t_test(const Caseloads& caseloads, double rho = icc) {
    const TrialData data = trial(caseloads);
    const auto n = static_cast<Eigen::Index>(data.participants());
    Eigen::MatrixXd V = (1 - rho) * Eigen::MatrixXd::Identity(n, n);
    Eigen::VectorXd contrast(n);
    Eigen::MatrixXd residual = Eigen::MatrixXd::Identity(n, n);
    const auto in_arm = [&](Arm arm) { return static_cast<double>(std::count(data.arm.begin(), data.arm.end(), arm)); };
    for (Eigen::Index i = 0; i < n; ++i) {
        const Arm arm = data.arm[static_cast<std::size_t>(i)];
        contrast(i) = (arm == Arm::treatment ? 1 : -1) / in_arm(arm);
        for (Eigen::Index k = 0; k < n; ++k) {
            if (data.therapist[static_cast<std::size_t>(i)] == data.therapist[static_cast<std::size_t>(k)]) V(i, k) += rho;
            if (arm == data.arm[static_cast<std::size_t>(k)]) residual(i, k) -= 1 / in_arm(arm);
        }
    }
    const double squared = critical(static_cast<double>(n) - 2) * critical(static_cast<double>(n) - 2);
    const double scale = squared / (static_cast<double>(n) - 2) * (1 / in_arm(Arm::control) + 1 / in_arm(Arm::treatment));
    const Eigen::MatrixXd root = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(V).operatorSqrt();
    const Eigen::MatrixXd form = root * (contrast * contrast.transpose() - scale * residual) * root;
    return probability_positive(Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(form, Eigen::EigenvaluesOnly).eigenvalues());
}

/// How often the mixed model rejects in six nested caseloads of m: on 4 df where the mean square between therapists is above that
/// within, else as least squares. The effect is independent of both mean squares, which are scaled chi-squared.
double exact_mixed_model(double m, double rho = icc) {
    const double inflation = 1 + m * rho / (1 - rho);
    const double within_df = 6 * (m - 1);
    const boost::math::chi_squared between_squares(4);
    const boost::math::chi_squared within_squares(within_df);
    const auto rejected = [&](double between, double within) {
        const double mean_square = inflation * between / 4;
        const bool inside = mean_square > within / within_df;
        const double df = inside ? 4 : 4 + within_df;
        const double variance = inside ? mean_square : (inflation * between + within) / df;
        return std::erfc(critical(df) * std::sqrt(variance / inflation) / std::sqrt(2.0));
    };
    using Rule = boost::math::quadrature::gauss_kronrod<double, 31>;
    const auto given_within = [&](double within) {
        const double turn = 4 * within / within_df / inflation;
        const auto density = [&](double between) { return boost::math::pdf(between_squares, between) * rejected(between, within); };
        return boost::math::pdf(within_squares, within) * (Rule::integrate(density, 0.0, turn, 4, 1e-9) + Rule::integrate(density, turn, 200.0, 8, 1e-9));
    };
    return Rule::integrate(given_within, std::max(1.0, within_df - 9 * std::sqrt(2 * within_df)), within_df + 12 * std::sqrt(2 * within_df), 4, 1e-8);
}

/// How often the REML estimate of the variance between therapists is 0 in six nested caseloads of m.
double exact_boundary(double m, double rho = icc) {
    return boost::math::cdf(boost::math::fisher_f(4, 6 * (m - 1)), 1 / (1 + m * rho / (1 - rho)));
}

double mcse(double rate) { return std::sqrt(rate * (1 - rate) / replicates); }

}  // namespace

TEST_CASE("ignoring nested therapists inflates the type I error as theory says") {
    const Caseloads caseloads{25, 25, 25, 25, 25, 24};
    const double wanted = exact_t_test(caseloads);
    const double design_effect = 1 + (149.0 / 6 - 1) * icc;
    INFO("exact " << wanted << ", by the design effect " << std::erfc(1.96 / std::sqrt(2 * design_effect)));
    CHECK(wanted == Approx(0.135).margin(0.003));
    const Rates found = simulate(caseloads, {TTest{}})[0];
    INFO("simulated " << found.rejected);
    CHECK(std::abs(found.rejected - wanted) < 4 * mcse(wanted));
}

TEST_CASE("without differences between therapists Imhof's integral gives the level back") {
    Eigen::VectorXd weights(11);  // the numerator of an F test on 1 and 10 df
    weights << 1, Eigen::VectorXd::Constant(10, -critical(10) * critical(10) / 10);
    CHECK(probability_positive(weights) == Approx(0.05).epsilon(1e-7));
}

TEST_CASE("with equal caseloads cluster means keep the level, and the mixed model errs as theory says") {
    const Caseloads caseloads(6, 25);
    const std::vector<Rates> found = simulate(caseloads, {ClusterMeans{}, TherapistMixedModel{.covariates = {}}, TTest{}});
    CHECK(std::abs(found[0].rejected - 0.05) < 3 * mcse(0.05));
    const double at_boundary = exact_boundary(25);
    const double mixed_model = exact_mixed_model(25);
    const double t_test = exact_t_test(caseloads);
    INFO("cluster means " << found[0].rejected << "; mixed model " << found[1].rejected << ", exact " << mixed_model << "; on the boundary "
                          << found[1].on_boundary << ", exact " << at_boundary << "; t-test " << found[2].rejected << ", exact " << t_test);
    CHECK(std::abs(found[1].on_boundary - at_boundary) < 4 * mcse(at_boundary));
    CHECK(std::abs(found[1].rejected - mixed_model) < 4 * mcse(mixed_model));
    CHECK(std::abs(found[2].rejected - t_test) < 4 * mcse(t_test));
    CHECK(at_boundary == Approx(0.31).margin(0.005));
}

TEST_CASE("the figures of docs/analyses/therapists.md") {
    struct Row {
        double icc;
        double by_design_effect;
        double t_test;
        double mixed_model;
        double on_boundary;
    };
    const std::vector<Row> table{{0.00, 0.050, 0.050, 0.030, 0.590}, {0.01, 0.078, 0.079, 0.039, 0.472}, {0.03, 0.135, 0.136, 0.049, 0.311},
                                 {0.05, 0.186, 0.188, 0.052, 0.214}, {0.10, 0.288, 0.294, 0.053, 0.100}, {0.20, 0.416, 0.430, 0.051, 0.032}};
    for (const Row& row : table) {
        INFO("ICC " << row.icc);
        CHECK(std::erfc(1.95996 / std::sqrt(2 * (1 + 24 * row.icc))) == Approx(row.by_design_effect).margin(0.0006));
        CHECK(exact_t_test(Caseloads(6, 25), row.icc) == Approx(row.t_test).margin(0.0006));
        CHECK(exact_mixed_model(25, row.icc) == Approx(row.mixed_model).margin(0.0006));
        CHECK(exact_boundary(25, row.icc) == Approx(row.on_boundary).margin(0.0006));
    }
}

}  // namespace therapist_error_rates_test
