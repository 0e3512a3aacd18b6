#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include <equipoise/mechanism/scale.hpp>
#include <equipoise/random/portable_math.hpp>

namespace equipoise {

/// The distribution of a latent variable [outcome units].
struct LatentNormal {
    double mean;
    double sd;
};

/// Coefficients on the orthonormal Hermite polynomials h_k of Z: f(X) = sum_k c_k h_k(Z), X = mean + sd Z, for three functions of a
/// latent X whose score is S and which counts only if eligible.
struct ScoreCoefficients {
    std::vector<double> eligible;  ///< of 1{X eligible}
    std::vector<double> score;     ///< of 1{X eligible} (S - reference)
    std::vector<double> square;    ///< of 1{X eligible} (S - reference)^2
};

namespace detail {

/// A normal is taken not to go further from its mean than this, in SDs: what is beyond weighs less than 1e-22.
inline constexpr double normal_span = 10.0;

/// h_k(z) phi(z) at several points, k = 0, 1, ...: h_{k+1} = (z h_k - sqrt(k) h_{k-1}) / sqrt(k + 1).
class WeightedHermite {
public:
    explicit WeightedHermite(std::vector<double> points) : points_(std::move(points)), before_(points_.size(), 0.0) {
        for (const double z : points_) now_.push_back(portable::normal_density(z));
    }

    const std::vector<double>& values() const { return now_; }

    void advance() {
        const double down = std::sqrt(degree_);
        const double scale = 1 / std::sqrt(degree_ + 1);
        for (std::size_t l = 0; l < points_.size(); ++l) before_[l] = (points_[l] * now_[l] - down * before_[l]) * scale;
        std::swap(now_, before_);
        degree_ += 1;
    }

private:
    std::vector<double> points_;
    std::vector<double> before_;
    std::vector<double> now_{};
    double degree_ = 0;
};

inline double upper_tail(double z) { return portable::normal_cdf(-z); }

inline ScoreCoefficients zero_coefficients(std::size_t terms) {
    return {std::vector<double>(terms, 0.0), std::vector<double>(terms, 0.0), std::vector<double>(terms, 0.0)};
}

/// Where the stepped score jumps, and by how much: the first jump is from 0 to the lowest eligible score. Filled up to a multiple of four
/// with jumps of nought.
struct Jumps {
    std::vector<double> at;      ///< standardised
    std::vector<double> score;   ///< jump of S - reference
    std::vector<double> square;  ///< jump of (S - reference)^2
};

inline Jumps jumps(const Scale& scale, const LatentNormal& latent, double threshold, double reference) {
    const double lowest = latent.mean - normal_span * latent.sd;
    const double highest = latent.mean + normal_span * latent.sd;
    const double first = std::max(threshold, lowest);
    double level = std::floor((first - origin(scale)) / scale.step + 0.5 + 1e-9);  // a threshold is a boundary, but for rounding
    if (bounded_below(scale)) level = std::max(level, 0.0);
    double last = std::floor((highest - origin(scale)) / scale.step + 0.5);
    if (bounded_above(scale)) {
        const double top = std::floor((scale.maximum - origin(scale)) / scale.step + 0.5);
        level = std::min(level, top);
        last = std::min(last, top);
    }
    double score = origin(scale) + level * scale.step - reference;
    Jumps found{{(first - latent.mean) / latent.sd}, {score}, {score * score}};
    for (; level < last; level += 1) {
        const double next = origin(scale) + (level + 1) * scale.step - reference;
        found.at.push_back((origin(scale) + (level + 0.5) * scale.step - latent.mean) / latent.sd);
        found.score.push_back(next - score);
        found.square.push_back((next - score) * (next + score));
        score = next;
    }
    for (std::vector<double>* list : {&found.at, &found.score, &found.square}) list->resize((list->size() + 3) / 4 * 4, 0.0);
    return found;
}

/// Four sums side by side, in an order that no compiler may change and every one can make fast.
/// @param x  a multiple of four numbers   @param y  as many
inline double sum_of_products(const std::vector<double>& x, const std::vector<double>& y) {
    std::array<double, 4> sum{};
    for (std::size_t l = 0; l < x.size(); l += 4) {
        for (std::size_t lane = 0; lane < 4; ++lane) sum[lane] += x[l + lane] * y[l + lane];
    }
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/// A step of height 1 at z has coefficients P(Z > z) and h_{k-1}(z) phi(z) / sqrt(k).
inline ScoreCoefficients stepped_coefficients(const Jumps& jump, std::size_t terms) {
    ScoreCoefficients c = zero_coefficients(terms);
    for (std::size_t l = 0; l < jump.at.size(); ++l) {
        const double tail = upper_tail(jump.at[l]);
        if (l == 0) c.eligible[0] = tail;
        c.score[0] += jump.score[l] * tail;
        c.square[0] += jump.square[l] * tail;
    }
    WeightedHermite hermite(jump.at);
    for (std::size_t k = 1; k < terms; ++k, hermite.advance()) {
        const std::vector<double>& h = hermite.values();
        const double scaled = 1 / std::sqrt(static_cast<double>(k));
        c.eligible[k] = h[0] * scaled;
        c.score[k] = sum_of_products(jump.score, h) * scaled;
        c.square[k] = sum_of_products(jump.square, h) * scaled;
    }
    return c;
}

/// A continuous score: a step at the lowest eligible value, then a straight line from a to b, whose derivative E[S' h_{k-1}] / sqrt(k)
/// gives the coefficients. I_j is the integral of h_j phi from a to b.
inline ScoreCoefficients continuous_coefficients(const Scale& scale, const LatentNormal& latent, double threshold, double reference,
                                                 std::size_t terms) {
    const double s = latent.sd;
    const double t = std::max((threshold - latent.mean) / s, -normal_span);
    const double a = std::max(t, (scale.minimum - latent.mean) / s);
    const double b = std::max(a, std::min((scale.maximum - latent.mean) / s, normal_span));
    const double first = std::clamp(latent.mean + s * t, scale.minimum, scale.maximum) - reference;
    const double mean = latent.mean - reference;
    ScoreCoefficients c = zero_coefficients(terms);
    std::vector<double> integral{upper_tail(a) - upper_tail(b)};
    WeightedHermite hermite({t, a, b});
    for (std::size_t k = 1; k < terms; ++k, hermite.advance()) {
        const std::vector<double>& h = hermite.values();
        const double root = std::sqrt(static_cast<double>(k));
        integral.push_back((h[1] - h[2]) / root);
        const double below = k > 1 ? std::sqrt(static_cast<double>(k - 1)) * integral[k - 2] : 0.0;
        c.eligible[k] = h[0] / root;
        c.score[k] = (first * h[0] + s * integral[k - 1]) / root;
        c.square[k] = (first * first * h[0] + 2 * s * (mean * integral[k - 1] + s * (root * integral[k] + below))) / root;
    }
    const auto tail_integral = [](double z) { return z * upper_tail(z) - portable::normal_density(z); };
    const auto tail_moment = [](double z) { return ((z * z - 1) * upper_tail(z) - z * portable::normal_density(z)) / 2; };
    const double area = tail_integral(b) - tail_integral(a);
    c.eligible[0] = upper_tail(t);
    c.score[0] = first * c.eligible[0] + s * area;
    c.square[0] = first * first * c.eligible[0] + 2 * s * (mean * area + s * (tail_moment(b) - tail_moment(a)));
    return c;
}

}  // namespace detail

/// The Hermite coefficients of a recorded score and its square among those eligible, in closed form.
///
/// @param threshold  lowest eligible latent value, -infinity if all are; a boundary between two scores where the scale is stepped
/// @param reference  what is subtracted from the score, so that no digits are lost [outcome units]
/// @param terms      how many coefficients, at least 1
/// @complexity       O(terms x scores within ten SDs of the mean).
/// @source           Mehler (1866); Kibble (1945), An extension of a theorem of Mehler's, Proc. Camb. Phil. Soc. 41:12.
/// @verified         tests/mechanism/score_coefficients_test.cpp (quadrature)
inline ScoreCoefficients score_coefficients(const Scale& scale, const LatentNormal& latent, double threshold, double reference, std::size_t terms) {
    if (scale.step == 0.0) return detail::continuous_coefficients(scale, latent, threshold, reference, terms);
    return detail::stepped_coefficients(detail::jumps(scale, latent, threshold, reference), terms);
}

}  // namespace equipoise
