#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <cstdio>
#include <cstring>
#include <map>
#include <optional>
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

enum class Format { table, json };

/// Prints, in the order in which the benchmarks were registered, the medians of the repetitions, their ratios to the median of B, the ratio of
/// the least times, which other programs on the machine disturb less, and what each should not exceed.
class Reporter : public benchmark::ConsoleReporter {
public:
    /// @param most  in B; 0: nothing is promised
    void add(std::string name, double most) { rows_.push_back({std::move(name), most}); }
    void write(Format format) { format_ = format; }

    bool ReportContext(const Context& context) override { return format_ == Format::json || ConsoleReporter::ReportContext(context); }

    void ReportRuns(const std::vector<Run>& runs) override {
        for (const Run& run : runs) {
            if (run.run_type == Run::RT_Iteration) times_[run.run_name.function_name].push_back(run.GetAdjustedCPUTime());
        }
    }

    void Finalize() override {
        for (auto& [name, times] : times_) std::sort(times.begin(), times.end());
        if (times_[rows_.front().name].empty()) return std::puts("nothing in units of B: a filter left B out"), void();
        format_ == Format::json ? write_json() : write_table();
    }

private:
    struct Row {
        std::string name;
        double most;
    };

    struct Times {
        double median;
        double least;
    };

    std::optional<Times> times(const Row& row) {
        const std::vector<double>& sorted = times_[row.name];
        if (sorted.empty()) return {};  // left out by a filter
        return Times{sorted[sorted.size() / 2], sorted.front()};
    }

    void write_table() {
        const Times b = *times(rows_.front());
        const bool targets = std::any_of(rows_.begin(), rows_.end(), [](const Row& row) { return row.most > 0; });
        std::printf("\n%-60s %10s %8s %8s %12s%s\n", "median of repetitions, one core", "ns", "in B", "of least", "per second", targets ? "  at most" : "");
        for (const Row& row : rows_) {
            const std::optional<Times> found = times(row);
            if (!found) continue;
            std::printf("%-60s %10.0f %8.2f %8.2f %12.0f", row.name.c_str(), found->median, found->median / b.median, found->least / b.least, 1e9 / found->median);
            if (row.most > 0) std::printf(" %8.2f%s", row.most, found->median > row.most * b.median ? "  exceeded" : "");
            std::printf("\n");
        }
    }

    void write_json() {
        const Times b = *times(rows_.front());
        std::printf("{\n  \"b\": {\"normals\": 596, \"nanoseconds\": %.6g},\n  \"rows\": [", b.median);
        const char* separator = "";
        for (const Row& row : rows_) {
            const std::optional<Times> found = times(row);
            if (!found) continue;
            std::printf("%s\n    {\"name\": \"%s\", \"nanoseconds\": %.6g, \"in_b\": %.4g, \"in_b_of_least\": %.4g, \"at_most\": ", separator, row.name.c_str(),
                        found->median, found->median / b.median, found->least / b.least);
            row.most > 0 ? std::printf("%.4g}", row.most) : std::printf("null}");
            separator = ",";
        }
        std::printf("\n  ]\n}\n");
    }

    std::vector<Row> rows_{};
    std::map<std::string, std::vector<double>> times_{};
    Format format_ = Format::table;
};

/// A set of benchmarks, B first.
class Benchmarks {
public:
    Benchmarks() { add("B: 596 normals", normals_596); }

    /// @param name  without quotation marks
    /// @param most  in B, what it should take; 0: nothing is promised
    template <class Function>
    void add(const std::string& name, Function function, double most = 0) {
        reporter_.add(name, most);
        benchmark::RegisterBenchmark(name.c_str(), std::move(function));
    }

    /// Runs them as the command line says, each eleven times in a random order unless it says otherwise; `--format json` writes JSON.
    ///
    /// @returns what main returns
    int run(int argc, char** argv) {
        std::vector<char*> arguments(argv, argv + argc);
        for (std::size_t k = 1; k + 1 < arguments.size(); ++k) {
            if (std::strcmp(arguments[k], "--format") != 0) continue;
            if (std::strcmp(arguments[k + 1], "json") == 0) reporter_.write(Format::json);
            arguments.erase(arguments.begin() + static_cast<std::ptrdiff_t>(k), arguments.begin() + static_cast<std::ptrdiff_t>(k) + 2);
            break;
        }
        std::string repetitions = "--benchmark_repetitions=11";
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
