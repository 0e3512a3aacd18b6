#include <equipoise/io/dataset_json.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "adam_layout.hpp"
#include "adam_names.hpp"
#include "dataset.hpp"
#include "participant_text.hpp"

namespace equipoise {

namespace {

using io::AdamLayout;
using io::Dataset;
using io::DataType;
using io::Datum;

/// Which participant, outcome and visit a record of ADQS is of.
struct Measurement {
    std::size_t participant;
    std::size_t outcome;
    std::size_t visit;
};

/// How ADQS finds its values.
class Measurements {
public:
    Measurements(const TrialData& data, const Design& design) : data_(data), visits_(design.visits.count()) {}

    Measurement operator[](std::size_t record) const {
        const std::size_t each = data_.outcomes.size() * visits_;
        return {record / each, record % each / visits_, record % visits_};
    }
    std::size_t count() const { return data_.participants() * data_.outcomes.size() * visits_; }
    double value(const Measurement& m) const { return io::score_seen(data_, m.outcome, m.visit, m.participant); }
    double baseline(const Measurement& m) const { return value({m.participant, m.outcome, 0}); }
    bool seen(const Measurement& m) const { return value(m) == value(m); }
    /// When it was seen; as scheduled where the trial has no times of its own.
    double week(const Measurement& m, const Design& design) const {
        const std::vector<double>& weeks = data_.outcomes[m.outcome].weeks;
        return weeks.empty() ? design.visits.weeks[m.visit] : weeks[m.visit * data_.participants() + m.participant];
    }

private:
    const TrialData& data_;
    std::size_t visits_;
};

void add_parameter(AdamLayout& layout, const Measurements& measured, const TrialData& data) {
    io::AdamNames names;
    std::vector<std::string> codes;
    for (const OutcomeColumns& outcome : data.outcomes) codes.push_back(names.make(outcome.name, codes.empty() ? "TOT" : ""));
    layout.add("PARAM", "Parameter", DataType::text, [&](std::size_t r) {
        const std::size_t k = measured[r].outcome;
        return Datum(data.outcomes[k].name + (k == 0 ? " Total Score" : ""));
    });
    layout.add(
        "PARAMCD", "Parameter Code", DataType::text, [&measured, codes](std::size_t r) { return Datum(codes[measured[r].outcome]); }, 2);
    layout.add("PARAMN", "Parameter (N)", DataType::integer, [&](std::size_t r) { return io::whole(measured[r].outcome + 1); });
}

void add_timing(AdamLayout& layout, const Measurements& measured, const Design& design) {
    layout.add("AVISIT", "Analysis Visit", DataType::text, [&](std::size_t r) { return Datum(design.visits.label(measured[r].visit)); });
    layout.add(
        "AVISITN", "Analysis Visit (N)", DataType::integer, [&](std::size_t r) { return io::whole(measured[r].visit); }, 3);
    layout.add("AWTARGET", "Analysis Window Target", DataType::integer,
               [&](std::size_t r) { return Datum(std::int64_t{io::study_day(design.visits.weeks[measured[r].visit])}); });
    layout.add("AWU", "Analysis Window Unit", DataType::text, [](std::size_t) { return Datum(std::string("DAYS")); });
    layout.add("ADY", "Analysis Relative Day", DataType::integer, [&](std::size_t r) {
        const Measurement m = measured[r];
        return measured.seen(m) ? Datum(std::int64_t{io::study_day(measured.week(m, design))}) : Datum();
    });
}

void add_values(AdamLayout& layout, const Measurements& measured) {
    layout.add("AVAL", "Analysis Value", DataType::number, [&](std::size_t r) { return io::datum(measured.value(measured[r])); });
    layout.add("BASE", "Baseline Value", DataType::number, [&](std::size_t r) { return io::datum(measured.baseline(measured[r])); });
    layout.add("CHG", "Change from Baseline", DataType::number, [&](std::size_t r) {
        const Measurement m = measured[r];
        return m.visit == 0 ? Datum() : io::datum(measured.value(m) - measured.baseline(m));
    });
    layout.add("ABLFL", "Baseline Record Flag", DataType::text,
               [&](std::size_t r) { return io::yes_or_missing(measured[r].visit == 0 && measured.seen(measured[r])); });
    layout.add("ANL01FL", "Analysis Flag 01", DataType::text,
               [&](std::size_t r) { return io::yes_or_missing(measured.seen(measured[r])); });
}

}  // namespace

void write_adqs(std::ostream& out, const TrialData& data, const Design& design, const DatasetOrigin& origin) {
    const Measurements measured(data, design);
    Dataset adqs{.name = "ADQS", .label = "Outcomes Analysis", .records = measured.count()};
    AdamLayout layout(data, design, origin, adqs, [&](std::size_t record) { return measured[record].participant; });
    layout.add_identity();
    layout.add_treatment("TRTP", "Planned Treatment");
    layout.add_populations();
    add_parameter(layout, measured, data);
    add_timing(layout, measured, design);
    add_values(layout, measured);
    write_dataset(out, adqs, origin);
}

}  // namespace equipoise
