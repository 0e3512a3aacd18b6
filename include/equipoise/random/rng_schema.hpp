#pragma once

namespace equipoise {

/// Names how every simulated value is drawn from a seed: the generator, the distributions, the layers of an address, the order of draws.
///
/// It changes whenever any simulated value does, and results of different schemas are never merged.
inline constexpr const char* rng_schema = "philox4x32-10/inverse-normal/2";

}  // namespace equipoise
