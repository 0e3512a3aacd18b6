#include "imputation.hpp"

#include <utility>

namespace equipoise::io {

std::vector<Key> imputation_keys() {
    using enum KeyType;
    std::vector<Key> keys = covariate_list_keys();
    keys.push_back({.path = "/analyses/*/strategy", .type = choice, .sentence = "What is assumed of scores after the last visit at which a participant was seen: they go on as those of their arm; from then on their means are those of the reference arm; their means are those of the reference arm throughout; or their means keep their distance from those of the reference arm.", .standard = "mar", .choices = {"mar", "jump_to_reference", "copy_reference", "copy_increments_in_reference"}});
    keys.push_back({.path = "/analyses/*/reference", .type = choice, .sentence = "The reference arm.", .standard = "control", .choices = {"control", "treatment"}});
    keys.push_back({.path = "/analyses/*/deltas", .type = list, .sentence = "Shifts of the scores imputed after the last visit seen; an answer for each, from the same imputations.", .standard = "one answer, without a shift", .unit = "outcome units", .form = "array of numbers"});
    keys.push_back({.path = "/analyses/*/delta_pattern", .type = choice, .sentence = "A shift by delta at each visit missed, or by delta at the first, twice delta at the second, and so on.", .standard = "constant", .choices = {"constant", "cumulative"}});
    keys.push_back({.path = "/analyses/*/delta_arms", .type = choice, .sentence = "The arms in which scores are shifted.", .standard = "treatment", .choices = {"treatment", "both"}});
    return keys;
}

DeltaAdjustment read_delta(Reading& reading, const Block& block) {
    DeltaAdjustment delta;
    if (auto deltas = read_list(reading, block["deltas"], "an array of numbers such as [0, 2, 4]", 0, [&](const Item& item) { return read_number(reading, item); })) delta.deltas = std::move(*deltas);
    if (read_choice(reading, block["delta_pattern"]).value_or(0) == 1) delta.pattern = DeltaAdjustment::Pattern::cumulative;
    if (read_choice(reading, block["delta_arms"]).value_or(0) == 1) delta.arms = DeltaAdjustment::Arms::both;
    return delta;
}

}  // namespace equipoise::io
