#pragma once

#include <string>

#include <equipoise/design/design.hpp>

namespace equipoise::cli {

/// The protocol in plain words: allocation, recruitment, visits, boosters, primary estimand and who is analysed.
std::string design_in_words(const Design& design);

}  // namespace equipoise::cli
