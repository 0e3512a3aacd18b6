// Oracle: L L' is the matrix; matrices that are not positive definite are told.
#include "catch.hpp"

#include <Eigen/Core>

#include <equipoise/mechanism/cholesky.hpp>

namespace cholesky_test {

using namespace equipoise;

TEST_CASE("the factor reproduces the matrix and is lower triangular") {
    Eigen::MatrixXd a(3, 3);
    a << 4, 2, -1, 2, 5, 0.5, -1, 0.5, 3;
    const auto l = cholesky(a);
    REQUIRE(l);
    CHECK(((*l) * l->transpose() - a).cwiseAbs().maxCoeff() < 1e-14);
    CHECK((*l)(0, 1) == 0);
    CHECK((*l)(0, 2) == 0);
    CHECK((*l)(1, 2) == 0);
    CHECK((*l)(0, 0) == 2);
}

TEST_CASE("a matrix that is not positive definite has no factor") {
    Eigen::MatrixXd a(3, 3);
    a << 1, 0.9, 0.1, 0.9, 1, 0.9, 0.1, 0.9, 1;
    CHECK_FALSE(cholesky(a));
    CHECK_FALSE(cholesky(Eigen::MatrixXd::Ones(2, 2)));
    CHECK(cholesky(Eigen::MatrixXd::Identity(5, 5)));
}

}  // namespace cholesky_test
