#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <equipoise/design/design.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/mechanism/any_outcome.hpp>
#include <equipoise/mechanism/covariate_density.hpp>
#include <equipoise/mechanism/covariate_model.hpp>
#include <equipoise/mechanism/plain_number.hpp>
#include <equipoise/mechanism/residual_shape.hpp>
#include <equipoise/random/name_hash.hpp>

namespace equipoise {

/// The most baseline covariates a trial may have.
inline constexpr std::size_t max_covariates = 16;

namespace detail {

inline const std::string covariates_at = "/mechanism/covariates";

/// A word as a part of a JSON pointer (RFC 6901).
inline std::string pointer_part(const std::string& word) {
    std::string part;
    for (const char letter : word) part += letter == '~' ? "~0" : letter == '/' ? "~1" : std::string{letter};
    return part;
}

inline void check_moments(double mean, double sd, double minimum, double maximum, const std::string& at, std::vector<Fault>& found) {
    if (!std::isfinite(mean)) found.push_back({at + "/mean", "must be a finite number, but is " + plain_number(mean)});
    if (!(sd > 0 && std::isfinite(sd))) found.push_back({at + "/sd", "must be a number above 0, but is " + plain_number(sd)});
    if (!(minimum < maximum)) {
        found.push_back({at + "/minimum", "must be below the maximum of " + plain_number(maximum) + ", but is " + plain_number(minimum)});
    } else if (!(mean > minimum && mean < maximum)) {
        const std::string range = std::isfinite(maximum) ? "between " + plain_number(minimum) + " and " + plain_number(maximum) : "above the minimum of " + plain_number(minimum);
        found.push_back({at + "/mean", "must be " + range + ", but is " + plain_number(mean)});
    }
}

inline void check_distribution(const TruncatedNormal& stated, const std::string& at, std::vector<Fault>& found) {
    const std::size_t before = found.size();
    check_moments(stated.mean, stated.sd, stated.minimum, stated.maximum, at, found);
    if (found.size() > before || covariate_density(stated)) return;
    found.push_back({at + "/sd",
                     "must be an SD that a truncated normal of mean " + plain_number(stated.mean) + " can have between its bounds: below " +
                         plain_number(largest_truncated_sd(stated.mean, stated.minimum, stated.maximum)) + ", but is " + plain_number(stated.sd)});
}

/// Of a distribution that begins at a minimum the SD may be up to 5 and down to 1/1000 of the distance from there to the mean.
template <class FromMinimum>
void check_distribution(const FromMinimum& stated, const std::string& at, std::vector<Fault>& found) {
    const std::size_t before = found.size();
    check_moments(stated.mean, stated.sd, stated.minimum, std::numeric_limits<double>::infinity(), at, found);
    if (!std::isfinite(stated.minimum)) found.push_back({at + "/minimum", "must be a finite number, but is " + plain_number(stated.minimum)});
    const double above = stated.mean - stated.minimum;
    if (found.size() > before || (stated.sd <= 5 * above && stated.sd >= above / 1000)) return;
    found.push_back({at + "/sd", "must be from " + plain_number(above / 1000) + " to " + plain_number(5 * above) +
                                     ", a thousandth to five times the distance from minimum to mean, but is " + plain_number(stated.sd)});
}

inline void check_distribution(const Categories& stated, const std::string& at, std::vector<Fault>& found) {
    const std::size_t count = stated.levels.size();
    if (count < 2) found.push_back({at + "/levels", "must hold at least 2 levels, but holds " + std::to_string(count)});
    for (std::size_t i = 0; i < count; ++i) {
        const bool earlier = std::find(stated.levels.begin(), stated.levels.begin() + static_cast<std::ptrdiff_t>(i), stated.levels[i]) !=
                             stated.levels.begin() + static_cast<std::ptrdiff_t>(i);
        if (stated.levels[i].empty()) found.push_back({at + "/levels/" + std::to_string(i), "must be a name, but is empty"});
        if (earlier) found.push_back({at + "/levels/" + std::to_string(i), "must be unlike the other levels, but \"" + stated.levels[i] + "\" stands twice"});
    }
    if (stated.proportions.size() != count) {
        found.push_back({at + "/proportions", "must hold one proportion for each of the " + std::to_string(count) + " levels, but holds " + std::to_string(stated.proportions.size())});
        return;
    }
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const double share = stated.proportions[i];
        sum += share;
        if (!(share > 0 && share < 1)) found.push_back({at + "/proportions/" + std::to_string(i), "must be above 0 and below 1, but is " + plain_number(share)});
    }
    if (!(std::abs(sum - 1) < 1e-9)) found.push_back({at + "/proportions", "must add up to 1, but add up to " + plain_number(sum)});
}

inline void check_by_visit(const std::vector<double>& numbers, std::size_t visits, const std::string& at, std::vector<Fault>& found) {
    if (numbers.size() != visits) {
        found.push_back({at, "must hold one number for each of the " + std::to_string(visits) + " visits, but holds " + std::to_string(numbers.size())});
    }
    for (std::size_t v = 0; v < numbers.size(); ++v) {
        if (!std::isfinite(numbers[v])) found.push_back({at + "/" + std::to_string(v), "must be a finite number, but is " + plain_number(numbers[v])});
    }
}

inline void check_prognosis(const CovariateModel& covariate, std::size_t visits, const std::string& at, std::vector<Fault>& found) {
    if (!covariate.correlation.empty()) check_by_visit(covariate.correlation, visits, at + "/correlation", found);
    if (!covariate.slope.empty()) check_by_visit(covariate.slope, visits, at + "/slope", found);
    for (std::size_t v = 0; v < covariate.correlation.size(); ++v) {
        if (std::isfinite(covariate.correlation[v]) && !(std::abs(covariate.correlation[v]) < 1)) {
            found.push_back({at + "/correlation/" + std::to_string(v), "must be a correlation between -1 and 1, but is " + plain_number(covariate.correlation[v])});
        }
    }
    if (!covariate.correlation.empty() && !covariate.slope.empty()) {
        found.push_back({at + "/slope", "must not stand beside a correlation, since each follows from the other", "state one of the two"});
    }
}

inline void check_effect_modification(const CovariateModel& covariate, std::size_t visits, const std::string& at, std::vector<Fault>& found) {
    if (covariate.effect_modification.empty()) return;
    const auto* categories = std::get_if<Categories>(&covariate.distribution);
    const std::size_t rows = categories ? categories->levels.size() : 1;
    if (covariate.effect_modification.size() != rows) {
        found.push_back({at, "must hold " + std::string(categories ? "the numbers of each of the " + std::to_string(rows) + " levels" : "one row of numbers") +
                                 ", but holds " + std::to_string(covariate.effect_modification.size())});
        return;
    }
    for (std::size_t i = 0; i < rows; ++i) {
        const std::vector<double>& row = covariate.effect_modification[i];
        const std::string here = categories ? at + "/" + pointer_part(categories->levels[i]) : at;
        check_by_visit(row, visits, here, found);
        if (!row.empty() && std::isfinite(row[0]) && row[0] != 0) {
            found.push_back({here + "/0", "must be 0, since there is no treatment before the baseline, but is " + plain_number(row[0])});
        }
    }
}

inline void check_name(const std::vector<CovariateModel>& covariates, std::size_t k, const std::string& at, std::vector<Fault>& found) {
    const std::string& name = covariates[k].name;
    if (name.empty()) found.push_back({at + "/name", "must be a name, but is empty"});
    if (name == "baseline") found.push_back({at + "/name", "must not be \"baseline\", which is the outcome's own score before treatment", "give it another name"});
    for (std::size_t j = 0; j < k; ++j) {
        if (name_hash(covariates[j].name) != name_hash(name)) continue;
        found.push_back({at + "/name", covariates[j].name == name ? "must be a name of its own, but \"" + name + "\" is also the name of covariate " + std::to_string(j)
                                                                  : "must be another name: by chance \"" + name + "\" has the random numbers of \"" + covariates[j].name + "\""});
        break;
    }
}

}  // namespace detail

/// Everything that is wrong with baseline covariates and can be told without solving for their latent variables.
///
/// @param design   without faults
/// @param outcome  only with the library's own can covariates have anything to do
/// @returns        faults whose pointers are those of a scenario file ("/mechanism/covariates/0/...")
/// @verified       tests/mechanism/covariate_faults_test.cpp
inline std::vector<Fault> faults(const std::vector<CovariateModel>& covariates, const Design& design, const AnyOutcome& outcome) {
    std::vector<Fault> found;
    if (covariates.size() > max_covariates) {
        found.push_back({detail::covariates_at, "must be at most " + std::to_string(max_covariates) + " covariates, but are " + std::to_string(covariates.size())});
    }
    for (std::size_t k = 0; k < covariates.size(); ++k) {
        const CovariateModel& covariate = covariates[k];
        const std::string at = detail::covariates_at + "/" + std::to_string(k);
        detail::check_name(covariates, k, at, found);
        std::visit([&](const auto& distribution) { detail::check_distribution(distribution, at, found); }, covariate.distribution);
        detail::check_prognosis(covariate, design.visits.count(), at, found);
        detail::check_effect_modification(covariate, design.visits.count(), at + "/effect_modification", found);
        if (const auto* stated = outcome.repeated_measures(); stated && !is_normal(stated->residuals) && !(covariate.correlation.empty() && covariate.slope.empty())) {
            found.push_back({at + (covariate.correlation.empty() ? "/slope" : "/correlation"),
                             "must be left out, since it can be solved for only if the outcome's residuals are normal"});
        }
        const bool related = !covariate.correlation.empty() || !covariate.slope.empty() || !covariate.effect_modification.empty();
        if (related && outcome.repeated_measures() == nullptr) {
            found.push_back({at, "must have nothing to do with the outcome, which is a model of your own", "remove correlation, slope and effect_modification"});
        }
    }
    return found;
}

}  // namespace equipoise
