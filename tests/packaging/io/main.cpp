// A user's program that reads a scenario with the installed library.
#include <cstdio>

#include <equipoise/io/scenario_file.hpp>

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    const equipoise::ScenarioFile file = equipoise::read_scenario(argv[1]);
    std::printf("%s: %zu participants, %zu analyses\n", file.scenario.name.c_str(), file.scenario.design.participants, file.analyses.size());
    const bool whole = file.scenario.design.participants == 149 && !file.analyses.empty() && file.sha256.size() == 64;
    return whole ? 0 : 1;
}
