#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <equipoise/analysis/estimate.hpp>
#include <equipoise/analysis/gaussian/maximise.hpp>
#include <equipoise/analysis/gaussian/satterthwaite.hpp>
#include <equipoise/analysis/model_columns.hpp>

namespace equipoise::gaussian {

/// Which coefficient each (visit, column of z) has: the map K.
struct CoefficientMap {
    AnySize size;
    std::vector<std::uint32_t> coefficient;  ///< of (visit, column), visit by visit
};

/// Constant and treatment have a coefficient at each visit; so has every covariate that is by visit, and the others have one in all.
inline CoefficientMap coefficient_map(const std::vector<Covariate>& covariates, const TrialShape& shape) {
    std::vector<bool> by_visit{true, true};
    for (const Covariate& covariate : covariates) by_visit.insert(by_visit.end(), columns_of({covariate}, shape), covariate.by_visit);
    const std::size_t visits = shape.post_baseline();
    CoefficientMap map{.size = {visits, by_visit.size(), 0}, .coefficient = {}};
    std::vector<std::uint32_t> common(by_visit.size(), 0);
    std::uint32_t next = 0;
    for (std::size_t j = 0; j < visits; ++j) {
        for (std::size_t c = 0; c < by_visit.size(); ++c) {
            if (by_visit[c] || j == 0) common[c] = next++;
            map.coefficient.push_back(common[c]);
        }
    }
    map.size.coefficients = next;
    return map;
}

/// An effect at a visit as the fit has it.
struct Effect {
    double value;
    double variance;
    double degrees_of_freedom;
};

/// A fit that is prepared once, by code for its own sizes where they are common ones.
class PreparedFit {
public:
    PreparedFit(CoefficientMap map, bool restricted) : size_(map.size), kernel_(kernel(size_)), fit_(size_, std::move(map.coefficient), restricted) {}

    FitStatus operator()(const SufficientStatistics& statistics, ModelColumns& columns) {
        fit_.patterns.gather(statistics, columns);
        return kernel_.maximise(size_, fit_);
    }

    double participants() const { return fit_.patterns.participants(); }
    std::uint32_t iterations() const { return fit_.iterations; }
    double log_likelihood() const { return gaussian::log_likelihood(size_, fit_.at, fit_.patterns); }
    std::span<const double> covariance() const { return fit_.at.Sigma; }
    /// Of each column of z at each visit, p x T row by row.
    std::span<const double> coefficients() const { return fit_.at.B; }

    /// The treatment effect at a visit, 1 to T.
    Effect effect(std::size_t visit) {
        const std::size_t k = coefficient(size_, fit_.at, visit - 1, 1);
        return {.value = fit_.at.B[size_.visits + visit - 1],
                .variance = fit_.at.Phi[k * size_.coefficients + k],
                .degrees_of_freedom = kernel_.satterthwaite(size_, fit_, k)};
    }

private:
    struct Kernel {
        FitStatus (*maximise)(const AnySize&, Fit&);
        double (*satterthwaite)(const AnySize&, Fit&, std::size_t);
    };

    template <std::size_t Visits, std::size_t Columns>
    static Kernel fixed() {
        return {[](const AnySize&, Fit& fit) { return gaussian::maximise(FixedSize<Visits, Columns>{}, fit); },
                [](const AnySize&, Fit& fit, std::size_t k) { return gaussian::satterthwaite(FixedSize<Visits, Columns>{}, fit, k); }};
    }

    static Kernel kernel(const AnySize& size) {
        if (size.coefficients == size.visits * size.columns) {
            if (size.visits == 3 && size.columns == 2) return fixed<3, 2>();
            if (size.visits == 3 && size.columns == 3) return fixed<3, 3>();
        }
        return {[](const AnySize& any, Fit& fit) { return gaussian::maximise(any, fit); },
                [](const AnySize& any, Fit& fit, std::size_t k) { return gaussian::satterthwaite(any, fit, k); }};
    }

    AnySize size_;
    Kernel kernel_;
    Fit fit_;
};

}  // namespace equipoise::gaussian
