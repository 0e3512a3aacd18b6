#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/data/trial_data.hpp>
#include <equipoise/design/design.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/mechanism/plain_number.hpp>
#include <equipoise/random/portable_math.hpp>
#include <equipoise/random/standard_normal.hpp>
#include <equipoise/random/stream.hpp>
#include <equipoise/random/uniform.hpp>

namespace equipoise {

/// Which therapists treat which arm.
enum class TherapistLayout : std::uint8_t {
    crossed,          ///< every therapist treats both arms
    nested,           ///< each therapist treats one arm
    partially_nested  ///< one arm has therapists, the other has none
};

/// Therapists whose patients do alike: the latent outcome of a participant after baseline is
///
///     mean + sd (sqrt(icc) t_j + sqrt(icc_by_arm) t_j,arm + sqrt(1 - icc - icc_by_arm) residual) + learning 2^(-experience / half_learnt_after)
///
/// with independent standard normals t: one for each therapist, the same at every visit, and one for each therapist and arm. The variance and
/// the correlations of the outcome stay as stated; what therapists explain is taken from the residual. Who treats a participant is drawn
/// by caseload. A therapist's experience is the number of the arm's participants that they are expected to have treated before.
///
/// @source Roberts & Roberts (2005), Clinical Trials 2:152; Walters (2010), Contemporary Clinical Trials 31:117.
struct Therapists {
    TherapistLayout layout = TherapistLayout::crossed;
    PerArm<std::size_t> number{};              ///< of therapists in each arm; crossed: the same ones; partially nested: 0 in one arm
    PerArm<std::vector<double>> caseload{};    ///< relative number of the arm's participants that each treats, > 0; empty: equal
    double icc = 0;                            ///< share of the latent variance that a therapist's patients have in common, in [0, 1)
    double icc_by_arm = 0;                     ///< crossed: further share that is common within therapist and arm, in [0, 1)
    PerArm<double> learning{};                 ///< what a therapist's first participants differ by from later ones [outcome units]
    double half_learnt_after = 10;             ///< participants after which half of that is gone, > 0
};

/// The share of the latent variance after baseline that therapists take, by arm.
inline PerArm<double> variance_share(const Therapists& therapists) {
    PerArm<double> share;
    for (const Arm arm : both_arms) share[arm] = therapists.number[arm] > 0 ? therapists.icc + therapists.icc_by_arm : 0.0;
    return share;
}

/// What is wrong with the therapists.
/// @verified tests/mechanism/therapists_test.cpp
inline std::vector<Fault> faults(const Therapists& therapists) {
    const std::string at = "/mechanism/therapists";
    std::vector<Fault> found;
    const auto& number = therapists.number;
    const auto counts = std::to_string(number.control) + " (control) and " + std::to_string(number.treatment) + " (treatment)";
    if (therapists.layout == TherapistLayout::crossed && (number.control != number.treatment || number.control == 0)) {
        found.push_back({at + "/number", "must be the same number of at least 1 for both arms where therapists are crossed with arms, but is " + counts});
    }
    if (therapists.layout == TherapistLayout::nested && (number.control == 0 || number.treatment == 0)) {
        found.push_back({at + "/number", "must be at least 1 in each arm where therapists are nested in arms, but is " + counts});
    }
    if (therapists.layout == TherapistLayout::partially_nested && (number.control == 0) == (number.treatment == 0)) {
        found.push_back({at + "/number", "must be 0 in one arm and at least 1 in the other where therapists are partially nested, but is " + counts});
    }
    const auto share_of = [&](double share, const std::string& name) {
        if (!(share >= 0 && share < 1)) found.push_back({at + "/" + name, "must be a share of the variance of at least 0 and below 1, but is " + detail::plain_number(share)});
    };
    share_of(therapists.icc, "icc");
    share_of(therapists.icc_by_arm, "icc_by_arm");
    if (therapists.icc + therapists.icc_by_arm >= 1) found.push_back({at + "/icc_by_arm", "must leave with icc a share of the variance below 1"});
    if (therapists.icc_by_arm > 0 && therapists.layout != TherapistLayout::crossed) {
        found.push_back({at + "/icc_by_arm", "must be 0 unless therapists are crossed with arms", "state `icc` alone: a therapist who treats one arm has one effect"});
    }
    if (!(therapists.half_learnt_after > 0)) found.push_back({at + "/half_learnt_after", "must be a number of participants above 0, but is " + detail::plain_number(therapists.half_learnt_after)});
    for (const Arm arm : both_arms) {
        const std::string here = at + "/caseload/" + (arm == Arm::control ? "control" : "treatment");
        const std::vector<double>& load = therapists.caseload[arm];
        if (!load.empty() && load.size() != number[arm]) {
            found.push_back({here, "must hold one number for each of the " + std::to_string(number[arm]) + " therapists of the arm, but holds " + std::to_string(load.size())});
        }
        for (std::size_t j = 0; j < load.size(); ++j) {
            if (!(load[j] > 0 && std::isfinite(load[j]))) found.push_back({here + "/" + std::to_string(j), "must be a relative number of participants above 0, but is " + detail::plain_number(load[j])});
        }
    }
    return found;
}

/// Therapists ready to be drawn.
///
/// @verified tests/mechanism/therapists_test.cpp
class PreparedTherapists {
public:
    /// @param design  without faults
    PreparedTherapists(const Therapists& therapists, const Design& design)
        : layout_(therapists.layout), number_(therapists.number), learning_(therapists.learning) {
        const double total = therapists.icc + therapists.icc_by_arm;
        main_ = total > 0 ? std::sqrt(therapists.icc / total) : 0.0;
        by_arm_ = total > 0 ? std::sqrt(therapists.icc_by_arm / total) : 0.0;
        for (const Arm arm : both_arms) {
            const std::vector<double> load = therapists.caseload[arm].empty() ? std::vector<double>(number_[arm], 1.0) : therapists.caseload[arm];
            double sum = 0;
            for (const double one : load) sum += one;
            double up_to = 0;
            for (const double one : load) {
                up_to += one / sum;
                up_to_[arm].push_back(up_to);
                decay_[arm].push_back(portable::log(2.0) * share_of(design.allocation, arm) * one / sum / therapists.half_learnt_after);
            }
        }
    }

    /// Of all therapists, the index of the one who treats a participant, if allocated to an arm.
    std::uint32_t treating(Arm arm, const StudyKey& key, std::uint64_t replicate, std::uint64_t participant) const {
        if (number_[arm] == 0) return no_therapist;
        Stream chance(key, replicate, {Layer::therapist, 1}, participant);
        const double u = uniform(chance);
        std::size_t j = 0;
        while (j + 1 < number_[arm] && !(u < up_to_[arm][j])) ++j;
        return static_cast<std::uint32_t>(first(arm) + j);
    }

    /// What a therapist adds to the latent outcome in an arm, in SDs of what therapists add: a standard normal.
    double effect(std::uint32_t therapist, Arm arm, const StudyKey& key, std::uint64_t replicate) const {
        Stream chance(key, replicate, {Layer::therapist, 0}, therapist);
        const double common = standard_normal(chance);
        if (by_arm_ == 0) return common;
        const double control = standard_normal(chance);
        return main_ * common + by_arm_ * (arm == Arm::control ? control : standard_normal(chance));
    }

    bool learn() const { return learning_.control != 0 || learning_.treatment != 0; }

    /// What the therapist's inexperience adds [outcome units].
    ///
    /// @param participant  number in the order of enrolment: how many were enrolled before
    double inexperience(std::uint32_t therapist, Arm arm, std::uint64_t participant) const {
        if (learning_[arm] == 0) return 0;
        return learning_[arm] * portable::exp(-decay_[arm][therapist - first(arm)] * static_cast<double>(participant));
    }

    /// Of both arms together.
    std::size_t count() const { return layout_ == TherapistLayout::crossed ? number_.control : number_.control + number_.treatment; }

private:
    std::size_t first(Arm arm) const { return layout_ != TherapistLayout::crossed && arm == Arm::treatment ? number_.control : 0; }

    TherapistLayout layout_;
    PerArm<std::size_t> number_;
    PerArm<double> learning_;
    double main_ = 0;
    double by_arm_ = 0;
    PerArm<std::vector<double>> up_to_{};  ///< of the caseloads, up to each therapist
    PerArm<std::vector<double>> decay_{};  ///< of inexperience, per participant enrolled in the trial
};

}  // namespace equipoise
