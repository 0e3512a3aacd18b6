#include <cli/measure_throughput.hpp>

#include <chrono>
#include <cstdint>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>

#include <cli/interleaved_rounds.hpp>
#include <cli/serial_replicates.hpp>
#include <cli/study_stages.hpp>
#include <equipoise/random/wide/instruction_sets.hpp>
#include <equipoise/study/in_order.hpp>
#include <equipoise/study/prepared_study.hpp>
#include <equipoise/study/run_study.hpp>
#include <equipoise/study/sampling.hpp>

namespace equipoise::cli {

namespace {

/// What is timed: the unit first, then the stages, then the whole.
struct Timed {
    std::vector<TimedStage> stages;
    std::vector<Repeated> tasks;

    void add(std::string stage, Repeated task, std::vector<std::string> analyses = {}) {
        stages.push_back({.stage = std::move(stage), .analyses = std::move(analyses)});
        tasks.push_back(std::move(task));
    }
};

/// B: 596 normals. What they add up to is kept, or the compiler would leave them out.
Repeated normals_596() {
    return [engine = boost::random::mt19937_64(1), normal = boost::random::normal_distribution<double>(), sum = 0.0](std::uint64_t times) mutable {
        for (std::uint64_t k = 0; k < 596 * times; ++k) sum += normal(engine);
        [[maybe_unused]] volatile double kept = sum;
    };
}

Timed timed(StudyStages& stages, SerialReplicates& whole) {
    Timed timed;
    timed.add("B", normals_596());
    if (stages.collapsed()) {
        timed.add("draw sufficient statistics", [&](std::uint64_t times) { stages.draw(times); });
    } else {
        timed.add("draw and observe the trial", [&](std::uint64_t times) { stages.draw(times); });
        timed.add("reduce to sufficient statistics", [&](std::uint64_t times) { stages.reduce(times); });
    }
    for (std::size_t k = 0; k < stages.fits(); ++k) timed.add("fit", [&stages, k](std::uint64_t times) { stages.fit(k, times); }, stages.names(k));
    timed.add("add to the sums", [&](std::uint64_t times) { stages.add(times); });
    timed.add("whole replicate", [&](std::uint64_t times) { whole(times); });
    return timed;
}

void measure_stages(const PreparedStudy& study, const std::vector<AnyAnalysis>& analyses, double seconds, Throughput& found) {
    StudyStages stages(study, analyses);
    SerialReplicates whole(study);
    Timed measured = timed(stages, whole);
    const Rounds rounds = interleaved_rounds(measured.tasks, seconds);
    for (std::size_t k = 0; k < measured.tasks.size(); ++k) {
        measured.stages[k].nanoseconds = rounds.nanoseconds(k);
        measured.stages[k].in_b = rounds.ratio(k, 0);
    }
    found.rounds = rounds.count();
    found.b_nanoseconds = measured.stages.front().nanoseconds;
    found.replicate = measured.stages.back();
    found.stages.assign(measured.stages.begin() + 1, measured.stages.end() - 1);
}

/// One thread and all threads in turn, each by `run_study`.
std::vector<ThreadedRate> measure_threads(const PreparedStudy& study, const StudyOptions& given, int most, double seconds) {
    std::vector<int> threads{1};
    if (most > 1) threads.push_back(most);
    std::vector<Repeated> tasks;
    for (const int count : threads) {
        StudyOptions options{.seed = given.seed, .stream = given.stream, .alpha = given.alpha, .threads = count};
        tasks.emplace_back([&study, options](std::uint64_t times) mutable {
            options.replicates = times * chunk_size * static_cast<std::uint64_t>(options.threads);
            run_study(study, options);
        });
    }
    const Rounds rounds = interleaved_rounds<std::chrono::steady_clock>(tasks, seconds, 9);
    std::vector<ThreadedRate> rates;
    for (std::size_t k = 0; k < threads.size(); ++k) {
        const double replicates = static_cast<double>(chunk_size) * threads[k];
        rates.push_back({.threads = threads[k], .replicates_per_second = 1e9 * replicates / rounds.nanoseconds(k)});
    }
    return rates;
}

/// What the processor calls itself, where the system says it.
std::string processor() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with("model name")) continue;
        const auto colon = line.find(": ");
        return colon == std::string::npos ? "" : line.substr(colon + 2);
    }
    return {};
}

}  // namespace

Throughput measure_throughput(const ScenarioFile& file, const ThroughputRequest& request) {
    const auto start = std::chrono::steady_clock::now();
    const PreparedStudy study = prepare(file.scenario, file.analyses, file.options);
    Throughput found{.processor = processor(),
                     .kernels = std::string(wide::instruction_set()),
                     .path = std::string(to_string(study.collapsed ? Sampling::collapsed : Sampling::participants)),
                     .participants = study.trial.design.participants,
                     .visits = study.trial.design.visits.count(),
                     .preparation_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count()};
    measure_stages(study, file.analyses, request.seconds * 0.7, found);
    found.threads = measure_threads(study, file.options, threads_for(request.threads), request.seconds * 0.3);
    return found;
}

}  // namespace equipoise::cli
