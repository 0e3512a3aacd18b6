#pragma once

#include <string>

namespace equipoise {

/// What made a result, apart from the scenario.
struct Build {
    std::string version;     ///< of Equipoise
    std::string rng_schema;  ///< what is drawn how
    std::string compiler;    ///< e.g. "g++ 12.2.0"
};

/// Of the compiled part of this program.
Build this_build();

}  // namespace equipoise
