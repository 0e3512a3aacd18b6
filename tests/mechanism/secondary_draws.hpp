#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <equipoise/mechanism/any_outcome.hpp>
#include <equipoise/mechanism/prepared_secondary_outcome.hpp>
#include <equipoise/random/standard_normal.hpp>
#include <equipoise/random/stream.hpp>

/// Statistics of two columns with their Monte Carlo standard errors.
namespace secondary_draws {

using Column = std::vector<double>;

struct Found {
    double value;
    double mcse;
};

inline Found mean_of(const Column& x) {
    const auto n = static_cast<double>(x.size());
    double sum = 0;
    for (const double value : x) sum += value;
    double square = 0;
    for (const double value : x) square += (value - sum / n) * (value - sum / n);
    return {sum / n, std::sqrt(square / n / n)};
}

inline Column standardised(const Column& x) {
    const auto n = static_cast<double>(x.size());
    const Found mean = mean_of(x);
    Column z(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) z[i] = (x[i] - mean.value) / (mean.mcse * std::sqrt(n));
    return z;
}

/// The influence of one value on log SD is (z^2 - 1) / 2.
inline Found sd_of(const Column& x) {
    const Found mean = mean_of(x);
    const double sd = mean.mcse * std::sqrt(static_cast<double>(x.size()));
    Column square = standardised(x);
    for (double& z : square) z *= z;
    return {sd, sd * mean_of(square).mcse / 2};
}

/// The influence of one pair on a correlation r is xy - r (x^2 + y^2) / 2.
inline Found correlation_of(const Column& first, const Column& second) {
    const Column x = standardised(first);
    const Column y = standardised(second);
    Column product(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) product[i] = x[i] * y[i];
    const double r = mean_of(product).value;
    for (std::size_t i = 0; i < x.size(); ++i) product[i] -= r * (x[i] * x[i] + y[i] * y[i]) / 2;
    return {r, mean_of(product).mcse};
}

/// Share of a column that is at least `value`.
inline Found share_from(const Column& x, double value) {
    Column at_least(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) at_least[i] = x[i] >= value ? 1.0 : 0.0;
    return mean_of(at_least);
}

/// Primary and secondary values of one cell, visit by visit.
struct Draws {
    std::vector<Column> primary;
    std::vector<Column> secondary;
};

/// Each participant has a therapist of their own, whose share of the variance is what the primary outcome was prepared with.
inline Draws draw(const equipoise::PreparedOutcome& primary, const equipoise::PreparedSecondaryOutcome& secondary, equipoise::Cell cell,
                  std::size_t participants, std::uint64_t seed) {
    using namespace equipoise;
    const PreparedRepeatedMeasures& model = *primary.repeated_measures();
    const StudyKey key(seed);
    Draws draws{std::vector<Column>(model.visits(), Column(participants)), std::vector<Column>(model.visits(), Column(participants))};
    for (std::size_t i = 0; i < participants; ++i) {
        Stream chance(key, 0, {Layer::outcome}, i);
        Stream therapist(key, 0, {Layer::therapist}, i);
        const OutcomeNormals normals = model.normals(chance);
        const double effect = standard_normal(therapist);
        const Trajectory values = secondary(cell, normals, key, 0, i);
        for (std::size_t v = 0; v < model.visits(); ++v) {
            draws.primary[v][i] = model.score(model.latent_value(cell, v, normals) + model.therapist_sd(cell, v) * effect);
            draws.secondary[v][i] = values[v];
        }
    }
    return draws;
}

}  // namespace secondary_draws
