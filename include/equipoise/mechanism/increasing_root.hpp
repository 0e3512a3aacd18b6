#pragma once

#include <cmath>
#include <optional>

namespace equipoise {

/// A function of one variable at a point.
struct ValueAndSlope {
    double value;
    double slope;
};

/// The root of an increasing function between two bounds, by Newton's method kept inside a shrinking bracket.
///
/// @param function   x -> ValueAndSlope
/// @param start      a guess in [lower, upper]
/// @param tolerance  of the function's value
/// @returns          x with |value| <= tolerance, or as near as doubles come; none if the value has one sign on the whole interval
/// @complexity       about 5 evaluations.
/// @verified         tests/mechanism/increasing_root_test.cpp
template <class Function>
std::optional<double> increasing_root(const Function& function, double lower, double upper, double start, double tolerance) {
    double x = start;
    bool lower_seen = false;  // a bound counts once the function has been found on its far side
    bool upper_seen = false;
    for (int k = 0; k < 200; ++k) {
        const ValueAndSlope f = function(x);
        if (std::abs(f.value) <= tolerance) return x;
        if (f.value < 0) {
            if (x >= upper) return std::nullopt;
            lower = x;
            lower_seen = true;
        } else {
            if (x <= lower && !lower_seen) return std::nullopt;
            upper = x;
            upper_seen = true;
        }
        double next = x - f.value / f.slope;
        if (!(next > lower)) next = lower_seen ? (lower + upper) / 2 : lower;
        if (!(next < upper)) next = upper_seen ? (lower + upper) / 2 : upper;
        if (k > 40) next = (lower + upper) / 2;  // Newton is cycling: halve what is left
        if (next == x || !(lower < upper)) return x;
        x = next;
    }
    return x;
}

}  // namespace equipoise
