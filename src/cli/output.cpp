#include <cli/output.hpp>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace equipoise::cli {

namespace {

[[noreturn]] void fail(const std::string& what) {
    const int code = errno;
    const std::string why = code == 0 ? "" : ": " + std::generic_category().message(code);
    throw CannotWrite("cannot write " + what + why);
}

bool is_open(int descriptor) { return fcntl(descriptor, F_GETFD) != -1; }

/// @returns bytes written, fewer than asked for only if writing failed (errno says why)
std::size_t write_all(int descriptor, std::string_view text) {
    std::size_t written = 0;
    while (written < text.size()) {
        const ssize_t count = ::write(descriptor, text.data() + written, text.size() - written);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) break;
        written += static_cast<std::size_t>(count);
    }
    return written;
}

}  // namespace

void prepare_standard_streams() {
    std::signal(SIGPIPE, SIG_IGN);
    const bool has_stdout = is_open(STDOUT_FILENO);
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (!is_open(descriptor)) static_cast<void>(::open("/dev/null", O_RDWR));  // takes the lowest free number: this one
    }
    if (!has_stdout) throw CannotWrite("cannot write to standard output: it is closed");
}

void write_result(std::string_view text) {
    errno = 0;
    if (write_all(STDOUT_FILENO, text) != text.size()) fail("to standard output");
}

void say(std::string_view text) noexcept { static_cast<void>(write_all(STDERR_FILENO, text)); }

OutputFile::OutputFile(std::filesystem::path path) : path_(std::move(path)) {
    errno = 0;
    stream_.open(path_, std::ios::binary | std::ios::trunc);
    check();
}

void OutputFile::check() {
    if (!stream_) fail(path_.string());
}

void OutputFile::close() {
    errno = 0;
    stream_.close();
    check();
}

}  // namespace equipoise::cli
