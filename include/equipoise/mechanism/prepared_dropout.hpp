#pragma once

#include <array>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

#include <equipoise/design/arm.hpp>
#include <equipoise/design/visits.hpp>
#include <equipoise/mechanism/any_dropout.hpp>
#include <equipoise/mechanism/history.hpp>
#include <equipoise/mechanism/missing_logit.hpp>

namespace equipoise {

/// Completely random dropout: the probability of leaving before each visit, by arm.
struct DropoutRates {
    PerArm<std::array<double, max_visits>> before{};
};

/// Logistic dropout, its intercepts found.
struct DropoutLogits {
    PerArm<std::array<MissingLogit, max_visits>> before{};
};

/// A dropout mechanism ready for use, a function from a history to a probability.
///
/// @verified tests/mechanism/dropout_calibration_test.cpp
class PreparedDropout {
public:
    using Kind = std::variant<DropoutRates, DropoutLogits, AnyDropout::AtRandom, AnyDropout::NotAtRandom>;

    explicit PreparedDropout(Kind kind) : kind_(std::move(kind)), can_happen_(true) {
        if (const auto* rates = std::get_if<DropoutRates>(&kind_)) can_happen_ = rates->before != DropoutRates{}.before;
    }

    /// The probability of leaving before past.observed.next_visit(), for one who is still in the trial.
    ///
    /// @throws std::domain_error if a user's rule returns anything but a probability; and what the rule throws
    double operator()(const CompleteHistory& past) const {
        const ObservedHistory& observed = past.observed;
        if (const auto* rates = std::get_if<DropoutRates>(&kind_)) return rates->before[observed.cell.arm][observed.next_visit()];
        if (const auto* logits = std::get_if<DropoutLogits>(&kind_)) {
            return logits->before[observed.cell.arm][observed.next_visit()].probability(past);
        }
        if (const auto* at_random = std::get_if<AnyDropout::AtRandom>(&kind_)) return checked((*at_random)(observed), observed);
        return checked(std::get<AnyDropout::NotAtRandom>(kind_)(past), observed);
    }

    /// False if the mechanism is that nobody ever leaves.
    bool can_happen() const { return can_happen_; }

    const Kind& kind() const { return kind_; }

    /// The rates, if leaving is completely at random.
    const DropoutRates* rates() const { return std::get_if<DropoutRates>(&kind_); }

private:
    static double checked(double probability, const ObservedHistory& observed) {
        if (probability >= 0 && probability <= 1) return probability;
        throw std::domain_error("the dropout rule must return a probability in [0, 1], but before visit " + std::to_string(observed.next_visit()) +
                                " it returned " + std::to_string(probability));
    }

    Kind kind_;
    bool can_happen_;
};

}  // namespace equipoise
