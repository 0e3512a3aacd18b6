#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <equipoise/analysis/covariance_structure.hpp>
#include <equipoise/analysis/estimate.hpp>
#include <equipoise/analysis/gaussian/covariance_ladder.hpp>
#include <equipoise/analysis/gaussian/element_covariance.hpp>
#include <equipoise/analysis/gaussian/kenward_roger.hpp>
#include <equipoise/analysis/gaussian/linear_forms.hpp>
#include <equipoise/analysis/gaussian/maximise.hpp>
#include <equipoise/analysis/gaussian/monotone_fit.hpp>
#include <equipoise/analysis/gaussian/monotone_inference.hpp>
#include <equipoise/analysis/information_matrix.hpp>
#include <equipoise/analysis/model_columns.hpp>

namespace equipoise::gaussian {

/// Which coefficient each (visit, column of z) has: the map K.
struct CoefficientMap {
    AnySize size;
    std::vector<std::uint32_t> coefficient;  ///< of (visit, column), visit by visit
};

/// Constant and treatment have a coefficient at each visit; so has every covariate that is by visit, and the others have one in all.
/// @param from_baseline  whether the baseline is the first of the visits, where treatment has none
inline CoefficientMap coefficient_map(const std::vector<Covariate>& covariates, const TrialShape& shape, bool from_baseline = false) {
    std::vector<bool> by_visit{true, true};
    for (const Covariate& covariate : covariates) by_visit.insert(by_visit.end(), columns_of({covariate}, shape), covariate.by_visit);
    const std::size_t visits = shape.post_baseline() + (from_baseline ? 1 : 0);
    CoefficientMap map{.size = {.visits = visits, .columns = by_visit.size(), .coefficients = 0, .from_baseline = from_baseline}, .coefficient = {}};
    std::vector<std::uint32_t> common(by_visit.size(), 0);
    std::uint32_t next = 0;
    for (std::size_t j = 0; j < visits; ++j) {
        for (std::size_t c = 0; c < by_visit.size(); ++c) {
            const bool none = from_baseline && j == 0 && c == 1;
            if (!none && (by_visit[c] || j == 0)) common[c] = next++;
            map.coefficient.push_back(none ? no_coefficient : common[c]);
        }
    }
    map.size.coefficients = next;
    return map;
}

/// What of linear forms is asked about after a fit.
struct Wanted {
    bool slopes;    ///< of their variances in the parameters of Sigma
    bool whitened;  ///< what Kenward and Roger's adjustment needs
    bool pairs;     ///< covariances between forms, and their slopes
};

/// A fit that is prepared once, and what is computed from it, by code for its own sizes where they are common ones.
class PreparedFit {
public:
    /// @param covariance  of the visits of the model
    /// @param fallbacks   what is fitted instead, one after the other, where a fit fails; by arm as the covariance is
    /// @param weeks       scheduled, the baseline first; needed for a random slope only
    PreparedFit(CoefficientMap map, bool restricted, const VisitCovariance& covariance = {}, const std::vector<VisitCovariance>& fallbacks = {},
                const std::vector<double>& weeks = {})
        : size_(with_covariances(map.size, covariance)),
          kernel_(kernel(size_)),
          ladder_(size_, covariance, fallbacks, weeks),
          fit_(size_, std::move(map.coefficient), restricted) {}

    FitStatus operator()(const SufficientStatistics& statistics, ModelColumns& columns) {
        fit_.patterns.gather(statistics, columns);
        return ladder_(size_, fit_, kernel_.maximise);
    }

    const AnySize& size() const { return size_; }
    double participants() const { return fit_.patterns.participants(); }
    double observations() const { return fit_.patterns.observations(); }
    std::uint32_t iterations() const { return fit_.iterations; }
    double log_likelihood() const { return fit_.monotone.holds ? fit_.monotone.log_likelihood : gaussian::log_likelihood(size_, fit_.at, fit_.patterns); }
    std::span<const double> covariance() const { return fit_.at.Sigma; }
    /// Which of the fallbacks was fitted; 0 if none.
    std::uint8_t fallback() const { return ladder_.step(); }
    /// Of each column of z at each visit, p x T row by row.
    std::span<const double> coefficients() const { return fit_.at.B; }

    // After a usable fit, in this order:

    /// What the inference on linear forms needs; see project_forms and, after a fit in closed form, project_monotone.
    void project(LinearForms& forms, const SufficientStatistics& statistics, const ModelColumns& columns, Wanted wanted) const {
        state_forms(forms, fit_, statistics, columns.columns());
        kernel_.project(size_, fit_, forms, wanted);
    }
    /// The covariance of the elements of Sigma, or of the parameters of the closed form; false if its information is not positive definite.
    [[nodiscard]] bool element_covariance(InformationMatrix kind, ElementCovariance& to) { return kernel_.element_covariance(size_, fit_, kind, to); }
    /// Kenward and Roger's adjustment.
    void kenward_roger(const ElementCovariance& covariance, const LinearForms& forms, Wanted wanted, KenwardRoger& to) const {
        kernel_.kenward_roger(size_, fit_, covariance, forms, wanted, to);
    }

private:
    struct Kernel {
        FitStatus (*maximise)(const AnySize&, Fit&);
        void (*project)(const AnySize&, const Fit&, LinearForms&, Wanted);
        bool (*element_covariance)(const AnySize&, Fit&, InformationMatrix, ElementCovariance&);
        void (*kenward_roger)(const AnySize&, const Fit&, const ElementCovariance&, const LinearForms&, Wanted, KenwardRoger&);
    };

    // `sized` makes of the sizes known when a program runs those that the code is for.
    template <auto sized>
    static Kernel with() {
        return {[](const AnySize& any, Fit& fit) {
                    if (!factors_by_visit(any) || !monotone_maximum(sized(any), fit.patterns, fit.at, fit.monotone)) return gaussian::maximise(sized(any), fit);
                    fit.iterations = 0;
                    return FitStatus::converged;
                },
                [](const AnySize& any, const Fit& fit, LinearForms& forms, Wanted wanted) {
                    forms.closed_form = fit.monotone.holds;
                    if (forms.closed_form) project_monotone(sized(any), fit, forms, wanted.pairs);
                    else project_forms(sized(any), fit, forms, wanted.slopes, wanted.whitened);
                },
                [](const AnySize& any, Fit& fit, InformationMatrix kind, ElementCovariance& to) {
                    if (!fit.monotone.holds) return gaussian::element_covariance(sized(any), fit, kind, to);
                    monotone_covariance(sized(any), fit, kind, to);
                    return true;
                },
                [](const AnySize& any, const Fit& fit, const ElementCovariance& covariance, const LinearForms& forms, Wanted wanted, KenwardRoger& to) {
                    if (fit.monotone.holds) monotone_kenward_roger(sized(any), fit, covariance, forms, wanted.pairs, to);
                    else gaussian::kenward_roger(sized(any), fit, covariance, forms, to);
                }};
    }

    static AnySize with_covariances(AnySize size, const VisitCovariance& covariance) {
        size.covariances = covariance.by_arm ? 2 : 1;
        return size;
    }

    static Kernel kernel(const AnySize& size) {
        const std::size_t absent = size.from_baseline ? 1 : 0;
        if (size.covariances == 1 && size.coefficients + absent == size.visits * size.columns) {
            if (size.visits == 3 && size.columns == 2 && absent == 0) return with<[](const AnySize&) { return FixedSize<3, 2>{}; }>();
            if (size.visits == 3 && size.columns == 3 && absent == 0) return with<[](const AnySize&) { return FixedSize<3, 3>{}; }>();
            if (size.visits == 4 && size.columns == 2 && absent == 1) return with<[](const AnySize&) { return FixedSize<4, 2, true>{}; }>();
        }
        return with<[](const AnySize& any) { return any; }>();
    }

    AnySize size_;
    Kernel kernel_;
    CovarianceLadder ladder_;
    Fit fit_;
};

}  // namespace equipoise::gaussian
