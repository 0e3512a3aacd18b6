#pragma once

#include <string_view>

namespace equipoise::cli {

/// examples/scenarios/van_dillen_2021.json, so that the command has a trial to show where no file is given.
std::string_view van_dillen_2021();

}  // namespace equipoise::cli
