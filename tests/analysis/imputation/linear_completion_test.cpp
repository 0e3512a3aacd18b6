// Oracle: conditional means of a multivariate normal distribution by dense matrices, for every pattern and strategy. Statistical: draws of gaps.
#include "catch.hpp"

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <equipoise/analysis/imputation/linear_completion.hpp>

#include "analysis/imputation/random_model.hpp"

namespace linear_completion_test {
using namespace equipoise;
using namespace equipoise::imputation;

/// The means that Carpenter, Roger & Kenward (2013) state.
Eigen::VectorXd stated_mean(ImputationStrategy strategy, const Eigen::VectorXd& own, const Eigen::VectorXd& reference, Eigen::Index last) {
    Eigen::VectorXd mean = own;
    const Eigen::Index after = own.size() - last;
    if (strategy == ImputationStrategy::jump_to_reference) mean.tail(after) = reference.tail(after);
    if (strategy == ImputationStrategy::copy_reference) mean = reference;
    if (strategy == ImputationStrategy::copy_increments_in_reference) {
        mean.tail(after) = reference.tail(after);
        if (last > 0) mean.tail(after).array() += own(last - 1) - reference(last - 1);
    }
    return mean;
}

TEST_CASE("linear completion gives the conditional means of dense matrices") {
    constexpr std::size_t columns = 3;
    constexpr std::size_t visits = 4;
    Stream chance(StudyKey(5), 0, {Layer::analysis});
    const NormalModel model = made::normal_model(columns, visits, chance);
    for (const ImputationStrategy strategy : all_imputation_strategies) {
        for (const Arm reference : both_arms) {
            for (const Arm arm : both_arms) {
                for (std::uint32_t seen = 0; seen < 16; ++seen) {
                    INFO(to_string(strategy) << " reference " << static_cast<int>(reference) << " arm " << static_cast<int>(arm) << " seen " << seen);
                    LinearCompletion complete(columns, visits, strategy, reference);
                    complete.prepare(model, arm, seen);
                    Eigen::VectorXd x(columns);
                    x << 1, standard_normal(chance), standard_normal(chance);
                    Eigen::VectorXd y(visits);
                    for (Eigen::Index j = 0; j < 4; ++j) y(j) = standard_normal(chance);
                    const auto last = static_cast<Eigen::Index>(std::bit_width(seen));
                    const Eigen::VectorXd own = made::means(model[arm], x, visits);
                    const bool at_random = arm == reference || strategy == ImputationStrategy::missing_at_random;
                    const Eigen::VectorXd mean = at_random ? own : stated_mean(strategy, own, made::means(model[reference], x, visits), last);
                    const Eigen::MatrixXd Sigma_own = made::covariance(model[arm], visits);
                    const Eigen::MatrixXd Sigma = at_random ? Sigma_own : made::covariance(model[reference], visits);
                    std::vector<Eigen::Index> observed;
                    std::vector<Eigen::Index> followed;
                    for (Eigen::Index j = 0; j < 4; ++j) {
                        if ((seen >> j & 1U) != 0) observed.push_back(j);
                        if (j < last) followed.push_back(j);
                    }
                    Eigen::VectorXd wanted = y;
                    for (Eigen::Index j = 0; j < last; ++j) {
                        if ((seen >> j & 1U) == 0) wanted(j) = made::conditional_mean(own, Sigma_own, y, observed, j);
                    }
                    for (Eigen::Index j = last; j < 4; ++j) wanted(j) = made::conditional_mean(mean, Sigma, wanted, followed, j);
                    for (Eigen::Index j = 0; j < 4; ++j) {
                        const double* form = complete.form(static_cast<std::size_t>(j));
                        double found = 0;
                        for (Eigen::Index k = 0; k < 3; ++k) found += form[k] * x(k);
                        for (Eigen::Index k = 0; k < 4; ++k) {
                            if ((seen >> k & 1U) != 0) found += form[3 + k] * y(k);
                            else CHECK(form[3 + k] == 0.0);
                        }
                        CHECK(found == Approx(wanted(j)).epsilon(1e-10).margin(1e-10));
                    }
                }
            }
        }
    }
}

TEST_CASE("gaps are drawn from their conditional distribution") {
    constexpr std::size_t visits = 4;
    constexpr std::size_t draws = 40'000;
    Stream chance(StudyKey(6), 0, {Layer::analysis});
    const NormalModel model = made::normal_model(1, visits, chance);
    const Eigen::MatrixXd Sigma = made::covariance(model.control, visits);
    GapGivenSeen gap(visits);
    gap.prepare(model.control, 0b1010U);  // visits 1 and 3 are missing
    REQUIRE(gap.gaps() == std::vector<std::size_t>{0, 2});
    Eigen::VectorXd mean = Eigen::VectorXd::Zero(4);
    Eigen::VectorXd y(4);
    y << 0, 1.5, 0, -2;
    const double first = made::conditional_mean(mean, Sigma, y, {1, 3}, 0);
    const double second = made::conditional_mean(mean, Sigma, y, {1, 3}, 2);
    double sum_first = 0, sum_second = 0, square_first = 0, square_second = 0, product = 0;
    for (std::size_t k = 0; k < draws; ++k) {
        std::vector<double> deviations{0, 1.5, 0, -2};
        gap.draw(deviations.data(), chance);
        CHECK(deviations[1] == 1.5);
        const double a = deviations[0] - first;
        const double b = deviations[2] - second;
        sum_first += a, sum_second += b, square_first += a * a, square_second += b * b, product += a * b;
    }
    Eigen::Matrix2d seen;
    seen << Sigma(1, 1), Sigma(1, 3), Sigma(3, 1), Sigma(3, 3);
    Eigen::Matrix2d between;
    between << Sigma(0, 1), Sigma(0, 3), Sigma(2, 1), Sigma(2, 3);
    Eigen::Matrix2d missing_two;
    missing_two << Sigma(0, 0), Sigma(0, 2), Sigma(2, 0), Sigma(2, 2);
    const Eigen::Matrix2d wanted = missing_two - between * seen.inverse() * between.transpose();
    const double n = draws;
    CHECK(std::abs(sum_first / n) < 4 * std::sqrt(wanted(0, 0) / n));
    CHECK(std::abs(sum_second / n) < 4 * std::sqrt(wanted(1, 1) / n));
    CHECK(std::abs(square_first / n - wanted(0, 0)) < 4 * wanted(0, 0) * std::sqrt(2 / n));
    CHECK(std::abs(square_second / n - wanted(1, 1)) < 4 * wanted(1, 1) * std::sqrt(2 / n));
    CHECK(std::abs(product / n - wanted(0, 1)) < 4 * std::sqrt((wanted(0, 0) * wanted(1, 1) + wanted(0, 1) * wanted(0, 1)) / n));
}

}  // namespace linear_completion_test
