#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <equipoise/random/portable_math.hpp>

namespace equipoise {

/// The upper quantiles of the standard normal distribution, as cubics in the area beyond them.
///
/// Areas are in units of 2^-32, from 2^-33 to 2^31 (which is a probability of 1/2). Between each power of two and the next, 64 pieces of equal
/// width each have the cubic that is exact at the four Chebyshev points. A piece is found from the leading bits of the area as a double,
/// without a comparison.
///
/// The table is the same on every machine, see portable_math.hpp; it is made at first use, in two to four milliseconds.
/// @source   Hoermann & Leydold (2003), Continuous random variate generation by fast numerical inversion, ACM TOMACS 13:347.
/// @verified tests/random/normal_table_test.cpp (Boost.Math's quantile: error below 5e-11 everywhere)
class NormalTable {
public:
    /// A cubic c0 + c1 t + c2 t^2 + c3 t^3; t is the area in units of the power of two below it, less that at the middle of the piece.
    struct alignas(32) Piece {
        std::array<double, 4> c;
    };

    static constexpr double unit = 0x1p-32;        ///< of areas
    static constexpr double half = 0x1p31;         ///< the area that is a probability of 1/2
    static constexpr double least = 0x1p-33;       ///< area: |z| = 9.2
    static constexpr unsigned index_shift = 46;    ///< a double's bits shifted by this are its exponent and 6 leading bits
    static constexpr std::uint64_t first_index = std::bit_cast<std::uint64_t>(least) >> index_shift;
    static constexpr std::uint64_t low_bits = (std::uint64_t{1} << index_shift) - 1;
    static constexpr std::uint64_t one = std::bit_cast<std::uint64_t>(1.0);
    static constexpr double middle = 1.0 + 0x1p-7;  ///< of a piece in units of the power of two below it, less its leading bits

    /// The table itself: one, never written again.
    static const NormalTable& get() {
        static const NormalTable table;
        return table;
    }

    /// The z with P(Z > z) = area 2^-32, for an area in [2^-33, 2^31].
    double operator()(double area) const {
        const auto bits = std::bit_cast<std::uint64_t>(area);
        const std::array<double, 4>& c = pieces_[(bits >> index_shift) - first_index].c;
        const double t = std::bit_cast<double>((bits & low_bits) | one) - middle;
        return ((c[3] * t + c[2]) * t + c[1]) * t + c[0];
    }

    const Piece* pieces() const { return pieces_.data(); }

private:
    static constexpr std::size_t per_octave = 64;
    static constexpr int octaves = 64;

    NormalTable() : pieces_(octaves * per_octave + 1) {
        double z = 0;  // a guess from the piece above
        for (std::size_t place = octaves * per_octave; place-- > 0;) {
            const auto leading = static_cast<std::uint64_t>(place) + first_index;
            const double start = std::bit_cast<double>(leading << index_shift);
            const double width = std::bit_cast<double>((leading + 1) << index_shift) - start;
            pieces_[place].c = cubic(start, width, z);
            z = pieces_[place].c[0];
        }
        pieces_.back().c = {0, 0, 0, 0};  // of the area 2^31 itself
        pieces_.back().c[1] = pieces_[octaves * per_octave - 1].c[1];
        pieces_.back().c[0] = pieces_.back().c[1] * (middle - 1.0);
    }

    /// The interpolant at the Chebyshev points of [-1, 1], whose monomials are then scaled to t.
    static std::array<double, 4> cubic(double start, double width, double guess) {
        constexpr double outer = 0x1.d906bcf328d46p-1;  // cos(pi / 8)
        constexpr double inner = 0x1.87de2a6aea963p-2;  // cos(3 pi / 8)
        const auto at = [&](double u) { return quantile((start + 0.5 * width * (u + 1)) * unit, guess); };
        const double far_above = at(outer);
        const double above = at(inner);
        const double below = at(-inner);
        const double far_below = at(-outer);
        // Even and odd parts are each a line in u^2.
        const double outer_even = 0.5 * (far_above + far_below);
        const double inner_even = 0.5 * (above + below);
        const double outer_odd = 0.5 * (far_above - far_below) / outer;
        const double inner_odd = 0.5 * (above - below) / inner;
        const double spread = outer * outer - inner * inner;
        const double c2 = (outer_even - inner_even) / spread;
        const double c3 = (outer_odd - inner_odd) / spread;
        constexpr double scale = 2.0 * per_octave;
        return {inner_even - c2 * inner * inner, (inner_odd - c3 * inner * inner) * scale, c2 * scale * scale, c3 * scale * scale * scale};
    }

    /// The z with P(Z > z) = p: Halley's method on log P(Z > z).
    static double quantile(double p, double guess) {
        const double wanted = portable::log(p);
        double z = guess;
        for (int step = 0; step < 8; ++step) {
            const double tail = portable::normal_cdf(-z);
            const double slope = -portable::normal_density(z) / tail;
            const double miss = portable::log(tail) - wanted;
            const double newton = miss / slope;
            const double curvature = -slope * (-slope - z);  // second derivative of -log P(Z > z)
            const double change = newton / (1 + 0.5 * newton * curvature / slope);
            z -= change;
            if (portable::detail::magnitude(change) < 1e-6) break;  // cubic convergence: the next step would be nothing
        }
        return z;
    }

    std::vector<Piece> pieces_;
};

}  // namespace equipoise
