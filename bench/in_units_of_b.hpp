#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <cstdio>
#include <map>
#include <string>
#include <utility>
#include <vector>

/// Benchmarks in units of B: the time that Boost's mt19937_64 with normal_distribution needs for 596 normals (149 participants x 4 visits) in
/// the same run.
namespace in_units_of_b {

inline void normals_596(benchmark::State& state) {
    boost::random::mt19937_64 engine(1);
    boost::random::normal_distribution<double> normal;
    for (auto _ : state) {
        double sum = 0;
        for (int k = 0; k < 596; ++k) sum += normal(engine);
        benchmark::DoNotOptimize(sum);
    }
}

/// Prints the medians of the repetitions, in the order in which the benchmarks were registered, and what each should not exceed.
class Reporter : public benchmark::ConsoleReporter {
public:
    void add(std::string name, double most) { rows_.push_back({std::move(name), most}); }

    void ReportRuns(const std::vector<Run>& runs) override {
        for (const Run& run : runs) {
            if (run.run_type == Run::RT_Iteration) times_[run.run_name.function_name].push_back(run.GetAdjustedCPUTime());
        }
    }

    void Finalize() override {
        const double b = median(rows_.front().name);
        const bool targets = std::any_of(rows_.begin(), rows_.end(), [](const Row& row) { return row.most > 0; });
        std::printf("\n%-52s %12s %10s %16s%s\n", "median of repetitions, one core", "ns", "in B", "per second", targets ? "    at most" : "");
        for (const Row& row : rows_) {
            const double time = median(row.name);
            if (time == 0) continue;  // left out by a filter
            std::printf("%-52s %12.0f %10.2f %16.0f", row.name.c_str(), time, time / b, 1e9 / time);
            if (row.most > 0) std::printf(" %10.0f", row.most);
            std::printf("\n");
        }
    }

private:
    struct Row {
        std::string name;
        double most;  // in B; 0: nothing is promised
    };

    double median(const std::string& name) {
        std::vector<double>& times = times_[name];
        if (times.empty()) return 0;
        std::sort(times.begin(), times.end());
        return times[times.size() / 2];
    }

    std::vector<Row> rows_{};
    std::map<std::string, std::vector<double>> times_{};
};

/// A set of benchmarks, B first.
class Benchmarks {
public:
    Benchmarks() { add("B: 596 normals", normals_596); }

    /// @param most  in B, what it should take; 0: nothing is promised
    template <class Function>
    void add(const std::string& name, Function function, double most = 0) {
        reporter_.add(name, most);
        benchmark::RegisterBenchmark(name.c_str(), std::move(function));
    }

    /// Runs them as the command line says, each seven times in a random order unless it says otherwise; returns what main returns.
    int run(int argc, char** argv) {
        std::vector<char*> arguments(argv, argv + argc);
        std::string repetitions = "--benchmark_repetitions=7";
        std::string interleaving = "--benchmark_enable_random_interleaving=true";
        std::string time = "--benchmark_min_time=0.05";
        arguments.insert(arguments.begin() + 1, {repetitions.data(), interleaving.data(), time.data()});
        int count = static_cast<int>(arguments.size());
        benchmark::Initialize(&count, arguments.data());
        if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 2;
        benchmark::RunSpecifiedBenchmarks(&reporter_);
        return 0;
    }

private:
    Reporter reporter_{};
};

}  // namespace in_units_of_b
