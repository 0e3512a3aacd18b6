// Oracle: all tables of two binomial samples, each with its probability. Statistical: seeded trials; the figures of docs/analyses/responders.md and
// docs/analyses/ordinal_and_count_outcomes.md within 4 Monte Carlo standard errors.
#include "catch.hpp"

#include <array>
#include <cmath>
#include <tuple>
#include <utility>
#include <vector>

#include <equipoise/analysis/any_analysis.hpp>
#include <equipoise/analysis/count_regression.hpp>
#include <equipoise/analysis/logistic_regression.hpp>
#include <equipoise/analysis/proportional_odds.hpp>
#include <equipoise/analysis/responder_difference.hpp>
#include <equipoise/mechanism/event_counts.hpp>
#include <equipoise/random/stream.hpp>

namespace responder_error_rates_test {
using namespace equipoise;

/// The probabilities of 0 to n responders.
std::vector<double> binomial(double n, double p) {
    std::vector<double> found;
    for (double k = 0; k <= n; ++k) found.push_back(std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) + k * std::log(p) + (n - k) * std::log1p(-p)));
    return found;
}

struct Rates {
    double newcombe = 0;  ///< coverage
    double wald = 0;
    double score = 0;  ///< rejections of no difference
    double fisher = 0;
};

Rates exact_rates(double treated, double p_treatment, double untreated, double p_control) {
    const double z = two_sided_critical(0.05, INFINITY);
    const std::vector<double> treatment = binomial(treated, p_treatment);
    const std::vector<double> control = binomial(untreated, p_control);
    Rates rates;
    for (std::size_t t = 0; t < treatment.size(); ++t) {
        for (std::size_t c = 0; c < control.size(); ++c) {
            const PerArm<Responses> arms{.control = {static_cast<double>(c), untreated}, .treatment = {static_cast<double>(t), treated}};
            const double probability = treatment[t] * control[c];
            const double difference = arms.treatment.share() - arms.control.share();
            const double truth = p_treatment - p_control;
            if (newcombe_interval(arms, z).contains(truth)) rates.newcombe += probability;
            if (std::abs(difference - truth) <= z * std::sqrt(unpooled_variance(arms))) rates.wald += probability;
            const double pooled = restricted_variance(arms, 0);
            if (pooled > 0 && std::abs(difference) > z * std::sqrt(pooled)) rates.score += probability;
            if (fisher_exact_p(arms, Alternative::two_sided) < 0.05) rates.fisher += probability;
        }
    }
    return rates;
}

TEST_CASE("the exact figures of docs/analyses/responders.md") {
    const auto check = [](double treated, double untreated, double p_treatment, double p_control, const Rates& wanted) {
        const Rates found = exact_rates(treated, p_treatment, untreated, p_control);
        INFO(treated << " " << untreated << " " << p_treatment << " " << p_control << ": " << found.newcombe << " " << found.wald << " " << found.score << " " << found.fisher);
        CHECK(std::abs(found.newcombe - wanted.newcombe) < 0.00051);
        CHECK(std::abs(found.wald - wanted.wald) < 0.00051);
        CHECK(std::abs(found.score - wanted.score) < 0.00051);
        CHECK(std::abs(found.fisher - wanted.fisher) < 0.00051);
    };
    check(74, 75, 0.6, 0.6, {0.952, 0.948, 0.048, 0.045});
    check(74, 75, 0.1, 0.1, {0.958, 0.947, 0.049, 0.036});
    check(74, 75, 0.8, 0.6, {0.950, 0.945, 0.771, 0.728});
    check(15, 15, 0.6, 0.6, {0.951, 0.936, 0.049, 0.016});
    check(15, 15, 0.1, 0.1, {0.975, 0.975, 0.025, 0.005});
    check(15, 15, 0.9, 0.6, {0.955, 0.930, 0.510, 0.325});
}

struct Chance {
    Stream stream;
    double uniform() { return static_cast<double>(stream() >> 11U) * 0x1p-53; }
};

TrialData empty_trial(std::size_t n) {
    TrialData data{.arm = std::vector<Arm>(n), .booster = std::vector<std::uint8_t>(n), .outcomes = {}};
    for (std::size_t i = 0; i < n; ++i) data.arm[i] = i % 2 == 0 ? Arm::control : Arm::treatment;
    data.outcomes.push_back({.name = "score", .visits = 2, .scores = std::vector<double>(2 * n)});
    return data;
}

/// How often each answer rejects, covers its true value, and what it is on average.
struct Tally {
    double usable = 0;
    double rejected = 0;
    double covered = 0;
    double mean = 0;
    double squares = 0;

    double standard_error() const { return std::sqrt(squares / (usable * (usable - 1))); }
};

template <class Draw>
std::vector<Tally> tallies(const std::vector<AnyAnalysis>& analyses, std::size_t n, const std::vector<double>& truth, std::size_t replicates, Draw draw) {
    TrialData data = empty_trial(n);
    const TrialShape shape{.visits = {"baseline", "visit 1"}, .outcomes = {"score"}};
    const SufficientStatistics unused(layout({}, shape));
    std::vector<PreparedAnalysis> prepared;
    for (const AnyAnalysis& analysis : analyses) prepared.push_back(analysis.prepare(shape, 0.05));
    std::vector<Tally> found(truth.size());
    for (std::size_t replicate = 0; replicate < replicates; ++replicate) {
        Chance chance{Stream(StudyKey(20201228), replicate, {Layer::analysis})};
        for (std::size_t i = 0; i < n; ++i) {
            const auto [baseline, score] = draw(chance, data.arm[i]);
            data.outcomes[0].scores[i] = baseline;
            data.outcomes[0].scores[n + i] = score;
        }
        std::size_t answer = 0;
        for (PreparedAnalysis& analyse : prepared) {
            for (const Estimate& one : analyse(data, unused, chance.stream)) {
                Tally& tally = found[answer];
                const double wanted = truth[answer++];
                if (!usable(one.status)) continue;
                tally.usable += 1;
                tally.rejected += one.p_value < 0.05 ? 1 : 0;
                tally.covered += one.interval.contains(wanted) ? 1 : 0;
                const double before = one.effect - tally.mean;
                tally.mean += before / tally.usable;
                tally.squares += before * (one.effect - tally.mean);
            }
        }
    }
    return found;
}

void check_rate(double count, const Tally& of, double wanted) {
    const double rate = count / of.usable;
    INFO("found " << rate << ", wanted " << wanted);
    CHECK(std::abs(rate - wanted) <= 0.0005 + 4 * std::sqrt(rate * (1 - rate) / of.usable));
}

constexpr std::size_t replicates = 20000;
const Responder one{.measure = Responder::Measure::score, .threshold = 1, .better = Better::higher};

/// The share that responds if logit P = a + b x, x uniform on (-sqrt 3, sqrt 3).
double mean_probability(double a, double b) {
    const double end = std::sqrt(3.0);
    return (std::log1p(std::exp(a + b * end)) - std::log1p(std::exp(a - b * end))) / (2 * end * b);
}

/// What the pages say of one number of participants: of each answer how often it rejects and how often it covers.
struct Figures {
    std::size_t participants;
    double effect;
    std::array<double, 3> rejected;
    std::array<double, 3> covered;
};

TEST_CASE("the simulated figures of docs/analyses/responders.md", "[slow]") {
    for (const Figures& wanted : {Figures{149, 0.0, {0.049, 0.054, 0.050}, {0.951, 0.946, 0.950}}, Figures{149, 0.8, {0.550, 0.570, 0.554}, {0.951, 0.943, 0.949}},
                                  Figures{40, 0.0, {0.042, 0.068, 0.054}, {0.958, 0.932, 0.946}}, Figures{40, 0.8, {0.166, 0.229, 0.186}, {0.962, 0.930, 0.951}}}) {
        const double treated = mean_probability(0.4 + wanted.effect, 1.0);
        const double untreated = mean_probability(0.4, 1.0);
        const auto logit = [](double p) { return std::log(p / (1 - p)); };
        const std::vector<double> truth{wanted.effect, treated - untreated, logit(treated) - logit(untreated)};
        const std::vector<Tally> found = tallies({LogisticRegression{.responder = one}}, wanted.participants, truth, replicates, [&](Chance& chance, Arm arm) {
            const double x = std::sqrt(3.0) * (2 * chance.uniform() - 1);
            const double p = 1 / (1 + std::exp(-(0.4 + x + (arm == Arm::treatment ? wanted.effect : 0.0))));
            return std::pair{x, chance.uniform() < p ? 1.0 : 0.0};
        });
        for (std::size_t k = 0; k < 3; ++k) {
            INFO(wanted.participants << " participants, effect " << wanted.effect << ", answer " << k);
            check_rate(found[k].rejected, found[k], wanted.rejected[k]);
            check_rate(found[k].covered, found[k], wanted.covered[k]);
        }
        CHECK(std::abs(found[1].mean - truth[1]) <= 4 * found[1].standard_error());
        CHECK(found[0].usable >= 0.995 * replicates);
    }
}

TEST_CASE("the simulated figures of docs/analyses/ordinal_and_count_outcomes.md", "[slow]") {
    const std::vector<double> above = events_above(2.2, 0.8).value();
    std::vector<AnyAnalysis> of_counts;
    for (const CountModel model : all_count_models) of_counts.push_back(CountRegression{.model = model, .covariates = {}});
    for (const auto& [n, ordinal_rate, count_rates] : {std::tuple{std::size_t{149}, 0.050, std::array{0.051, 0.055, 0.238}}, {std::size_t{40}, 0.051, std::array{0.048, 0.066, 0.233}}}) {
        INFO(n << " participants");
        const std::vector<Tally> ordinal = tallies({ProportionalOdds{.covariates = {}}}, n, {0.0}, replicates, [](Chance& chance, Arm) {
            const double u = chance.uniform();
            return std::pair{0.0, u < 0.08 ? 0.0 : u < 0.25 ? 1.0 : u < 0.7 ? 2.0 : 3.0};
        });
        check_rate(ordinal[0].rejected, ordinal[0], ordinal_rate);
        CHECK(std::abs(ordinal[0].mean) <= 4 * ordinal[0].standard_error());
        const std::vector<Tally> counts = tallies(of_counts, n, {0.0, 0.0, 0.0}, replicates, [&](Chance& chance, Arm) {
            const double u = chance.uniform();
            std::size_t count = 0;
            while (count < above.size() && above[count] > u) count += 1;
            return std::pair{0.0, static_cast<double>(count)};
        });
        for (std::size_t k = 0; k < 3; ++k) {
            check_rate(counts[k].rejected, counts[k], count_rates[k]);
            CHECK(std::abs(counts[k].mean) <= 4 * counts[k].standard_error());
        }
    }
}

}  // namespace responder_error_rates_test
