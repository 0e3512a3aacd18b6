#pragma once

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <nlohmann/json.hpp>

#include <equipoise/performance/summarise.hpp>

/// The estimates that rsimsum was given, summarised as a study does.
namespace rsimsum {

using namespace equipoise;

inline const std::string folder = std::string(EQUIPOISE_TEST_DATA) + "/reference_performance/";

enum class Limits { normal, t };

/// One line of the file: rep,method,b,b_se,df; empty where the fit failed. rsimsum's power is normal whatever the limits are.
inline Estimate estimate_from(const std::vector<std::string>& fields, Limits limits) {
    if (fields[2].empty()) return {.status = FitStatus::not_converged};
    const double b = std::stod(fields[2]);
    const double se = std::stod(fields[3]);
    const double df = std::stod(fields[4]);
    const boost::math::normal normal;
    const double half_width = se * (limits == Limits::t ? quantile(boost::math::students_t(df), 0.975) : quantile(normal, 0.975));
    return {.effect = b,
            .standard_error = se,
            .degrees_of_freedom = df,
            .p_value = 2.0 * cdf(complement(normal, std::abs(b / se))),
            .interval = {b - half_width, b + half_width},
            .status = FitStatus::converged};
}

inline std::vector<Estimate> estimates_of(const std::string& method, Limits limits) {
    std::ifstream file(folder + "simresults.csv");
    std::vector<Estimate> estimates;
    for (std::string line; std::getline(file, line);) {
        std::istringstream cells(line);
        std::vector<std::string> fields;
        for (std::string cell; std::getline(cells, cell, ',');) fields.push_back(cell);
        if (fields[1] == method) estimates.push_back(estimate_from(fields, limits));
    }
    return estimates;
}

/// In chunks of 64 replicates, as a study does.
inline OperatingCharacteristics summarised(const std::vector<Estimate>& estimates, double true_value) {
    ReplicateSums sums{.true_value = true_value};
    KeptIntervals kept;
    for (std::size_t start = 0; start < estimates.size(); start += 64) {
        ReplicateSums part{.true_value = true_value};
        KeptIntervals part_kept;
        for (std::size_t i = start; i < std::min(start + 64, estimates.size()); ++i) {
            part.add(estimates[i]);
            part_kept.add(estimates[i]);
        }
        sums.merge(part);
        kept.merge(part_kept);
    }
    return operating_characteristics(ResultRow{}, McEstimate{true_value, 0.0}, sums, kept);
}

inline nlohmann::json reference() {
    std::ifstream file(folder + "simresults_results.json");
    return nlohmann::json::parse(file);
}

struct Named {
    std::string name;
    std::string key;  ///< in the reference
    McEstimate measure;
};

/// What both give; empty measures are not a number.
inline std::vector<Named> measures(const OperatingCharacteristics& found) {
    const auto value = [](const Measure& measure) { return measure.estimate.value_or(McEstimate{std::nan(""), std::nan("")}); };
    std::vector<Named> all{{"mean estimate", "thetamean", value(found.mean_estimate)}, {"bias", "bias", value(found.bias)},
                           {"empirical SE", "empse", value(found.empirical_se)}, {"mean squared error", "mse", value(found.mse)},
                           {"model SE", "modelse", value(found.model_se)}, {"relative error of model SE", "relerror", value(found.relative_error_of_model_se)},
                           {"coverage", "cover", value(found.coverage)}, {"bias-eliminated coverage", "becover", value(found.bias_eliminated_coverage)}};
    if (found.rejection_rate) all.push_back({"power", "power", {found.rejection_rate->value, found.rejection_rate->mcse}});
    return all;
}

}  // namespace rsimsum
