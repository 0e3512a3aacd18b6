#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

#include <equipoise/analysis/t_distribution.hpp>

namespace equipoise {

/// A p-value: a number, or what the number is of, until somebody asks for it.
///
/// Of a t statistic it knows at once whether it is below the level of its test, since the critical value tells: a study that counts rejections
/// needs no more of a replicate, and the number takes fifty times as long. It stands wherever a double does.
///
/// @verified tests/analysis/p_value_test.cpp
class PValue {
public:
    /// Where in the t distribution it is the probability of.
    enum class Tail : std::uint8_t {
        both,  ///< P(|T| >= |t|)
        lower  ///< P(T <= t)
    };

    PValue() = default;
    PValue(double value) : value_(value) {}  // implicit: an analysis gives a number

    /// Of a t statistic.
    ///
    /// So near to the critical value that rounding might decide, or where an approximation of that might not hold, the number is found at once.
    /// @param df        degrees of freedom, > 0; infinite: the normal distribution
    /// @param level     of the test, in (0, 1)
    /// @param critical  the positive value that t has to go beyond for the p-value to be below the level; 1e-10 relative
    static PValue of_t(double t, double df, Tail tail, double level, double critical) {
        const double beyond = (tail == Tail::both ? std::abs(t) : -t) - critical;
        const bool clear = std::abs(beyond) > near * (1.0 + critical) && df >= 1.0 && (df <= 1e9 || std::isinf(df));
        return clear ? PValue(t, df, tail, level, beyond > 0.0) : PValue(number_of(t, df, tail));
    }

    /// The number; NaN if there is none.
    double value() const { return of_t_ ? number_of(value_, df_, tail_) : value_; }
    operator double() const { return value(); }  // implicit: so that it is read like a number

    /// Whether there is a number, which need not be found for that.
    bool is_finite() const { return of_t_ || std::isfinite(value_); }

    /// value() < level, which at the level of its test costs nothing.
    bool below(double level) const { return of_t_ && level == level_ ? below_ : value() < level; }

private:
    static constexpr double near = 1e-9;

    PValue(double t, double df, Tail tail, double level, bool below) : value_(t), df_(df), level_(level), tail_(tail), of_t_(true), below_(below) {}

    // Kept apart, since it is rarely asked for.
    [[gnu::noinline]] static double number_of(double t, double df, Tail tail) { return tail == Tail::both ? two_sided_p(t, df) : lower_tail_p(t, df); }

    double value_ = std::numeric_limits<double>::quiet_NaN();  // the number, or t
    double df_ = 0.0;
    double level_ = 0.0;
    Tail tail_ = Tail::both;
    bool of_t_ = false;
    bool below_ = false;
};

}  // namespace equipoise
