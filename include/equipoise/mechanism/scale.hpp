#pragma once

#include <cstdint>
#include <limits>

namespace equipoise {

/// The scale on which an outcome is recorded. A latent value is rounded to the nearest step (halves upwards) and clamped to the bounds.
struct Scale {
    double minimum = -std::numeric_limits<double>::infinity();  ///< [outcome units]
    double maximum = std::numeric_limits<double>::infinity();   ///< [outcome units]; with a step, a whole number of steps above minimum
    double step = 0.0;                                          ///< distance between possible scores, 0: continuous. Steps count from the minimum, or from 0 if that is infinite
};

inline bool bounded_below(const Scale& scale) { return scale.minimum > -std::numeric_limits<double>::infinity(); }
inline bool bounded_above(const Scale& scale) { return scale.maximum < std::numeric_limits<double>::infinity(); }

/// The score from which steps are counted.
inline double origin(const Scale& scale) { return bounded_below(scale) ? scale.minimum : 0.0; }

/// A scale made ready to record many values.
///
/// score = origin + step floor((clamp(x) - origin) / step + 1/2). Clamped first, the level is a small integer, so that the same bits come
/// from every machine without a libm.
/// @complexity O(1), about 2 ns.
/// @verified tests/mechanism/scale_test.cpp
class Recorder {
public:
    explicit Recorder(const Scale& scale) : scale_(scale), origin_(origin(scale)), per_unit_(scale.step > 0 ? 1 / scale.step : 0) {}

    /// @param latent  any number [outcome units]
    double operator()(double latent) const {
        const double raised = latent > scale_.minimum ? latent : scale_.minimum;
        const double bounded = raised < scale_.maximum ? raised : scale_.maximum;
        if (scale_.step == 0.0) return bounded;
        const double place = (bounded - origin_) * per_unit_ + 0.5;
        if (!(place > -0x1p52 && place < 0x1p52)) return bounded;  // already a multiple of the step, as far as a double can tell
        const auto whole = static_cast<double>(static_cast<std::int64_t>(place));
        const double level = whole - (whole > place ? 1.0 : 0.0);
        const double score = origin_ + level * scale_.step;
        return score < scale_.maximum ? score : scale_.maximum;
    }

private:
    Scale scale_;
    double origin_;
    double per_unit_;
};

/// The score at which a latent value is recorded.
inline double record(const Scale& scale, double latent) { return Recorder{scale}(latent); }

}  // namespace equipoise
