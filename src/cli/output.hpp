#pragma once

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace equipoise::cli {

/// Something could not be written: a full disk, a closed pipe, a place where one may not write.
class CannotWrite : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Makes failures to write visible as CannotWrite: no signal on a closed pipe, and no file of ours in the place of a closed stdin, stdout or stderr.
///
/// @throws CannotWrite if stdout is closed
void prepare_standard_streams();

/// Writes a result, all of it.
void write_result(std::string_view text);

/// Writes to people. What cannot be said is not worth failing for.
void say(std::string_view text) noexcept;

/// A file being written.
class OutputFile {
public:
    /// Begins an empty file.
    explicit OutputFile(std::filesystem::path path);

    std::ostream& stream() { return stream_; }
    void check();  ///< @throws CannotWrite if something could not be written
    void close();  ///< @throws CannotWrite if not everything could be written

private:
    std::filesystem::path path_;
    std::ofstream stream_;
};

}  // namespace equipoise::cli
