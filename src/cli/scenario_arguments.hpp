#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <cli/arguments.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/io/scenario_file.hpp>

namespace equipoise::cli {

/// What every command that reads a scenario takes: FILE and --set.
void add_scenario(Arguments& arguments);

/// What a command that simulates takes besides: --seed and --out.
///
/// @param files  what --out does
void add_simulation(Arguments& arguments, const std::string& files);

/// What was given of that.
struct SimulationArguments {
    std::optional<std::uint64_t> seed{};
    std::string folder{};  ///< empty: none
};

/// Reads --seed and --out; what is wrong with them is noted as a fault.
SimulationArguments read_simulation(Arguments& arguments);

/// Reads the scenario that was named, with its seed replaced if another was given.
///
/// @throws InvalidScenarioFile, CannotRead
ScenarioFile read_scenario(const Arguments& arguments, const SimulationArguments& simulation = {});

/// Does something with a scenario whose faults are then told with their place in its file.
///
/// @throws InvalidScenarioFile instead of InvalidScenario
template <class Action>
auto with_places(const ScenarioFile& file, Action action) {
    try {
        return action();
    } catch (const InvalidFile&) {
        throw;
    } catch (const InvalidScenario& invalid) {
        throw locate(invalid, file);
    }
}

}  // namespace equipoise::cli
