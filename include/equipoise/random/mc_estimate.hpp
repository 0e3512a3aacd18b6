#pragma once

namespace equipoise {

/// A number found by simulation, and its Monte Carlo standard error (0 if it is exact).
struct McEstimate {
    double value;
    double mcse;
};

}  // namespace equipoise
