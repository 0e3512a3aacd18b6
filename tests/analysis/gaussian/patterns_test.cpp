// Oracle: sums over the participants, one by one.
#include "catch.hpp"

#include "analysis/random_trial.hpp"

#include <equipoise/analysis/gaussian/patterns.hpp>
#include <equipoise/data/reduction.hpp>

namespace patterns_test {

using namespace equipoise;
using gaussian::lower;

TEST_CASE("patterns hold the sums over their participants") {
    const TrialData data = made::trial(10, {.participants = 80, .skipping = 0.2, .covariates = true});
    const TrialShape shape = shape_of(data);
    Reduction reduce({.covariates = {"site", "baseline", "age"}}, shape);  // more than the model has, in another order
    const SufficientStatistics& statistics = reduce(data);
    ModelColumns columns({"age"});
    gaussian::Patterns patterns(3, 3);
    patterns.gather(statistics, columns);
    REQUIRE(patterns.count() > 4);
    double participants = 0;
    for (std::size_t g = 0; g < patterns.count(); ++g) {
        std::vector<double> S(6), C(9), Q(6);
        for (std::size_t i = 0; i < data.participants(); ++i) {
            const double age = data.covariates[0].values[i];
            std::uint32_t mask = 0;
            std::vector<double> y(3, 0.0);
            for (std::size_t j = 0; j < 3; ++j) {
                const double score = data.score(0, j + 1, i);
                if (score != score) continue;
                mask |= 1U << j;
                y[j] = score - statistics.centre(statistics.layout().visit_column(j + 1));
            }
            if (age != age || mask != patterns.mask(g)) continue;
            const std::vector<double> z{1.0, data.arm[i] == Arm::treatment ? 1.0 : 0.0, age - statistics.centre(3)};
            for (std::size_t c = 0; c < 3; ++c) {
                for (std::size_t d = 0; d <= c; ++d) {
                    S[lower(c, d)] += z[c] * z[d];
                    Q[lower(c, d)] += y[c] * y[d];
                }
                for (std::size_t j = 0; j < 3; ++j) C[c * 3 + j] += z[c] * y[j];
            }
        }
        participants += S[0];
        CHECK(patterns.n(g) == S[0]);
        for (std::size_t k = 0; k < 6; ++k) CHECK(patterns.S(g)[k] == Approx(S[k]).margin(1e-9));
        for (std::size_t k = 0; k < 6; ++k) CHECK(patterns.Q(g)[k] == Approx(Q[k]).margin(1e-9));
        for (std::size_t k = 0; k < 9; ++k) CHECK(patterns.C(g)[k] == Approx(C[k]).margin(1e-9));
    }
    CHECK(participants == patterns.participants());
}

}  // namespace patterns_test
