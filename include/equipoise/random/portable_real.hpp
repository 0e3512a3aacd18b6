#pragma once

#include <limits>

#include <equipoise/random/portable_math.hpp>

namespace equipoise::portable {

/// A double whose exponential is portable::exp, found by argument-dependent lookup.
///
/// Generic code over a real type, such as Boost.Random's ziggurat, calls `using std::exp; exp(x)`. Instantiated on Real it takes the same
/// branches, does the same arithmetic and costs the same time as on double, but calls no libm.
/// @verified tests/random/standard_normal_test.cpp
struct Real {
    double value = 0.0;

    constexpr Real() = default;
    constexpr Real(double number) : value(number) {}  // implicit: a Real takes part in arithmetic with built-in numbers

    constexpr Real& operator+=(Real other) { return *this = *this + other; }
    constexpr Real& operator*=(Real other) { return *this = *this * other; }
    constexpr Real operator-() const { return -value; }
    friend constexpr Real operator+(Real a, Real b) { return a.value + b.value; }
    friend constexpr Real operator-(Real a, Real b) { return a.value - b.value; }
    friend constexpr Real operator*(Real a, Real b) { return a.value * b.value; }
    friend constexpr Real operator/(Real a, Real b) { return a.value / b.value; }
    friend constexpr auto operator<=>(Real a, Real b) = default;
    friend constexpr Real exp(Real x) { return portable::exp(x.value); }
};

}  // namespace equipoise::portable

/// What generic code asks of a double holds of a portable::Real.
template <>
class std::numeric_limits<equipoise::portable::Real> : public std::numeric_limits<double> {};
