#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace equipoise::cli {

/// What the program says of itself to whoever started it.
enum class Exit : int {
    done = 0,
    gate_failed = 1,    ///< done, but something that was demanded of the result does not hold
    refused = 2,        ///< bad command line or scenario: nothing was run
    input_output = 3,   ///< could not read, write or get memory
    bug = 70
};

/// The same for people.
inline constexpr std::string_view exit_codes =
    "Exit codes:\n"
    "  0   done\n"
    "  1   done, but something demanded of the result does not hold\n"
    "  2   bad command line, scenario or data: nothing was run\n"
    "  3   could not read, write or get memory\n"
    "  70  a bug in equipoise\n";

/// The words after a command's name.
using Words = std::vector<std::string>;

Exit run(const Words& words);
Exit check(const Words& words);
Exit cohort(const Words& words);
Exit analyse(const Words& words);
Exit balance(const Words& words);
Exit describe(const Words& words);
Exit bench(const Words& words);

/// Does what a command line asks for. No exception leaves it: each is told on stderr and becomes an exit code.
int command_line(const Words& words) noexcept;

}  // namespace equipoise::cli
