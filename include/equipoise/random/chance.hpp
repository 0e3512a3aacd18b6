#pragma once

#include <concepts>

#include <equipoise/random/bulk_stream.hpp>
#include <equipoise/random/standard_normal.hpp>
#include <equipoise/random/stream.hpp>
#include <equipoise/random/uniform.hpp>

namespace equipoise {

/// What random numbers are taken from, one after another, words and standard normals: a Stream, or a BulkStream.
template <class Numbers>
concept Chance = Words64<Numbers> && requires(Numbers& chance) {
    { standard_normal(chance) } -> std::same_as<double>;
};

static_assert(Chance<Stream> && Chance<BulkStream>);

}  // namespace equipoise
