#pragma once

#include <vector>

#include <equipoise/analysis/covariance_structure.hpp>

#include "method.hpp"

namespace equipoise::io {

/// The covariance over the visits of a model, and what is fitted where that cannot be.
struct CovarianceKeys {
    VisitCovariance covariance{};
    std::vector<VisitCovariance> fallbacks{};
};

std::vector<Key> covariance_keys();
CovarianceKeys read_covariance(Reading& reading, const Block& block);

/// An analysis with them.
template <class Analysis>
Analysis with_covariance(const CovarianceKeys& keys, Analysis analysis) {
    analysis.covariance = keys.covariance;
    analysis.fallbacks = keys.fallbacks;
    return analysis;
}

}  // namespace equipoise::io
