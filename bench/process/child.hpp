#pragma once

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/// Processes that are timed and weighed.
namespace process {

/// The middle value of at least one (the upper one of an even number).
inline double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// What became of a process.
struct Finished {
    double seconds;          ///< from its start to its end
    double peak_mebibytes;   ///< resident
};

/// Runs a program with its output thrown away.
///
/// @throws std::runtime_error if it cannot be started or fails
inline Finished run(const std::vector<std::string>& words) {
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const auto start = std::chrono::steady_clock::now();
    const pid_t child = fork();
    if (child == 0) {
        const int nowhere = open("/dev/null", O_WRONLY);
        dup2(nowhere, STDOUT_FILENO);
        dup2(nowhere, STDERR_FILENO);
        execv(arguments.front(), arguments.data());
        _exit(127);
    }
    int status = 0;
    rusage used{};
    while (wait4(child, &status, 0, &used) < 0 && errno == EINTR) {}
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    if (child < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0) throw std::runtime_error("cannot run " + words.front());
    return {.seconds = taken.count(), .peak_mebibytes = static_cast<double>(used.ru_maxrss) / 1024};
}

}  // namespace process
