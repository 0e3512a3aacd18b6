#include "file_bytes.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

#include <equipoise/io/invalid_file.hpp>

namespace equipoise::io {
namespace {

[[noreturn]] void cannot_read(const std::string& path, int reason) {
    throw CannotRead("cannot read " + path + ": " + std::generic_category().message(reason));
}

}  // namespace

std::string file_bytes(const std::string& path, std::size_t most) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{std::fopen(path.c_str(), "rb"), std::fclose};
    if (!file) cannot_read(path, errno);
    std::string bytes;
    std::array<char, 65536> buffer{};
    while (bytes.size() <= most) {
        const std::size_t read = std::fread(buffer.data(), 1, std::min(buffer.size(), most - bytes.size() + 1), file.get());
        if (std::ferror(file.get()) != 0) cannot_read(path, errno);
        if (read == 0) break;
        bytes.append(buffer.data(), read);
    }
    return bytes;
}

}  // namespace equipoise::io
