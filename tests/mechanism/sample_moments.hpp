#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <equipoise/mechanism/trajectory.hpp>
#include <equipoise/random/address.hpp>
#include <equipoise/random/stream.hpp>

/// Means, SDs and correlations of simulated scores, with what they need for their Monte Carlo errors.
struct SampleMoments {
    double participants;
    std::vector<double> mean;
    std::vector<double> sd;
    std::vector<double> fourth;                    ///< standardised central moment
    std::vector<std::vector<double>> correlation;  ///< visits x visits

    double mcse_of_mean(std::size_t v) const { return sd[v] / std::sqrt(participants); }
    double mcse_of_sd(std::size_t v) const { return sd[v] * std::sqrt((fourth[v] - 1) / (4 * participants)); }
};

template <class Outcome>
SampleMoments sample_moments(const Outcome& outcome, equipoise::Cell cell, std::size_t visits, std::uint64_t participants, std::uint64_t seed) {
    std::vector<std::vector<double>> scores(visits, std::vector<double>(participants));
    for (std::uint64_t i = 0; i < participants; ++i) {
        equipoise::Stream chance(equipoise::StudyKey(seed), 0, {equipoise::Layer::outcome}, i);
        const equipoise::Trajectory one = outcome(cell, chance);
        for (std::size_t v = 0; v < visits; ++v) scores[v][i] = one[v];
    }
    const auto n = static_cast<double>(participants);
    SampleMoments m{n, {}, {}, {}, std::vector<std::vector<double>>(visits, std::vector<double>(visits, 1.0))};
    for (auto& column : scores) {
        double sum = 0;
        for (const double x : column) sum += x;
        m.mean.push_back(sum / n);
        double second = 0;
        double fourth = 0;
        for (double& x : column) {
            x -= m.mean.back();
            second += x * x;
            fourth += x * x * x * x;
        }
        m.sd.push_back(std::sqrt(second / n));
        m.fourth.push_back(fourth / n / (second / n * second / n));
    }
    for (std::size_t v = 0; v < visits; ++v) {
        for (std::size_t w = 0; w < v; ++w) {
            double product = 0;
            for (std::uint64_t i = 0; i < participants; ++i) product += scores[v][i] * scores[w][i];
            m.correlation[v][w] = m.correlation[w][v] = product / n / (m.sd[v] * m.sd[w]);
        }
    }
    return m;
}
