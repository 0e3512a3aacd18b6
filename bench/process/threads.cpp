// Two threads of one process against two processes of one thread each at the same time: what threads cost, where what two cores share (memory,
// heat) costs both the same. At least 0.95 is wanted. More threads: their number as argument. docs/speed.md has the figures.
//
//     bench_threads [THREADS] [--quick]

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include <equipoise/io/scenario_file.hpp>
#include <equipoise/study/prepared_study.hpp>
#include <equipoise/study/run_study.hpp>

#include "child.hpp"

namespace {

using namespace equipoise;

/// Replicates per second that some processes reach together, each with some threads, from the word to begin until the last has ended.
///
/// This process itself never has a second thread, so that it can be divided.
double rate(const PreparedStudy& study, StudyOptions options, int processes, int threads, std::uint64_t replicates) {
    std::array<int, 2> begin{};
    if (pipe(begin.data()) != 0) std::abort();
    options.replicates = replicates / static_cast<std::uint64_t>(processes);
    options.threads = threads;
    std::vector<pid_t> children;
    for (int k = 0; k < processes; ++k) {
        children.push_back(fork());
        if (children.back() != 0) continue;
        char word = 0;
        if (read(begin[0], &word, 1) != 1) _exit(1);
        run_study(study, options);
        _exit(0);
    }
    const auto start = std::chrono::steady_clock::now();
    for (int k = 0; k < processes; ++k) {
        if (write(begin[1], "!", 1) != 1) std::abort();
    }
    for (const pid_t child : children) {
        int status = 0;
        if (waitpid(child, &status, 0) != child || status != 0) std::abort();
    }
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    close(begin[0]);
    close(begin[1]);
    return static_cast<double>(replicates) / taken.count();
}

}  // namespace

int main(int argc, char** argv) {
    const bool quick = argc > 1 && std::strcmp(argv[argc - 1], "--quick") == 0;
    const int threads = argc > 1 && std::atoi(argv[1]) > 0 ? std::atoi(argv[1]) : 2;
    const std::uint64_t replicates = (quick ? 2 : 800) * chunk_size * static_cast<std::uint64_t>(threads);
    const ScenarioFile file = read_scenario(std::string(EQUIPOISE_SCENARIOS) + "/van_dillen_2021.json");
    const PreparedStudy study = prepare(file.scenario, file.analyses, file.options);
    std::vector<double> of_threads;
    std::vector<double> of_processes;
    std::vector<double> ratios;
    for (int round = 0; round < (quick ? 1 : 11); ++round) {
        of_threads.push_back(rate(study, file.options, 1, threads, replicates));
        of_processes.push_back(rate(study, file.options, threads, 1, replicates));
        ratios.push_back(of_threads.back() / of_processes.back());
    }
    std::printf("%d threads: %.0f replicates per second; %d processes of one: %.0f; ratio %.3f (medians of %zu rounds in turn)\n", threads,
                process::median(of_threads), threads, process::median(of_processes), process::median(ratios), ratios.size());
    return 0;
}
