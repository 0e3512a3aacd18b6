#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

#include <equipoise/mechanism/covariate_transform.hpp>
#include <equipoise/mechanism/latent_pair.hpp>
#include <equipoise/mechanism/score_coefficients.hpp>

namespace equipoise {

/// The values of a covariate as series in the orthonormal Hermite polynomials, to be multiplied with those of scores.
///
/// Categories are steps, whose coefficients have a closed form; a numeric covariate is smooth, so that 256 terms by quadrature are more than
/// enough. The weighted polynomials are worked out once, for whatever is asked of the series.
/// @verified tests/mechanism/covariate_series_test.cpp
class CovariateSeries {
public:
    static constexpr std::size_t smooth_terms = 256;

    /// Coefficients c_k of g(mean + sd u) - reference = sum_k c_k h_k(u); all that is left out of a numeric covariate's is nought.
    std::vector<double> operator()(const CovariateTransform& transform, double mean, double sd, double reference, std::size_t terms) {
        if (!transform.cuts().empty()) return stepped(transform, mean, sd, reference, terms);
        std::vector<double> values;
        for (const double u : at_) values.push_back(transform(mean + sd * u) - reference);
        std::vector<double> c(terms, 0.0);
        grow(std::min(terms, smooth_terms));
        for (std::size_t k = 0; k < std::min(terms, smooth_terms); ++k) c[k] = detail::sum_of_products(values, rows_[k]);
        return c;
    }

private:
    static std::vector<double> stepped(const CovariateTransform& transform, double mean, double sd, double reference, std::size_t terms) {
        detail::Jumps jump{{-detail::normal_span}, {-reference}, {}};
        for (const double cut : transform.cuts()) {
            jump.at.push_back((cut - mean) / sd);
            jump.score.push_back(1);
        }
        for (std::vector<double>* list : {&jump.at, &jump.score}) list->resize((list->size() + 3) / 4 * 4, 0.0);
        jump.square.assign(jump.at.size(), 0.0);
        return detail::stepped_coefficients(jump, terms).score;
    }

    /// Rows of h_k(u) phi(u) times the weight of u in the quadrature.
    void grow(std::size_t terms) {
        for (; rows_.size() < terms; hermite_.advance()) {
            std::vector<double> row = hermite_.values();
            for (std::size_t i = 0; i < row.size(); ++i) row[i] *= weight_[i];
            rows_.push_back(std::move(row));
        }
    }

    static std::vector<double> points(const std::vector<detail::Node>& nodes) {
        std::vector<double> at;
        for (const detail::Node& node : nodes) at.push_back(node.at);
        return at;
    }

    static std::vector<double> weights(const std::vector<detail::Node>& nodes) {
        std::vector<double> weight;
        for (const detail::Node& node : nodes) weight.push_back(node.weight / portable::normal_density(node.at));
        return weight;
    }

    std::vector<detail::Node> nodes_ = detail::eligible_nodes(-std::numeric_limits<double>::infinity(), 1.0);
    std::vector<double> at_ = points(nodes_);
    std::vector<double> weight_ = weights(nodes_);
    detail::WeightedHermite hermite_{at_};
    std::vector<std::vector<double>> rows_{};
};

}  // namespace equipoise
