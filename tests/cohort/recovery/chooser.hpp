#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <Eigen/Core>
#include <equipoise/design/arm.hpp>
#include <equipoise/mechanism/covariance.hpp>
#include <equipoise/random/stream.hpp>
#include <equipoise/random/uniform.hpp>

namespace recovery {

using namespace equipoise;

/// Chooses the parts of one candidate.
class Chooser {
public:
    Chooser(std::uint64_t scenario, std::uint64_t candidate) : chance_(StudyKey(2026), scenario, {Layer::analysis}, candidate) {}

    double between(double low, double high) { return low + (high - low) * uniform(chance_); }
    bool with(double probability) { return uniform(chance_) < probability; }
    std::size_t below(std::size_t n) { return uniform_index(chance_, n); }
    std::size_t from(std::size_t low, std::size_t high) { return low + below(high - low + 1); }

    std::vector<double> several(std::size_t n, double low, double high) {
        std::vector<double> values;
        for (std::size_t k = 0; k < n; ++k) values.push_back(between(low, high));
        return values;
    }

    PerArm<double> each(double low, double high) {
        const double control = between(low, high);
        return {.control = control, .treatment = between(low, high)};
    }

    PerArm<std::vector<double>> each(std::size_t n, double low, double high) {
        std::vector<double> control = several(n, low, high);
        return {.control = std::move(control), .treatment = several(n, low, high)};
    }

    /// Of levels; they add up to 1.
    std::vector<double> proportions(std::size_t levels) {
        std::vector<double> shares = several(levels, 0.4, 1.6);
        double sum = 0;
        for (const double share : shares) sum += share;
        for (double& share : shares) share /= sum;
        return shares;
    }

    /// Any of the structures, with SDs of 1 unless given.
    Covariance covariance(std::vector<double> sd) {
        switch (below(4)) {
            case 0: return compound_symmetry(std::move(sd), between(0.3, 0.7));
            case 1: return ar1(std::move(sd), between(0.45, 0.85));
            case 2: return toeplitz(std::move(sd), lags(sd.size()));
            default: return unstructured(sd, one_factor(sd.size()));
        }
    }

private:
    std::vector<double> lags(std::size_t visits) {
        const double floor = between(0.15, 0.4);
        const double decay = between(0.4, 0.8);
        std::vector<double> rho;
        double power = 1;
        for (std::size_t d = 1; d < visits; ++d) rho.push_back(floor + (1 - floor) * (power *= decay));
        return rho;
    }

    /// Correlations l_i l_j; the baseline's may be negative.
    Eigen::MatrixXd one_factor(std::size_t visits) {
        std::vector<double> loading = several(visits, 0.5, 0.9);
        if (with(0.2)) loading[0] = -loading[0] / 2;
        const auto n = static_cast<Eigen::Index>(visits);
        Eigen::MatrixXd r = Eigen::MatrixXd::Identity(n, n);
        for (Eigen::Index i = 0; i < n; ++i) {
            for (Eigen::Index j = 0; j < n; ++j) {
                if (i != j) r(i, j) = loading[static_cast<std::size_t>(i)] * loading[static_cast<std::size_t>(j)];
            }
        }
        return r;
    }

    Stream chance_;
};

}  // namespace recovery
