#pragma once

#include <algorithm>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#ifdef _OPENMP
#include <omp.h>
#endif

namespace equipoise {

/// How many threads a request gets: at least one; 0 asks for as many as OpenMP offers, and without OpenMP there is one.
inline int threads_for(int requested) {
#ifdef _OPENMP
    return requested > 0 ? requested : std::max(1, omp_get_max_threads());
#else
    return std::min(1, std::max(1, requested));
#endif
}

namespace detail {

/// What became of one task: a result in the worker's own memory, an exception, or neither if an earlier task had failed.
template <class Result>
struct Attempt {
    const Result* result = nullptr;
    std::exception_ptr failure{};
};

template <class Result, class Worker, class MakeWorker>
Attempt<Result> attempt(std::optional<Worker>& worker, const MakeWorker& make_worker, std::uint64_t index) noexcept {
    try {
        if (!worker) worker.emplace(make_worker());
        return {.result = std::addressof((*worker)(index))};
    } catch (...) {
        return {.failure = std::current_exception()};
    }
}

}  // namespace detail

/// Maps in parallel, reduces in order: computes tasks 0 to count - 1 on several threads and hands each result to `merge` in the
/// order of its index, one at a time, so that nothing depends on the number of threads.
///
/// The exception of the lowest task that throws is thrown again here; what was merged before it stays merged.
/// This is the one place in the library where threads exist.
///
/// @param make_worker  () -> a worker, called once on each thread; worker(index) returns a reference to its result, valid until its next call
/// @param merge        (index, const result&) -> void
/// @complexity         one result per thread is alive at a time
/// @verified           tests/study/in_order_test.cpp
template <class MakeWorker, class Merge>
void map_in_order(std::uint64_t count, int threads, const MakeWorker& make_worker, const Merge& merge) {
    using Worker = decltype(make_worker());
    using Result = std::remove_cvref_t<decltype(std::declval<Worker&>()(count))>;
    std::exception_ptr failure;
    bool failed = false;
    const auto merge_next = [&](std::uint64_t index, const detail::Attempt<Result>& attempt) noexcept {
        if (failure) return;
        try {
            if (attempt.failure) std::rethrow_exception(attempt.failure);
            merge(index, *attempt.result);
        } catch (...) {
            failure = std::current_exception();
        }
    };
#ifdef _OPENMP
#pragma omp parallel num_threads(threads)
    {
        std::optional<Worker> worker;
#pragma omp for ordered schedule(dynamic, 1)
        for (std::uint64_t index = 0; index < count; ++index) {
            bool skip = false;
#pragma omp atomic read
            skip = failed;
            detail::Attempt<Result> attempt;
            if (!skip) attempt = detail::attempt<Result>(worker, make_worker, index);
#pragma omp ordered
            {
                merge_next(index, attempt);
                if (failure) {
#pragma omp atomic write
                    failed = true;
                }
            }
        }
    }
#else
    static_cast<void>(threads);
    std::optional<Worker> worker;
    for (std::uint64_t index = 0; index < count && !failed; ++index) {
        merge_next(index, detail::attempt<Result>(worker, make_worker, index));
        failed = failure != nullptr;
    }
#endif
    if (failure) std::rethrow_exception(failure);
}

}  // namespace equipoise
