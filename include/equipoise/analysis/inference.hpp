#pragma once

#include <algorithm>
#include <limits>

#include <equipoise/analysis/critical_value.hpp>
#include <equipoise/analysis/estimate.hpp>
#include <equipoise/analysis/hypothesis.hpp>
#include <equipoise/analysis/p_value.hpp>
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
        const double t = statistic(effect, standard_error);
        return tail() == PValue::Tail::both ? two_sided_p(t, df) : lower_tail_p(t, df);
    }

    /// The same, of which whether it is below the level is known at once, and the number is found when it is asked for.
    /// @param critical  critical(df)
    PValue p_value(double effect, double standard_error, double df, double critical) const {
        return PValue::of_t(statistic(effect, standard_error), df, tail(), level(), critical);
    }

    /// The two-sided interval at level 1 - alpha, whatever the alternative.
    Interval interval(double effect, double standard_error, double df) const { return interval(effect, critical(df) * standard_error); }
    static Interval interval(double effect, double margin) { return {.lower = effect - margin, .upper = effect + margin}; }

    /// P(|T| >= critical) = alpha.
    double critical(double df) const { return critical_(df); }

private:
    PValue::Tail tail() const { return hypothesis_.alternative == Alternative::two_sided ? PValue::Tail::both : PValue::Tail::lower; }

    // What is far from 0, or far below it, where the hypothesis is shown.
    double statistic(double effect, double standard_error) const {
        const double margin = hypothesis_.margin;
        switch (hypothesis_.alternative) {
            case Alternative::two_sided:
            case Alternative::less: return (effect - margin) / standard_error;
            case Alternative::greater: return (margin - effect) / standard_error;
            case Alternative::equivalence: return std::max((effect - margin) / standard_error, (-margin - effect) / standard_error);
        }
        return std::numeric_limits<double>::quiet_NaN();
    }

    Hypothesis hypothesis_;
    CriticalValue critical_;
};

}  // namespace equipoise
