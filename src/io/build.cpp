#include <equipoise/io/build.hpp>

#include <equipoise/random/rng_schema.hpp>

namespace equipoise {

namespace {

std::string compiler() {
#if defined(__clang__)
    return "clang++ " + std::to_string(__clang_major__) + '.' + std::to_string(__clang_minor__) + '.' + std::to_string(__clang_patchlevel__);
#elif defined(__GNUC__)
    return "g++ " + std::to_string(__GNUC__) + '.' + std::to_string(__GNUC_MINOR__) + '.' + std::to_string(__GNUC_PATCHLEVEL__);
#else
    return "unknown";
#endif
}

}  // namespace

Build this_build() { return {.version = EQUIPOISE_VERSION, .rng_schema = rng_schema, .compiler = compiler()}; }

}  // namespace equipoise
