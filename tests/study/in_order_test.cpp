// Oracle: results are merged in the order of their index for any number of threads, and the lowest failure is the one reported.

#include "catch.hpp"

#include <atomic>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include <equipoise/study/in_order.hpp>

namespace in_order_test {

using namespace equipoise;

TEST_CASE("results are merged in order whatever the threads") {
    for (const int threads : {1, 2, 3, 7}) {
        std::vector<std::uint64_t> order;
        std::vector<std::uint64_t> results;
        map_in_order(
            500, threads,
            [] { return [result = std::uint64_t{0}](std::uint64_t index) mutable -> const std::uint64_t& { return result = index * index; }; },
            [&](std::uint64_t index, const std::uint64_t& result) {
                order.push_back(index);
                results.push_back(result);
            });
        REQUIRE(order.size() == 500);
        for (std::uint64_t k = 0; k < 500; ++k) {
            REQUIRE(order[k] == k);
            REQUIRE(results[k] == k * k);
        }
    }
}

TEST_CASE("no task is no work") {
    bool merged = false;
    map_in_order(
        0, 3, [] { return [result = 0](std::uint64_t) mutable -> const int& { return result; }; }, [&](std::uint64_t, const int&) { merged = true; });
    CHECK_FALSE(merged);
}

TEST_CASE("the exception of the lowest task is thrown, after what came before it was merged") {
    for (const int threads : {1, 2, 3, 7}) {
        std::uint64_t merged = 0;
        const auto run = [&] {
            map_in_order(
                1'000, threads,
                [] {
                    return [result = 0](std::uint64_t index) mutable -> const int& {
                        if (index == 613 || index == 614 || index == 900) throw std::runtime_error("task " + std::to_string(index));
                        return result;
                    };
                },
                [&](std::uint64_t, const int&) { ++merged; });
        };
        REQUIRE_THROWS_WITH(run(), "task 613");
        CHECK(merged == 613);
    }
}

TEST_CASE("an exception in the merge or in the making of a worker is thrown too") {
    using Worker = std::vector<int>;
    struct Call {
        Worker memory{0};
        const int& operator()(std::uint64_t) { return memory.front(); }
    };
    CHECK_THROWS_WITH(map_in_order(
                          100, 2, [] { return Call{}; },
                          [](std::uint64_t index, const int&) {
                              if (index == 41) throw std::runtime_error("merge 41");
                          }),
                      "merge 41");
    CHECK_THROWS_WITH(map_in_order(
                          100, 2,
                          []() -> Call {
                              throw std::runtime_error("no worker");
                          },
                          [](std::uint64_t, const int&) {}),
                      "no worker");
}

TEST_CASE("there is always at least one thread") {
    CHECK(threads_for(0) >= 1);
    CHECK(threads_for(1) == 1);
    CHECK(threads_for(3) >= 1);
}

}  // namespace in_order_test
