#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace equipoise::io {

/// Makes names that ADaM accepts of any text: capitals and digits, a capital first, at most 8, none twice.
class AdamNames {
public:
    explicit AdamNames(std::set<std::string> taken = {}) : taken_(std::move(taken)) {}

    /// "duration of pain" is DURATION; the second name of that kind is DURATIO2.
    ///
    /// @param ending  kept whole: "MODQ" with "TOT" is MODQTOT
    std::string make(std::string_view text, std::string_view ending = "");

private:
    std::set<std::string> taken_;
};

/// A text as a label: at most 40 bytes, cut between characters.
std::string adam_label(std::string_view text);

/// The day of a week since randomisation: day 1 is that of randomisation, day -1 the one before it.
long long study_day(double week);

}  // namespace equipoise::io
