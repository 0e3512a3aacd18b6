#include "design_reader.hpp"

#include <cstddef>
#include <optional>
#include <utility>

#include "allocation_reader.hpp"

namespace equipoise::io {
namespace {

PerArm<std::string> read_arm_labels(Reading& reading, const Item& item) {
    const Block block{reading, item, "/design/arms"};
    PerArm<std::string> labels = Design{}.arms;
    if (auto label = read_text(reading, block["control"])) labels.control = std::move(*label);
    if (auto label = read_text(reading, block["treatment"])) labels.treatment = std::move(*label);
    return labels;
}

struct ReadVisits {
    Visits visits{};
    std::vector<std::string> labels{};  ///< empty unless all could be read
};

ReadVisits read_visits(Reading& reading, const Item& item) {
    const Block block{reading, item, "/design/visits"};
    const Item names = block["labels"];
    const auto weeks = read_list(reading, block["weeks"], "an array of weeks such as [0, 4, 8]", 0, [&](const Item& week) { return read_number(reading, week); });
    const std::size_t count = weeks ? weeks->size() : 0;
    const bool too_few_or_many = weeks && (count < 2 || count > max_visits);
    if (too_few_or_many) reading.must_be(block["weeks"], "an array of from 2 to " + std::to_string(max_visits) + " visits, the baseline first");
    const auto labels = read_list(reading, names, "an array with a label for each of the " + std::to_string(count) + " visits", count, [&](const Item& label) { return read_text(reading, label); });
    const auto windows = read_numbers(reading, block["window_weeks"], {.count = count, .per = "of the " + std::to_string(count) + " visits, the baseline first", .one_for_all = false});
    ReadVisits read{.visits = {.weeks = weeks.value_or(std::vector<double>{}), .labels = labels.value_or(std::vector<std::string>{}), .window_weeks = windows.value_or(std::vector<double>{})}};
    if (!weeks || too_few_or_many || (names && !labels)) return read;
    for (std::size_t v = 0; v < weeks->size(); ++v) read.labels.push_back(read.visits.label(v));
    return read;
}

std::optional<Recruitment> read_recruitment(Reading& reading, const Item& item) {
    const Block block{reading, item, "/design/recruitment"};
    if (!block) return std::nullopt;
    Recruitment recruitment;
    if (const auto rate = read_number(reading, block["rate_per_month"])) recruitment.per_month = *rate;
    if (const auto pattern = read_choice(reading, block["pattern"])) recruitment.pattern = *pattern == 0 ? ArrivalPattern::poisson : ArrivalPattern::fixed;
    return recruitment;
}

std::optional<BoosterPlan> read_boosters(Reading& reading, const Item& item, const std::vector<std::string>& labels) {
    const Block block{reading, item, "/design/boosters"};
    if (!block) return std::nullopt;
    BoosterPlan boosters;
    if (const auto share = read_number(reading, block["share"])) boosters.share = *share;
    if (const auto visit = read_visit(reading, block["told_after_visit"], labels, 0)) boosters.told_after_visit = *visit;
    return boosters;
}

Estimand read_estimand(Reading& reading, const Item& item, const std::vector<std::string>& labels) {
    const Block block{reading, item, "/design/estimand", {.key = "strategy"}};
    Estimand estimand;
    for (const Strategy strategy : all_strategies) {
        if (block.chosen() == to_string(strategy)) estimand.strategy = strategy;
    }
    read_choice(reading, block["contrast"]);
    estimand.visit = read_visit(reading, block["visit"], labels, 1).value_or(0);
    estimand.composite_score = read_number(reading, block["composite_score"]);
    return estimand;
}

}  // namespace

ReadDesign read_design(Reading& reading, const Item& item) {
    const Block block{reading, item, "/design"};
    ReadDesign read;
    if (const auto participants = read_whole(reading, block["participants"])) read.design.participants = *participants;
    read.design.arms = read_arm_labels(reading, block["arms"]);
    ReadVisits visits = read_visits(reading, block["visits"]);
    read.design.visits = std::move(visits.visits);
    read.labels = std::move(visits.labels);
    read.design.allocation = read_allocation(reading, block["allocation"]);
    read.design.recruitment = read_recruitment(reading, block["recruitment"]);
    read.design.boosters = read_boosters(reading, block["boosters"], read.labels);
    read.design.estimand = read_estimand(reading, block["estimand"], read.labels);
    if (const auto set = read_choice(reading, block["analysis_set"])) read.design.analysis_set = all_analysis_sets[*set];
    return read;
}

}  // namespace equipoise::io
