#pragma once

#include <span>
#include <vector>

#include <equipoise/io/scenario_file.hpp>

#include "json_value.hpp"

namespace equipoise::io {

/// How an override is shown in messages: --set /study/seed=7.
std::string name_of(const Override& one);

/// A document with overrides applied in order, and what was wrong with those that could not be.
struct Overridden {
    Value root;
    std::vector<Finding> findings;
};

/// Replaces values, or adds keys to objects; entries of `assumptions` at or beneath a replaced place go with it. The spans of override k have source k + 1.
Overridden with_overrides(Value root, std::span<const Override> overrides);

}  // namespace equipoise::io
