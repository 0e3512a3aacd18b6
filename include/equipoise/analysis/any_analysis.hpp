#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <equipoise/analysis/analysis_concepts.hpp>
#include <equipoise/analysis/custom_analysis.hpp>
#include <equipoise/analysis/prepared_analysis.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/random/name_hash.hpp>

namespace equipoise {

/// Any analysis of a trial, by value: TTest, Ancova, Mmrm, another specification of that kind, or a user's function.
///
/// @verified tests/analysis/any_analysis_test.cpp
class AnyAnalysis {
public:
    template <class A>
        requires(!std::same_as<A, AnyAnalysis> && AnalysisSpecification<A>)  // in this order: the concept is asked of other types only
    AnyAnalysis(A analysis) : name_(analysis.name), held_(std::make_shared<const Held<A>>(std::move(analysis))) {}  // implicit: {TTest{}, Mmrm{}}

    /// A user's analysis.
    ///
    /// @param name     as in the results
    /// @param visit    at which it estimates the effect, 1 to the last
    /// @param analyse  Estimate(const TrialData&), Estimate(const TrialData&, Stream&) or Estimate(const SufficientStatistics&)
    template <UserAnalysis F>
    AnyAnalysis(std::string name, std::size_t visit, F analyse)
        : name_(std::move(name)), held_(std::make_shared<const Held<CustomAnalysis<F>>>(CustomAnalysis<F>{name_, visit, std::move(analyse)})) {}

    /// Empty if it was not named; see `with_unique_names`.
    const std::string& name() const { return name_; }
    /// "t_test", "ancova", "mmrm", ..., or "custom".
    std::string_view method() const { return held_->method(); }

    /// The same analysis by another name.
    AnyAnalysis named(std::string name) const {
        AnyAnalysis copy = *this;
        copy.name_ = std::move(name);
        return copy;
    }

    /// Whether its estimates may hang on who of an arm was allocated to boosters: true unless the analysis says that they do not.
    bool tells_boosters_apart() const { return held_->tells_boosters_apart(); }

    /// What is wrong with it for trials of that shape; pointers are relative to the analysis.
    std::vector<Fault> faults(const TrialShape& shape) const { return held_->faults(shape); }

    /// What it needs reduced. Only if it has no faults.
    StatisticsPlan needs(const TrialShape& shape) const { return held_->needs(shape); }

    /// Only if it has no faults.
    /// @param alpha  two-sided; intervals have level 1 - alpha
    PreparedAnalysis prepare(const TrialShape& shape, double alpha) const { return held_->prepare(shape, alpha); }

    /// Whether one fit answers for both.
    bool same_fit(const AnyAnalysis& other) const { return held_->same_fit(*other.held_); }

    /// Prepares several analyses, which are all the `same_fit`, to be answered by one; the answers of each in turn.
    static PreparedAnalysis prepare_together(const std::vector<AnyAnalysis>& analyses, const TrialShape& shape, double alpha) {
        return analyses.front().held_->prepare_together(analyses, shape, alpha);
    }

private:
    struct Concept {
        virtual ~Concept() = default;
        virtual std::string_view method() const = 0;
        virtual bool tells_boosters_apart() const = 0;
        virtual std::vector<Fault> faults(const TrialShape&) const = 0;
        virtual StatisticsPlan needs(const TrialShape&) const = 0;
        virtual PreparedAnalysis prepare(const TrialShape&, double alpha) const = 0;
        virtual bool same_fit(const Concept&) const = 0;
        virtual PreparedAnalysis prepare_together(const std::vector<AnyAnalysis>&, const TrialShape&, double alpha) const = 0;
    };

    template <class A>
    struct Held final : Concept {
        explicit Held(A given) : analysis(std::move(given)) {}
        std::string_view method() const override { return A::method; }
        bool tells_boosters_apart() const override {
            if constexpr (requires { A::tells_boosters_apart; }) {
                return A::tells_boosters_apart;
            } else {
                return true;
            }
        }
        std::vector<Fault> faults(const TrialShape& shape) const override { return analysis.faults(shape); }
        StatisticsPlan needs(const TrialShape& shape) const override { return analysis.needs(shape); }
        PreparedAnalysis prepare(const TrialShape& shape, double alpha) const override { return erased(analysis.prepare(shape, alpha)); }
        bool same_fit(const Concept& other) const override {
            if constexpr (SharesFit<A>) {
                const auto* same = dynamic_cast<const Held*>(&other);
                return same != nullptr && analysis.same_fit(same->analysis);
            } else {
                return this == &other;
            }
        }
        PreparedAnalysis prepare_together(const std::vector<AnyAnalysis>& analyses, const TrialShape& shape, double alpha) const override {
            if constexpr (SharesFit<A>) {
                std::vector<A> together;
                for (const AnyAnalysis& other : analyses) together.push_back(dynamic_cast<const Held&>(*other.held_).analysis);
                return erased(A::prepare_together(together, shape, alpha));
            } else {
                return prepare(shape, alpha);
            }
        }
        template <class Prepared>
        static PreparedAnalysis erased(Prepared prepared) {
            if constexpr (std::is_same_v<Prepared, PreparedAnalysis>) {
                return prepared;
            } else if constexpr (PreparedForParticipants<Prepared>) {
                return PreparedAnalysis::of_participants(std::move(prepared));
            } else {
                return PreparedAnalysis::of_statistics(std::move(prepared));
            }
        }
        A analysis;
    };

    std::string name_;
    std::shared_ptr<const Concept> held_;
};

/// The analyses with a name each: one without a name is called by its method and its number among those of that method, "mmrm_2".
///
/// @verified tests/analysis/any_analysis_test.cpp
inline std::vector<AnyAnalysis> with_unique_names(std::vector<AnyAnalysis> analyses) {
    for (std::size_t i = 0; i < analyses.size(); ++i) {
        if (!analyses[i].name().empty()) continue;
        std::size_t number = 1;
        for (std::size_t k = 0; k < i; ++k) number += analyses[k].method() == analyses[i].method() ? 1U : 0U;
        analyses[i] = analyses[i].named(std::string{analyses[i].method()} + "_" + std::to_string(number));
    }
    return analyses;
}

/// Names that stand twice, with the default names counted; pointers are relative to the list, e.g. "/1/name".
inline std::vector<Fault> name_faults(const std::vector<AnyAnalysis>& listed) {
    const std::vector<AnyAnalysis> analyses = with_unique_names(listed);
    std::vector<Fault> faults;
    for (std::size_t i = 0; i < analyses.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            if (analyses[k].name() != analyses[i].name()) continue;
            faults.push_back({.pointer = "/" + std::to_string(i) + "/name",
                              .message = "must be unique, but \"" + analyses[i].name() + "\" is also the name of analysis " + std::to_string(k + 1),
                              .suggestion = ""});
            break;
        }
    }
    return faults;
}

/// A number that is an analysis's own, so that its streams are: the hash of its name.
constexpr std::uint32_t chance_item(std::string_view name) { return name_hash(name); }

}  // namespace equipoise
