#include <cli/scenario_arguments.hpp>

#include <vector>

namespace equipoise::cli {

void add_scenario(Arguments& arguments) {
    arguments.file("FILE", "the scenario, a JSON file");
    arguments.repeatable("--set", "/pointer=json", "replace or add a value of the scenario; may be repeated");
}

ScenarioFile read_scenario(const Arguments& arguments) {
    std::vector<Override> overrides;
    for (const std::string& argument : arguments.values("--set")) overrides.push_back(parse_override(argument));
    return equipoise::read_scenario(arguments.text("FILE"), overrides);
}

}  // namespace equipoise::cli
