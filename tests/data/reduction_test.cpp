// Oracle: sums over the participants, one by one, for few and for many columns. Digits survive a shift and a wild value.
#include "catch.hpp"

#include <cmath>

#include <equipoise/data/reduction.hpp>
#include <equipoise/random/stream.hpp>

namespace reduction_test {

using namespace equipoise;

namespace {

TrialData made(std::size_t n, std::size_t visits, std::size_t numbers, double share_missing) {
    Stream chance(StudyKey(5), 0, {Layer::analysis});
    const auto uniform = [&chance] { return static_cast<double>(chance() >> 11U) * 0x1p-53; };
    TrialData data{.arm = std::vector<Arm>(n), .booster = std::vector<std::uint8_t>(n), .outcomes = {}};
    data.outcomes.push_back({.name = "other", .visits = visits, .scores = std::vector<double>(n * visits, 1.0)});
    data.outcomes.push_back({.name = "y", .visits = visits, .scores = std::vector<double>(n * visits)});
    for (double& score : data.outcomes[1].scores) score = uniform() < share_missing ? missing : 50 * uniform();
    for (std::size_t k = 0; k < numbers; ++k) {
        data.covariates.push_back({.name = "x" + std::to_string(k), .values = std::vector<double>(n)});
        for (double& value : data.covariates.back().values) value = uniform() < share_missing ? missing : uniform();
    }
    data.covariates.push_back({.name = "site", .values = std::vector<double>(n), .levels = {"e", "n", "w"}});
    for (double& value : data.covariates.back().values) value = uniform() < share_missing ? missing : std::floor(3 * uniform());
    for (std::size_t i = 0; i < n; ++i) {
        data.arm[i] = uniform() < 0.5 ? Arm::control : Arm::treatment;
        data.booster[i] = uniform() < 0.5 ? 1 : 0;
    }
    return data;
}

/// The columns of one participant, as the layout has them.
std::vector<double> columns(const TrialData& data, const StatisticsPlan& plan, std::size_t i) {
    std::vector<double> x;
    for (const std::string& name : plan.covariates) {
        if (name == "baseline") x.push_back(data.score(1, 0, i));
        for (const CovariateColumn& column : data.covariates) {
            if (column.name != name) continue;
            const double value = column.values[i];
            if (column.levels.empty()) x.push_back(value);
            for (std::size_t level = 1; level < column.levels.size(); ++level) x.push_back(value != value ? missing : (value == static_cast<double>(level) ? 1.0 : 0.0));
        }
    }
    for (std::size_t visit = 1; visit < data.outcomes[1].visits; ++visit) x.push_back(data.score(1, visit, i));
    return x;
}

void check_sums(const TrialData& data, const StatisticsPlan& plan) {
    Reduction reduce(plan, shape_of(data));
    reduce(data);
    const SufficientStatistics& statistics = reduce(data);  // again: nothing is left of the first time
    const StatisticsLayout& layout = statistics.layout();
    std::vector<double> counts(statistics.groups(), 0.0);
    std::vector<std::vector<double>> sums(statistics.groups(), std::vector<double>(layout.columns() * (layout.columns() + 1), 0.0));
    for (std::size_t i = 0; i < data.participants(); ++i) {
        const std::vector<double> x = columns(data, plan, i);
        REQUIRE(x.size() == layout.columns());
        std::uint64_t observed = 0;
        for (std::size_t k = 0; k < layout.covariates.size(); ++k) observed |= static_cast<std::uint64_t>(x[layout.covariates[k].first] == x[layout.covariates[k].first]) << k;
        for (std::size_t visit = 1; visit <= layout.visits; ++visit) {
            if (x[layout.visit_column(visit)] == x[layout.visit_column(visit)]) observed |= layout.visit_bit(visit);
        }
        std::size_t g = 0;
        while (g < statistics.groups() && !(statistics.cell(g) == data.cell(i) && statistics.observed(g) == observed)) ++g;
        REQUIRE(g < statistics.groups());
        counts[g] += 1;
        const auto deviation = [&](std::size_t c) { return x[c] == x[c] ? x[c] - statistics.centre(c) : 0.0; };
        for (std::size_t c = 0; c < x.size(); ++c) {
            sums[g][c] += deviation(c);
            for (std::size_t d = 0; d < x.size(); ++d) sums[g][(c + 1) * x.size() + d] += deviation(c) * deviation(d);
        }
    }
    for (std::size_t g = 0; g < statistics.groups(); ++g) {
        CHECK(statistics.count(g) == counts[g]);
        for (std::size_t c = 0; c < layout.columns(); ++c) {
            CHECK(statistics.sum(g, c) == sums[g][c]);  // every bit: the sums are taken in the order of participants
            for (std::size_t d = 0; d < layout.columns(); ++d) CHECK(statistics.cross_product(g, c, d) == sums[g][(c + 1) * layout.columns() + d]);
        }
    }
}

}  // namespace

TEST_CASE("a reduction holds the sums over its participants") {
    check_sums(made(150, 4, 1, 0.1), {.outcome = 1, .covariates = {"baseline"}});
    check_sums(made(150, 4, 1, 0.1), {.outcome = 1, .covariates = {}});
    check_sums(made(150, 2, 1, 0.0), {.outcome = 1, .covariates = {}});
    check_sums(made(150, 4, 2, 0.1), {.outcome = 1, .covariates = {"site", "baseline", "x1"}});
    check_sums(made(200, 9, 6, 0.02), {.outcome = 1, .covariates = {"x5", "x0", "baseline", "site", "x3"}});
    for (std::size_t visits = 2; visits < 10; ++visits) check_sums(made(1500, visits, 1, 0.02), {.outcome = 1, .covariates = {"baseline"}});
    check_sums(made(60, 16, 45, 0.01), {.outcome = 1, .covariates = {"x5", "x0", "baseline", "x44", "site", "x3"}});
}

TEST_CASE("missing values are noted in the pattern") {
    TrialData data{.arm = {Arm::control, Arm::treatment}, .booster = {0, 1}, .outcomes = {}};
    data.outcomes.push_back({"y", 3, {1, missing, 2, 3, missing, 5}});
    Reduction reduce({.covariates = {"baseline"}}, shape_of(data));
    const SufficientStatistics& statistics = reduce(data);
    REQUIRE(statistics.groups() == 2);
    CHECK(statistics.observed(0) == 0b011);
    CHECK(statistics.observed(1) == 0b110);
    CHECK(statistics.cell(1) == Cell{Arm::treatment, true});
    CHECK(statistics.sum(0, 2) == 0);
    CHECK(statistics.cross_product(0, 2, 2) == 0);
}

TEST_CASE("the centre is near the data, whatever the first value is") {
    TrialData data = made(100, 3, 0, 0.0);
    data.outcomes[1].scores[100] = 1e12;
    data.outcomes[1].scores[101] = missing;
    const StatisticsPlan plan{.outcome = 1};
    Reduction reduce(plan, shape_of(data));
    CHECK(reduce(data).centre(0) >= 0);
    CHECK(reduce(data).centre(0) <= 50);
    for (double& score : data.outcomes[1].scores) score += 1e6;
    CHECK(reduce(data).centre(1) >= 1e6);
    CHECK(reduce(data).centre(1) <= 1e6 + 50);
}

TEST_CASE("trials of other sizes are reduced by the same reduction") {
    const TrialData small = made(10, 4, 1, 0.1);
    const TrialData large = made(1000, 4, 1, 0.1);
    const StatisticsPlan plan{.outcome = 1, .covariates = {"site", "baseline"}};
    Reduction reduce(plan, shape_of(small));
    const auto total = [&](const TrialData& data) {
        double n = 0;
        const SufficientStatistics& statistics = reduce(data);
        for (std::size_t g = 0; g < statistics.groups(); ++g) n += statistics.count(g);
        return n;
    };
    CHECK(total(small) == 10);
    CHECK(total(large) == 1000);
    CHECK(total(small) == 10);
    CHECK(total(TrialData{.arm = {}, .booster = {}, .covariates = small.covariates, .outcomes = small.outcomes}) == 0);
}

}  // namespace reduction_test
