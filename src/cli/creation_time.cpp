#include <cli/creation_time.hpp>

#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <cli/arguments.hpp>
#include <io/participant_text.hpp>
#include <io/text.hpp>

namespace equipoise::cli {

namespace {

constexpr std::uint64_t end_of_9999 = 253'402'300'799;  // seconds since 1970

std::chrono::sys_seconds seconds_from(std::string_view text) {
    std::uint64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc{} || end != text.data() + text.size() || seconds > end_of_9999) {
        throw BadCommandLine("cohort", {"the environment's SOURCE_DATE_EPOCH must be a whole number of seconds from 0 to " +
                                        io::with_thousands(end_of_9999) + ", but is " + io::in_quotes(text)});
    }
    return std::chrono::sys_seconds(std::chrono::seconds(seconds));
}

std::string two_digits(long long number) { return io::padded(static_cast<std::size_t>(number), 2); }

std::string iso_8601(std::chrono::sys_seconds time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(time - day);
    return io::padded(static_cast<std::size_t>(static_cast<int>(date.year())), 4) + '-' + two_digits(static_cast<unsigned>(date.month())) +
           '-' + two_digits(static_cast<unsigned>(date.day())) + 'T' + two_digits(clock.hours().count()) + ':' +
           two_digits(clock.minutes().count()) + ':' + two_digits(clock.seconds().count()) + 'Z';
}

}  // namespace

std::string creation_time() {
    const char* const given = std::getenv("SOURCE_DATE_EPOCH");
    if (given != nullptr && *given != '\0') return iso_8601(seconds_from(given));
    return iso_8601(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
}

}  // namespace equipoise::cli
