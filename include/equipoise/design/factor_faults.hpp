#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include <equipoise/design/allocation.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/design/plain_number.hpp>
#include <equipoise/design/stratification.hpp>

namespace equipoise {

/// A covariate that a trial has, for telling whether a factor can look at it.
struct KnownCovariate {
    std::string name;
    std::size_t levels = 0;  ///< 0: a number
};

namespace detail {

/// Where the factors of an allocation are written.
inline std::string factors_at(const Allocation& allocation) {
    return std::string("/design/allocation/") + (std::holds_alternative<Minimisation>(allocation) ? "factors" : "strata");
}

inline void check_cuts(const StratificationFactor& factor, const std::string& at, std::vector<Fault>& found) {
    if (factor.cuts.size() >= max_classes) {
        found.push_back({at, "must hold at most " + std::to_string(max_classes - 1) + " cuts, but holds " + std::to_string(factor.cuts.size())});
    }
    for (std::size_t k = 0; k < factor.cuts.size(); ++k) {
        if (std::isfinite(factor.cuts[k]) && (k == 0 || factor.cuts[k] > factor.cuts[k - 1])) continue;
        found.push_back({at + "/" + std::to_string(k), "must be a number above the cut before it, but is " + plain_number(factor.cuts[k])});
    }
}

/// What is wrong with factors, whatever covariates there are.
inline void check_factors(const std::vector<StratificationFactor>& factors, const std::string& list_at, std::vector<Fault>& found) {
    for (std::size_t f = 0; f < factors.size(); ++f) {
        const std::string at = list_at + "/" + std::to_string(f);
        const auto is_same = [&](const StratificationFactor& other) { return other.covariate == factors[f].covariate; };
        const auto earlier = std::find_if(factors.begin(), factors.begin() + static_cast<std::ptrdiff_t>(f), is_same);
        if (factors[f].covariate.empty()) found.push_back({at + "/covariate", "must be the name of a covariate, but is empty"});
        if (static_cast<std::size_t>(earlier - factors.begin()) < f) {
            found.push_back({at + "/covariate", "must differ from the other factors, but \"" + factors[f].covariate + "\" comes twice"});
        }
        check_cuts(factors[f], at + "/cuts", found);
    }
}

inline std::string known_names(const std::vector<KnownCovariate>& known) {
    if (known.empty()) return "\"" + baseline_factor + "\", since the trial has no covariates";
    std::string names = "one of \"" + baseline_factor + "\"";
    for (const KnownCovariate& covariate : known) names += ", \"" + covariate.name + "\"";
    return names;
}

}  // namespace detail

/// Which factors a trial does not have, or has in another form: a number needs cuts, a covariate with levels has none.
///
/// @param factors  otherwise without faults
/// @param list_at  the JSON pointer of their list
/// @param known    the covariates of the trial; "baseline", a number, is always known
/// @complexity O(factors x known). @verified tests/design/factor_faults_test.cpp
inline std::vector<Fault> factor_faults(const std::vector<StratificationFactor>& factors, const std::string& list_at, const std::vector<KnownCovariate>& known) {
    std::vector<Fault> found;
    for (std::size_t f = 0; f < factors.size(); ++f) {
        const std::string at = list_at + "/" + std::to_string(f);
        const std::string& name = factors[f].covariate;
        const auto covariate = std::find_if(known.begin(), known.end(), [&](const KnownCovariate& one) { return one.name == name; });
        const bool is_baseline = name == baseline_factor;
        if (!is_baseline && covariate == known.end()) {
            found.push_back({at + "/covariate", "must be " + detail::known_names(known) + ", but is \"" + name + "\""});
            continue;
        }
        const std::size_t levels = is_baseline ? 0 : covariate->levels;
        const std::size_t cuts = factors[f].cuts.size();
        if (levels == 0 && cuts == 0) {
            found.push_back({at + "/cuts", "must hold at least one cut, since \"" + name + "\" is a number, but there are none",
                             "a cut is where a new class begins"});
        }
        if (levels > 0 && cuts > 0) {
            found.push_back({at + "/cuts", "must be left out, since the classes of \"" + name + "\" are its " + std::to_string(levels) +
                                               " levels, but holds " + std::to_string(cuts)});
        }
        if (levels > max_classes) {
            found.push_back({at + "/covariate", "must have at most " + std::to_string(max_classes) + " levels, but \"" + name + "\" has " + std::to_string(levels)});
        }
    }
    return found;
}

/// The same of the factors of an allocation, with pointers of a scenario file.
inline std::vector<Fault> factor_faults(const Allocation& allocation, const std::vector<KnownCovariate>& known) {
    return factor_faults(factors_of(allocation), detail::factors_at(allocation), known);
}

}  // namespace equipoise
