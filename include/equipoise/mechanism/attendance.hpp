#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <equipoise/design/arm.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/mechanism/plain_number.hpp>
#include <equipoise/random/stream.hpp>
#include <equipoise/random/uniform.hpp>

namespace equipoise {

/// Attendance of the treatment sessions, and what each session does: the number attended is beta-binomial, and the latent outcome after
/// baseline changes by effect_per_session x (attended - expected), so that the stated means are those at the expected attendance.
///
/// P(k of m) = C(m, k) B(k + a, m - k + b) / B(a, b), a + b = 1/overdispersion - 1, a / (a + b) = probability; binomial without overdispersion.
struct Attendance {
    std::size_t sessions = 0;            ///< offered, 1 to 100
    PerArm<double> probability{};        ///< of attending a session, in [0, 1]
    double overdispersion = 0;           ///< correlation of any two sessions of a participant, in [0, 1)
    PerArm<double> effect_per_session{}; ///< [outcome units]
};

inline constexpr std::size_t max_sessions = 100;

/// What is wrong with the attendance.
/// @verified tests/mechanism/attendance_test.cpp
inline std::vector<Fault> faults(const Attendance& attendance) {
    const std::string at = "/mechanism/attendance";
    std::vector<Fault> found;
    if (attendance.sessions < 1 || attendance.sessions > max_sessions) {
        found.push_back({at + "/sessions", "must be a whole number from 1 to 100, but is " + std::to_string(attendance.sessions)});
    }
    for (const Arm arm : both_arms) {
        const double p = attendance.probability[arm];
        if (!(p >= 0 && p <= 1)) {
            found.push_back({at + "/probability/" + (arm == Arm::control ? "control" : "treatment"), "must be a probability from 0 to 1, but is " + detail::plain_number(p)});
        }
    }
    if (!(attendance.overdispersion >= 0 && attendance.overdispersion < 1)) {
        found.push_back({at + "/overdispersion", "must be a correlation of at least 0 and below 1, but is " + detail::plain_number(attendance.overdispersion)});
    }
    return found;
}

namespace detail {

/// P(k sessions or fewer), k = 0 to m, by the Polya urn: sums of products, so that every build finds the same bits.
inline std::vector<double> beta_binomial_cdf(std::size_t m, double p, double rho) {
    const double grain = rho / (1 - rho);  // 1 / (a + b)
    std::vector<double> chance(m + 1, 0.0);
    chance[0] = 1;
    for (std::size_t drawn = 0; drawn < m; ++drawn) {
        for (std::size_t k = drawn + 1; k-- > 0;) {
            const double attend = (p + static_cast<double>(k) * grain) / (1 + static_cast<double>(drawn) * grain);
            chance[k + 1] += chance[k] * attend;
            chance[k] *= 1 - attend;
        }
    }
    for (std::size_t k = 1; k <= m; ++k) chance[k] += chance[k - 1];
    return chance;
}

}  // namespace detail

/// Attendance ready to be drawn.
///
/// @verified tests/mechanism/attendance_test.cpp
class PreparedAttendance {
public:
    explicit PreparedAttendance(const Attendance& attendance) : effect_(attendance.effect_per_session) {
        for (const Arm arm : both_arms) {
            up_to_[arm] = detail::beta_binomial_cdf(attendance.sessions, attendance.probability[arm], attendance.overdispersion);
            expected_[arm] = static_cast<double>(attendance.sessions) * attendance.probability[arm];
        }
    }

    /// How many sessions a participant attends.
    /// @param chance  a stream of Layer::attendance; one number is used
    std::uint8_t attended(Arm arm, Stream chance) const {
        const double u = uniform(chance);
        std::size_t k = 0;
        while (k + 1 < up_to_[arm].size() && !(u < up_to_[arm][k])) ++k;
        return static_cast<std::uint8_t>(k);
    }

    /// What that adds to the latent outcome after baseline [outcome units].
    double effect(Arm arm, std::uint8_t attended) const { return effect_[arm] * (static_cast<double>(attended) - expected_[arm]); }

    bool acts() const { return effect_.control != 0 || effect_.treatment != 0; }

private:
    PerArm<double> effect_;
    PerArm<double> expected_{};
    PerArm<std::vector<double>> up_to_{};
};

}  // namespace equipoise
