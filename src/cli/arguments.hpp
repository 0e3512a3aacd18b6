#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <cli/command.hpp>

namespace CLI {
class App;
}

namespace equipoise::cli {

/// A command line that cannot be followed; carries every fault at once.
class BadCommandLine : public std::runtime_error {
public:
    /// @param command  e.g. "run"; empty: the program itself
    BadCommandLine(std::string_view command, const std::vector<std::string>& faults);
};

/// The options of one command and what was given for them.
///
/// Values are taken as text and read strictly here: CLI11 would turn "-1" into another number. Faults are collected until `finish`.
class Arguments {
public:
    /// @param usage  what may stand behind the command's name
    Arguments(std::string command, std::string usage, const std::string& summary, const std::string& examples);
    ~Arguments();
    Arguments(const Arguments&) = delete;
    Arguments& operator=(const Arguments&) = delete;

    void file(const std::string& name, const std::string& meaning);  ///< an argument that must be given
    void optional_file(const std::string& name, const std::string& meaning);
    void option(const std::string& name, const std::string& value, const std::string& meaning);
    void repeatable(const std::string& name, const std::string& value, const std::string& meaning);
    void flag(const std::string& name, const std::string& meaning);

    /// @returns the text to be shown instead of doing anything, if help was asked for
    std::optional<std::string> parse(const Words& words);

    bool given(const std::string& name) const { return !values(name).empty(); }
    const std::vector<std::string>& values(const std::string& name) const { return values_.at(name); }
    std::string text(const std::string& name) const { return given(name) ? values(name).front() : std::string{}; }
    std::optional<std::uint64_t> whole(const std::string& name, std::uint64_t least, std::uint64_t most);
    std::string choice(const std::string& name, const std::vector<std::string_view>& choices);  ///< the first is the default
    void fault(std::string message) { faults_.push_back(std::move(message)); }

    /// @throws BadCommandLine if anything was wrong
    void finish() const;

private:
    enum class Kind : std::uint8_t { file, optional_file, option, repeatable, flag };
    void add(Kind kind, const std::string& name, const std::string& value, const std::string& meaning);
    void collect();
    void look_for_unknown();

    std::string command_;
    std::unique_ptr<CLI::App> app_;
    std::map<std::string, Kind> kinds_{};
    std::map<std::string, std::vector<std::string>> values_{};
    std::vector<std::string> faults_{};
};

}  // namespace equipoise::cli
