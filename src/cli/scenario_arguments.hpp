#pragma once

#include <string>

#include <cli/arguments.hpp>
#include <equipoise/design/fault.hpp>
#include <equipoise/io/scenario_file.hpp>

namespace equipoise::cli {

/// What every command that reads a scenario takes: FILE and --set.
void add_scenario(Arguments& arguments);

/// Reads the scenario that was named.
///
/// @throws InvalidScenarioFile, CannotRead
ScenarioFile read_scenario(const Arguments& arguments);

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
