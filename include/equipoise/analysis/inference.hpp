#pragma once

#include <algorithm>
#include <limits>

#include <equipoise/analysis/critical_value.hpp>
#include <equipoise/analysis/estimate.hpp>
#include <equipoise/analysis/hypothesis.hpp>
#include <equipoise/analysis/t_distribution.hpp>

namespace equipoise {

/// What is inferred from an estimate and its standard error: a p-value of the hypothesis that a test is to show, and an interval.
///
/// The ratio (effect - margin) / SE is referred to a t distribution, or to the normal one where the degrees of freedom are infinite.
/// One-sided p-values are of the side that the alternative names; that of equivalence is the larger of its two one-sided ones.
/// @verified tests/analysis/inference_test.cpp
class Inference {
public:
    /// @param alpha  two-sided, in (0, 1): intervals have level 1 - alpha
    explicit Inference(double alpha, Hypothesis hypothesis = {}) : hypothesis_(hypothesis), critical_(alpha) {}

    double alpha() const { return critical_.alpha(); }
    const Hypothesis& hypothesis() const { return hypothesis_; }
    /// The p-value below which the test rejects.
    double level() const { return hypothesis_.level(alpha()); }

    /// @param df  > 0, or infinite
    double p_value(double effect, double standard_error, double df) const {
        const double margin = hypothesis_.margin;
        switch (hypothesis_.alternative) {
            case Alternative::two_sided: return two_sided_p((effect - margin) / standard_error, df);
            case Alternative::less: return lower_tail((effect - margin) / standard_error, df);
            case Alternative::greater: return lower_tail((margin - effect) / standard_error, df);
            case Alternative::equivalence:
                return std::max(lower_tail((effect - margin) / standard_error, df), lower_tail((-margin - effect) / standard_error, df));
        }
        return std::numeric_limits<double>::quiet_NaN();
    }

    /// The two-sided interval at level 1 - alpha, whatever the alternative.
    Interval interval(double effect, double standard_error, double df) const {
        const double margin = critical_(df) * standard_error;
        return {.lower = effect - margin, .upper = effect + margin};
    }

    /// P(|T| >= critical) = alpha.
    double critical(double df) const { return critical_(df); }

private:
    static double lower_tail(double t, double df) {
        const double outside = 0.5 * two_sided_p(t, df);
        return t < 0 ? outside : 1.0 - outside;
    }

    Hypothesis hypothesis_;
    CriticalValue critical_;
};

}  // namespace equipoise
