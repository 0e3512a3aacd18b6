// Oracle: where the moments are written. Statistical (seeded; 4 Monte Carlo errors): means, covariances and independence of the sums of normal
// vectors and of their cross-products, against the normal and the Wishart distribution.
#include "catch.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <equipoise/random/normal_moments.hpp>

namespace normal_moments_test {

using namespace equipoise;

namespace {

/// A law of some variables: means, and a Cholesky factor with unequal SDs and mixed signs of correlation.
struct Law {
    explicit Law(std::size_t m) : size(m) {
        for (std::size_t i = 0; i < m; ++i) {
            mean.push_back(0.5 * static_cast<double>(i) - 0.7);
            for (std::size_t j = 0; j < i; ++j) factor.push_back(((i + 2 * j) % 3 == 0 ? -0.4 : 0.6) + 0.1 * static_cast<double>(j));
            factor.push_back(1.0 + 0.25 * static_cast<double>(i));
        }
    }
    double covariance(std::size_t i, std::size_t j) const {
        double sum = 0;
        for (std::size_t k = 0; k <= std::min(i, j); ++k) sum += factor[i * (i + 1) / 2 + k] * factor[j * (j + 1) / 2 + k];
        return sum;
    }
    std::size_t size;
    std::vector<double> mean{};
    std::vector<double> factor{};
};

/// Running mean and the variance of it.
struct Average {
    double sum = 0;
    double squares = 0;
    double count = 0;
    void add(double x) {
        sum += x;
        squares += x * x;
        count += 1;
    }
    double mean() const { return sum / count; }
    double mcse() const { return std::sqrt(std::max(0.0, squares / count - mean() * mean()) / count); }
};

/// Means about the centre, and the elements of the scatter matrix, less what is expected of both.
std::vector<double> deviations(const Law& law, const std::vector<double>& moments, std::size_t n, std::size_t m, std::size_t width) {
    const auto count = static_cast<double>(n);
    std::vector<double> found;
    for (std::size_t i = 0; i < m; ++i) found.push_back(moments[i + 1] / count - law.mean[i]);
    for (std::size_t i = 0; i < m; ++i) {
        for (std::size_t j = i; j < m; ++j) {
            const double product = moments[(i + 1) * width - (i + 1) * i / 2 + j - i];
            found.push_back(product - moments[i + 1] * moments[j + 1] / count - (count - 1) * law.covariance(i, j));
        }
    }
    return found;
}

/// Cov(W_ij, W_kl) = (n - 1) (s_ik s_jl + s_il s_jk), Cov(mean_i, mean_j) = s_ij / n, and 0 between the two.
std::vector<std::vector<double>> expected_covariances(const Law& law, std::size_t n, std::size_t m) {
    struct Element {
        bool scatter;
        std::size_t i;
        std::size_t j;
    };
    std::vector<Element> elements;
    for (std::size_t i = 0; i < m; ++i) elements.push_back({false, i, i});
    for (std::size_t i = 0; i < m; ++i) {
        for (std::size_t j = i; j < m; ++j) elements.push_back({true, i, j});
    }
    std::vector<std::vector<double>> expected(elements.size(), std::vector<double>(elements.size(), 0.0));
    for (std::size_t a = 0; a < elements.size(); ++a) {
        for (std::size_t b = 0; b < elements.size(); ++b) {
            const auto& [one, i, j] = elements[a];
            const auto& [other, k, l] = elements[b];
            if (one != other) continue;
            const auto s = [&](std::size_t x, std::size_t y) { return law.covariance(x, y); };
            expected[a][b] = one ? static_cast<double>(n - 1) * (s(i, k) * s(j, l) + s(i, l) * s(j, k)) : s(i, k) / static_cast<double>(n);
        }
    }
    return expected;
}

void check_moments(std::size_t variables, std::size_t of, std::size_t n, std::size_t draws) {
    INFO(variables << " of " << of << " variables of " << n << " vectors");
    const Law law(of);
    const NormalMoments draw(law.mean, law.factor, 100);
    const std::size_t width = of + 1;
    std::vector<double> moments(width * (width + 1) / 2, 0.0);
    Stream chance(StudyKey(13), n, {Layer::collapsed, static_cast<std::uint32_t>(16 * variables + of)});
    std::vector<Average> mean;
    std::vector<std::vector<Average>> product;
    for (std::size_t r = 0; r < draws; ++r) {
        draw(chance, n, variables, moments.data(), width);
        const std::vector<double> found = deviations(law, moments, n, variables, width);
        mean.resize(found.size());
        product.resize(found.size(), std::vector<Average>(found.size()));
        for (std::size_t a = 0; a < found.size(); ++a) {
            mean[a].add(found[a]);
            for (std::size_t b = 0; b <= a; ++b) product[a][b].add(found[a] * found[b]);
        }
    }
    const auto expected = expected_covariances(law, n, variables);
    for (std::size_t a = 0; a < mean.size(); ++a) {
        INFO("element " << a);
        CHECK(std::abs(mean[a].mean()) <= 4 * mean[a].mcse() + 1e-12 * static_cast<double>(n));
        for (std::size_t b = 0; b <= a; ++b) {
            INFO("with element " << b << ": " << product[a][b].mean() << " (" << product[a][b].mcse() << "), expected " << expected[a][b]);
            CHECK(std::abs(product[a][b].mean() - expected[a][b]) <= 4 * product[a][b].mcse() + 1e-12 * static_cast<double>(n));
        }
    }
}

}  // namespace

TEST_CASE("moments are written where they belong, and nothing else is touched") {
    const Law law(4);
    const NormalMoments draw(law.mean, law.factor, 10);
    for (const std::size_t n : {1U, 2U, 3U, 4U, 5U, 50U}) {
        for (std::size_t m = 0; m <= 4; ++m) {
            std::vector<double> moments(15, -99.0);
            Stream chance(StudyKey(14), n, {Layer::collapsed});
            draw(chance, n, m, moments.data(), 5);
            CHECK(moments[0] == static_cast<double>(n));
            const std::array<std::array<std::size_t, 4>, 4> place{{{5, 6, 7, 8}, {6, 9, 10, 11}, {7, 10, 12, 13}, {8, 11, 13, 14}}};
            for (std::size_t i = 0; i < 4; ++i) {
                CHECK((moments[i + 1] != -99.0) == (i < m));
                for (std::size_t j = i; j < 4; ++j) CHECK((moments[place[i][j]] != -99.0) == (j < m));
                if (i < m) CHECK(moments[place[i][i]] >= moments[i + 1] * moments[i + 1] / static_cast<double>(n) * (1 - 1e-12));
            }
        }
    }
}

TEST_CASE("one vector has no scatter, and two have one of rank 1") {
    const Law law(3);
    const NormalMoments draw(law.mean, law.factor, 10);
    std::vector<double> moments(10);
    Stream chance(StudyKey(15), 0, {Layer::collapsed});
    draw(chance, 1, 3, moments.data(), 4);
    CHECK(std::abs(moments[5] - moments[1] * moments[2]) < 1e-14);
    draw(chance, 2, 3, moments.data(), 4);
    const auto scatter = [&](std::size_t place, std::size_t i, std::size_t j) { return moments[place] - moments[i + 1] * moments[j + 1] / 2; };
    CHECK(std::abs(scatter(4, 0, 0) * scatter(7, 1, 1) - scatter(5, 0, 1) * scatter(5, 0, 1)) < 1e-12);
}

TEST_CASE("sums and cross-products of normal vectors have the moments of the normal and the Wishart distribution") {
    check_moments(1, 1, 2, 100'000);    // vector by vector
    check_moments(1, 4, 3, 100'000);    // by decomposition
    check_moments(2, 4, 4, 100'000);
    check_moments(3, 3, 4, 100'000);    // vector by vector, one less than the decomposition takes
    check_moments(3, 3, 5, 100'000);    // by decomposition, the smallest
    check_moments(4, 4, 75, 100'000);
    check_moments(5, 6, 12, 50'000);
    check_moments(7, 7, 9, 20'000);     // more variables than have loops of their own
    check_moments(6, 7, 2'000, 20'000);  // more degrees of freedom than are prepared
}

}  // namespace normal_moments_test
