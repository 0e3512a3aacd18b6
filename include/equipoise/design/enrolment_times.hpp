#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include <equipoise/design/design.hpp>
#include <equipoise/design/recruitment.hpp>
#include <equipoise/random/portable_math.hpp>
#include <equipoise/random/stream.hpp>
#include <equipoise/random/uniform.hpp>

namespace equipoise {

/// Draws when the participants of a trial are randomised, in weeks since it opened.
///
/// Poisson: gaps -log(1 - U) / rate, the first from the opening on; one word for each participant, so that the first n participants of a
/// larger trial come when those of a smaller one do. Fixed: (i + 1/2) / rate, without chance.
/// One object is prepared for a design and drawn from again for each replicate without allocating.
///
/// @verified tests/design/enrolment_times_test.cpp
class EnrolmentTimes {
public:
    /// @param design  without faults
    explicit EnrolmentTimes(const Design& design) : recruitment_(design.recruitment), weeks_(design.recruitment ? design.participants : 0) {}

    /// The times of one replicate.
    ///
    /// @param chance  a stream of Layer::recruitment
    /// @returns       of each participant, in order and not decreasing [weeks]; empty if the design has no recruitment; valid until the next draw
    /// @complexity    O(participants)
    std::span<const double> draw(Stream chance) {
        if (!recruitment_) return {};
        const double rate = recruitment_->per_week();
        double time = 0;
        for (std::size_t i = 0; i < weeks_.size(); ++i) {
            if (recruitment_->pattern == ArrivalPattern::poisson) {
                time -= portable::log(1 - uniform(chance)) / rate;
            } else {
                time = (static_cast<double>(i) + 0.5) / rate;
            }
            weeks_[i] = time;
        }
        return weeks_;
    }

private:
    std::optional<Recruitment> recruitment_;
    std::vector<double> weeks_;
};

}  // namespace equipoise
