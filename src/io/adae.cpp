#include <equipoise/io/dataset_json.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "adam_layout.hpp"
#include "adam_names.hpp"
#include "dataset.hpp"

namespace equipoise {

namespace {

using io::AdamLayout;
using io::Dataset;
using io::DataType;
using io::Datum;

}  // namespace

void write_adae(std::ostream& out, const TrialData& data, const Design& design, const DatasetOrigin& origin) {
    const std::vector<AdverseEvent>& events = data.adverse_events;
    std::vector<std::size_t> sequence(events.size(), 1);  // among the events of the same participant
    for (std::size_t e = 1; e < events.size(); ++e) {
        if (events[e].participant == events[e - 1].participant) sequence[e] = sequence[e - 1] + 1;
    }
    Dataset adae{.name = "ADAE", .label = "Adverse Events Analysis", .records = events.size()};
    AdamLayout layout(data, design, origin, adae, [&](std::size_t record) { return std::size_t{events[record].participant}; });
    layout.add_identity();
    layout.add_treatment("TRTP", "Planned Treatment");
    layout.add_populations();
    layout.add(
        "AESEQ", "Sequence Number", DataType::integer, [&](std::size_t e) { return io::whole(sequence[e]); }, 2);
    layout.add("AETERM", "Reported Term for the Adverse Event", DataType::text,
               [&](std::size_t e) { return Datum(data.adverse_event_terms[events[e].term]); });
    layout.add("AESEV", "Severity/Intensity", DataType::text,
               [&](std::size_t e) { return Datum(io::capitals(to_string(events[e].severity))); });
    layout.add("AESER", "Serious Event", DataType::text, [](std::size_t) { return io::yes_or_no(false); });
    layout.add("ASTDY", "Analysis Start Relative Day", DataType::integer,
               [&](std::size_t e) { return Datum(std::int64_t{io::study_day(events[e].week)}); });
    write_dataset(out, adae, origin);
}

}  // namespace equipoise
