#include "spec_reader.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include <equipoise/data/statistics_plan.hpp>
#include <equipoise/design/visits.hpp>

#include "analysis_reader.hpp"
#include "multiplicity_reader.hpp"
#include "text.hpp"

namespace equipoise::io {
namespace {

void check_distinct(Reading& reading, const std::vector<Item>& items, const std::string& wanted) {
    for (std::size_t k = 0; k < items.size(); ++k) {
        const auto same = [&](const Item& earlier) { return earlier.is(Value::Kind::string) && items[k].is(Value::Kind::string) && earlier.value->text == items[k].value->text; };
        if (std::any_of(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(k), same)) reading.wrong(items[k], "must be " + wanted + ", but " + in_quotes(items[k].value->text) + " comes twice");
    }
}

std::vector<std::string> read_visits(Reading& reading, const Item& visits, const Item& baseline) {
    std::vector<std::string> labels{read_text(reading, baseline).value_or("")};
    const auto later = read_list(reading, visits, "an array of the labels of the visits after baseline", 0, [&](const Item& label) { return read_text(reading, label); });
    if (!later) return {};
    if (later->empty() || later->size() >= max_visits) reading.must_be(visits, "an array of from 1 to " + std::to_string(max_visits - 1) + " labels of visits after baseline");
    std::vector<Item> all{baseline};
    for (std::size_t k = 0; k < later->size(); ++k) all.push_back(visits.element(k));
    check_distinct(reading, all, "a visit of its own");
    labels.insert(labels.end(), later->begin(), later->end());
    return labels;
}

std::vector<double> read_weeks(Reading& reading, const Item& item, std::size_t visits) {
    std::vector<double> weeks = read_numbers(reading, item, {.count = visits, .per = "visit, the baseline first", .one_for_all = false}).value_or(std::vector<double>{});
    if (std::adjacent_find(weeks.begin(), weeks.end(), std::greater_equal<>{}) != weeks.end()) {
        reading.wrong(item, "must increase from visit to visit");
        weeks.clear();
    }
    return weeks;
}

}  // namespace

DataSpec read_data_spec(Reading& reading, const Value& root) {
    const Block block{reading, {&root, "", nullptr}, ""};
    DataSpec spec;
    if (!block) return spec;
    const Block columns{reading, block["columns"], "/columns"};
    std::vector<Item> named;
    const auto column = [&](std::string_view name) {
        named.push_back(columns[name]);
        return read_text(reading, named.back()).value_or("");
    };
    spec.participant_column = column("participant");
    spec.arm_column = column("arm");
    spec.visit_column = column("visit");
    spec.outcome_column = column("outcome");
    spec.therapist_column = column("therapist");
    spec.booster_column = column("booster");
    check_distinct(reading, named, "a column of its own");
    spec.control = read_text(reading, block["control"]).value_or("");
    spec.visits = read_visits(reading, block["visits"], block["baseline"]);
    spec.weeks = read_weeks(reading, block["weeks"], spec.visits.size());
    if (const auto alpha = read_number(reading, block["alpha"])) spec.alpha = *alpha;
    spec.analyses = read_analyses(reading, block["analyses"], spec.visits);
    spec.multiplicity = read_multiplicity(reading, block["multiplicity"], spec.visits);
    spec.covariates = named_covariates(reading, block["analyses"]);
    const auto is_baseline = [](const Covariate& covariate) { return covariate.name == baseline_covariate; };
    spec.covariates.erase(std::remove_if(spec.covariates.begin(), spec.covariates.end(), is_baseline), spec.covariates.end());
    return spec;
}

}  // namespace equipoise::io
