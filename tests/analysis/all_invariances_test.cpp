// Oracle: every analysis says the same, to 1e-9, of shuffled participants, of other labels for the visits, and of scores in another unit or from another origin; and to
// the last bit whatever stands where it says that it does not look.
#include "catch.hpp"

#include "analysis/all_analyses.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/analysis/analysis_batch.hpp>

namespace all_invariances_test {

using namespace equipoise;
using every::Flavour;
using every::Visits;

namespace {

constexpr double tolerance = 1e-9;
constexpr std::uint64_t seeds = 3;

struct Said {
    std::vector<Answer> answers{};
    std::vector<Estimate> estimates{};
};

Said said_of(const TrialData& data, const TrialShape& shape, const AnyAnalysis& analysis) {
    REQUIRE(analysis.faults(shape).empty());
    AnalysisBatch batch(with_unique_names({analysis}), shape, 0.05);
    const auto estimates = batch(data, StudyKey(1), 0);
    Said said{.estimates = {estimates.begin(), estimates.end()}};
    for (const AnalysisAnswer& answer : batch.answers()) said.answers.push_back(answer.answer);
    return said;
}

/// What the second is expected to be of the first.
struct Change {
    double scale = 1;
    double shift = 0;
    std::vector<std::size_t> visit{0, 1, 2, 3};  ///< where each visit has gone
};

void check_near(double found, double wanted, double allowed) {
    if (std::isnan(wanted) || std::isinf(wanted)) {
        CHECK((std::isnan(wanted) ? std::isnan(found) : found == wanted));
        return;
    }
    INFO("found " << found << ", wanted " << wanted << ", allowed " << allowed);
    CHECK(std::abs(found - wanted) <= allowed);
}

/// The answer to the same question.
std::size_t counterpart(const Said& said, const Answer& asked, const Change& change, std::size_t from) {
    for (std::size_t k = 0; k < said.answers.size(); ++k) {
        const std::size_t place = (from + k) % said.answers.size();  // at the same place, unless the visits have moved
        const Answer& answer = said.answers[place];
        if (answer.estimand != asked.estimand || answer.visit != change.visit[asked.visit]) continue;
        if (answer.contrast.has_value() == asked.contrast.has_value()) return place;
    }
    FAIL("no such answer: " << asked.estimand << " at " << asked.visit);
    return 0;
}

void check_same(const Flavour& flavour, const Said& one, const Said& other, const Change& change) {
    REQUIRE(one.estimates.size() == other.estimates.size());
    for (std::size_t k = 0; k < one.estimates.size(); ++k) {
        const Answer& asked = one.answers[k];
        const Estimate& first = one.estimates[k];
        const Estimate& second = other.estimates[counterpart(other, asked, change, k)];
        INFO(flavour.name << ": " << asked.estimand << " at visit " << asked.visit << ", " << to_string(first.status));
        const bool mean = asked.estimand == control_mean || asked.estimand == treatment_mean;
        const double scale = flavour.in_units ? change.scale : 1;
        const double shift = mean ? change.shift : 0;
        CHECK(usable(first.status));
        CHECK(second.status == first.status);
        const double error = std::isfinite(first.standard_error) ? first.standard_error : std::abs(first.effect);
        check_near(second.effect, scale * first.effect + shift, tolerance * scale * error);
        check_near(second.standard_error, scale * first.standard_error, tolerance * scale * error);
        check_near(second.degrees_of_freedom, first.degrees_of_freedom, tolerance * first.degrees_of_freedom);
        check_near(second.interval.lower, scale * first.interval.lower + shift, 3 * tolerance * scale * error);
        check_near(second.interval.upper, scale * first.interval.upper + shift, 3 * tolerance * scale * error);
        check_near(second.statistic, first.statistic, tolerance * std::abs(first.statistic));
        CHECK(second.participants_analysed == first.participants_analysed);
        if (!(mean && shift != 0)) check_near(second.p_value, first.p_value, tolerance);  // a mean is compared with 0
    }
}

/// The bits of all that an estimate says in numbers.
std::vector<std::uint64_t> numbers_of(const Estimate& estimate) {
    std::vector<std::uint64_t> bits;
    for (const double number : {estimate.effect, estimate.standard_error, estimate.degrees_of_freedom, estimate.p_value.value(), estimate.interval.lower, estimate.interval.upper,
                                estimate.log_likelihood, estimate.statistic, estimate.numerator_degrees_of_freedom}) {
        bits.push_back(std::isnan(number) ? 0 : std::bit_cast<std::uint64_t>(number));
    }
    return bits;
}

TrialData mapped(TrialData data, double scale, double shift) {
    for (std::size_t outcome = 0; outcome < 2; ++outcome) {
        for (double& score : data.outcomes[outcome].scores) score = scale * score + shift;
    }
    return data;
}

template <class T>
void reorder(std::vector<T>& column, const std::vector<std::size_t>& order) {
    const std::vector<T> before = column;
    for (std::size_t i = 0; i < order.size(); ++i) column[i] = before[order[i]];
}

TrialData shuffled(TrialData data) {
    std::vector<std::size_t> order(data.participants());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [](std::size_t a, std::size_t b) { return (7919 * a + 13) % 61 < (7919 * b + 13) % 61; });
    reorder(data.arm, order);
    reorder(data.booster, order);
    reorder(data.therapist, order);
    for (CovariateColumn& covariate : data.covariates) reorder(covariate.values, order);
    for (OutcomeColumns& outcome : data.outcomes) {
        for (std::size_t visit = 0; visit < outcome.visits; ++visit) {
            std::vector<double> scores(outcome.scores.begin() + static_cast<std::ptrdiff_t>(visit * order.size()),
                                       outcome.scores.begin() + static_cast<std::ptrdiff_t>((visit + 1) * order.size()));
            reorder(scores, order);
            std::copy(scores.begin(), scores.end(), outcome.scores.begin() + static_cast<std::ptrdiff_t>(visit * order.size()));
        }
    }
    return data;
}

TrialData relabelled(const TrialData& data, const std::vector<std::size_t>& to) {
    TrialData moved = data;
    const std::size_t n = data.participants();
    for (std::size_t outcome = 0; outcome < data.outcomes.size(); ++outcome) {
        for (std::size_t visit = 0; visit < to.size(); ++visit) {
            for (std::size_t i = 0; i < n; ++i) moved.outcomes[outcome].scores[to[visit] * n + i] = data.score(outcome, visit, i);
        }
    }
    return moved;
}

}  // namespace

TEST_CASE("every analysis: the order of participants is of no account") {
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
        const TrialData data = every::trial(seed);
        const TrialShape shape = every::shape(data);
        for (const Flavour& flavour : every::flavours()) {
            if (!flavour.any_order) continue;
            check_same(flavour, said_of(data, shape, flavour.of(1)), said_of(shuffled(data), shape, flavour.of(1)), {});
        }
    }
}

TEST_CASE("every analysis: effects follow the visits") {
    const std::vector<std::size_t> turned{0, 2, 3, 1};
    const std::vector<std::size_t> reversed{0, 3, 2, 1};
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
        const TrialData data = every::trial(seed);
        const TrialShape shape = every::shape(data);
        for (const Flavour& flavour : every::flavours()) {
            if (flavour.visits == Visits::ordered) continue;
            const std::vector<std::size_t>& to = flavour.visits == Visits::any_order ? turned : reversed;
            TrialShape moved = shape;
            for (std::size_t visit = 0; visit < to.size(); ++visit) moved.weeks[to[visit]] = shape.weeks[visit];
            check_same(flavour, said_of(data, shape, flavour.of(1)), said_of(relabelled(data, to), moved, flavour.of(1)), {.visit = to});
        }
    }
}

TEST_CASE("every analysis: the unit of the outcome scales effects") {
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
        const TrialData data = every::trial(seed);
        const TrialShape shape = every::shape(data);
        for (const Flavour& flavour : every::flavours()) {
            if (!flavour.any_unit) continue;
            check_same(flavour, said_of(data, shape, flavour.of(1)), said_of(mapped(data, 1000, 0), shape, flavour.of(1000)), {.scale = 1000});
        }
    }
}

TEST_CASE("every analysis: the origin of the outcome is of no account") {
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
        const TrialData data = every::trial(seed);
        const TrialShape shape = every::shape(data);
        for (const Flavour& flavour : every::flavours()) {
            if (!flavour.any_origin) continue;
            check_same(flavour, said_of(data, shape, flavour.of(1)), said_of(mapped(data, 1, 1e6), shape, flavour.of(1)), {.shift = 1e6});
        }
    }
}

TEST_CASE("every analysis: what it does not read is of no account") {
    const TrialData data = every::trial(0);
    const TrialShape shape = every::shape(data);
    std::size_t choosy = 0;
    for (const Flavour& flavour : every::flavours()) {
        INFO(flavour.name);
        const AnyAnalysis analysis = flavour.of(1);
        AnalysisBatch batch(with_unique_names({analysis}), shape, 0.05);
        TrialData rest = data;
        for (std::size_t k = 0; k < data.outcomes.size(); ++k) {
            if (!batch.reads().outcome(k)) std::ranges::fill(rest.outcomes[k].scores, missing);
            if (!batch.reads().weeks()) std::ranges::fill(rest.outcomes[k].weeks, missing);
        }
        for (std::size_t k = 0; k < data.covariates.size(); ++k) {
            if (!batch.reads().covariate(k)) std::ranges::fill(rest.covariates[k].values, missing);
        }
        choosy += batch.reads().everything ? 0U : 1U;
        const Said all = said_of(data, shape, analysis);
        const Said less = said_of(rest, shape, analysis);
        REQUIRE(all.estimates.size() == less.estimates.size());
        for (std::size_t k = 0; k < all.estimates.size(); ++k) {
            const Estimate& one = all.estimates[k];
            const Estimate& other = less.estimates[k];
            CHECK(one.status == other.status);
            CHECK(one.participants_analysed == other.participants_analysed);
            CHECK(numbers_of(one) == numbers_of(other));
        }
    }
    CHECK(choosy > 10);
}

}  // namespace all_invariances_test
