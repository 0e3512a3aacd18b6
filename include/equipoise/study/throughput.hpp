#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace equipoise {

/// A part of a replicate, or the whole, and how long it took in the run.
struct TimedStage {
    std::string stage;                    ///< what is done
    std::vector<std::string> analyses{};  ///< answered by it, if it is a fit
    double nanoseconds = 0;               ///< median over the rounds, per replicate
    double in_b = 0;                      ///< median over the rounds of the ratio to B in the same round
};

/// What several threads achieved together.
struct ThreadedRate {
    int threads;
    double replicates_per_second;  ///< median over the rounds
};

/// How fast replicates of a study are on one machine.
///
/// B is the time that Boost's mt19937_64 with normal_distribution needs for 596 normals, those of 149 participants at 4 visits: a unit that is
/// nearly the same number of instructions everywhere.
struct Throughput {
    std::string processor{};            ///< as it calls itself; empty if it does not say
    std::string kernels = "portable";   ///< the instructions that random numbers are drawn with here: "avx2" or "portable"
    std::string path = "participants";  ///< what was drawn of each trial: "participants", or "collapsed", its sufficient statistics
    std::size_t participants = 0;
    std::size_t visits = 0;
    std::size_t rounds = 0;             ///< in each, everything was timed in turn
    double preparation_seconds = 0;     ///< what is done once, before the first replicate
    double b_nanoseconds = 0;           ///< median over the rounds
    std::vector<TimedStage> stages{};   ///< one after another on the same trials; timed one by one, so their sum is the whole only nearly
    TimedStage replicate{};             ///< all of it
    std::vector<ThreadedRate> threads{};
};

}  // namespace equipoise
