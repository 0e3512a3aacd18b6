// Oracle: products multiplied out.
#include "catch.hpp"

#include <vector>

#include <equipoise/analysis/cholesky.hpp>

namespace cholesky_test {

using namespace equipoise;

namespace {

const std::vector<double> A{4, 2, -2, 2, 10, 5, -2, 5, 9};

}  // namespace

TEST_CASE("a Cholesky factor, its inverse and the inverse of the matrix multiply out") {
    const std::size_t n = 3;
    std::vector<double> L = A;
    REQUIRE(cholesky(L.data(), n, n));
    std::vector<double> inverse_factor(9), inverse(9);
    invert_lower(L.data(), inverse_factor.data(), n);
    square_of_lower(inverse_factor.data(), inverse.data(), n);
    std::vector<double> identity(9);
    multiply(A.data(), inverse.data(), identity.data(), n);
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) {
            double sum = 0;
            for (std::size_t k = 0; k <= std::min(i, j); ++k) sum += L[i * 3 + k] * L[j * 3 + k];
            CHECK(sum == Approx(A[i * 3 + j]));
            CHECK(identity[i * 3 + j] == Approx(i == j ? 1.0 : 0.0).margin(1e-14));
        }
    }
    std::vector<double> x{1, 2, 3};
    solve_cholesky(L.data(), x.data(), n);
    for (std::size_t i = 0; i < 3; ++i) CHECK(A[i * 3] * x[0] + A[i * 3 + 1] * x[1] + A[i * 3 + 2] * x[2] == Approx(static_cast<double>(i + 1)));
}

TEST_CASE("a factor of the leading columns leaves the others' part") {
    std::vector<double> L = A;
    const std::size_t n = 3, columns = 2;
    REQUIRE(cholesky(L.data(), n, columns));
    CHECK(L[8] == 9);
    CHECK(L[6] == Approx(-1));  // -2 / 2
    CHECK(L[7] == Approx(2));   // (5 - 1 x -1) / 3
}

TEST_CASE("of any rank, columns that others determine are left out") {
    // The three columns behind A, and after each of the first two one that is made of those before it.
    const std::vector<std::vector<double>> made{{1, 0, 0}, {2, 0, 0}, {0, 1, 0}, {1, -1, 0}, {0, 0, 1}};
    std::vector<double> products(25, 0.0);
    for (std::size_t i = 0; i < 5; ++i) {
        for (std::size_t j = 0; j < 5; ++j) {
            for (std::size_t k = 0; k < 9; ++k) products[i * 5 + j] += made[i][k / 3] * A[k] * made[j][k % 3];
        }
    }
    CHECK(cholesky_of_any_rank(products.data(), std::size_t{5}, std::size_t{5}) == 3);
    std::vector<double> wanted = A;
    REQUIRE(cholesky(wanted.data(), std::size_t{3}, std::size_t{3}));
    const std::vector<std::size_t> kept{0, 2, 4};
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j <= i; ++j) CHECK(products[kept[i] * 5 + kept[j]] == Approx(wanted[i * 3 + j]).epsilon(1e-14));
    }
    for (const std::size_t left_out : {std::size_t{1}, std::size_t{3}}) {
        for (std::size_t i = left_out; i < 5; ++i) CHECK(products[i * 5 + left_out] == 0);
    }
}

TEST_CASE("collinear columns have no factor") {
    const std::size_t n = 2;
    std::vector<double> collinear_columns{1, 3, 3, 9 + 1e-13};
    CHECK_FALSE(cholesky(collinear_columns.data(), n, n));
    std::vector<double> nearly{1, 3, 3, 9 + 1e-9};
    CHECK(cholesky(nearly.data(), n, n));
    std::vector<double> zero{0, 0, 0, 1};
    CHECK_FALSE(cholesky(zero.data(), n, n));
    std::vector<double> missing_number{std::nan(""), 0, 0, 1};
    CHECK_FALSE(cholesky(missing_number.data(), n, n));
}

}  // namespace cholesky_test
