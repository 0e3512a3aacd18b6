#pragma once

#include <string>
#include <vector>

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/data/reduction.hpp>

#include "agreement/estimates.hpp"
#include "analysis/reference_data.hpp"

/// What the sections of the four data sets share.
namespace agreement {

using namespace equipoise;

inline const std::string r_version = "R 4.2.2";
inline const std::string mmrm_version = "mmrm 0.3.18, polished";
inline const std::string dense_version = "dense program in R 4.2.2";

/// The last visit of the two harder sets is shown.
inline std::vector<std::string> shown_at(const std::string& set, std::size_t visit, const std::vector<std::string>& quantities) {
    return visit == 2 && (set == "iv_tiny16" || set == "vii_heavy_dropout_unequal") ? quantities : std::vector<std::string>{};
}

inline std::string place(const std::string& set, std::size_t visit) { return set + ", " + reference::visits[visit]; }

/// What a model estimates, and its covariance.
struct Fitted {
    std::vector<Estimate> estimates;
    std::vector<double> covariance;
};

template <class Model>
Fitted fit(const Model& model, const TrialData& data, const std::vector<double>& weeks = {}) {
    TrialShape shape = shape_of(data);
    if (!weeks.empty()) shape.weeks = weeks;
    Reduction reduce(model.needs(shape), shape);
    auto prepared = model.prepare(shape, 0.05);
    const auto estimates = prepared(reduce(data));
    return {{estimates.begin(), estimates.end()}, {prepared.covariance().begin(), prepared.covariance().end()}};
}

}  // namespace agreement
