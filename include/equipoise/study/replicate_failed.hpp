#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace equipoise {

/// A user's outcome, dropout or analysis threw in a replicate. The exception it threw is nested (std::rethrow_if_nested).
///
/// Of all replicates that would throw, it is the lowest, whatever the number of threads.
class ReplicateFailed : public std::runtime_error {
public:
    ReplicateFailed(std::uint64_t replicate, const std::string& what)
        : std::runtime_error("replicate " + std::to_string(replicate) + ": " + what), replicate_(replicate) {}

    std::uint64_t replicate() const noexcept { return replicate_; }  ///< counted from 0

private:
    std::uint64_t replicate_;
};

}  // namespace equipoise
