#include <equipoise/io/invalid_file.hpp>

#include <algorithm>
#include <utility>

#include "text.hpp"

namespace equipoise {
namespace {

constexpr std::size_t most_shown = 50;

std::vector<Fault> without_places(const std::vector<LocatedFault>& located) {
    std::vector<Fault> faults;
    for (const LocatedFault& one : located) faults.push_back(one.fault);
    return faults;
}

std::string headline(const LocatedFault& one) {
    if (one.names_itself) return one.fault.message;
    return (one.fault.pointer.empty() ? "the document" : io::printable(one.fault.pointer)) + " " + one.fault.message;
}

std::string place(const LocatedFault& one) {
    std::string text = one.file;
    if (one.line > 0) text += ":" + std::to_string(one.line) + ":" + std::to_string(one.column);
    if (one.names_itself && !one.fault.pointer.empty()) text += "   (" + io::printable(one.fault.pointer) + ")";
    return text;
}

std::string aligned(const std::string& text, std::size_t width) { return std::string(width - std::min(width, text.size()), ' ') + text; }

/// The line of the source with what is wrong underlined, and what to do about it.
std::string underlined(const LocatedFault& one) {
    const std::string hint = one.fault.suggestion.empty() ? "" : " " + one.fault.suggestion;
    if (one.line == 0) return hint.empty() ? "" : "     " + hint + "\n";
    std::string text = aligned(std::to_string(one.line), 6) + " | " + one.excerpt + "\n";
    return text + std::string(6, ' ') + " | " + std::string(one.caret - 1, ' ') + std::string(one.length, '^') + hint + "\n";
}

}  // namespace

InvalidFile::InvalidFile(std::string file, std::vector<LocatedFault> faults)
    : InvalidScenario(without_places(faults)), file_(std::move(file)), located_(std::move(faults)) {}

std::string render(const InvalidFile& invalid) {
    const auto& faults = invalid.located_faults();
    std::string text = "error: " + std::to_string(faults.size()) + (faults.size() == 1 ? " problem in " : " problems in ") + invalid.file() + "\n";
    const std::size_t shown = std::min(faults.size(), most_shown);
    for (std::size_t k = 0; k < shown; ++k) {
        text += aligned(std::to_string(k + 1), 2) + ". " + headline(faults[k]) + "\n";
        text += "      --> " + place(faults[k]) + "\n" + underlined(faults[k]);
    }
    if (shown < faults.size()) text += "... and " + std::to_string(faults.size() - shown) + " more.\n";
    return text + "Nothing was run.\n";
}

}  // namespace equipoise
