#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <equipoise/data/trial_data.hpp>

#include "words.hpp"

/// Trials made for tests.
namespace made {

struct Recipe {
    std::size_t participants = 60;
    std::size_t visits = 4;       ///< baseline included
    double leaving = 0.05;        ///< before each visit
    double skipping = 0.05;       ///< each visit
    bool covariates = false;      ///< "age" (numeric, a few missing) and "site" (three levels, a few missing)
};

/// A random trial; every number of it is the same wherever it is made.
inline equipoise::TrialData trial(std::uint64_t seed, const Recipe& recipe = {}) {
    using namespace equipoise;
    Words chance(seed);
    const auto uniform = [&chance] { return chance.uniform(); };
    const auto about_normal = [&uniform] {
        double sum = -6.0;
        for (int k = 0; k < 12; ++k) sum += uniform();
        return sum;
    };
    const std::size_t n = recipe.participants;
    TrialData data{.arm = std::vector<Arm>(n), .booster = std::vector<std::uint8_t>(n), .outcomes = {}};
    data.outcomes.push_back({.name = "score", .visits = recipe.visits, .scores = std::vector<double>(recipe.visits * n)});
    if (recipe.covariates) {
        data.covariates.push_back({.name = "age", .values = std::vector<double>(n)});
        data.covariates.push_back({.name = "site", .values = std::vector<double>(n), .levels = {"east", "north", "west"}});
    }
    for (std::size_t i = 0; i < n; ++i) {
        data.arm[i] = i % 2 == 0 ? Arm::control : Arm::treatment;
        data.booster[i] = i / 2 % 2 == 0 ? 1 : 0;
        const double level = 7 * about_normal();
        bool seen = true;
        for (std::size_t visit = 0; visit < recipe.visits; ++visit) {
            const auto time = static_cast<double>(visit);
            const double score = 30 + level + (5 + time) * about_normal() - time * (data.arm[i] == Arm::treatment ? 1.5 : 0.5);
            if (visit > 0) seen = seen && uniform() >= recipe.leaving;
            data.outcomes[0].scores[visit * n + i] = visit > 0 && (!seen || uniform() < recipe.skipping) ? missing : score;
        }
        if (recipe.covariates) {
            data.covariates[0].values[i] = uniform() < 0.04 ? missing : 50 + 12 * about_normal();
            data.covariates[1].values[i] = uniform() < 0.04 ? missing : std::floor(3 * uniform());
        }
    }
    return data;
}

}  // namespace made
