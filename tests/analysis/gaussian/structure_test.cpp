// Oracles: the formulas of each structure written out; finite differences of Sigma for its first and second derivatives.
#include "catch.hpp"

#include <cmath>
#include <vector>

#include <equipoise/analysis/gaussian/structure.hpp>

namespace structure_test {
using namespace equipoise;
using namespace equipoise::gaussian;

const std::vector<double> weeks{0, 2, 5, 6, 12, 20};

std::vector<VisitCovariance> structures() {
    std::vector<VisitCovariance> all;
    for (const CovarianceName& named : covariance_names) {
        if (named.covariance.kind != CovarianceKind::unstructured) all.push_back(named.covariance);
    }
    all.push_back({CovarianceKind::random_intercept});
    all.push_back({CovarianceKind::random_intercept_and_slope});
    return all;
}

/// Parameters that are no special ones.
std::vector<double> some_theta(const Structure& structure, const Structure::Ranks& ranks) {
    std::vector<double> theta(structure.parameters(ranks));
    for (std::size_t s = 0; s < structure.covariances; ++s) {
        double* first = theta.data() + structure.first(ranks, s);
        for (std::size_t k = 0; k < structure.parameters(ranks[s]); ++k) first[k] = 0.9 - 0.13 * static_cast<double>(k) + 0.05 * static_cast<double>(s);
    }
    return theta;
}

std::vector<double> triangles(const Structure& structure, const Structure::Ranks& ranks, const std::vector<double>& theta) {
    const std::size_t T = structure.correlated.visits;
    std::vector<double> Sigma(structure.covariances * T * T);
    structure.place(theta.data(), ranks, Sigma.data());
    std::vector<double> elements;
    for (std::size_t s = 0; s < structure.covariances; ++s) {
        for (std::size_t j = 0; j < T; ++j) {
            for (std::size_t k = 0; k <= j; ++k) {
                elements.push_back(Sigma[s * T * T + j * T + k]);
                CHECK(Sigma[s * T * T + k * T + j] == elements.back());
            }
        }
    }
    return elements;
}

void check_derivatives(const Structure& structure, const Structure::Ranks& ranks) {
    const std::vector<double> theta = some_theta(structure, ranks);
    const std::size_t f = theta.size();
    const std::size_t T = structure.correlated.visits;
    std::vector<double> Sigma(structure.covariances * T * T);
    structure.place(theta.data(), ranks, Sigma.data());
    std::vector<double> jacobian;
    structure.differentiate(theta.data(), ranks, Sigma.data(), jacobian);
    const std::size_t m = jacobian.size() / f;
    std::vector<double> score(m);
    for (std::size_t e = 0; e < m; ++e) score[e] = std::cos(1.0 + static_cast<double>(e));
    std::vector<double> curvature(f * f, 0.0);
    structure.subtract_curvature(theta.data(), ranks, Sigma.data(), score.data(), curvature.data());
    const double h = 1e-4;
    for (std::size_t k = 0; k < f; ++k) {
        std::vector<double> up = theta;
        std::vector<double> down = theta;
        up[k] += h;
        down[k] -= h;
        const std::vector<double> above = triangles(structure, ranks, up);
        const std::vector<double> below = triangles(structure, ranks, down);
        for (std::size_t e = 0; e < m; ++e) CHECK(jacobian[e * f + k] == Approx((above[e] - below[e]) / (2 * h)).epsilon(1e-6).margin(1e-7));
        std::vector<double> slopes_up;
        std::vector<double> slopes_down;
        structure.place(up.data(), ranks, Sigma.data());
        structure.differentiate(up.data(), ranks, Sigma.data(), slopes_up);
        structure.place(down.data(), ranks, Sigma.data());
        structure.differentiate(down.data(), ranks, Sigma.data(), slopes_down);
        for (std::size_t l = 0; l < f; ++l) {
            double wanted = 0.0;
            for (std::size_t e = 0; e < m; ++e) wanted -= score[e] * (slopes_up[e * f + l] - slopes_down[e * f + l]) / (2 * h);
            CHECK(curvature[k * f + l] == Approx(wanted).epsilon(1e-6).margin(1e-6));
        }
    }
}

TEST_CASE("derivatives of every structure are those of its Sigma") {
    for (VisitCovariance covariance : structures()) {
        for (const bool by_arm : {false, true}) {
            for (std::size_t T = covariance.kind == CovarianceKind::random_intercept_and_slope ? 3 : 1; T < 6; ++T) {
                covariance.by_arm = by_arm;
                INFO(static_cast<int>(covariance.kind) << " heterogeneous " << covariance.heterogeneous << " by arm " << by_arm << ", visits " << T);
                const Structure structure(covariance, T, weeks);
                for (std::size_t rank = 0; rank <= structure.mixed.effects; ++rank) {
                    for (std::size_t other = 0; other <= (by_arm ? structure.mixed.effects : 0); ++other) check_derivatives(structure, {rank, other});
                    if (!structure.random) break;
                }
            }
        }
    }
}

TEST_CASE("structures are what their names say") {
    const auto at = [](CovarianceKind kind, bool heterogeneous, const std::vector<double>& theta) {
        const Structure structure({kind, heterogeneous}, 3, weeks);
        REQUIRE(structure.parameters(Structure::Ranks{}) == theta.size());
        return triangles(structure, {}, theta);
    };
    const auto check = [](const std::vector<double>& found, const std::vector<double>& wanted) {
        REQUIRE(found.size() == wanted.size());
        for (std::size_t e = 0; e < found.size(); ++e) CHECK(found[e] == Approx(wanted[e]).epsilon(1e-14));
    };
    const double two = std::log(2.0);
    const double three = std::log(3.0);
    using enum CovarianceKind;
    check(at(compound_symmetry, false, {two, 0.5}), {4, 2, 4, 2, 2, 4});
    check(at(compound_symmetry, true, {two, three, 0, 0.5}), {4, 3, 9, 1, 1.5, 1});
    check(at(ar1, false, {two, 0.5}), {4, 2, 4, 1, 2, 4});
    check(at(ar1, true, {two, three, 0, 0.5}), {4, 3, 9, 0.5, 1.5, 1});
    check(at(toeplitz, false, {two, 0.5, 0.25}), {4, 2, 4, 1, 2, 4});
    check(at(toeplitz, true, {two, three, 0, 0.5, 0.1}), {4, 3, 9, 0.2, 1.5, 1});
    check(at(ante_dependence, false, {two, 0.5, 0.8}), {4, 2, 4, 1.6, 3.2, 4});
    check(at(ante_dependence, true, {two, three, 0, 0.5, 0.8}), {4, 3, 9, 0.8, 2.4, 1});
}

TEST_CASE("random effects have Sigma = Z D Z' + s^2 I, whatever the origin and unit of the weeks") {
    const Structure intercept({CovarianceKind::random_intercept}, 3, {});
    CHECK(triangles(intercept, {1, 0}, {2, 5}) == std::vector<double>{7, 5, 7, 5, 5, 7});
    CHECK(triangles(intercept, {0, 0}, {2}) == std::vector<double>{2, 0, 2, 0, 0, 2});
    // With weeks 3, 6, 9: mean 6, standard deviation sqrt(6).
    const Structure slope({CovarianceKind::random_intercept_and_slope}, 3, {0, 3, 6, 9});
    const std::vector<double> found = triangles(slope, {2, 0}, {2, 5, 0.6, 1.5});
    const double z = 3 / std::sqrt(6.0);
    const std::vector<double> wanted{7 - 1.2 * z + 1.5 * z * z, 5 - 0.6 * z, 7, 5 - 1.5 * z * z, 5 + 0.6 * z, 7 + 1.2 * z + 1.5 * z * z};
    for (std::size_t e = 0; e < 6; ++e) CHECK(found[e] == Approx(wanted[e]).epsilon(1e-13));
    const std::vector<double> singular = triangles(slope, {1, 0}, {2, 1, 0.5});
    CHECK(singular[1] == Approx(1 - 0.5 * z).epsilon(1e-13));
    CHECK(singular[5] == Approx(2 + (1 + 0.5 * z) * (1 + 0.5 * z)).epsilon(1e-13));
}

TEST_CASE("eigenpairs of two by two") {
    const std::array<double, 4> matrix{2, -1, -1, 5};
    for (const bool larger : {true, false}) {
        const Eigenpair found = eigenpair(matrix, 2, larger);
        CHECK(found.value == Approx(3.5 + (larger ? 1 : -1) * std::sqrt(1.5 * 1.5 + 1)));
        CHECK(2 * found.vector[0] - found.vector[1] == Approx(found.value * found.vector[0]));
        CHECK(-found.vector[0] + 5 * found.vector[1] == Approx(found.value * found.vector[1]));
    }
}

}  // namespace structure_test
