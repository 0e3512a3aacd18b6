#pragma once

#include <cstdint>
#include <string_view>

namespace equipoise {

/// The item of what is known by a name, so that its streams are its own whatever else there is: the 32-bit FNV-1a hash of the name.
///
/// @source   Fowler, Noll & Vo (RFC 9923). @complexity O(letters).
/// @verified tests/random/name_hash_test.cpp
constexpr std::uint32_t name_hash(std::string_view name) {
    std::uint32_t hash = 2166136261U;
    for (const char letter : name) hash = (hash ^ static_cast<std::uint8_t>(letter)) * 16777619U;
    return hash;
}

}  // namespace equipoise
