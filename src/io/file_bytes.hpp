#pragma once

#include <cstddef>
#include <string>

namespace equipoise::io {

/// The bytes of a file; one more than `most` at the most, so that a file that is too large can be told.
///
/// @throws CannotRead with the reason
std::string file_bytes(const std::string& path, std::size_t most);

}  // namespace equipoise::io
