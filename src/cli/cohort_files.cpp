#include <cli/cohort_files.hpp>

#include <ostream>
#include <vector>

#include <cli/whole_files.hpp>
#include <equipoise/io/cohort_csv.hpp>

namespace equipoise::cli {

void write_csv_files(const std::filesystem::path& folder, const TrialData& data, const Design& design) {
    std::vector<WholeFile> files{{"participants.csv", [&](std::ostream& out) { write_participants_csv(out, data, design); }},
                                 {"visits.csv", [&](std::ostream& out) { write_visits_csv(out, data, design); }}};
    if (!data.adverse_event_terms.empty())
        files.push_back({"adverse_events.csv", [&](std::ostream& out) { write_adverse_events_csv(out, data); }});
    write_whole_files(folder, files, {"participants.csv", "visits.csv", "adverse_events.csv"});
}

void write_dataset_json_files(const std::filesystem::path& folder, const TrialData& data, const Design& design,
                              const DatasetOrigin& origin) {
    const std::vector<WholeFile> files{{"adsl.json", [&](std::ostream& out) { write_adsl(out, data, design, origin); }},
                                       {"adqs.json", [&](std::ostream& out) { write_adqs(out, data, design, origin); }},
                                       {"adae.json", [&](std::ostream& out) { write_adae(out, data, design, origin); }}};
    write_whole_files(folder, files, {"adsl.json", "adqs.json", "adae.json"});
}

}  // namespace equipoise::cli
