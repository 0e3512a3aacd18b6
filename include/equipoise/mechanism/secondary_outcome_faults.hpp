#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <Eigen/Core>

#include <equipoise/design/arm.hpp>
#include <equipoise/design/design.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/mechanism/any_outcome.hpp>
#include <equipoise/mechanism/event_counts.hpp>
#include <equipoise/mechanism/plain_number.hpp>
#include <equipoise/mechanism/repeated_measures_faults.hpp>
#include <equipoise/mechanism/secondary_outcome.hpp>
#include <equipoise/random/name_hash.hpp>

namespace equipoise {

namespace detail {

inline std::string secondary_at(std::size_t k) { return "/mechanism/secondary_outcomes/" + std::to_string(k); }

/// The range of a number, and how it is said.
struct StatedRange {
    double least;
    double most;
    std::string_view words;  ///< "a number from 0 to 500"
};

/// What is wrong with one secondary outcome by itself.
class SecondaryCheck {
public:
    SecondaryCheck(const SecondaryOutcome& outcome, std::string at, const Design& design)
        : outcome_(outcome), at_(std::move(at)), count_(design.visits.count() - first_visit(outcome)) {}

    std::vector<Fault> operator()(bool primary_is_known) {
        std::visit([this](const auto& kind) { check(kind); }, outcome_.kind);
        check_correlation_with_primary(primary_is_known);
        return std::move(found_);
    }

private:
    void add(const std::string& where, std::string message, std::string suggestion = "") {
        found_.push_back({at_ + where, std::move(message), std::move(suggestion)});
    }

    std::string each_visit() const {
        const std::string number = std::to_string(count_);
        return outcome_.measured_at_baseline ? "each of the " + number + " visits" : "each of the " + number + " visits after baseline";
    }

    static std::string key(Arm arm) { return arm == Arm::control ? "/control" : "/treatment"; }

    void check_by_visit(const PerArm<std::vector<double>>& values, const std::string& where, const StatedRange& range) {
        for (const Arm arm : both_arms) {
            const std::string here = where + key(arm);
            if (values[arm].size() != count_) {
                add(here, "must hold one number for " + each_visit() + ", but holds " + std::to_string(values[arm].size()));
            }
            for (std::size_t k = 0; k < values[arm].size(); ++k) {
                const double value = values[arm][k];
                if (std::isfinite(value) && value >= range.least && value <= range.most) continue;
                add(here + "/" + std::to_string(k), "must be " + std::string(range.words) + ", but is " + plain_number(value));
            }
        }
        const bool stated = !values.control.empty() && !values.treatment.empty();
        if (outcome_.measured_at_baseline && stated && values.control[0] != values.treatment[0]) add_baseline(where, values.treatment[0], values.control[0]);
    }

    void add_baseline(const std::string& where, double treatment, double control) {
        add(where + "/treatment/0", "must equal the control arm's at baseline, since participants are randomised, but they are " + plain_number(treatment) +
                                        " and " + plain_number(control));
    }

    /// Faults of a part that the primary outcome has too, found as if they were its own.
    template <class Check>
    void borrow(const std::string& from, const std::string& to, const Check& check_part) {
        std::vector<Fault> theirs;
        check_part(theirs);
        for (Fault& fault : theirs) {
            fault.pointer = at_ + to + fault.pointer.substr((outcome_at + from).size());
            found_.push_back(std::move(fault));
        }
    }

    void check_correlation(const Eigen::MatrixXd& correlation) {
        const Covariance standardised{.sd = std::vector<double>(count_, 1.0), .correlation = correlation};
        borrow("/covariance", "/correlation", [&](std::vector<Fault>& theirs) { detail::check_correlation(standardised, count_, theirs); });
    }

    void check(const NumericScore& kind) {
        constexpr double infinity = std::numeric_limits<double>::infinity();
        const std::size_t before = found_.size();
        check_by_visit(kind.mean, "/mean", {-infinity, infinity, "a finite number"});
        const RepeatedMeasures alike{.name = outcome_.name, .mean = kind.mean, .covariance = kind.covariance, .scale = kind.scale};
        borrow("", "", [&](std::vector<Fault>& theirs) { check_scale(alike, theirs); });
        borrow("", "", [&](std::vector<Fault>& theirs) { check_sds(alike, count_, theirs); });
        borrow("", "", [&](std::vector<Fault>& theirs) { detail::check_correlation(kind.covariance, count_, theirs); });
        if (found_.size() == before) borrow("", "", [&](std::vector<Fault>& theirs) { check_observed_means(alike, theirs); });
    }

    void check(const OrdinalLevels& kind) {
        const std::vector<std::string>& levels = kind.levels;
        if (levels.size() < 2) add("/levels", "must hold at least two levels, the lowest first, but holds " + std::to_string(levels.size()));
        for (std::size_t k = 0; k < levels.size(); ++k) {
            if (levels[k].empty()) add("/levels/" + std::to_string(k), "must be a name, but is empty");
            if (std::find(levels.begin(), levels.begin() + static_cast<std::ptrdiff_t>(k), levels[k]) == levels.begin() + static_cast<std::ptrdiff_t>(k)) continue;
            add("/levels/" + std::to_string(k), "must be unlike the other levels, but \"" + levels[k] + "\" is there twice");
        }
        for (const Arm arm : both_arms) check_rows(kind, arm);
        const PerArm<std::vector<std::vector<double>>>& rows = kind.proportions;
        if (outcome_.measured_at_baseline && !rows.control.empty() && !rows.treatment.empty() && rows.control[0] != rows.treatment[0]) {
            add("/proportions/treatment/0", "must equal the control arm's proportions at baseline, since participants are randomised");
        }
        check_correlation(kind.correlation);
    }

    void check_rows(const OrdinalLevels& kind, Arm arm) {
        const std::string here = "/proportions" + key(arm);
        const auto& rows = kind.proportions[arm];
        if (rows.size() != count_) add(here, "must hold one row of proportions for " + each_visit() + ", but holds " + std::to_string(rows.size()));
        for (std::size_t v = 0; v < rows.size(); ++v) {
            const std::string row = here + "/" + std::to_string(v);
            if (rows[v].size() != kind.levels.size()) {
                add(row, "must hold one proportion for each of the " + std::to_string(kind.levels.size()) + " levels, but holds " + std::to_string(rows[v].size()));
            }
            double sum = 0;
            for (std::size_t k = 0; k < rows[v].size(); ++k) {
                sum += rows[v][k];
                if (rows[v][k] >= 0 && rows[v][k] <= 1) continue;
                add(row + "/" + std::to_string(k), "must be a proportion from 0 to 1, but is " + plain_number(rows[v][k]));
            }
            if (!(std::abs(sum - 1) < 1e-9)) add(row, "must add up to 1, but add up to " + plain_number(sum));
        }
    }

    void check(const BinaryProportion& kind) {
        check_by_visit(kind.proportion, "/proportion", {0, 1, "a proportion from 0 to 1"});
        check_correlation(kind.correlation);
    }

    void check(const EventCount& kind) {
        const std::size_t before = found_.size();
        check_by_visit(kind.mean, "/mean", {0, 500, "a mean number of events from 0 to 500"});
        if (!(kind.dispersion >= 0 && std::isfinite(kind.dispersion))) {
            add("/dispersion", "must be a number of at least 0, but is " + plain_number(kind.dispersion));
        }
        check_correlation(kind.correlation);
        for (const Arm arm : both_arms) {
            for (std::size_t k = 0; found_.size() == before && k < kind.mean[arm].size(); ++k) {
                if (events_above(kind.mean[arm][k], kind.dispersion)) continue;
                add("/dispersion", "must be such that counts above 2,000 are as good as impossible, but with a mean of " + plain_number(kind.mean[arm][k]) +
                                       " it is " + plain_number(kind.dispersion));
            }
        }
    }

    void check_correlation_with_primary(bool primary_is_known) {
        const std::vector<double>& correlation = outcome_.correlation_with_primary;
        if (!correlation.empty() && correlation.size() != count_) {
            add("/correlation_with_primary", "must hold one correlation for " + each_visit() + ", or none, but holds " + std::to_string(correlation.size()));
        }
        for (std::size_t k = 0; k < correlation.size(); ++k) {
            const std::string here = "/correlation_with_primary/" + std::to_string(k);
            if (!(correlation[k] > -1 && correlation[k] < 1)) {
                add(here, "must be a correlation between -1 and 1, but is " + plain_number(correlation[k]));
            } else if (correlation[k] != 0 && !primary_is_known) {
                add(here, "must be 0, since the primary outcome is a model of one's own, whose normal variables are not known, but is " + plain_number(correlation[k]));
            }
        }
    }

    const SecondaryOutcome& outcome_;
    std::string at_;
    std::size_t count_;
    std::vector<Fault> found_{};
};

/// What is wrong with the name of the k-th outcome.
inline std::vector<Fault> secondary_name_faults(const std::vector<SecondaryOutcome>& outcomes, std::size_t k, const std::string& primary) {
    constexpr std::array<std::string_view, 5> columns{"participant", "arm", "booster", "visit", "week"};
    const std::string& name = outcomes[k].name;
    const std::string at = secondary_at(k) + "/name";
    if (name.empty()) return {{at, "must be a name, but is empty"}};
    if (name == primary) return {{at, "must be unlike the primary outcome's, but both are \"" + name + "\""}};
    if (std::find(columns.begin(), columns.end(), name) != columns.end()) return {{at, "must not be that of a column of every data set, but is \"" + name + "\""}};
    for (std::size_t j = 0; j < k; ++j) {
        if (outcomes[j].name == name) return {{at, "must be unlike the other outcomes', but \"" + name + "\" is also outcome " + std::to_string(j)}};
        if (name_hash(outcomes[j].name) == name_hash(name)) {
            return {{at, "must have random numbers of its own, but \"" + name + "\" would share those of \"" + outcomes[j].name + "\"", "choose another name"}};
        }
    }
    return {};
}

}  // namespace detail

/// Everything that is wrong with secondary outcomes and can be told without solving for their latent variables.
///
/// @param design   without faults
/// @param primary  the primary outcome; with a user's own model only outcomes independent of it are possible
/// @returns        faults whose pointers are those of a scenario file ("/mechanism/secondary_outcomes/0/..."). @complexity O(visits^3 + counts).
/// @verified       tests/mechanism/secondary_outcome_faults_test.cpp
inline std::vector<Fault> faults(const std::vector<SecondaryOutcome>& outcomes, const Design& design, const AnyOutcome& primary) {
    std::vector<Fault> found;
    for (std::size_t k = 0; k < outcomes.size(); ++k) {
        for (Fault& fault : detail::secondary_name_faults(outcomes, k, primary.name())) found.push_back(std::move(fault));
        for (Fault& fault : detail::SecondaryCheck(outcomes[k], detail::secondary_at(k), design)(primary.repeated_measures() != nullptr)) {
            found.push_back(std::move(fault));
        }
    }
    return found;
}

}  // namespace equipoise
