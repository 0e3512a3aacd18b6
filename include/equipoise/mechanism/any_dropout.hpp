#pragma once

#include <cmath>
#include <concepts>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <equipoise/design/design.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/mechanism/dropout.hpp>
#include <equipoise/mechanism/dropout_faults.hpp>
#include <equipoise/mechanism/history.hpp>

namespace equipoise {

/// Who leaves the trial: a built-in mechanism, or any rule of the user's, held by value.
///
/// A rule that can be called with an ObservedHistory is only ever given that: it is missing at random, and cannot be otherwise.
/// @verified tests/mechanism/any_dropout_test.cpp
class AnyDropout {
public:
    using AtRandom = std::function<double(const ObservedHistory&)>;
    using NotAtRandom = std::function<double(const CompleteHistory&)>;
    using Kind = std::variant<NoDropout, ConstantDropout, DropoutCompletelyAtRandom, LogisticDropout, AtRandom, NotAtRandom>;

    AnyDropout(NoDropout dropout) : kind_(dropout) {}  // implicit, all of them: `.dropout = ConstantDropout{...}`
    AnyDropout(ConstantDropout dropout) : kind_(dropout) {}
    AnyDropout(DropoutCompletelyAtRandom dropout) : kind_(std::move(dropout)) {}
    AnyDropout(LogisticDropout dropout) : kind_(std::move(dropout)) {}

    template <class D>
        requires(!std::same_as<D, AnyDropout> && DropoutRule<D>)  // in this order: the rule is asked of other types only
    AnyDropout(D rule) : kind_(erased(std::move(rule))) {}

    /// "none", "mcar", "mar" or "mnar": the weakest of these assumptions that is sure to hold.
    std::string_view mechanism() const {
        if (std::holds_alternative<NoDropout>(kind_)) return "none";
        if (std::holds_alternative<AtRandom>(kind_)) return "mar";
        if (std::holds_alternative<NotAtRandom>(kind_)) return "mnar";
        const auto* logistic = std::get_if<LogisticDropout>(&kind_);
        if (!logistic) return "mcar";
        bool observed = false;
        for (const Arm arm : both_arms) {
            if (logistic->missed_score[arm] != 0) return "mnar";
            observed = observed || logistic->last_score[arm] != 0 || logistic->change[arm] != 0 || logistic->adverse_event[arm] != 0;
        }
        return observed ? "mar" : "mcar";
    }

    /// Whether leaving depends on nothing but what was observed.
    bool at_random() const { return mechanism() != "mnar"; }

    /// What is wrong with a built-in mechanism; a user's rule is taken as it is.
    ///
    /// @param design  without faults
    std::vector<Fault> faults(const Design& design) const {
        if (const auto* constant = std::get_if<ConstantDropout>(&kind_)) return equipoise::faults(*constant, design);
        if (const auto* random = std::get_if<DropoutCompletelyAtRandom>(&kind_)) return equipoise::faults(*random, design);
        if (const auto* logistic = std::get_if<LogisticDropout>(&kind_)) return equipoise::faults(*logistic, design);
        return {};
    }

    const Kind& kind() const { return kind_; }

private:
    template <class D>
    static Kind erased(D rule) {
        if constexpr (DropoutAtRandom<D>) {
            return AtRandom([rule = std::move(rule)](const ObservedHistory& past) -> double { return rule(past); });
        } else {
            return NotAtRandom([rule = std::move(rule)](const CompleteHistory& past) -> double { return rule(past); });
        }
    }

    Kind kind_;
};

}  // namespace equipoise
