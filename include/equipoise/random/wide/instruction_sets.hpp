#pragma once

#include <string_view>

/// Several numbers at a time: the same values by wider instructions, where the machine has them.
///
/// No result depends on this room: integers are exact, and floating-point operations are those of the portable code, in its order, none
/// fused. Which instructions are used is decided when the program runs, so one program serves every machine.
namespace equipoise::wide {

/// Whether this machine has AVX2, and this compiler can be told to use it.
inline bool avx2_available() {
#if defined(__x86_64__) && defined(__GNUC__)
    return __builtin_cpu_supports("avx2") != 0;
#else
    return false;
#endif
}

/// The same of AVX-512F.
inline bool avx512_available() {
#if defined(__x86_64__) && defined(__GNUC__)
    return __builtin_cpu_supports("avx512f") != 0;
#else
    return false;
#endif
}

/// The name of the widest that is available: "avx512", "avx2" or "portable".
inline std::string_view instruction_set() { return avx512_available() ? "avx512" : avx2_available() ? "avx2" : "portable"; }

}  // namespace equipoise::wide
