#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include <time.h>

namespace equipoise::cli {

/// Something to be timed: done so many times in a row.
using Repeated = std::function<void(std::uint64_t times)>;

/// The processor time of the calling thread: what other programs take from it does not count.
struct ProcessorClock {
    using duration = std::chrono::nanoseconds;
    using time_point = std::chrono::time_point<ProcessorClock, duration>;

    static time_point now() {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return time_point(std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec));
    }
};

/// The middle value, or the mean of the two in the middle; of at least one.
inline double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

/// Times of several tasks, round by round.
class Rounds {
public:
    explicit Rounds(std::size_t tasks) : nanoseconds_(tasks) {}

    void add(std::size_t task, double nanoseconds) { nanoseconds_[task].push_back(nanoseconds); }
    std::size_t count() const { return nanoseconds_.front().size(); }

    /// Median over the rounds of the time of one repetition.
    double nanoseconds(std::size_t task) const { return median(nanoseconds_[task]); }

    /// Median over the rounds of the ratio of two tasks in the same round: what slows the machine for longer than a round cancels.
    double ratio(std::size_t task, std::size_t unit) const {
        std::vector<double> ratios;
        for (std::size_t round = 0; round < count(); ++round) ratios.push_back(nanoseconds_[task][round] / nanoseconds_[unit][round]);
        return median(std::move(ratios));
    }

private:
    std::vector<std::vector<double>> nanoseconds_;
};

namespace detail {

inline double nanoseconds_since(auto start, auto now) { return std::chrono::duration<double, std::nano>(now - start).count(); }

}  // namespace detail

/// Times tasks in turn, round after round, until the time is up; at least three rounds.
///
/// Each task first finds out how often it is to be repeated to fill its share of a round. Each round begins with another task.
///
/// @tparam Clock   what tasks are timed by
/// @tparam Wall    what says when the time is up
/// @param tasks    at least one
/// @param seconds  how long it may take; longer if three rounds need it
/// @param rounds   how many are aimed at, of what time there is
/// @verified tests/cli/interleaved_rounds_test.cpp
template <class Clock = ProcessorClock, class Wall = std::chrono::steady_clock>
Rounds interleaved_rounds(const std::vector<Repeated>& tasks, double seconds, std::size_t rounds = 25) {
    const auto start = Wall::now();
    const double slice = seconds * 1e9 / static_cast<double>((rounds + 3) * tasks.size());  // of one task in one round; three for finding out
    std::vector<std::uint64_t> times;
    for (const Repeated& task : tasks) {
        task(1);  // warm
        std::uint64_t repetitions = 1;
        double taken = 0;
        for (;; repetitions *= 2) {
            const auto before = Clock::now();
            task(repetitions);
            taken = detail::nanoseconds_since(before, Clock::now());
            if (taken > slice / 4) break;
        }
        times.push_back(static_cast<std::uint64_t>(std::max(1.0, std::round(static_cast<double>(repetitions) * slice / taken))));
    }
    Rounds measured(tasks.size());
    for (std::size_t round = 0; round < 3 || detail::nanoseconds_since(start, Wall::now()) < seconds * 1e9; ++round) {
        for (std::size_t k = 0; k < tasks.size(); ++k) {
            const std::size_t task = (k + round) % tasks.size();
            const auto before = Clock::now();
            tasks[task](times[task]);
            measured.add(task, detail::nanoseconds_since(before, Clock::now()) / static_cast<double>(times[task]));
        }
    }
    return measured;
}

}  // namespace equipoise::cli
