#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <equipoise/analysis/covariate.hpp>
#include <equipoise/analysis/hypothesis.hpp>
#include <equipoise/analysis/strata.hpp>
#include <equipoise/data/missing_rule.hpp>
#include <equipoise/data/statistics_plan.hpp>
#include <equipoise/data/trial_shape.hpp>
#include <equipoise/design/fault.hpp>

namespace equipoise {

/// What is wrong with what every analysis has: an outcome, perhaps a visit, covariates. Pointers are relative to the analysis.
///
/// @verified tests/analysis/ancova_test.cpp, tests/analysis/t_test_test.cpp
class SpecificationFaults {
public:
    explicit SpecificationFaults(const TrialShape& shape) : shape_(shape), baseline_(shape.has_baseline) {}

    SpecificationFaults& outcome(std::string_view name) {
        const auto found = shape_.outcome(name);
        if (!found) add("/outcome", "is the outcome " + quoted(name) + ", which the trial does not have", known(shape_.outcomes));
        if (found) baseline_ = shape_.baseline_of(*found);
        return *this;
    }

    SpecificationFaults& visit(std::optional<std::size_t> visit) {
        const std::size_t last = shape_.post_baseline();
        if (last == 0) {
            add("/visit", "cannot be analysed: the trial has no visit after the baseline", "");
        } else if (visit && (*visit == 0 || *visit > last)) {
            add("/visit", "must be a post-baseline visit, 1 to " + std::to_string(last) + ", but is " + std::to_string(*visit),
                *visit == 0 ? "the baseline is visit 0 and comes before treatment" : "");
        }
        return *this;
    }

    SpecificationFaults& hypothesis(const Hypothesis& hypothesis, std::optional<double> alpha) {
        const bool equivalence = hypothesis.alternative == Alternative::equivalence;
        if (!std::isfinite(hypothesis.margin)) add("/hypothesis/margin", "must be a finite number", "");
        if (equivalence && !(hypothesis.margin > 0)) add("/hypothesis/margin", "must be above 0 for equivalence, which is an effect between -margin and margin", "");
        if (alpha && !(*alpha > 0 && *alpha < 1)) add("/alpha", "must be a significance level between 0 and 1", "");
        return *this;
    }

    SpecificationFaults& covariates(const std::vector<Covariate>& covariates) {
        for (std::size_t i = 0; i < covariates.size(); ++i) {
            const std::string pointer = "/covariates/" + std::to_string(i);
            const auto same = [&](const Covariate& other) { return other.name == covariates[i].name; };
            const auto here = covariates.begin() + static_cast<std::ptrdiff_t>(i);
            if (std::any_of(covariates.begin(), here, same)) add(pointer + "/name", quoted(covariates[i].name) + " is there twice", "");
            covariate(pointer, covariates[i]);
        }
        if (covariates.size() + shape_.post_baseline() > 64) add("/covariates", "must not be more than 64 together with the visits", "");
        return *this;
    }

    /// Factors whose combinations are strata; `adjusted` are the covariates beside them.
    SpecificationFaults& strata(const std::vector<std::string>& factors, const std::vector<Covariate>& adjusted = {}) {
        std::size_t combinations = 1;
        for (std::size_t i = 0; i < factors.size(); ++i) {
            const std::string pointer = "/strata/" + std::to_string(i);
            const std::string& name = factors[i];
            const auto index = shape_.covariate(name);
            const auto same = [&](const Covariate& covariate) { return covariate.name == name; };
            const auto here = factors.begin() + static_cast<std::ptrdiff_t>(i);
            if (std::find(factors.begin(), here, name) != here) add(pointer, quoted(name) + " is there twice", "");
            if (std::any_of(adjusted.begin(), adjusted.end(), same)) add(pointer, "is " + quoted(name) + ", which is a covariate too", "name it once");
            if (!index) {
                add(pointer, "is the factor " + quoted(name) + ", which the trial does not have", known(factor_names()));
            } else if (shape_.covariates[*index].levels.empty()) {
                add(pointer, "is " + quoted(name) + ", which is a number and has no levels", "make it a covariate, or name a factor");
            } else if (combinations <= max_strata) {
                combinations *= shape_.covariates[*index].levels.size();
            }
        }
        if (combinations > max_strata) add("/strata", "must not have more than " + std::to_string(max_strata) + " combinations of levels", "");
        return *this;
    }

    SpecificationFaults& needs_baseline(const std::string& pointer, const std::string& what) {
        if (!baseline_) {
            add(pointer, what + (shape_.has_baseline ? " needs a baseline, but the outcome is not measured there" : " needs a baseline visit, but there is none"), "");
        }
        return *this;
    }

    SpecificationFaults& missing(MissingRule rule) {
        if (rule == MissingRule::baseline_carried_forward) needs_baseline("/missing", "\"baseline_carried_forward\"");
        return *this;
    }

    SpecificationFaults& needs_therapists() {
        if (!shape_.has_therapists) add("/method", "needs to know who treated whom, but the trial has no therapists", "");
        return *this;
    }

    SpecificationFaults& needs_boosters() {
        if (!shape_.has_boosters) add("/method", "compares participants with and without boosters, but nobody is allocated to them", "");
        return *this;
    }

    std::vector<Fault> faults() const { return faults_; }

private:
    void covariate(const std::string& pointer, const Covariate& covariate) {
        if (covariate.name == baseline_covariate) {
            needs_baseline(pointer + "/name", "the covariate \"baseline\"");
            if (covariate.type == CovariateType::factor) add(pointer + "/type", "must be numeric for \"baseline\", which is a score", "");
            return;
        }
        const auto index = shape_.covariate(covariate.name);
        if (!index) {
            std::vector<std::string> names;
            if (baseline_) names.emplace_back(baseline_covariate);
            for (const CovariateShape& other : shape_.covariates) names.push_back(other.name);
            add(pointer + "/name", "is the covariate " + quoted(covariate.name) + ", which the trial does not have", known(names));
            return;
        }
        const bool factor = !shape_.covariates[*index].levels.empty();
        if (factor && covariate.type == CovariateType::numeric) {
            add(pointer + "/type", "is numeric, but " + quoted(covariate.name) + " has levels", "make it \"factor\"");
        } else if (!factor && covariate.type == CovariateType::factor) {
            add(pointer + "/type", "is factor, but " + quoted(covariate.name) + " is a number", "make it \"numeric\"");
        }
    }

    void add(std::string pointer, std::string message, std::string suggestion) {
        faults_.push_back({std::move(pointer), std::move(message), std::move(suggestion)});
    }

    std::vector<std::string> factor_names() const {
        std::vector<std::string> names;
        for (const CovariateShape& covariate : shape_.covariates) {
            if (!covariate.levels.empty()) names.push_back(covariate.name);
        }
        return names;
    }

    static std::string quoted(std::string_view name) { return "\"" + std::string{name} + "\""; }

    static std::string known(const std::vector<std::string>& names) {
        if (names.empty()) return "it has none";
        std::string text = "known: ";
        for (std::size_t i = 0; i < names.size(); ++i) text += (i == 0 ? "" : ", ") + quoted(names[i]);
        return text;
    }

    const TrialShape& shape_;
    bool baseline_;  // of the outcome
    std::vector<Fault> faults_;
};

}  // namespace equipoise
