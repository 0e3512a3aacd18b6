// Oracle: when a line of progress is due and what it says, on a terminal and in a log.
#include "catch.hpp"

#include <chrono>
#include <cstdint>
#include <string>

#include "cli/progress_line.hpp"

namespace progress_line_test {

using equipoise::Progress;
using equipoise::cli::ProgressLine;
using std::chrono::milliseconds;

namespace {

const ProgressLine::Clock::time_point start{};

}  // namespace

TEST_CASE("in a log, a line is due at the start, after every tenth and a second, and at the end") {
    ProgressLine line(false, start);
    CHECK(line.update({0, 1000}, start) == "0 of 1,000 replicates (0 %)\n");
    CHECK(line.update({100, 1000}, start + milliseconds(500)).empty());
    CHECK(line.update({150, 1000}, start + milliseconds(1500)) == "150 of 1,000 replicates (15 %), 100 per second, 9 s left\n");
    CHECK(line.update({240, 1000}, start + milliseconds(9000)).empty());
    CHECK(line.update({250, 1000}, start + milliseconds(10000)) == "250 of 1,000 replicates (25 %), 25 per second, 30 s left\n");
    CHECK(line.update({1000, 1000}, start + milliseconds(10001)).find("1,000 of 1,000 replicates (100 %), 99 per second\n") == 0);
    CHECK(line.abandon().empty());
}

TEST_CASE("a log of a fast or a long study stays short") {
    for (const std::uint64_t total : {1'000U, 1'000'000U}) {
        ProgressLine line(false, start);
        int lines = 0;
        for (std::uint64_t done = 0; done <= total; done += total / 1000) lines += line.update({done, total}, start + milliseconds(done)).empty() ? 0 : 1;
        CHECK(lines >= 2);
        CHECK(lines <= 12);
    }
}

TEST_CASE("a terminal is redrawn at most ten times a second, and the line ends when the study does") {
    ProgressLine line(true, start);
    std::string drawn;
    int times = 0;
    for (int k = 0; k <= 1000; ++k) {
        const std::string text = line.update({static_cast<std::uint64_t>(k), 2000}, start + milliseconds(k));
        if (text.empty()) continue;
        ++times;
        CHECK(text.front() == '\r');
        CHECK(text.find('\n') == std::string::npos);
    }
    CHECK(times == 11);
    const std::string last = line.update({2000, 2000}, start + milliseconds(1001));
    CHECK(last.front() == '\r');
    CHECK(last.back() == '\n');
}

TEST_CASE("a shorter line erases the longer one before it") {
    ProgressLine line(true, start);
    const std::string longer = line.update({1, 100}, start + std::chrono::hours(1));
    const std::string shorter = line.update({100, 100}, start + std::chrono::hours(2));
    CHECK(longer.find(" h left") != std::string::npos);
    CHECK(shorter.size() - 1 >= longer.size());
}

TEST_CASE("a line left standing is ended once") {
    ProgressLine line(true, start);
    line.update({1, 100}, start);
    CHECK(line.abandon() == "\n");
    CHECK(line.abandon().empty());
}

}  // namespace progress_line_test
