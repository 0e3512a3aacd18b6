#pragma once

#include <memory>
#include <span>
#include <utility>

#include <equipoise/analysis/analysis_concepts.hpp>
#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/estimate.hpp>
#include <equipoise/data/data_read.hpp>
#include <equipoise/data/reduction.hpp>
#include <equipoise/data/sufficient_statistics.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/random/stream.hpp>

namespace equipoise {

/// Any analysis, prepared for trials of one shape. It owns its scratch: each thread has a copy of its own.
///
/// @verified tests/analysis/any_analysis_test.cpp
class PreparedAnalysis {
public:
    /// An analysis that is a function of the sufficient statistics.
    template <PreparedSpecification P>
    static PreparedAnalysis of_statistics(P prepared) {
        return PreparedAnalysis(std::make_unique<Held<P, false>>(std::move(prepared)));
    }

    /// An analysis that needs the participants: prepared(data, statistics, chance) -> span of estimates.
    template <PreparedForParticipants P>
    static PreparedAnalysis of_participants(P prepared) {
        return PreparedAnalysis(std::make_unique<Held<P, true>>(std::move(prepared)));
    }

    PreparedAnalysis(const PreparedAnalysis& other) : held_(other.held_->clone()) {}
    PreparedAnalysis(PreparedAnalysis&&) noexcept = default;
    PreparedAnalysis& operator=(const PreparedAnalysis& other) {
        if (this != &other) held_ = other.held_->clone();
        return *this;
    }
    PreparedAnalysis& operator=(PreparedAnalysis&&) noexcept = default;
    ~PreparedAnalysis() = default;

    /// The estimands it gives estimates of, in that order.
    std::span<const Answer> answers() const { return held_->answers(); }

    /// Whether it looks at the data; if not, it is a function of the statistics alone.
    bool needs_participants() const { return held_->needs_participants(); }

    /// What it reads of the data beside what is reduced for it.
    DataRead reads() const { return held_->reads(); }

    /// Analyses one trial.
    ///
    /// @param statistics  of the outcome that the analysis is of, with at least the covariates that it needs
    /// @param chance      the analysis's own stream in this replicate
    /// @returns           one estimate for each answer; valid until the next call
    std::span<const Estimate> operator()(const TrialData& data, const SufficientStatistics& statistics, Stream chance) {
        return held_->analyse(data, statistics, chance);
    }

private:
    struct Concept {
        virtual ~Concept() = default;
        virtual std::unique_ptr<Concept> clone() const = 0;
        virtual std::span<const Answer> answers() const = 0;
        virtual bool needs_participants() const = 0;
        virtual DataRead reads() const = 0;
        virtual std::span<const Estimate> analyse(const TrialData&, const SufficientStatistics&, Stream&) = 0;
    };

    template <class P, bool Participants>
    struct Held final : Concept {
        explicit Held(P given) : prepared(std::move(given)) {}
        std::unique_ptr<Concept> clone() const override { return std::make_unique<Held>(prepared); }
        std::span<const Answer> answers() const override { return prepared.answers(); }
        bool needs_participants() const override { return Participants; }
        DataRead reads() const override {
            if constexpr (SaysWhatItReads<P>) {
                return prepared.reads();
            } else {
                return {.everything = Participants};
            }
        }
        std::span<const Estimate> analyse(const TrialData& data, const SufficientStatistics& statistics, Stream& chance) override {
            if constexpr (Participants) {
                return prepared(data, statistics, chance);
            } else {
                return prepared(statistics);
            }
        }
        P prepared;
    };

    explicit PreparedAnalysis(std::unique_ptr<Concept> held) : held_(std::move(held)) {}

    std::unique_ptr<Concept> held_;
};

}  // namespace equipoise
