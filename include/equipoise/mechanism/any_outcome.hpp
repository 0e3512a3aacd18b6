#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <equipoise/design/design.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/mechanism/prepared_repeated_measures.hpp>
#include <equipoise/mechanism/repeated_measures.hpp>
#include <equipoise/mechanism/repeated_measures_faults.hpp>
#include <equipoise/mechanism/trajectory.hpp>
#include <equipoise/random/stream.hpp>

namespace equipoise {

/// An outcome ready to draw participants: RepeatedMeasures, solved, or a user's own model. An OutcomeModel itself.
///
/// @verified tests/mechanism/any_outcome_test.cpp
class PreparedOutcome {
public:
    using Model = std::function<Trajectory(Cell, Stream&)>;

    PreparedOutcome(PreparedRepeatedMeasures outcome) : name_(outcome.name()), model_(std::move(outcome)) {}
    PreparedOutcome(std::string name, Model model) : name_(std::move(name)), model_(std::move(model)) {}

    /// One participant's scores, had they been allocated to a cell, from any stream.
    Trajectory operator()(Cell cell, Stream& chance) const {
        if (const auto* known = std::get_if<PreparedRepeatedMeasures>(&model_)) return (*known)(cell, chance);
        return std::get<Model>(model_)(cell, chance);
    }

    /// The scores of one participant of a trial, had they been allocated to a cell.
    Trajectory operator()(Cell cell, const StudyKey& key, std::uint64_t replicate, std::uint64_t participant) const {
        if (const auto* known = std::get_if<PreparedRepeatedMeasures>(&model_)) return known->scores(cell, known->normals(key, replicate, participant));
        Stream chance(key, replicate, {Layer::outcome}, participant);
        return std::get<Model>(model_)(cell, chance);
    }

    const std::string& name() const { return name_; }

    /// True mean of the score at a visit among those eligible [outcome units], where it has a closed form.
    std::optional<double> mean_score(Cell cell, std::size_t visit) const {
        if (const auto* known = repeated_measures(); known != nullptr && known->has_closed_form()) return known->mean_score(cell, visit);
        return std::nullopt;
    }

    /// True SD of the score at a visit among those eligible [outcome units], where it has a closed form.
    std::optional<double> sd_score(Cell cell, std::size_t visit) const {
        if (const auto* known = repeated_measures(); known != nullptr && known->has_closed_form()) return known->sd_score(cell, visit);
        return std::nullopt;
    }

    /// The model itself, if it is the library's.
    const PreparedRepeatedMeasures* repeated_measures() const { return std::get_if<PreparedRepeatedMeasures>(&model_); }

private:
    std::string name_;
    std::variant<PreparedRepeatedMeasures, Model> model_;
};

/// How outcomes arise: RepeatedMeasures, or any model of the user's, held by value.
///
/// @verified tests/mechanism/any_outcome_test.cpp
class AnyOutcome {
public:
    AnyOutcome(RepeatedMeasures outcome) : name_(outcome.name), outcome_(std::move(outcome)) {}  // implicit: `.outcome = RepeatedMeasures{...}`

    template <class O>
        requires(!std::same_as<O, AnyOutcome> && OutcomeModel<O>)  // in this order: the model is asked of other types only
    AnyOutcome(O model) : AnyOutcome("outcome", std::move(model)) {}

    /// @param name  of the outcome in every report
    template <OutcomeModel O>
    AnyOutcome(std::string name, O model) : name_(std::move(name)), outcome_(PreparedOutcome::Model(std::move(model))) {}

    const std::string& name() const { return name_; }

    /// What was stated, if it is the library's model.
    const RepeatedMeasures* repeated_measures() const { return std::get_if<RepeatedMeasures>(&outcome_); }

    /// What is wrong with the outcome and can be told at once; a user's model is taken as it is.
    std::vector<Fault> faults(const Design& design) const {
        if (const auto* stated = std::get_if<RepeatedMeasures>(&outcome_)) return equipoise::faults(*stated, design);
        if (name_.empty()) return {{"/mechanism/outcome/name", "must be a name, but is empty", ""}};
        return {};
    }

    /// @param therapist_share  of the latent variance after baseline, by arm; 0 unless the model is the library's
    /// @throws InvalidScenario with every fault
    PreparedOutcome prepare(const Design& design, PerArm<double> therapist_share = {}) const {
        if (const auto* stated = std::get_if<RepeatedMeasures>(&outcome_)) return PreparedOutcome(equipoise::prepare(*stated, design, therapist_share));
        if (std::vector<Fault> found = faults(design); !found.empty()) throw InvalidScenario(std::move(found));
        return PreparedOutcome(name_, std::get<PreparedOutcome::Model>(outcome_));
    }

private:
    std::string name_;
    std::variant<RepeatedMeasures, PreparedOutcome::Model> outcome_;
};

}  // namespace equipoise
