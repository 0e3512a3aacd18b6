#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <equipoise/design/arm.hpp>
#include <equipoise/performance/power_sums.hpp>

namespace equipoise {

/// The parts of a summary of simulated trials, in their order.
enum class SummarySection : std::uint8_t { baseline, flow, outcomes, delivery, adverse_events, discontinuation, therapists };

inline constexpr std::array<SummarySection, 7> all_summary_sections{
    SummarySection::baseline,       SummarySection::flow,            SummarySection::outcomes,  SummarySection::delivery,
    SummarySection::adverse_events, SummarySection::discontinuation, SummarySection::therapists};

/// The name of a section, as in every output.
constexpr std::string_view to_string(SummarySection section) {
    constexpr std::array<std::string_view, 7> names{"baseline", "flow", "outcomes", "delivery", "adverse_events", "discontinuation", "therapists"};
    return names[static_cast<std::size_t>(section)];
}

/// What a number of a summary is.
struct SummaryKey {
    SummarySection section;
    std::string quantity;       ///< a covariate, an outcome, a kind of adverse event, ...
    std::string at;             ///< a visit, a level, a severity or a reason; empty: none
    std::string statistic;      ///< "mean", "SD", "share", "participants", ...
    std::optional<Arm> arm{};   ///< nothing: both arms together, or one compared with the other

    friend bool operator==(const SummaryKey&, const SummaryKey&) = default;
};

/// What is made of the values that a number has in simulated trials.
enum class AcrossTrials : std::uint8_t { mean, exponential_of_mean, sd };

/// A number of a summary, before it has values.
struct SummaryLine {
    SummaryKey key;
    AcrossTrials across = AcrossTrials::mean;
};

/// A part of some participants.
struct PartOf {
    double part = 0;
    double all = 0;

    void count(bool belongs) {
        all += 1;
        part += belongs ? 1 : 0;
    }

    double share() const { return all > 0 ? part / all : std::numeric_limits<double>::quiet_NaN(); }
};

/// The numbers of one trial, in an order that all trials of a scenario share. A number that a trial does not have is not a number.
///
/// Names are made only on request, so that nothing is allocated once warm.
class SummarySheet {
public:
    /// Forgets the numbers, and keeps their memory.
    void clear(bool with_names = false) {
        names_ = with_names;
        lines_.clear();
        values_.clear();
    }

    /// Writes a number down.
    /// @param line  () -> SummaryLine
    template <class Line>
    void put(const Line& line, double value) {
        if (names_) lines_.push_back(line());
        values_.push_back(value);
    }

    /// Mean and SD of a quantity in each arm and in both.
    void put_moments(SummarySection section, std::string_view quantity, std::string_view at, const PerArm<PowerSums2>& sums) {
        const PowerSums2 both = together(sums);
        const auto mean = [](const PowerSums2& of) { return of.count > 0 ? of.mean : std::numeric_limits<double>::quiet_NaN(); };
        put_each(section, quantity, at, "mean", {mean(sums.control), mean(sums.treatment)}, mean(both));
        put_each(section, quantity, at, "SD", {sd(sums.control), sd(sums.treatment)}, sd(both));
    }

    /// The share that has something in each arm and in both.
    void put_share(SummarySection section, std::string_view quantity, std::string_view at, std::string_view statistic, const PerArm<PartOf>& parts) {
        const PartOf both{parts.control.part + parts.treatment.part, parts.control.all + parts.treatment.all};
        put_each(section, quantity, at, statistic, {parts.control.share(), parts.treatment.share()}, both.share());
    }

    /// How many participants have something in each arm and in both.
    void put_count(SummarySection section, std::string_view quantity, std::string_view at, const PerArm<PartOf>& parts) {
        put_each(section, quantity, at, "participants", {parts.control.part, parts.treatment.part}, parts.control.part + parts.treatment.part);
    }

    const std::vector<SummaryLine>& lines() const { return lines_; }
    const std::vector<double>& values() const { return values_; }

    static PowerSums2 together(const PerArm<PowerSums2>& sums) {
        PowerSums2 both = sums.control;
        both.merge(sums.treatment);
        return both;
    }

private:
    static double sd(const PowerSums2& sums) {
        return sums.count > 1 ? std::sqrt(sums.m2 / static_cast<double>(sums.count - 1)) : std::numeric_limits<double>::quiet_NaN();
    }

    void put_each(SummarySection section, std::string_view quantity, std::string_view at, std::string_view statistic, const PerArm<double>& arms, double both) {
        const auto line = [&](std::optional<Arm> arm) {
            return [=] { return SummaryLine{{section, std::string(quantity), std::string(at), std::string(statistic), arm}}; };
        };
        put(line(Arm::treatment), arms.treatment);
        put(line(Arm::control), arms.control);
        put(line(std::nullopt), both);
    }

    bool names_ = false;
    std::vector<SummaryLine> lines_{};
    std::vector<double> values_{};
};

}  // namespace equipoise
