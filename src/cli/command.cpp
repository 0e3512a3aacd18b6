#include <cli/command.hpp>

#include <algorithm>
#include <array>
#include <exception>
#include <filesystem>
#include <new>
#include <string>
#include <string_view>

#include <cli/arguments.hpp>
#include <cli/output.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/io/invalid_file.hpp>
#include <equipoise/io/build.hpp>
#include <io/text.hpp>

namespace equipoise::cli {

namespace {

struct Command {
    std::string_view name;
    std::string_view summary;
    Exit (*perform)(const Words&);
};

constexpr std::array<Command, 7> commands{{
    {"run", "SCENARIO.json          power, bias and the other operating characteristics of a trial", run},
    {"check", "SCENARIO.json        is the scenario sound, what would run, and where do its numbers come from", check},
    {"cohort", "SCENARIO.json       one simulated trial as data: CSV, CDISC Dataset-JSON", cohort},
    {"analyse", "DATA.csv           the same analyses of a data set", analyse},
    {"balance", "SCENARIO.json      how alike the arms are, and how well allocation can be foreseen", balance},
    {"describe", "SCENARIO.json     what its trials look like: baseline, flow, outcomes, delivery, harms", describe},
    {"bench", "[SCENARIO.json]      how fast its replicates are on this machine, stage by stage", bench},
}};

std::string help() {
    std::string text =
        "Equipoise simulates two-arm randomised trials and reports how their analyses perform,\n"
        "every number with its Monte Carlo standard error.\n\n"
        "Usage:\n";
    for (const Command& command : commands) text += "  equipoise " + std::string(command.name) + ' ' + std::string(command.summary) + '\n';
    return text +
           "  equipoise --version | --help\n\n"
           "Each command says more with --help.\n"
           "Results go to standard output, progress and messages to standard error.\n\n" +
           std::string(exit_codes);
}

std::string version() {
    const Build build = this_build();
    return "equipoise " + build.version + "\nrng_schema " + build.rng_schema + "\ncompiler " + build.compiler + '\n';
}

Exit unknown(const std::string& word) {
    std::vector<std::string_view> known{"--help", "--version"};
    for (const Command& command : commands) known.push_back(command.name);
    const std::string guess = io::did_you_mean(word, known);
    throw BadCommandLine("", {"unknown command " + io::in_quotes(word) + (guess.empty() ? "" : "; " + guess)});
}

Exit dispatch(const Words& words) {
    prepare_standard_streams();
    if (words.empty()) throw BadCommandLine("", {"a command is missing: run, check, cohort, analyse, balance, describe or bench"});
    const std::string& first = words.front();
    if (first == "--help" || first == "-h" || first == "--version") {
        if (words.size() > 1) throw BadCommandLine("", {"unexpected argument " + io::in_quotes(words[1]) + " after " + first});
        write_result(first == "--version" ? version() : help());
        return Exit::done;
    }
    const auto* const command = std::find_if(commands.begin(), commands.end(), [&](const Command& known) { return known.name == first; });
    return command == commands.end() ? unknown(first) : command->perform({words.begin() + 1, words.end()});
}

/// Tells what went wrong, and what that means for whoever started the program.
Exit told(std::string_view what, Exit exit) {
    say(what);
    if (what.empty() || what.back() != '\n') say("\n");
    return exit;
}

Exit explained() {
    try {
        throw;
    } catch (const BadCommandLine& error) {
        return told(error.what(), Exit::refused);
    } catch (const InvalidFile& error) {
        return told(render(error), Exit::refused);
    } catch (const InvalidScenario& error) {
        return told(std::string(error.what()) + "\nNothing was run.\n", Exit::refused);
    } catch (const CannotRead& error) {
        return told("equipoise: " + std::string(error.what()), Exit::input_output);
    } catch (const CannotWrite& error) {
        return told("equipoise: " + std::string(error.what()), Exit::input_output);
    } catch (const std::filesystem::filesystem_error& error) {
        return told("equipoise: " + std::string(error.what()), Exit::input_output);
    } catch (const std::bad_alloc&) {
        return told("equipoise: there is not enough memory\n", Exit::input_output);
    } catch (const std::exception& error) {
        return told("equipoise: this is a bug, please report it with the scenario and the command line: " + std::string(error.what()), Exit::bug);
    } catch (...) {
        return told("equipoise: this is a bug, please report it with the scenario and the command line\n", Exit::bug);
    }
}

}  // namespace

int command_line(const Words& words) noexcept {
    try {
        return static_cast<int>(dispatch(words));
    } catch (...) {
        try {
            return static_cast<int>(explained());
        } catch (...) {  // not even memory for the message
            say("equipoise: there is not enough memory\n");
            return static_cast<int>(Exit::input_output);
        }
    }
}

}  // namespace equipoise::cli
