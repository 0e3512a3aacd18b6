// The command as a process: how long `equipoise run` with 1,000 replicates takes from start to finish, and how much memory 10^5 and 10^6
// replicates (10^7 with --long) hold at their peak. docs/speed.md has the table.
//
//     bench_command [--long | --quick]

#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "child.hpp"

namespace {

std::vector<std::string> words(const std::string& scenario, unsigned long replicates) {
    return {EQUIPOISE_COMMAND, "run", std::string(EQUIPOISE_SCENARIOS) + "/" + scenario, "--replicates", std::to_string(replicates), "--format", "json"};
}

void start_to_finish(const std::string& scenario, int runs, unsigned long replicates) {
    process::run(words(scenario, replicates));  // from here on its file is in memory
    std::vector<double> milliseconds;
    std::vector<double> version;
    for (int k = 0; k < runs; ++k) {
        milliseconds.push_back(1000 * process::run(words(scenario, replicates)).seconds);
        version.push_back(1000 * process::run({EQUIPOISE_COMMAND, "--version"}).seconds);
    }
    std::printf("%-34s %8lu replicates: %7.1f ms from start to finish, median of %d (%.1f ms for --version)\n", scenario.c_str(), replicates,
                process::median(milliseconds), runs, process::median(version));
}

void memory(const std::string& scenario, const std::vector<unsigned long>& sizes) {
    double first = 0;
    for (const unsigned long replicates : sizes) {
        const double peak = process::run(words(scenario, replicates)).peak_mebibytes;
        if (first == 0) first = peak;
        std::printf("%-34s %8lu replicates: %7.1f MiB at the peak, %+.1f %%\n", scenario.c_str(), replicates, peak, 100 * (peak / first - 1));
    }
}

}  // namespace

int main(int argc, char** argv) {
    const std::string given = argc > 1 ? argv[1] : "";
    const bool quick = given == "--quick";
    try {
        for (const std::string scenario : {"van_dillen_2021.json", "missing_mcar.json", "van_dillen_2021_full.json"}) {
            start_to_finish(scenario, quick ? 1 : 11, quick ? 10 : 1'000);
        }
        std::vector<unsigned long> sizes{100'000, 1'000'000};
        if (given == "--long") sizes.push_back(10'000'000);
        if (quick) sizes = {100, 1'000};
        memory("van_dillen_2021.json", sizes);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench_command: %s\n", error.what());
        return 1;
    }
    return 0;
}
