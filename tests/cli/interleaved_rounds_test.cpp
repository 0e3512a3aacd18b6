// Oracle: on a clock that the tasks themselves move, every time and ratio is known, rounds take turns, and the time asked for is kept.
#include "catch.hpp"

#include <chrono>
#include <cstdint>
#include <vector>

#include <cli/interleaved_rounds.hpp>

namespace interleaved_rounds_test {

using namespace equipoise::cli;

namespace {

/// A clock that stands still until a task moves it.
struct TaskClock {
    using duration = std::chrono::nanoseconds;
    using time_point = std::chrono::time_point<TaskClock, duration>;
    static inline time_point time{};
    static time_point now() { return time; }
};

Repeated taking(std::int64_t nanoseconds) {
    return [nanoseconds](std::uint64_t times) { TaskClock::time += std::chrono::nanoseconds(nanoseconds * static_cast<std::int64_t>(times)); };
}

}  // namespace

TEST_CASE("times and ratios are those of the tasks, and the time asked for is kept") {
    const auto start = TaskClock::now();
    const Rounds rounds = interleaved_rounds<TaskClock, TaskClock>({taking(100), taking(250), taking(7)}, 2.0);
    const std::chrono::duration<double> taken = TaskClock::now() - start;
    CHECK(rounds.nanoseconds(0) == Approx(100));
    CHECK(rounds.nanoseconds(1) == Approx(250));
    CHECK(rounds.ratio(1, 0) == Approx(2.5));
    CHECK(rounds.ratio(2, 0) == Approx(0.07));
    CHECK(rounds.count() >= 20);
    CHECK(taken.count() >= 2.0);
    CHECK(taken.count() < 2.2);
}

TEST_CASE("what slows a machine for a round or longer leaves the ratio as it was") {
    std::int64_t slower = 1;
    std::uint64_t calls = 0;
    const auto slowed = [&](std::int64_t nanoseconds) {
        return [&, nanoseconds](std::uint64_t times) {
            slower = ++calls > 40 ? 3 : 1;  // from the middle of the rounds on
            TaskClock::time += std::chrono::nanoseconds(slower * nanoseconds * static_cast<std::int64_t>(times));
        };
    };
    const Rounds rounds = interleaved_rounds<TaskClock, TaskClock>({slowed(1000), slowed(4000)}, 1.0, 30);
    CHECK(slower == 3);
    CHECK(rounds.ratio(1, 0) == Approx(4));
}

TEST_CASE("a task that takes longer than all the time is still timed in three rounds") {
    std::uint64_t repetitions = 0;
    const Repeated slow = [&repetitions](std::uint64_t times) {
        repetitions += times;
        TaskClock::time += std::chrono::seconds(5) * times;
    };
    const Rounds rounds = interleaved_rounds<TaskClock, TaskClock>({taking(100), slow}, 1.0);
    CHECK(rounds.count() == 3);
    CHECK(repetitions == 5);  // warm, finding out, and three rounds
    CHECK(rounds.nanoseconds(1) == Approx(5e9));
}

TEST_CASE("each round begins with another task") {
    std::vector<int> order;
    const auto noted = [&order](int task) {
        return [&order, task](std::uint64_t times) {
            order.push_back(task);
            TaskClock::time += std::chrono::seconds(5) * times;
        };
    };
    interleaved_rounds<TaskClock, TaskClock>({noted(0), noted(1), noted(2)}, 1.0);
    CHECK(order == std::vector<int>{0, 0, 1, 1, 2, 2, 0, 1, 2, 1, 2, 0, 2, 0, 1});
}

TEST_CASE("the median of an even number is between the middle two") {
    CHECK(median({3}) == 3);
    CHECK(median({3, 1, 2}) == 2);
    CHECK(median({4, 1, 3, 2}) == 2.5);
}

}  // namespace interleaved_rounds_test
