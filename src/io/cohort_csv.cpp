#include <equipoise/io/cohort_csv.hpp>

#include <cstddef>
#include <ostream>
#include <string>

#include "csv_field.hpp"
#include "number_text.hpp"

namespace equipoise {

namespace {

using io::csv_field;
using io::csv_number;

std::string header(const TrialData& data) {
    std::string text = "participant,arm,booster,visit,week";
    for (const OutcomeColumns& outcome : data.outcomes) text += ',' + csv_field(outcome.name);
    return text + '\n';
}

}  // namespace

void write_cohort_csv(std::ostream& out, const TrialData& data, const Design& design) {
    out << header(data);
    std::string lines;
    for (std::size_t i = 0; i < data.participants(); ++i) {
        const std::string who = std::to_string(i + 1) + ',' + csv_field(design.arms[data.arm[i]]) + (data.booster[i] != 0 ? ",1," : ",0,");
        lines.clear();
        for (std::size_t v = 0; v < design.visits.count(); ++v) {
            lines += who + csv_field(design.visits.label(v)) + ',' + csv_number(design.visits.weeks[v]);
            for (std::size_t k = 0; k < data.outcomes.size(); ++k) lines += ',' + csv_number(data.score(k, v, i));
            lines += '\n';
        }
        out.write(lines.data(), static_cast<std::streamsize>(lines.size()));
    }
}

}  // namespace equipoise
