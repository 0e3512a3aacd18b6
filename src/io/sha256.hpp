#pragma once

#include <string>
#include <string_view>

namespace equipoise::io {

/// SHA-256 of bytes, as 64 hexadecimal digits.
///
/// @throws std::runtime_error if libcrypto cannot compute it   @verified tests/io/sha256_test.cpp
std::string sha256(std::string_view bytes);

}  // namespace equipoise::io
