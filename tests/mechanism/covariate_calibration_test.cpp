// Oracle: on an unbounded scale normal covariates have closed forms; on the trial's scale correlations are worked out anew by quadrature.
#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include <boost/math/quadrature/gauss.hpp>

#include <equipoise/mechanism/covariate_calibration.hpp>

#include "quadrature.hpp"
#include "trial_outcome.hpp"

namespace covariate_calibration_test {

using namespace equipoise;
using Catch::Matchers::WithinAbs;

namespace {

constexpr Cell control{Arm::control, false};

double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

/// The latent correlation of X* with a visit.
double latent_correlation(const PreparedRepeatedMeasures& outcome, const std::vector<double>& weights, std::size_t v) {
    double sum = 0;
    for (std::size_t j = 0; j <= v; ++j) sum += weights[j] * outcome.weights(control, v)[j];
    return sum / outcome.latent(control).visits[v].sd;
}

/// The mean score given a latent normal's mean and SD, level by level.
double mean_score(const Scale& scale, double mean, double sd) {
    double sum = scale.minimum;
    for (double level = scale.minimum + scale.step / 2; level < scale.maximum; level += scale.step) sum += scale.step * normal_cdf((mean - level) / sd);
    return sum;
}

/// Correlation of the covariate with the score of a visit among those eligible: over the baseline and X* given it, the score in closed form.
double observed(const PreparedRepeatedMeasures& outcome, const PreparedDistribution& distribution, const std::vector<double>& weights, std::size_t v) {
    const double a = weights[0];
    const CovariateTransform transform = distribution.transform(eligible_latent(a, outcome.baseline_cut()));
    const LatentNormal visit = outcome.latent(control).visits[v];
    const double rho = outcome.latent(control).correlation(0, static_cast<Eigen::Index>(v));
    const double r = latent_correlation(outcome, weights, v);
    const double slope = (r - a * rho) / (1 - a * a);  // of the latent score on X* given the baseline
    const double left = std::sqrt(1 - rho * rho - slope * slope * (1 - a * a));
    std::vector<double> baselines;
    for (const double z : quadrature::pieces(outcome.scale(), outcome.latent(control).visits[0].mean, outcome.latent(control).visits[0].sd, 19)) {
        if (z >= outcome.baseline_cut() - 1e-9 && z < 6.6) baselines.push_back(z);
    }
    std::vector<double> ends;
    for (double u = -7; u <= 7; u += 0.5) ends.push_back(u);
    double sum = 0;
    using Rule = boost::math::quadrature::gauss<double, 7>;
    for (std::size_t i = 0; i + 1 < baselines.size(); ++i) {
        sum += Rule::integrate([&](double z) {
            std::vector<double> pieces = ends;
            for (const double cut : transform.cuts()) pieces.push_back((cut - a * z) / std::sqrt(1 - a * a));
            std::sort(pieces.begin(), pieces.end());
            double inner = 0;
            for (std::size_t k = 0; k + 1 < pieces.size(); ++k) {
                inner += Rule::integrate([&](double u) {
                    const double x = a * z + std::sqrt(1 - a * a) * u;
                    const double latent = visit.mean + visit.sd * (rho * z + slope * (x - a * z));
                    const double score = v == 0 ? outcome.score(visit.mean + visit.sd * z) : mean_score(outcome.scale(), latent, visit.sd * left);
                    return quadrature::density(u) * (transform(x) - distribution.moments().mean) * (score - outcome.mean_score(control, v));
                }, pieces[k], pieces[k + 1]);
            }
            return quadrature::density(z) * inner;
        }, baselines[i], baselines[i + 1]);
    }
    return sum / outcome.eligible_share() / (distribution.moments().sd * outcome.sd_score(control, v));
}

}  // namespace

TEST_CASE("a normal covariate and normal scores without eligibility: latent and observed correlations are the same") {
    RepeatedMeasures stated = trial::outcome();
    stated.scale = {};
    stated.baseline_minimum = -std::numeric_limits<double>::infinity();
    const PreparedRepeatedMeasures outcome = prepare(stated, trial::design());
    const std::vector<double> correlation{0.3, -0.2, 0.1, 0.25};
    const SolvedCovariate solved = calibrate_covariate(outcome, PreparedDistribution(TruncatedNormal{40, 12}), correlation);
    REQUIRE_FALSE(solved.fault);
    for (std::size_t v = 0; v < 4; ++v) CHECK_THAT(latent_correlation(outcome, solved.weights, v), WithinAbs(correlation[v], 1e-8));
}

TEST_CASE("a category on an unbounded scale: biserial correlations") {
    RepeatedMeasures stated = trial::outcome();
    stated.scale = {};
    stated.baseline_minimum = -std::numeric_limits<double>::infinity();
    const PreparedRepeatedMeasures outcome = prepare(stated, trial::design());
    const std::vector<double> correlation{0.2, 0.3, 0.1, 0};
    const SolvedCovariate solved = calibrate_covariate(outcome, PreparedDistribution(Categories{{"a", "b"}, {0.5, 0.5}}), correlation);
    REQUIRE_FALSE(solved.fault);
    const double biserial = 0.5 * std::sqrt(2 * std::acos(-1.0));  // sd / density at the cut
    for (std::size_t v = 0; v < 4; ++v) CHECK_THAT(latent_correlation(outcome, solved.weights, v), WithinAbs(correlation[v] * biserial, 1e-8));
}

TEST_CASE("on the trial's scale among those eligible, the correlations are as stated to 1e-4") {
    const PreparedRepeatedMeasures outcome = prepare(trial::outcome(), trial::design());
    const std::vector<double> correlation{0.3, 0.25, -0.1, 0.2};
    for (const CovariateDistribution& stated : std::vector<CovariateDistribution>{
             TruncatedNormal{42.5, 11.7, 18, 60}, Lognormal{10, 12}, Categories{{"a", "b", "c"}, {0.2, 0.5, 0.3}}}) {
        const PreparedDistribution distribution(stated);
        const SolvedCovariate solved = calibrate_covariate(outcome, distribution, correlation);
        REQUIRE_FALSE(solved.fault);
        for (std::size_t v = 0; v < 4; ++v) CHECK_THAT(observed(outcome, distribution, solved.weights, v), WithinAbs(correlation[v], 2e-5));
    }
}

TEST_CASE("a therapist's share of the variance changes the weights, not the correlations") {
    const PreparedRepeatedMeasures outcome = prepare(trial::outcome(), trial::design(), {0.05, 0.05});
    const PreparedDistribution age(TruncatedNormal{42.5, 11.7, 18, 60});
    const SolvedCovariate with = calibrate_covariate(outcome, age, {0, 0.3, 0.3, 0.3});
    const SolvedCovariate without = calibrate_covariate(prepare(trial::outcome(), trial::design()), age, {0, 0.3, 0.3, 0.3});
    REQUIRE_FALSE(with.fault);
    CHECK(with.weights[0] == 0);
    CHECK(with.weights[1] > without.weights[1]);
    for (std::size_t v = 1; v < 4; ++v) {
        CHECK_THAT(latent_correlation(outcome, with.weights, v), WithinAbs(latent_correlation(prepare(trial::outcome(), trial::design()), without.weights, v), 1e-9));
    }
}

TEST_CASE("correlations that cannot be had are told by visit") {
    const PreparedRepeatedMeasures outcome = prepare(trial::outcome(), trial::design());
    const PreparedDistribution rare(Categories{{"no", "yes"}, {0.95, 0.05}});
    const SolvedCovariate at_baseline = calibrate_covariate(outcome, rare, {-0.6, 0, 0, 0});
    REQUIRE(at_baseline.fault);
    CHECK(at_baseline.fault->pointer == "0");
    CHECK(at_baseline.fault->message.find("from -0.") != std::string::npos);
    const SolvedCovariate later = calibrate_covariate(outcome, rare, {0, 0, 0.9, 0});
    REQUIRE(later.fault);
    CHECK(later.fault->pointer == "2");
    const SolvedCovariate against = calibrate_covariate(outcome, PreparedDistribution(TruncatedNormal{0, 1}), {0, 0.8, -0.5, 0});
    REQUIRE(against.fault);
    CHECK(against.fault->pointer == "2");
    CHECK(against.fault->message.find("no variance of its own") != std::string::npos);
}

}  // namespace covariate_calibration_test
