// Oracle: the closed test over all intersections, one by one. Statistical: the familywise error of independent tests in closed form (4 Monte Carlo errors).
#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include <equipoise/performance/multiplicity.hpp>

namespace closure_test {

using namespace equipoise;

double uniform(std::mt19937_64& chance) { return static_cast<double>(chance() >> 11U) * 0x1.0p-53; }

/// The largest p of the intersections that contain a hypothesis.
template <class OfIntersection>
PerHypothesis closed(const PerHypothesis& p, const OfIntersection& of) {
    PerHypothesis found(p.size());
    for (std::uint32_t inside = 1; inside < (1U << p.size()); ++inside) {
        std::vector<std::size_t> members;
        for (std::size_t i = 0; i < p.size(); ++i) {
            if (((inside >> i) & 1U) != 0) members.push_back(i);
        }
        const double here = std::min(1.0, of(members));
        for (const std::size_t i : members) found[i] = std::max(found[i], here);
    }
    return found;
}

TEST_CASE("Holm's procedure is the closed Bonferroni test, with weights too") {
    std::mt19937_64 chance(11);
    for (int k = 0; k < 300; ++k) {
        const std::size_t m = 2 + static_cast<std::size_t>(k) % 6;
        PerHypothesis p(m);
        std::vector<double> weights(m);
        for (std::size_t i = 0; i < m; ++i) {
            p[i] = std::pow(uniform(chance), 3);
            weights[i] = 0.1 + uniform(chance);
        }
        if (k % 5 == 0) p[1] = p[0];
        const PerHypothesis plain = closed(p, [&](const auto& members) {
            double least = 1;
            for (const std::size_t i : members) least = std::min(least, p[i] * static_cast<double>(members.size()));
            return least;
        });
        const PerHypothesis weighted = closed(p, [&](const auto& members) {
            double sum = 0, least = 1;
            for (const std::size_t i : members) sum += weights[i];
            for (const std::size_t i : members) least = std::min(least, p[i] * sum / weights[i]);
            return least;
        });
        const PerHypothesis holm = adjusted(Holm{}, p);
        const PerHypothesis holm_weighted = adjusted(Holm{weights}, p);
        for (std::size_t i = 0; i < m; ++i) {
            CHECK(holm[i] == Approx(plain[i]).epsilon(1e-12));
            CHECK(holm_weighted[i] == Approx(weighted[i]).epsilon(1e-12));
        }
    }
}

TEST_CASE("Hochberg's rejects whatever Holm's does, and nothing that the closed Simes test does not") {
    std::mt19937_64 chance(12);
    for (int k = 0; k < 300; ++k) {
        const std::size_t m = 2 + static_cast<std::size_t>(k) % 6;
        PerHypothesis p(m);
        for (std::size_t i = 0; i < m; ++i) p[i] = std::pow(uniform(chance), 3);
        const PerHypothesis simes = closed(p, [&](const auto& members) {
            std::vector<double> sorted;
            for (const std::size_t i : members) sorted.push_back(p[i]);
            std::sort(sorted.begin(), sorted.end());
            double least = 1;
            for (std::size_t i = 0; i < sorted.size(); ++i) least = std::min(least, sorted[i] * static_cast<double>(sorted.size()) / static_cast<double>(i + 1));
            return least;
        });
        const PerHypothesis hochberg = adjusted(Hochberg{}, p);
        const PerHypothesis holm = adjusted(Holm{}, p);
        for (std::size_t i = 0; i < m; ++i) {
            CHECK(hochberg[i] <= holm[i] * (1 + 1e-12));
            CHECK(hochberg[i] >= simes[i] * (1 - 1e-12));
        }
    }
}

TEST_CASE("nothing hangs on the order in which hypotheses are listed, where a procedure has none") {
    std::mt19937_64 chance(13);
    for (int k = 0; k < 100; ++k) {
        const PerHypothesis p{uniform(chance), 0.1 * uniform(chance), 0.01 * uniform(chance), 0.05 * uniform(chance)};
        const PerHypothesis turned{p[3], p[2], p[1], p[0]};
        for (const AnyProcedure& procedure : {AnyProcedure{Bonferroni{}}, AnyProcedure{Holm{}}, AnyProcedure{Hochberg{}}}) {
            const PerHypothesis a = adjusted_p_values(procedure, p);
            const PerHypothesis b = adjusted_p_values(procedure, turned);
            for (std::size_t i = 0; i < 4; ++i) CHECK(a[i] == b[3 - i]);
        }
    }
}

TEST_CASE("independent true null hypotheses: the familywise error in closed form") {
    constexpr int draws = 200'000;
    constexpr double alpha = 0.05;
    std::mt19937_64 chance(14);
    int bonferroni = 0, holm = 0, hochberg = 0, sequence = 0, fallback = 0;
    const auto any = [&](const PerHypothesis& p) { return std::any_of(p.begin(), p.end(), [&](double one) { return one < alpha; }) ? 1 : 0; };
    for (int k = 0; k < draws; ++k) {
        const PerHypothesis p{uniform(chance), uniform(chance), uniform(chance)};
        bonferroni += any(adjusted(Bonferroni{}, p));
        holm += any(adjusted(Holm{}, p));
        hochberg += any(adjusted(Hochberg{}, p));
        sequence += any(adjusted(FixedSequence{}, p));
        fallback += any(adjusted(Fallback{{0.5, 0.3, 0.2}}, p));
    }
    const auto check = [&](int count, double expected) {
        const double found = static_cast<double>(count) / draws;
        CHECK(std::abs(found - expected) <= 4 * std::sqrt(expected * (1 - expected) / draws));
    };
    const double a = alpha / 3;
    check(bonferroni, 1 - std::pow(1 - a, 3));
    check(holm, 1 - std::pow(1 - a, 3));  // the first step decides whether there is an error
    check(sequence, alpha);
    check(fallback, 1 - (1 - 0.5 * alpha) * (1 - 0.3 * alpha) * (1 - 0.2 * alpha));
    // Hochberg: no p(i) below alpha / (4 - i). Volume of {u(3) >= alpha, u(2) >= alpha / 2, u(1) >= alpha / 3}, ordered.
    const double b = alpha / 2, c = alpha;
    const auto none = [&] {  // over u(1) < u(2) < u(3): 3! times the integral of (1 - max(y, c)) over x from a to y, y from b to 1
        const double upper = [&] { const auto f = [&](double y) { return y * y / 2 - a * y - y * y * y / 3 + a * y * y / 2; }; return f(1) - f(c); }();
        const double lower = (1 - c) * (((c - a) * (c - a) - (b - a) * (b - a)) / 2);
        return 6 * (upper + lower);
    }();
    check(hochberg, 1 - none);
}

}  // namespace closure_test
