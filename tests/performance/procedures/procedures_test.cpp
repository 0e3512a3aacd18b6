// Reference: R's p.adjust, and closed tests in R (tests/reference_r/multiplicity.R), 1e-12. Oracle: a graph followed by hand.
#include "catch.hpp"

#include <fstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <equipoise/performance/multiplicity.hpp>

namespace procedures_test {

using namespace equipoise;
using Numbers = std::vector<double>;

void check(const PerHypothesis& found, const Numbers& expected) {
    REQUIRE(found.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) CHECK(found[i] == Approx(expected[i]).epsilon(1e-12));
}

TEST_CASE("adjusted p-values are those of R") {
    std::ifstream file(std::string(EQUIPOISE_TEST_DATA) + "/reference_r/multiplicity.json");
    const nlohmann::json reference = nlohmann::json::parse(file);
    REQUIRE(reference["sets"].size() == 3);
    for (const auto& set : reference["sets"]) {
        const PerHypothesis p(set["p"].get<Numbers>());
        const Numbers weights = set["weights"];
        const Numbers shares = set["shares"];
        check(adjusted(Bonferroni{}, p), set["bonferroni"]);
        check(adjusted(Bonferroni{shares}, p), set["weighted_bonferroni"]);
        check(adjusted(Holm{}, p), set["holm"]);
        check(adjusted(Holm{weights}, p), set["weighted_holm"]);
        check(adjusted(Hochberg{}, p), set["hochberg"]);
        check(adjusted(FixedSequence{}, p), set["fixed_sequence"]);
        check(adjusted(Fallback{shares}, p), set["fallback"]);
        check(adjusted(Graphical{shares, set["transitions"].get<std::vector<Numbers>>()}, p), set["graphical"]);
    }
}

TEST_CASE("two gatekeepers and two secondary hypotheses, by hand") {
    const Graphical graph{{0.5, 0.5, 0, 0}, {{0, 0, 0.5, 0.5}, {0, 0, 0.5, 0.5}, {0, 0, 0, 1}, {0, 0, 1, 0}}};
    // The second is taken at 0.005 / 0.5 and leaves a quarter each; then the fourth at 0.004 / 0.25, whose quarter goes to the third; then the
    // first at 0.01 / 0.5, from which the third gets the rest, and is taken at 0.03 / 1.
    check(adjusted(graph, {0.01, 0.005, 0.03, 0.004}), {0.02, 0.01, 0.03, 0.016});
    // Neither gatekeeper: nothing behind them has a share.
    check(adjusted(graph, {0.9, 0.6, 0.0, 0.0}), {1, 1, 1, 1});
}

TEST_CASE("a graph whose hypotheses pass all they have is Holm's, and one in line a fixed sequence") {
    const double third = 1.0 / 3;
    const Graphical holm{{third, third, third}, {{0, 0.5, 0.5}, {0.5, 0, 0.5}, {0.5, 0.5, 0}}};
    const Graphical line{{1, 0, 0}, {{0, 1, 0}, {0, 0, 1}, {0, 0, 0}}};
    for (const PerHypothesis& p : {PerHypothesis{0.01, 0.02, 0.03}, {0.04, 0.001, 0.3}, {0.2, 0.0, 0.01}, {0.01, 0.01, 0.01}}) {
        const PerHypothesis by_graph = adjusted(holm, p);
        const PerHypothesis by_holm = adjusted(Holm{}, p);
        const PerHypothesis in_line = adjusted(line, p);
        const PerHypothesis in_sequence = adjusted(FixedSequence{}, p);
        const PerHypothesis fallback = adjusted(Fallback{{1, 0, 0}}, p);
        for (std::size_t i = 0; i < 3; ++i) {
            CHECK(by_graph[i] == Approx(by_holm[i]).epsilon(1e-12).margin(1e-15));
            CHECK(in_line[i] == Approx(in_sequence[i]).epsilon(1e-12).margin(1e-15));
            CHECK(fallback[i] == Approx(in_sequence[i]).epsilon(1e-12).margin(1e-15));
        }
    }
}

TEST_CASE("one-sided p-values count twice, and never more than 1") {
    CHECK(two_sided_equivalent(0.02, {}) == 0.02);
    CHECK(two_sided_equivalent(0.02, {Alternative::two_sided, 3}) == 0.02);
    CHECK(two_sided_equivalent(0.02, {Alternative::less, 3}) == 0.04);
    CHECK(two_sided_equivalent(0.02, {Alternative::equivalence, 3}) == 0.04);
    CHECK(two_sided_equivalent(0.7, {Alternative::greater, 0}) == 1.0);
}

TEST_CASE("no more hypotheses than there is room for") {
    CHECK_THROWS_AS(PerHypothesis(max_hypotheses + 1), std::invalid_argument);
    CHECK(adjusted(Holm{}, PerHypothesis(max_hypotheses, 0.001))[31] == Approx(0.032).epsilon(1e-12));
}

}  // namespace procedures_test
