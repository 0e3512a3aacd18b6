// Statistical: a million draws beside the back-pain trial's bounded, stepped and selected disability score have the stated moments, proportions
// and correlations. Oracle: the latent variables have the stated correlations, and no stream or column of another outcome moves.
#include "catch.hpp"

#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/mechanism/prepared_secondary_outcome.hpp>

#include "mechanism/secondary_draws.hpp"
#include "mechanism/trial_outcome.hpp"

namespace prepared_secondary_outcome_test {

using namespace equipoise;

namespace {

using namespace secondary_draws;

constexpr std::size_t million = 1'000'000;
constexpr Cell control{Arm::control, false};

SecondaryOutcome average_pain() {
    return {.name = "average pain",
            .kind = NumericScore{.mean = {.control = {4.0, 2.8, 2.7, 2.7}, .treatment = {4.0, 2.0, 2.1, 2.1}},
                                 .covariance = ar1({1.8, 1.7, 1.8, 1.8}, 0.55),
                                 .scale = {.minimum = 0, .maximum = 10, .step = 1}},
            .correlation_with_primary = {0.63, 0.49, 0.49, 0.49}};
}

SecondaryOutcome satisfaction() {
    return {.name = "satisfaction",
            .kind = OrdinalLevels{.levels = {"dissatisfied", "neutral", "satisfied", "very satisfied"},
                                  .proportions = {.control = {{0.1, 0.2, 0.45, 0.25}, {0.1, 0.25, 0.4, 0.25}, {0.12, 0.25, 0.4, 0.23}},
                                                  .treatment = {{0.05, 0.1, 0.4, 0.45}, {0.05, 0.15, 0.4, 0.4}, {0, 0.2, 0.4, 0.4}}},
                                  .correlation = compound_symmetry(3, 1.0, 0.6).correlation},
            .correlation_with_primary = {-0.4, -0.5, -0.5},
            .measured_at_baseline = false};
}

SecondaryOutcome medication() {
    return {.name = "medication",
            .kind = BinaryProportion{.proportion = {.control = {0.55, 0.4, 0.38, 0.38}, .treatment = {0.55, 0.25, 0.24, 0.24}},
                                     .correlation = ar1(4, 1.0, 0.7).correlation},
            .correlation_with_primary = {0.3, 0.4, 0.4, 0.4}};
}

SecondaryOutcome flare_ups() {
    return {.name = "flare-ups",
            .kind = EventCount{.mean = {.control = {0.4, 2.5, 2.5}, .treatment = {0.3, 1.5, 1.5}},
                               .dispersion = 0.8,
                               .correlation = compound_symmetry(3, 1.0, 0.5).correlation},
            .correlation_with_primary = {0.35, 0.35, 0.35},
            .measured_at_baseline = false};
}

PreparedOutcome primary(PerArm<double> therapist_share = {}) { return AnyOutcome(trial::outcome()).prepare(trial::design(), therapist_share); }

PreparedSecondaryOutcome prepared(const SecondaryOutcome& outcome, const PreparedOutcome& beside) {
    REQUIRE(faults({outcome}, trial::design(), trial::outcome()).empty());
    return prepare({outcome}, beside, trial::design()).front();
}

void check_close(const Found& found, double stated, double accuracy = 1e-9) {
    INFO("stated " << stated << ", found " << found.value << " with MCSE " << found.mcse);
    CHECK(std::abs(found.value - stated) < 4 * found.mcse + accuracy);
}

}  // namespace

TEST_CASE("a bounded score has its stated means, SDs and correlations among those eligible", "[slow]") {
    const double share = GENERATE(0.0, 0.1);
    const PreparedOutcome beside = primary({.control = share, .treatment = share});
    const SecondaryOutcome pain = average_pain();
    const auto& kind = std::get<NumericScore>(pain.kind);
    const PreparedSecondaryOutcome outcome = prepared(pain, beside);
    for (const Cell cell : {control, Cell{Arm::treatment, true}}) {
        const Draws draws = draw(beside, outcome, cell, million, 71);
        for (std::size_t v = 0; v < 4; ++v) {
            INFO("arm " << static_cast<int>(cell.arm) << ", visit " << v);
            check_close(mean_of(draws.secondary[v]), kind.mean[cell.arm][v]);
            check_close(sd_of(draws.secondary[v]), kind.covariance.sd[v]);
            if (cell == control) check_close(correlation_of(draws.primary[v], draws.secondary[v]), pain.correlation_with_primary[v]);
            for (std::size_t w = 0; w < v; ++w) {
                check_close(correlation_of(draws.secondary[w], draws.secondary[v]),
                            kind.covariance.correlation(static_cast<Eigen::Index>(v), static_cast<Eigen::Index>(w)));
            }
        }
    }
}

TEST_CASE("levels have their stated proportions among those eligible", "[slow]") {
    const PreparedOutcome beside = primary();
    const SecondaryOutcome stated = satisfaction();
    const auto& kind = std::get<OrdinalLevels>(stated.kind);
    const PreparedSecondaryOutcome outcome = prepared(stated, beside);
    for (const Cell cell : {control, Cell{Arm::treatment, false}}) {
        const Draws draws = draw(beside, outcome, cell, million, 72);
        CHECK(std::isnan(draws.secondary[0][0]));
        for (std::size_t v = 1; v < 4; ++v) {
            double above = 1;
            for (std::size_t level = 1; level < 4; ++level) {
                above -= kind.proportions[cell.arm][v - 1][level - 1];
                check_close(share_from(draws.secondary[v], static_cast<double>(level)), above);
            }
            CHECK(share_from(draws.secondary[v], 4).value == 0);
            check_close(mean_of(draws.secondary[v]), outcome.mean_score(cell.arm, v));
            check_close(sd_of(draws.secondary[v]), outcome.sd_score(cell.arm, v));
        }
    }
}

TEST_CASE("yes has its stated proportion, and counts their mean and dispersion, among those eligible", "[slow]") {
    const PreparedOutcome beside = primary();
    const SecondaryOutcome drug = medication();
    const SecondaryOutcome flares = flare_ups();
    const PreparedSecondaryOutcome yes = prepared(drug, beside);
    const PreparedSecondaryOutcome events = prepared(flares, beside);
    const auto& count = std::get<EventCount>(flares.kind);
    for (const Cell cell : {control, Cell{Arm::treatment, true}}) {
        const Draws binary = draw(beside, yes, cell, million, 73);
        const Draws counts = draw(beside, events, cell, million, 74);
        for (std::size_t v = 0; v < 4; ++v) check_close(mean_of(binary.secondary[v]), std::get<BinaryProportion>(drug.kind).proportion[cell.arm][v]);
        for (std::size_t v = 1; v < 4; ++v) {
            const double mean = count.mean[cell.arm][v - 1];
            check_close(mean_of(counts.secondary[v]), mean);
            check_close(sd_of(counts.secondary[v]), std::sqrt(mean + count.dispersion * mean * mean));
            const double none = std::pow(1 + count.dispersion * mean, -1 / count.dispersion);
            check_close(share_from(counts.secondary[v], 1), 1 - none);
        }
    }
}

TEST_CASE("where everyone is eligible correlations of levels are those of the latent variables", "[slow]") {
    const Design design{.participants = 100, .visits = {.weeks = {0, 10}}};
    const RepeatedMeasures normal{.mean = {.control = {50, 45}, .treatment = {50, 40}}, .covariance = compound_symmetry(2, 10.0, 0.5)};
    const PreparedOutcome beside = AnyOutcome(normal).prepare(design);
    const SecondaryOutcome half{.name = "half",
                                .kind = BinaryProportion{.proportion = {.control = {0.5, 0.5}, .treatment = {0.5, 0.5}}, .correlation = ar1(2, 1.0, 0.3).correlation},
                                .correlation_with_primary = {0.6, -0.3}};
    const Draws draws = draw(beside, prepare({half}, beside, design).front(), control, million, 75);
    const double pi = std::acos(-1.0);
    Column both(million);
    for (std::size_t i = 0; i < million; ++i) both[i] = draws.secondary[0][i] * draws.secondary[1][i];
    check_close(mean_of(both), 0.25 + std::asin(0.3) / (2 * pi));  // Sheppard (1899)
    check_close(correlation_of(draws.primary[0], draws.secondary[0]), 0.6 * std::sqrt(2 / pi));
    check_close(correlation_of(draws.primary[1], draws.secondary[1]), -0.3 * std::sqrt(2 / pi));
}

TEST_CASE("latent variables have variance 1, the stated correlations, and none with the primary outcome where it is 0") {
    const PreparedOutcome beside = primary({.control = 0.05, .treatment = 0.05});
    SecondaryOutcome stated = satisfaction();
    stated.correlation_with_primary = {-0.4, 0, -0.5};
    const PreparedSecondaryOutcome outcome = prepared(stated, beside);
    for (const Cell cell : all_cells) {
        const PrimaryLatent latent = primary_latent(beside, cell, 4);
        const auto& visits = outcome.latent(cell);
        CHECK(visits[1].on_primary.empty());
        for (std::size_t v = 0; v < 3; ++v) {
            for (std::size_t w = 0; w <= v; ++w) {
                double sum = 0;
                for (std::size_t j = 0; j <= w; ++j) sum += visits[v].on_own[j] * visits[w].on_own[j];
                for (std::size_t j = 0; !visits[v].on_primary.empty() && j < visits[w].on_primary.size(); ++j) sum += visits[v].on_primary[j] * visits[w].on_primary[j];
                CHECK(sum == Approx(v == w ? 1.0 : 0.6).epsilon(1e-12));
            }
            double with_primary = 0;
            for (std::size_t j = 0; j < visits[v].on_primary.size(); ++j) {
                with_primary += visits[v].on_primary[j] * latent.direction(static_cast<Eigen::Index>(v + 1), static_cast<Eigen::Index>(j));
            }
            CHECK(with_primary * std::sqrt(0.95) == Approx(stated.correlation_with_primary[v]).margin(1e-12));
        }
    }
}

TEST_CASE("true means and SDs are the stated ones to 1e-4") {
    const PreparedOutcome beside = primary();
    const SecondaryOutcome pain = average_pain();
    const PreparedSecondaryOutcome outcome = prepared(pain, beside);
    const auto& kind = std::get<NumericScore>(pain.kind);
    for (const Arm arm : both_arms) {
        for (std::size_t v = 0; v < 4; ++v) {
            CHECK(std::abs(outcome.mean_score(arm, v) - kind.mean[arm][v]) < 1e-8);
            CHECK(std::abs(outcome.sd_score(arm, v) - kind.covariance.sd[v]) < 1e-8);
        }
    }
    CHECK(std::isnan(prepared(satisfaction(), beside).mean_score(Arm::control, 0)));
    CHECK(prepared(satisfaction(), beside).mean_score(Arm::control, 1) == Approx(0.2 + 2 * 0.45 + 3 * 0.25));
}

TEST_CASE("an outcome's values depend neither on the other outcomes nor on the cell's name") {
    const PreparedOutcome beside = primary();
    const auto alone = prepare({medication()}, beside, trial::design());
    const auto among = prepare({average_pain(), flare_ups(), medication()}, beside, trial::design());
    const StudyKey key(5);
    bool differ = false;
    for (std::size_t i = 0; i < 200; ++i) {
        Stream chance(key, 3, {Layer::outcome}, i);
        const OutcomeNormals normals = beside.repeated_measures()->normals(chance);
        const Trajectory one = alone[0](control, normals, key, 3, i);
        const Trajectory same = among[2](control, normals, key, 3, i);
        const Trajectory treated = among[2]({Arm::treatment, false}, normals, key, 3, i);
        CHECK(one == same);
        CHECK(treated[0] == one[0]);  // potential outcomes share their baseline
        differ = differ || treated != one;
    }
    CHECK(differ);
}

TEST_CASE("outcomes of other names have numbers of their own") {
    const PreparedOutcome beside = primary();
    SecondaryOutcome first = average_pain();
    SecondaryOutcome second = average_pain();
    first.correlation_with_primary.clear();
    second.correlation_with_primary.clear();
    second.name = "worst pain";
    const auto outcomes = prepare({first, second}, beside, trial::design());
    constexpr std::size_t participants = 20'000;
    const Draws one = draw(beside, outcomes[0], control, participants, 76);
    const Draws two = draw(beside, outcomes[1], control, participants, 76);
    for (std::size_t v = 0; v < 4; ++v) {
        check_close(correlation_of(one.secondary[v], two.secondary[v]), 0);
        check_close(correlation_of(one.secondary[v], one.primary[v]), 0);
    }
}

TEST_CASE("beside a model of the user's an independent outcome can be drawn") {
    const PreparedOutcome own = AnyOutcome("own", [](Cell, Stream& chance) { return Trajectory{standard_normal(chance)}; }).prepare(trial::design());
    SecondaryOutcome pain = average_pain();
    pain.correlation_with_primary.clear();
    const PreparedSecondaryOutcome outcome = prepare({pain}, own, trial::design()).front();
    CHECK(outcome.mean_score(Arm::treatment, 2) == Approx(2.1));
    for (const SecondaryVisit& visit : outcome.latent(control)) CHECK(visit.on_primary.empty());
}

TEST_CASE("beside a skewed primary outcome correlations are those of the latent variables") {
    RepeatedMeasures skewed = trial::outcome();
    skewed.moments = Moments::latent;
    skewed.residuals = SinhArcsinh{.skewness = 0.4, .tail = 0.9};
    const PreparedOutcome beside = AnyOutcome(skewed).prepare(trial::design());
    const PreparedSecondaryOutcome outcome = prepare({average_pain()}, beside, trial::design()).front();
    const Draws draws = draw(beside, outcome, control, 200'000, 77);
    for (std::size_t v = 0; v < 4; ++v) {
        check_close(mean_of(draws.secondary[v]), std::get<NumericScore>(average_pain().kind).mean.control[v]);
        double loading = 0;
        for (const double weight : outcome.latent(control)[v].on_primary) loading += weight * weight;
        CHECK(std::sqrt(loading) == Approx(average_pain().correlation_with_primary[v]));
    }
}

TEST_CASE("what cannot be had is a fault that names the outcome and the visits") {
    const PreparedOutcome beside = primary();
    const auto faults_of = [&](const SecondaryOutcome& outcome) {
        REQUIRE(faults({outcome}, trial::design(), trial::outcome()).empty());
        try {
            prepare({outcome}, beside, trial::design());
        } catch (const InvalidScenario& invalid) {
            return invalid.faults();
        }
        return std::vector<Fault>{};
    };
    SecondaryOutcome pain = average_pain();
    pain.correlation_with_primary[1] = 0.98;
    std::vector<Fault> found = faults_of(pain);
    REQUIRE(found.size() == 1);
    CHECK(found[0].pointer == "/mechanism/secondary_outcomes/0/correlation_with_primary/1");
    CHECK(found[0].message.find("\"average pain\" can have with the primary outcome at visit 1: from -0.96") != std::string::npos);

    pain = average_pain();
    std::get<NumericScore>(pain.kind).covariance.sd[2] = 6;
    found = faults_of(pain);
    REQUIRE(found.size() == 1);
    CHECK(found[0].pointer == "/mechanism/secondary_outcomes/0/covariance/sd/2");

    SecondaryOutcome drug = medication();
    drug.correlation_with_primary = {0.9, 0.9, 0.9, 0.9};
    found = faults_of(drug);
    REQUIRE(found.size() == 2);  // in both arms
    CHECK(found[0].pointer == "/mechanism/secondary_outcomes/0/correlation/correlation");
    CHECK(found[0].message.find("in what \"medication\" does not share with it in the control arm, visits 0 and 1 would have a correlation of 1.") != std::string::npos);

    drug.correlation_with_primary = {0.995, 0, 0, 0};
    found = faults_of(drug);
    REQUIRE(found.size() == 1);
    CHECK(found[0].message.find("from -0.99 to 0.99, but is 0.995") != std::string::npos);
}

}  // namespace prepared_secondary_outcome_test
