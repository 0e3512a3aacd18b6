#pragma once

#include <string>

namespace equipoise::cli {

/// The date and time that a file says it was written at: that of SOURCE_DATE_EPOCH (seconds since 1970), if it is set, so that the same
/// command writes the same bytes; else now.
///
/// @returns ISO 8601 in UTC, to the second: "2026-11-22T21:13:53Z"
/// @throws  BadCommandLine if SOURCE_DATE_EPOCH is no whole number of seconds up to the year 9999
/// @source  reproducible-builds.org, SOURCE_DATE_EPOCH specification 1.1.   @verified tests/cli/cohort_test.cpp
std::string creation_time();

}  // namespace equipoise::cli
