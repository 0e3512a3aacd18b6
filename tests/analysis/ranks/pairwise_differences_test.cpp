// Oracle: all differences, written down and sorted.
#include "catch.hpp"

#include <algorithm>
#include <vector>

#include <equipoise/analysis/ranks/pairwise_differences.hpp>
#include <equipoise/random/stream.hpp>
#include <equipoise/random/uniform.hpp>

namespace pairwise_differences_test {

using namespace equipoise;

std::vector<double> sample(Stream& chance, std::size_t n, double step) {
    std::vector<double> values(n);
    for (double& value : values) value = step == 0 ? 100 * uniform(chance) : step * std::floor(20 * uniform(chance));
    std::sort(values.begin(), values.end());
    return values;
}

TEST_CASE("every order statistic is that of the sorted differences") {
    Stream chance(StudyKey(511), 0, {Layer::analysis});
    ranks::PairwiseDifferences differences;
    for (int k = 0; k < 60; ++k) {
        const std::vector<double> treatment = sample(chance, 1 + uniform_index(chance, 40), k % 2 == 0 ? 0.0 : 2.0);
        const std::vector<double> control = sample(chance, 1 + uniform_index(chance, 40), k % 2 == 0 ? 0.0 : 2.0);
        std::vector<double> all;
        for (const double x : treatment) {
            for (const double y : control) all.push_back(x - y);
        }
        std::sort(all.begin(), all.end());
        differences.of(treatment, control);
        REQUIRE(differences.size() == all.size());
        bool same = true;
        for (std::size_t j = 1; j <= all.size(); ++j) same = same && differences.smallest(j) == all[j - 1];
        CHECK(same);
        CHECK(differences.median() == 0.5 * (all[(all.size() - 1) / 2] + all[all.size() / 2]));
    }
}

TEST_CASE("thousands of ties, and one value only") {
    ranks::PairwiseDifferences differences;
    const std::vector<double> same(300, 4.0);
    const std::vector<double> other(200, 1.5);
    differences.of(same, other);
    for (const std::size_t k : {std::size_t{1}, std::size_t{30'000}, std::size_t{60'000}}) CHECK(differences.smallest(k) == 2.5);
    const std::vector<double> one{7.0};
    differences.of(one, one);
    CHECK(differences.smallest(1) == 0.0);
}

}  // namespace pairwise_differences_test
