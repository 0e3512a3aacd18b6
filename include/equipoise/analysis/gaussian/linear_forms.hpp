#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <equipoise/analysis/gaussian/likelihood.hpp>
#include <equipoise/analysis/gaussian/maximise.hpp>
#include <equipoise/data/sufficient_statistics.hpp>
#include <equipoise/data/trial_data.hpp>

namespace equipoise::gaussian {

/// A linear combination of what a model says of its responses: effects of treatment, and means in the control arm.
struct LinearForm {
    std::vector<double> effects{};  ///< weight of the treatment effect at each response
    std::vector<double> means{};    ///< weight of the mean without treatment at each response; empty: of none
    std::vector<double> at{};       ///< what covariate columns are at in those means; missing: their mean over the participants analysed

    bool same(const LinearForm& other) const {
        const auto equal = [](double a, double b) { return a == b || (a != a && b != b); };
        return effects == other.effects && means == other.means && std::equal(at.begin(), at.end(), other.at.begin(), other.at.end(), equal);
    }
};

/// Linear forms c'b of a model, and what is computed of them after a fit: all that their inference needs.
///
///     v_ij = c_i' Phi c_j,    dv_ij/dSigma_k = c_i' Phi P_k Phi c_j
struct LinearForms {
    LinearForms(const AnySize& model, std::vector<LinearForm> given)
        : size(model),
          forms(std::move(given)),
          c(forms.size() * q()),
          x(c.size()),
          Px(c.size() * m()),
          h(Px.size()),
          values(forms.size()),
          origins(forms.size()),
          d(forms.size() * model.visits * model.columns),
          a(d.size()),
          variances(forms.size() * forms.size()),
          slopes(m() * variances.size()) {}

    std::size_t count() const { return forms.size(); }
    std::size_t q() const { return size.coefficients; }
    std::size_t m() const { return elements(size); }

    double variance(std::size_t i, std::size_t j) const { return closed_form ? variances[i * count() + j] : dot(&c[i * q()], &x[j * q()]); }
    double slope(std::size_t k, std::size_t i, std::size_t j) const {
        return closed_form ? slopes[(k * count() + i) * count() + j] : dot(&x[i * q()], &Px[(j * m() + k) * q()]);
    }
    double dot(const double* first, const double* second) const {
        double sum = 0.0;
        for (std::size_t i = 0; i < q(); ++i) sum += first[i] * second[i];
        return sum;
    }

    AnySize size;
    std::vector<LinearForm> forms;
    std::vector<double> c;        // forms x q
    std::vector<double> x;        // Phi c
    std::vector<double> Px;       // P_k x: forms x elements x q
    std::vector<double> h;        // L^-1 P_k x, L L' = A
    std::vector<double> values;   // c'b, in the units and about the origin of the data
    std::vector<double> origins;  // what values are on top of, since responses are analysed about a centre

    bool closed_form = false;       // whether the fit was: then x, Px and h are not there, but what follows (see project_monotone)
    std::vector<double> d;          // forms x T x p
    std::vector<double> a;          // the same
    std::vector<double> variances;  // forms x forms
    std::vector<double> slopes;     // parameters x forms x forms
};

/// The coefficients c of each form, and where its value starts from, in a trial.
///
/// @param covariates  the column of each covariate column of the model among the statistics
inline void state_forms(LinearForms& forms, const Fit& fit, const SufficientStatistics& statistics, const std::vector<std::size_t>& covariates) {
    const AnySize& size = forms.size;
    const std::size_t first = size.from_baseline ? 1 : 0;
    for (std::size_t i = 0; i < forms.count(); ++i) {
        const LinearForm& form = forms.forms[i];
        double* __restrict c = forms.c.data() + i * size.coefficients;
        std::fill_n(c, size.coefficients, 0.0);
        forms.origins[i] = 0.0;
        const auto add = [&](std::size_t j, std::size_t column, double weight) {
            if (has_coefficient(size, fit.at, j, column)) c[coefficient(size, fit.at, j, column)] += weight;
        };
        for (std::size_t j = 0; j < size.visits; ++j) add(j, 1, form.effects[j]);
        for (std::size_t j = first; j < form.means.size(); ++j) {
            if (form.means[j] == 0.0) continue;
            add(j, 0, form.means[j]);
            for (std::size_t k = 0; k < covariates.size(); ++k) {
                const double at = form.at[k] == form.at[k] ? form.at[k] - statistics.centre(covariates[k]) : fit.patterns.mean(k + 2);
                add(j, k + 2, form.means[j] * at);
            }
            forms.origins[i] += form.means[j] * statistics.centre(statistics.layout().visit_column(j + 1 - first));
        }
    }
}

/// What is common to the inference on all forms after a fit.
/// @param slopes, whitened  whether P_k x, and L^-1 P_k x, are wanted
/// @complexity              O(forms elements q^2)
template <class Size>
void project_forms(const Size& size, const Fit& fit, LinearForms& forms, bool slopes, bool whitened) {
    const auto q = size.coefficients;
    const std::size_t m = elements(size);
    for (std::size_t i = 0; i < forms.count(); ++i) {
        const double* __restrict c = forms.c.data() + i * q;
        double* __restrict x = forms.x.data() + i * q;
        std::fill_n(x, std::size_t{q}, 0.0);
        for (std::size_t a = 0; a < q; ++a) {
            if (c[a] == 0.0) continue;
            const double* __restrict row = fit.at.Phi.data() + a * q;
            for (std::size_t b = 0; b < q; ++b) x[b] += c[a] * row[b];
        }
        double value = 0.0;
        for (std::size_t a = 0; a < q; ++a) value += x[a] * fit.at.right[a];
        forms.values[i] = forms.origins[i] + value;
        for (std::size_t k = 0; slopes && k < m; ++k) {
            const double* __restrict P = fit.information.P.data() + k * q * q;
            double* __restrict Px = forms.Px.data() + (i * m + k) * q;
            std::fill_n(Px, std::size_t{q}, 0.0);
            for (std::size_t a = 0; a < q; ++a) {
                for (std::size_t b = 0; b < q; ++b) Px[b] += x[a] * P[a * q + b];
            }
            if (!whitened) continue;
            double* __restrict h = forms.h.data() + (i * m + k) * q;
            for (std::size_t a = 0; a < q; ++a) {
                double sum = 0.0;
                for (std::size_t b = 0; b <= a; ++b) sum += fit.at.L_inverse[a * q + b] * Px[b];
                h[a] = sum;
            }
        }
    }
}

}  // namespace equipoise::gaussian
