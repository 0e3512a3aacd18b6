#include "missing_reader.hpp"

#include <string>
#include <string_view>

#include "lengths.hpp"
#include "text.hpp"

namespace equipoise::io {
namespace {

constexpr Limits share_missing{.minimum = 0, .maximum = 1, .below_maximum = true};

/// The log odds of a logistic mechanism that is "mar" or "mnar".
///
/// @param path  of the block in which they stand   @param verb  what depends on them: "leaving"
template <class Logistic>
void read_log_odds(Reading& reading, const Block& outer, const Item& item, const std::string& path, const std::string& verb, Logistic& logistic) {
    const auto number = [&](const Item& arm) { return read_number(reading, arm); };
    const Item event = outer["log_odds_adverse_event"];
    const Item scores = outer["log_odds_per_sd"];
    const bool mar = outer.chosen() == "mar";
    if (const auto added = read_per_arm(reading, event, number)) logistic.adverse_event = *added;
    if (!scores && (!mar || !event)) {
        SourceSpan span = item.value->span;
        span.length = 1;
        reading.note({span, scores.pointer, "the key \"log_odds_per_sd\" is missing", "add \"log_odds_per_sd\": " + wanted(*scores.key), true});
    }
    const Block block{reading, scores, path + "/log_odds_per_sd", {.key = "mechanism", .outside = true, .chosen = outer.chosen()}};
    if (!block) return;
    if (const auto slope = read_per_arm(reading, block["last_score"], number)) logistic.last_score = *slope;
    if (const auto slope = read_per_arm(reading, block["change"], number)) logistic.change = *slope;
    if (const auto slope = read_per_arm(reading, block["missed_score"], number)) logistic.missed_score = *slope;
    if (scores.value->members.empty() && mar && !event) {
        reading.wrong(scores, "must state \"last_score\", \"change\" or both, but is empty", "if " + verb + " depends on neither, the mechanism is \"mcar\"");
    }
}

std::optional<PerArm<std::vector<double>>> read_shares(Reading& reading, const Item& item, std::size_t visits) {
    return read_per_arm(reading, item, [&](const Item& arm) { return read_numbers(reading, arm, each_later_visit(visits)); });
}

}  // namespace

std::vector<Key> missing_keys() {
    using enum KeyType;
    return {
        {.path = "/mechanism/dropout", .type = object, .sentence = "Who leaves the trial, and when; nobody returns.", .standard = "nobody leaves"},
        {.path = "/mechanism/dropout/mechanism", .type = choice, .sentence = "None; completely at random; at random, given observed scores; or not at random, given the score about to be missed.", .required = true, .choices = {"none", "mcar", "mar", "mnar"}},
        {.path = "/mechanism/dropout/leaving", .type = by_arm, .sentence = "At each visit after baseline: of those seen at the visit before, the share that is not seen from this one on. With mar and mnar, intercepts are solved so that these shares leave.", .required = true, .limits = share_missing, .belongs_to = {"mcar", "mar", "mnar"}, .form = "number for each visit after baseline, or one for all"},
        {.path = "/mechanism/dropout/log_odds_per_sd", .type = object, .sentence = "How strongly leaving depends on scores.", .standard = "not at all; needed with mnar, and with mar unless an adverse event matters", .belongs_to = {"mar", "mnar"}},
        {.path = "/mechanism/dropout/log_odds_per_sd/last_score", .type = by_arm, .sentence = "On the last score seen.", .standard = "0", .unit = "log odds per SD of that visit's scores", .form = "number"},
        {.path = "/mechanism/dropout/log_odds_per_sd/change", .type = by_arm, .sentence = "On the change from baseline to the last score seen.", .standard = "0", .unit = "log odds per SD of the last visit's scores", .form = "number"},
        {.path = "/mechanism/dropout/log_odds_per_sd/missed_score", .type = by_arm, .sentence = "On the score about to be missed.", .required = true, .unit = "log odds per SD of that visit's scores", .belongs_to = {"mnar"}, .form = "number"},
        {.path = "/mechanism/dropout/log_odds_adverse_event", .type = by_arm, .sentence = "What an adverse event before the visit adds to the log odds of leaving.", .standard = "0", .unit = "log odds", .belongs_to = {"mar", "mnar"}, .form = "number"},
        {.path = "/mechanism/intermittent", .type = object, .sentence = "Who misses a visit but stays in the trial.", .standard = "nobody who stays misses a visit"},
        {.path = "/mechanism/intermittent/mechanism", .type = choice, .sentence = "Completely at random; at random, given what was observed; or not at random, given the score that is missed.", .required = true, .choices = {"mcar", "mar", "mnar"}},
        {.path = "/mechanism/intermittent/missing", .type = by_arm, .sentence = "At each visit after baseline: of those still in the trial, the share that misses it. Intercepts are solved so that these shares do.", .required = true, .limits = share_missing, .form = "number for each visit after baseline, or one for all"},
        {.path = "/mechanism/intermittent/log_odds_per_sd", .type = object, .sentence = "How strongly missing a visit depends on scores.", .standard = "not at all; needed with mnar, and with mar unless an adverse event matters", .belongs_to = {"mar", "mnar"}},
        {.path = "/mechanism/intermittent/log_odds_per_sd/last_score", .type = by_arm, .sentence = "On the last score seen.", .standard = "0", .unit = "log odds per SD of the scores at the visit before", .form = "number"},
        {.path = "/mechanism/intermittent/log_odds_per_sd/change", .type = by_arm, .sentence = "On the change from baseline to the last score seen.", .standard = "0", .unit = "log odds per SD of the scores at the visit before", .form = "number"},
        {.path = "/mechanism/intermittent/log_odds_per_sd/missed_score", .type = by_arm, .sentence = "On the score that is missed.", .required = true, .unit = "log odds per SD of that visit's scores", .belongs_to = {"mnar"}, .form = "number"},
        {.path = "/mechanism/intermittent/log_odds_adverse_event", .type = by_arm, .sentence = "What an adverse event before the visit adds to the log odds of missing it.", .standard = "0", .unit = "log odds", .belongs_to = {"mar", "mnar"}, .form = "number"},
    };
}

AnyDropout read_dropout(Reading& reading, const Item& item, std::size_t visits) {
    const Block block{reading, item, "/mechanism/dropout", {.key = "mechanism"}};
    if (!block || block.chosen().empty() || block.chosen() == "none") return NoDropout{};
    const auto leaving = read_shares(reading, block["leaving"], visits).value_or(PerArm<std::vector<double>>{});
    if (block.chosen() == "mcar") return DropoutCompletelyAtRandom{.leaving = leaving};
    LogisticDropout dropout{.leaving = leaving};
    read_log_odds(reading, block, item, "/mechanism/dropout", "leaving", dropout);
    return dropout;
}

std::optional<IntermittentMissing> read_intermittent(Reading& reading, const Item& item, std::size_t visits) {
    const Block block{reading, item, "/mechanism/intermittent", {.key = "mechanism"}};
    if (!block) return std::nullopt;
    IntermittentMissing intermittent{.missing = read_shares(reading, block["missing"], visits).value_or(PerArm<std::vector<double>>{})};
    if (block.chosen() == "mar" || block.chosen() == "mnar") read_log_odds(reading, block, item, "/mechanism/intermittent", "missing a visit", intermittent);
    return intermittent;
}

}  // namespace equipoise::io
