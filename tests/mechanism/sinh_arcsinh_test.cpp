// Oracle: moments by Bessel functions (Jones & Pewsey 2009), the normal as a special case, correlations by bivariate quadrature.
#include "catch.hpp"

#include <cmath>
#include <utility>
#include <vector>

#include <boost/math/special_functions/bessel.hpp>

#include <equipoise/mechanism/sinh_arcsinh.hpp>

namespace sinh_arcsinh_test {

using namespace equipoise;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

/// E |Z + sqrt(Z^2 + 1)|^q of a standard normal, Jones & Pewsey (2009), section 2.3.
double bessel_moment(double q) {
    return std::exp(0.25) / std::sqrt(8 * std::acos(-1.0)) * (boost::math::cyl_bessel_k((q + 1) / 2, 0.25) + boost::math::cyl_bessel_k((q - 1) / 2, 0.25));
}

const std::vector<SinhArcsinh> shapes{{0, 1}, {0.5, 1}, {-0.8, 0.7}, {0, 0.5}, {3, 0.25}, {-3, 5}, {1, 2}};

}  // namespace

TEST_CASE("mean and SD are taken out exactly") {
    for (const SinhArcsinh& shape : shapes) {
        INFO("skewness " << shape.skewness << ", tail " << shape.tail);
        const double mean = std::sinh(shape.skewness / shape.tail) * bessel_moment(1 / shape.tail);
        const double square = (std::cosh(2 * shape.skewness / shape.tail) * bessel_moment(2 / shape.tail) - 1) / 2;
        const double sd = std::sqrt(square - mean * mean);
        const StandardisedSinhArcsinh h(shape);
        for (const double z : {-3.0, -1.0, 0.0, 0.1, 2.5}) {
            const double x = (std::sinh((std::asinh(z) + shape.skewness) / shape.tail) - mean) / sd;
            CHECK_THAT(h(z), WithinAbs(x, 1e-11 * (1 + std::abs(x))));
        }
    }
}

TEST_CASE("neither skewed nor heavy-tailed is the normal, correlations and all") {
    const StandardisedSinhArcsinh h(SinhArcsinh{0, 1});
    for (const double z : {-6.0, -1.0, 0.0, 0.5, 3.0}) CHECK_THAT(h(z), WithinAbs(z, 1e-13));
    const TransformedCorrelation transformed(h.squared_coefficients());
    for (const double rho : {-0.9, 0.0, 0.3, 0.99}) CHECK_THAT(*transformed.of_normals(rho), WithinAbs(rho, 1e-11));
}

TEST_CASE("the inverse undoes it, and leaves infinity where it is") {
    for (const SinhArcsinh& shape : shapes) {
        const StandardisedSinhArcsinh h(shape);
        for (const double z : {-2.5, -0.3, 0.0, 1.7}) CHECK_THAT(h.inverse(h(z)), WithinAbs(z, 1e-8));
        CHECK(h.inverse(-std::numeric_limits<double>::infinity()) == -std::numeric_limits<double>::infinity());
    }
}

TEST_CASE("squared Hermite coefficients add up to the variance, 1") {
    for (const SinhArcsinh& shape : shapes) {
        double sum = 0;
        for (const double c : StandardisedSinhArcsinh(shape).squared_coefficients()) sum += c;
        INFO("skewness " << shape.skewness << ", tail " << shape.tail);
        CHECK_THAT(sum, WithinAbs(1, 1e-8));
    }
}

TEST_CASE("correlations are those of bivariate quadrature, and are solved for") {
    for (const SinhArcsinh& shape : {SinhArcsinh{0.5, 1}, SinhArcsinh{-0.8, 0.7}, SinhArcsinh{0, 0.5}, SinhArcsinh{1, 2}}) {
        const StandardisedSinhArcsinh h(shape);
        const TransformedCorrelation transformed(h.squared_coefficients());
        for (const double rho : {-0.6, 0.2, 0.8}) {
            double sum = 0;
            const double step = 0.1;
            for (double a = -12; a < 12.05; a += step) {
                for (double b = -12; b < 12.05; b += step) {
                    const double density = std::exp(-(a * a + b * b) / 2) / (2 * std::acos(-1.0));
                    sum += step * step * density * h(a) * h(rho * a + std::sqrt(1 - rho * rho) * b);
                }
            }
            INFO("skewness " << shape.skewness << ", tail " << shape.tail << ", rho " << rho);
            CHECK_THAT(transformed(rho).value, WithinAbs(sum, 1e-7));
            CHECK_THAT(*transformed.of_normals(sum), WithinAbs(rho, 1e-6));
        }
        CHECK_FALSE(TransformedCorrelation(StandardisedSinhArcsinh(SinhArcsinh{2, 0.5}).squared_coefficients()).of_normals(-0.9));
    }
}

TEST_CASE("sinh and asinh are those of the C library") {
    for (const double x : {-20.0, -1.0, -1e-3, 0.0, 1e-8, 0.3, 2.0, 30.0}) {
        CHECK_THAT(portable::asinh(x), WithinAbs(std::asinh(x), 1e-15 * (1 + std::abs(x))));
        CHECK_THAT(portable::sinh(x), WithinAbs(std::sinh(x), 4e-16 * std::cosh(x)));
    }
}

}  // namespace sinh_arcsinh_test
