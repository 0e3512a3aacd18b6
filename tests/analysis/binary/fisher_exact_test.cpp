// Oracle: the definition, by log-gamma functions over all tables; R's fisher.test is in responder_difference_test.cpp.
#include "catch.hpp"

#include <cmath>

#include <equipoise/analysis/binary/fisher_exact.hpp>

namespace fisher_exact_test {
using namespace equipoise;

double log_choose(double n, double k) { return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1); }

TEST_CASE("Fisher's test adds up the tables that it should") {
    for (double treated = 1; treated <= 7; ++treated) {
        for (double untreated = 1; untreated <= 6; ++untreated) {
            for (double x = 0; x <= treated; ++x) {
                for (double y = 0; y <= untreated; ++y) {
                    const auto probability = [&](double k) {
                        return std::exp(log_choose(treated, k) + log_choose(untreated, x + y - k) - log_choose(treated + untreated, x + y));
                    };
                    double two_sided = 0;
                    double less = 0;
                    double greater = 0;
                    for (double k = std::max(0.0, x + y - untreated); k <= std::min(treated, x + y); ++k) {
                        if (probability(k) <= probability(x) * (1 + 1e-7)) two_sided += probability(k);
                        if (k <= x) less += probability(k);
                        if (k >= x) greater += probability(k);
                    }
                    const PerArm<Responses> arms{.control = {y, untreated}, .treatment = {x, treated}};
                    INFO(x << "/" << treated << " " << y << "/" << untreated);
                    CHECK(fisher_exact_p(arms, Alternative::two_sided) == Approx(two_sided).epsilon(1e-11));
                    CHECK(fisher_exact_p(arms, Alternative::less) == Approx(less).epsilon(1e-11));
                    CHECK(fisher_exact_p(arms, Alternative::greater) == Approx(greater).epsilon(1e-11));
                }
            }
        }
    }
}

TEST_CASE("Fisher's test of large arms is finite and small where it should be") {
    const PerArm<Responses> arms{.control = {100, 5000}, .treatment = {400, 5000}};
    const double p = fisher_exact_p(arms, Alternative::two_sided);
    CHECK(p > 0);
    CHECK(p < 1e-40);
}

}  // namespace fisher_exact_test
