// Oracle: the quantile computed directly, for many degrees of freedom and levels.
#include "catch.hpp"

#include "analysis/reference_trial.hpp"

#include <equipoise/analysis/critical_value.hpp>

namespace critical_value_test {

using namespace equipoise;

TEST_CASE("interpolated critical values are the quantiles") {
    for (const double alpha : {0.5, 0.1, 0.05, 0.025, 0.01, 1e-4, 1e-8, 1e-20}) {
        const CriticalValue critical(alpha);
        for (double df = 0.7; df < 1e7; df *= 1.0173) {
            INFO("alpha " << alpha << ", df " << df);
            reference::check_relative(critical(df), two_sided_critical(alpha, df), 1e-13);
        }
        for (double df = 19; df < 540; ++df) reference::check_relative(critical(df), two_sided_critical(alpha, df), 1e-13);
        for (const double df : {4.999999, 5.0, 5.000001, 19.999999, 20.0, 20.000001}) reference::check_relative(critical(df), two_sided_critical(alpha, df), 1e-13);
    }
}

}  // namespace critical_value_test
