#include <cli/scenario_arguments.hpp>

#include <limits>
#include <vector>

namespace equipoise::cli {

void add_scenario(Arguments& arguments) {
    arguments.file("FILE", "the scenario, a JSON file");
    arguments.repeatable("--set", "/pointer=json", "replace or add a value of the scenario; may be repeated");
}

void add_simulation(Arguments& arguments, const std::string& files) {
    add_scenario(arguments);
    arguments.option("--seed", "S", "of the random numbers, instead of the scenario's");
    arguments.option("--out", "DIR", files);
}

SimulationArguments read_simulation(Arguments& arguments) {
    if (arguments.given("--out") && arguments.text("--out").empty()) arguments.fault("--out must be a folder, but is empty");
    return {.seed = arguments.whole("--seed", 0, std::numeric_limits<std::uint64_t>::max()), .folder = arguments.text("--out")};
}

ScenarioFile read_scenario(const Arguments& arguments, const SimulationArguments& simulation) {
    std::vector<Override> overrides;
    for (const std::string& argument : arguments.values("--set")) overrides.push_back(parse_override(argument));
    ScenarioFile file = equipoise::read_scenario(arguments.text("FILE"), overrides);
    if (simulation.seed) file.options.seed = *simulation.seed;
    return file;
}

}  // namespace equipoise::cli
