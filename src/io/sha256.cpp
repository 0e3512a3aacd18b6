#include "sha256.hpp"

#include <array>
#include <stdexcept>

#include <openssl/evp.h>

namespace equipoise::io {

std::string sha256(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1) {
        throw std::runtime_error("libcrypto could not compute a SHA-256");
    }
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (unsigned k = 0; k < length; ++k) {
        text += digits[digest[k] >> 4U];
        text += digits[digest[k] & 15U];
    }
    return text;
}

}  // namespace equipoise::io
