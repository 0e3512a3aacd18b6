#include <equipoise/report/throughput_table.hpp>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <equipoise/report/columns.hpp>
#include <equipoise/report/mc_text.hpp>

namespace equipoise {

namespace {

/// Three significant digits, and no fewer before the point than there are.
std::string three_digits(double value) {
    const double magnitude = value > 0 ? std::floor(std::log10(value)) : 0;
    return detail::fixed(value, static_cast<int>(std::clamp(2 - magnitude, 0.0, 4.0)));
}

std::string name_of(const TimedStage& stage) {
    std::string name = stage.stage;
    for (const std::string& analysis : stage.analyses) name += (&analysis == stage.analyses.data() ? " " : ", ") + analysis;
    return name;
}

template <class Number>
TextColumn numbers(std::string heading, const std::vector<TimedStage>& stages, Number number) {
    std::vector<McText> cells;
    for (const TimedStage& stage : stages) cells.push_back({number(stage)});
    return number_column(std::move(heading), cells);
}

std::string joined_lines(const std::vector<TextColumn>& columns) {
    std::string text;
    for (const std::string& line : table_lines(columns)) text += line + '\n';
    return text;
}

std::string stages_table(const Throughput& throughput) {
    std::vector<TimedStage> stages = throughput.stages;
    stages.push_back(throughput.replicate);
    std::vector<std::string> names;
    for (const TimedStage& stage : stages) names.push_back(name_of(stage));
    return joined_lines({text_column("stage of a replicate", std::move(names)),
                         numbers("microseconds", stages, [](const TimedStage& stage) { return three_digits(stage.nanoseconds / 1000); }),
                         numbers("in B", stages, [](const TimedStage& stage) { return three_digits(stage.in_b); }),
                         numbers("share", stages, [&](const TimedStage& stage) {
                             return detail::fixed(100 * stage.nanoseconds / throughput.replicate.nanoseconds, 0) + " %";
                         })});
}

std::string threads_table(const std::vector<ThreadedRate>& rates) {
    std::vector<McText> threads;
    std::vector<McText> per_second;
    std::vector<McText> times;
    for (const ThreadedRate& rate : rates) {
        threads.push_back({std::to_string(rate.threads)});
        per_second.push_back({detail::fixed(rate.replicates_per_second, 0)});
        times.push_back({detail::fixed(rate.replicates_per_second / rates.front().replicates_per_second, 2)});
    }
    return joined_lines({number_column("threads", threads), number_column("replicates per second", per_second), number_column("times one thread", times)});
}

}  // namespace

std::string throughput_table(const Throughput& throughput) {
    const std::string where = (throughput.processor.empty() ? "" : detail::printable(throughput.processor) + ", ") + throughput.kernels + " instructions";
    return stages_table(throughput) + '\n' + threads_table(throughput.threads) + "\nB, the time of 596 normals by Boost's mt19937_64 and normal_distribution, is " +
           three_digits(throughput.b_nanoseconds / 1000) + " microseconds here (" + where + ").\nProcessor time, medians of " + std::to_string(throughput.rounds) +
           " rounds, in each of which everything was timed in turn with B. Stages are timed one by one, so they add up to the whole only nearly.\n" +
           "What is done once, before the first replicate, took " + three_digits(1000 * throughput.preparation_seconds) + " milliseconds.\n";
}

}  // namespace equipoise
