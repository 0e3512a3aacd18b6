#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace equipoise {

/// One thing that is wrong with a scenario, an analysis or a request.
struct Fault {
    std::string pointer;     ///< JSON pointer (RFC 6901) of the culprit, e.g. "/design/participants"; "" is the whole
    std::string message;     ///< what was wanted and what was found, without the pointer and without a full stop
    std::string suggestion{};  ///< what to do about it, or empty
};

/// The faults as numbered lines of text, for people.
inline std::string describe(const std::vector<Fault>& faults) {
    std::string text = std::to_string(faults.size()) + (faults.size() == 1 ? " problem:" : " problems:");
    for (const Fault& fault : faults) {
        text += "\n  " + (fault.pointer.empty() ? std::string{"the scenario"} : fault.pointer) + ": " + fault.message;
        if (!fault.suggestion.empty()) text += "; " + fault.suggestion;
    }
    return text;
}

/// A scenario, analysis or request that cannot be run; carries every fault at once.
///
/// @verified tests/design/validate_test.cpp
class InvalidScenario : public std::invalid_argument {
public:
    explicit InvalidScenario(std::vector<Fault> faults) : std::invalid_argument(describe(faults)), faults_(std::move(faults)) {}

    const std::vector<Fault>& faults() const noexcept { return faults_; }

private:
    std::vector<Fault> faults_;
};

}  // namespace equipoise
