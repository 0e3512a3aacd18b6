// Reference: every number of tests/reference and tests/reference_r that an analysis of ours answers. Prints docs/agreement.md; ends with 1 if a difference exceeds its tolerance.
#include <cstdio>
#include <string>

#include "agreement/r_checks.hpp"
#include "agreement/set_files.hpp"
#include "agreement/single_files.hpp"

namespace {

const char* const introduction = R"(# Agreement with other software

Our number, that of other software, and how far they are apart, method by method. Printed by `tests/agreement/agreement.cpp`, which fails where a difference exceeds its tolerance;
the test `agreement` (`ctest -R agreement`) compares what it prints with this page. The reference numbers are in `tests/reference`, `tests/reference_performance` and `tests/reference_r`, with the versions and, for the last, the scripts.

Rows are examples; below them, the largest difference over all numbers of the same kind. A difference is stated as the least power of ten above it, and nothing below a thousandth of the tolerance or 1e-12,
where compilers differ. Effects and limits of intervals differ in units of the standard error (limits of three), p-values relative in units of 1 + 3 t^2 (10 + 10 F for joint tests), as much as they move with the statistic; log-likelihoods
are absolute, the rest relative, unless said. Numbers have ten digits; ours is printed as the reference's where it is within half a unit of the last digit.

Data sets: `i_complete` is complete, `ii_monotone` has monotone dropout, `iv_tiny16` 16 participants with missing values, `vii_heavy_dropout_unequal` unequal arms and heavy dropout; visits y0, y6 and y12.
)";

const char* const closing = R"(
## Operating characteristics

`operating_characteristics_design.json` is a simulation in R of 149 participants with dropout at random. `tests/study/reference_design_test.cpp` (`ctest -R study.slow`) runs 100,000 replicates of the design and
compares the mean estimate, empirical, mean and root mean square standard error, mean degrees of freedom, rejection rate and coverage of eight analyses with it, at 4 joint Monte Carlo standard errors.

## What is not compared

Of what the reference files hold: numbers that no analysis of ours reports (coefficients of covariates, their variances, and parameters of the covariance on the scale of mmrm; AIC, BIC; the residual standard deviation and
R squared of ANCOVA, its interaction with centred baseline; Glass's delta; rsimsum's medians, relative bias and precision); mmrm's own default flavour of Kenward and Roger's method, which depends on how the covariance is parametrised, and its
empirical (sandwich) variances, neither of which we offer; `nlme::gls`, which stops early at the same maximum.
)";

}  // namespace

int main() {
    agreement::Page page;
    agreement::set_files(page);
    agreement::single_files(page);
    agreement::r_checks(page);
    const std::string tables = page.finish();
    std::printf("%s\n%zu numbers are compared here.\n%s%s", introduction, page.numbers(), tables.c_str(), closing);
    return page.agrees() ? 0 : 1;
}
