#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include <equipoise/study/study_options.hpp>
#include <io/text.hpp>

namespace equipoise::cli {

/// The line that says how far a study has come, whenever it is due.
///
/// On a terminal it redraws itself, at most ten times a second. Elsewhere, in a log, it is a line at the start, one after every tenth
/// of the work but at most one a second, and one at the end.
///
/// @verified tests/cli/progress_line_test.cpp
class ProgressLine {
public:
    using Clock = std::chrono::steady_clock;

    ProgressLine(bool terminal, Clock::time_point start) : terminal_(terminal), start_(start) {}

    /// What is to be written now; often nothing.
    std::string update(Progress progress, Clock::time_point now) {
        if (!is_due(progress, now)) return {};
        drawn_ = progress.done;
        when_ = now;
        any_ = true;
        const std::string text = words(progress, now);
        if (!terminal_) return text + '\n';
        const std::size_t erased = text.size() < width_ ? width_ - text.size() : 0;
        width_ = text.size();
        return '\r' + text + std::string(erased, ' ') + end_of(progress);
    }

    /// What ends a line that was left standing, as when the study fails.
    std::string abandon() { return std::exchange(standing_, false) ? "\n" : ""; }

private:
    bool is_due(Progress progress, Clock::time_point now) const {
        if (!any_ || progress.done == progress.total) return true;
        if (terminal_) return now - when_ >= std::chrono::milliseconds(100);
        return now - when_ >= std::chrono::seconds(1) && (progress.done - drawn_) * 10 >= progress.total;
    }

    std::string end_of(Progress progress) {
        standing_ = progress.done < progress.total;
        return standing_ ? "" : "\n";
    }

    std::string words(Progress progress, Clock::time_point now) const {
        const double seconds = std::chrono::duration<double>(now - start_).count();
        const double rate = static_cast<double>(progress.done) / std::max(seconds, 1e-9);
        const auto left = static_cast<std::uint64_t>(static_cast<double>(progress.total - progress.done) / std::max(rate, 1e-9) + 0.5);
        const std::string text = io::with_thousands(progress.done) + " of " + io::with_thousands(progress.total) + " replicates (" +
                                 std::to_string(progress.done * 100 / progress.total) + " %)";
        if (progress.done == 0) return text;
        const std::string speed = text + ", " + io::with_thousands(static_cast<std::uint64_t>(std::min(rate, 1e15))) + " per second";
        return progress.done == progress.total ? speed : speed + ", " + duration(left) + " left";
    }

    static std::string duration(std::uint64_t seconds) {
        if (seconds < 100) return std::to_string(seconds) + " s";
        const std::uint64_t minutes = (seconds + 30) / 60;
        if (minutes < 100) return std::to_string(minutes) + " min";
        return std::to_string((minutes + 30) / 60) + " h";
    }

    bool terminal_;
    Clock::time_point start_;
    Clock::time_point when_{};
    std::uint64_t drawn_ = 0;  ///< replicates at the last line
    std::size_t width_ = 0;    ///< characters of the last line
    bool any_ = false;
    bool standing_ = false;
};

}  // namespace equipoise::cli
