// Oracle: a table written by hand.

#include "catch.hpp"

#include <string>

#include <equipoise/report/throughput_table.hpp>

namespace throughput_table_test {

using namespace equipoise;

TEST_CASE("the table has a line for each stage, the whole and each number of threads, and says what B is here") {
    const Throughput throughput{.processor = "Abacus",
                                .participants = 149,
                                .visits = 4,
                                .rounds = 25,
                                .preparation_seconds = 0.0123,
                                .b_nanoseconds = 2412,
                                .stages = {{.stage = "draw and observe the trial", .nanoseconds = 2894.4, .in_b = 1.2},
                                           {.stage = "fit", .analyses = {"t-test", "Welch"}, .nanoseconds = 241.2, .in_b = 0.1},
                                           {.stage = "add to the sums", .nanoseconds = 12.06, .in_b = 0.005}},
                                .replicate = {.stage = "whole replicate", .nanoseconds = 31356, .in_b = 13},
                                .threads = {{1, 31891.8}, {2, 63000}}};
    CHECK(throughput_table(throughput) ==
          "stage of a replicate        microseconds  in B     share\n"
          "--------------------------  ------------  -------  -----\n"
          "draw and observe the trial   2.89          1.20      9 %\n"
          "fit t-test, Welch            0.241         0.100     1 %\n"
          "add to the sums              0.0121        0.0050    0 %\n"
          "whole replicate             31.4          13.0     100 %\n"
          "\n"
          "threads  replicates per second  times one thread\n"
          "-------  ---------------------  ----------------\n"
          "1        31892                  1.00\n"
          "2        63000                  1.98\n"
          "\n"
          "B, the time of 596 normals by Boost's mt19937_64 and normal_distribution, is 2.41 microseconds here (Abacus, portable instructions).\n"
          "Processor time, medians of 25 rounds, in each of which everything was timed in turn with B. Stages are timed one by one, so they add up to the whole only nearly.\n"
          "What is done once, before the first replicate, took 12.3 milliseconds.\n");
}

}  // namespace throughput_table_test
