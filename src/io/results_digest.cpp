#include <equipoise/io/results_json.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "sha256.hpp"

namespace equipoise {

namespace {

/// The text that is hashed: every item on a line of its own, texts with their length before them, doubles as their bits.
class CanonicalText {
public:
    CanonicalText& text(std::string_view value) {
        text_ += std::to_string(value.size()) + ':';
        text_ += value;
        text_ += '\n';
        return *this;
    }
    CanonicalText& whole(std::uint64_t value) {
        text_ += std::to_string(value) + '\n';
        return *this;
    }
    CanonicalText& number(double value) {
        if (std::isnan(value)) value = std::numeric_limits<double>::quiet_NaN();  // one NaN for all
        return whole(std::bit_cast<std::uint64_t>(value));
    }
    CanonicalText& measure(const Measure& measure) {
        if (!measure.estimate) return text(measure.reason);
        return number(measure.estimate->value).number(measure.estimate->mcse);
    }
    const std::string& written() const { return text_; }

private:
    std::string text_;
};

void add_row(CanonicalText& text, const OperatingCharacteristics& row) {
    text.text(row.row.analysis).text(row.row.method).text(row.row.outcome).text(row.row.estimand);
    text.whole(row.row.visit).text(row.row.visit_label).text(row.row.look);
    text.text(to_string(row.row.hypothesis.alternative)).number(row.row.hypothesis.margin).number(row.row.level);
    text.text(!row.hypothesis_holds ? "not known" : *row.hypothesis_holds ? "holds" : "does not hold");
    text.measure({.estimate = row.true_value, .reason = row.true_value_unknown});
    if (row.target_true_value) text.number(row.target_true_value->value).number(row.target_true_value->mcse);
    text.whole(row.replicates.requested).whole(row.replicates.usable).whole(row.replicates.on_boundary).whole(row.replicates.failed);
    for (const std::uint64_t count : row.replicates.by_status) text.whole(count);
    for (const std::uint64_t count : row.replicates.by_fallback) text.whole(count);
    if (row.rejection_rate) {
        text.number(row.rejection_rate->value).number(row.rejection_rate->mcse);
        text.number(row.rejection_rate->lower).number(row.rejection_rate->upper);
    }
    text.number(row.rejection_rate_if_failures_reject).number(row.rejection_rate_if_failures_do_not);
    for (const Measure* measure : {&row.mean_estimate, &row.bias, &row.empirical_se, &row.model_se, &row.relative_error_of_model_se, &row.mse,
                                   &row.coverage, &row.bias_eliminated_coverage}) {
        text.measure(*measure);
    }
}

void add_event(CanonicalText& text, const EventRate& rate) {
    if (rate.share) text.number(rate.share->value).number(rate.share->mcse).number(rate.share->lower).number(rate.share->upper);
    text.text(rate.reason).number(rate.if_failures_reject).number(rate.if_failures_do_not);
}

void add_procedure(CanonicalText& text, const MultiplicityResult& procedure) {
    text.text(procedure.name).text(procedure.procedure).number(procedure.alpha).whole(procedure.requested).whole(procedure.usable).whole(procedure.hypotheses.size());
    for (const TestedHypothesis& one : procedure.hypotheses) {
        text.whole(one.row).text(!one.holds ? "not known" : *one.holds ? "holds" : "does not hold");
        add_event(text, one.rejection_rate);
    }
    add_event(text, procedure.disjunctive_power);
    add_event(text, procedure.conjunctive_power);
    add_event(text, procedure.familywise_error);
    text.measure(procedure.expected_rejections);
}

}  // namespace

std::string results_digest(const StudyResults& results, std::string_view scenario_sha256) {
    CanonicalText text;
    text.text("equipoise results 2").text(scenario_sha256).text(results.rng_schema).text(results.path);
    text.whole(results.seed).whole(results.stream).whole(results.replicates).number(results.alpha);
    text.whole(results.operating_characteristics.size());
    for (const OperatingCharacteristics& row : results.operating_characteristics) add_row(text, row);
    text.whole(results.comparisons.size());
    for (const Comparison& comparison : results.comparisons) {
        text.whole(comparison.first).whole(comparison.second).whole(comparison.replicates);
        text.measure(comparison.rejection_rate_difference).measure(comparison.bias_difference);
    }
    for (const MultiplicityResult& procedure : results.multiplicity) add_procedure(text, procedure);
    return io::sha256(text.written());
}

}  // namespace equipoise
