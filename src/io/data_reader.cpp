#include "data_reader.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

#include "text.hpp"

namespace equipoise::io {
namespace {

std::optional<double> to_finite(const std::string& text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

/// Follows the rows of a long data set and gathers participants.
class TableReader {
public:
    TableReader(const CsvTable& table, const DataSpec& spec, const SourceMap& positions) : table_(table), spec_(spec), positions_(positions), findings_(table.findings) {}

    ReadTable operator()() && {
        find_columns();
        if (findings_.empty()) {
            for (const CsvRow& row : table_.rows) add(row);
            check_arms();
        }
        if (!findings_.empty()) return {.file = std::nullopt, .findings = std::move(findings_)};
        DataFile file = gathered();
        if (!findings_.empty()) return {.file = std::nullopt, .findings = std::move(findings_)};
        return {.file = std::move(file), .findings = {}};
    }

private:
    struct Participant {
        const CsvRow* first = nullptr;
        std::vector<const CsvField*> scores;  // by visit
    };

    void find_columns() {
        participant_ = column("/columns/participant", spec_.participant_column);
        arm_ = column("/columns/arm", spec_.arm_column);
        visit_ = column("/columns/visit", spec_.visit_column);
        outcome_ = column("/columns/outcome", spec_.outcome_column);
        if (!spec_.therapist_column.empty()) therapist_ = column("/columns/therapist", spec_.therapist_column);
        if (!spec_.booster_column.empty()) booster_ = column("/columns/booster", spec_.booster_column);
        for (const Covariate& covariate : spec_.covariates) covariates_.push_back(column("/analyses", covariate.name));
    }

    std::size_t column(const std::string& pointer, const std::string& name) {
        std::vector<std::string_view> names;
        for (const CsvField& field : table_.header) names.push_back(field.text);
        const auto found = std::find(names.begin(), names.end(), name);
        if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
        const bool by_semicolon = names.size() == 1 && names.front().find_first_of(";\t") != std::string_view::npos;
        std::string hint = by_semicolon ? "columns are separated by commas" : did_you_mean(name, names);
        if (hint.empty()) hint = "its columns are " + listed(names, "and");
        if (!names.empty()) findings_.push_back({positions_.nearest(pointer), pointer, "the data have no column " + in_quotes(name), hint, true});
        return 0;
    }

    void wrong(const CsvField& field, std::string message, std::string hint = {}) { findings_.push_back({field.span, "", std::move(message), std::move(hint), true}); }

    std::string who(const CsvRow& row) const { return "participant " + in_quotes(row[participant_].text); }

    void add(const CsvRow& row) {
        if (row[participant_].text.empty()) return wrong(row[participant_], "this row names no participant");
        const auto [place, is_new] = index_.emplace(row[participant_].text, participants_.size());
        if (is_new) participants_.push_back({.first = &row, .scores = std::vector<const CsvField*>(spec_.visits.size(), nullptr)});
        Participant& participant = participants_[place->second];
        check_arm(row, *participant.first);
        if (therapist_) check_constant(row, *participant.first, *therapist_, "therapist");
        if (booster_) check_constant(row, *participant.first, *booster_, "value");
        for (const std::size_t c : covariates_) check_constant(row, *participant.first, c, "covariate");
        add_score(row, participant);
    }

    void check_arm(const CsvRow& row, const CsvRow& first) {
        const std::string& arm = row[arm_].text;
        if (arm.empty()) return wrong(row[arm_], "this row of " + who(row) + " names no arm");
        if (!first[arm_].text.empty() && arm != first[arm_].text) {
            return wrong(row[arm_], who(row) + " is in arm " + in_quotes(arm) + " here, but in " + in_quotes(first[arm_].text) + " in line " + std::to_string(first[arm_].span.line));
        }
        if (arms_.insert(arm).second && arms_.size() > 2) wrong(row[arm_], "there must be two arms, but " + in_quotes(arm) + " is another");
    }

    void check_constant(const CsvRow& row, const CsvRow& first, std::size_t c, const std::string& what) {
        if (row[c].text == first[c].text) return;
        wrong(row[c], "the " + what + " " + in_quotes(table_.header[c].text) + " of " + who(row) + " must be the same in every row, but is " + in_quotes(row[c].text) + " here and " +
                          in_quotes(first[c].text) + " in line " + std::to_string(first[c].span.line));
    }

    void add_score(const CsvRow& row, Participant& participant) {
        const std::string& label = row[visit_].text;
        const auto visit = std::find(spec_.visits.begin(), spec_.visits.end(), label);
        if (visit == spec_.visits.end() || label.empty()) {
            const std::vector<std::string_view> known(spec_.visits.begin() + (spec_.visits.front().empty() ? 1 : 0), spec_.visits.end());
            const std::string hint = did_you_mean(label, known);
            return wrong(row[visit_], "the visit " + in_quotes(label) + " is not one of the specification's", hint.empty() ? "they are " + listed(known, "and") : hint);
        }
        const CsvField*& score = participant.scores[static_cast<std::size_t>(visit - spec_.visits.begin())];
        if (score != nullptr) return wrong(row[visit_], who(row) + " has the visit " + in_quotes(label) + " twice: here and in line " + std::to_string(score->span.line));
        score = &row[outcome_];
        if (!score->text.empty() && !to_finite(score->text)) wrong(*score, "the outcome of " + who(row) + " must be a number, but is " + in_quotes(score->text), "leave the field empty where a value is missing");
    }

    void check_arms() {
        if (arms_.count(spec_.control) == 0 && !arms_.empty()) {
            const std::vector<std::string_view> known(arms_.begin(), arms_.end());
            findings_.push_back({positions_.nearest("/control"), "/control", "must be an arm of the data, " + listed(known, "or") + ", but is " + in_quotes(spec_.control), "", false});
        } else if (arms_.size() < 2) {
            findings_.push_back({{.source = 1}, "", arms_.empty() ? "the data have no rows" : "the data have one arm only, " + in_quotes(*arms_.begin()), "", true});
        }
    }

    DataFile gathered() {
        DataFile file{.data = {}, .shape = {}, .analyses = spec_.analyses, .multiplicity = spec_.multiplicity, .participants = {}, .alpha = spec_.alpha};
        const std::size_t n = participants_.size();
        OutcomeColumns outcome{.name = spec_.outcome_column, .visits = spec_.visits.size(), .scores = std::vector<double>(n * spec_.visits.size(), missing)};
        for (std::size_t i = 0; i < n; ++i) {
            const CsvRow& first = *participants_[i].first;
            file.participants.push_back(first[participant_].text);
            file.data.arm.push_back(first[arm_].text == spec_.control ? Arm::control : Arm::treatment);
            for (std::size_t v = 0; v < spec_.visits.size(); ++v) {
                const CsvField* score = participants_[i].scores[v];
                if (score != nullptr && !score->text.empty()) outcome.scores[v * n + i] = *to_finite(score->text);
            }
        }
        file.data.booster = boosters();
        file.data.therapist = therapists();
        file.data.outcomes.push_back(std::move(outcome));
        for (std::size_t k = 0; k < covariates_.size(); ++k) file.data.covariates.push_back(covariate_column(spec_.covariates[k], covariates_[k]));
        file.shape = {.visits = spec_.visits, .outcomes = {spec_.outcome_column}, .covariates = {}, .has_baseline = !spec_.visits.front().empty()};
        if (!file.shape.has_baseline) file.shape.visits.front() = "baseline";
        for (const CovariateColumn& column : file.data.covariates) file.shape.covariates.push_back({column.name, column.levels});
        file.shape.weeks = spec_.weeks;
        file.shape.has_therapists = therapist_.has_value();
        file.shape.has_boosters = std::count(file.data.booster.begin(), file.data.booster.end(), 1) > 0;
        return file;
    }

    /// Therapists are numbered in the order in which they appear.
    std::vector<std::uint32_t> therapists() const {
        std::vector<std::uint32_t> column;
        std::map<std::string_view, std::uint32_t> numbers;
        for (const Participant& participant : participants_) {
            if (!therapist_) break;
            const std::string& name = (*participant.first)[*therapist_].text;
            column.push_back(name.empty() ? no_therapist : numbers.emplace(name, static_cast<std::uint32_t>(numbers.size())).first->second);
        }
        return column;
    }

    std::vector<std::uint8_t> boosters() {
        std::vector<std::uint8_t> column(participants_.size(), 0);
        for (std::size_t i = 0; booster_ && i < participants_.size(); ++i) {
            const CsvField& field = (*participants_[i].first)[*booster_];
            column[i] = field.text == "1" ? 1 : 0;
            if (field.text != "0" && field.text != "1") wrong(field, "the field of " + who(*participants_[i].first) + " must be 1 with boosters or 0 without, but is " + in_quotes(field.text));
        }
        return column;
    }

    CovariateColumn covariate_column(const Covariate& covariate, std::size_t c) {
        CovariateColumn column{.name = covariate.name, .values = std::vector<double>(participants_.size(), missing)};
        const bool factor = covariate.type == CovariateType::factor;
        std::set<std::string> levels;
        for (const Participant& participant : participants_) {
            if (factor && !(*participant.first)[c].text.empty()) levels.insert((*participant.first)[c].text);
        }
        column.levels.assign(levels.begin(), levels.end());
        if (factor && levels.empty()) wrong(table_.header[c], "the factor " + in_quotes(covariate.name) + " has no value in any row");
        for (std::size_t i = 0; i < participants_.size(); ++i) {
            const CsvField& field = (*participants_[i].first)[c];
            if (field.text.empty()) continue;
            const auto value = factor ? std::optional{static_cast<double>(std::distance(levels.begin(), levels.find(field.text)))} : to_finite(field.text);
            if (value) column.values[i] = *value;
            else wrong(field, "the covariate " + in_quotes(covariate.name) + " of " + who(*participants_[i].first) + " must be a number, but is " + in_quotes(field.text), "give it the type \"factor\" if it is a category");
        }
        return column;
    }

    const CsvTable& table_;
    const DataSpec& spec_;
    const SourceMap& positions_;
    std::vector<Finding> findings_;
    std::size_t participant_ = 0;
    std::size_t arm_ = 0;
    std::size_t visit_ = 0;
    std::size_t outcome_ = 0;
    std::optional<std::size_t> therapist_;
    std::optional<std::size_t> booster_;
    std::vector<std::size_t> covariates_;
    std::vector<Participant> participants_;
    std::map<std::string, std::size_t> index_;
    std::set<std::string> arms_;
};

}  // namespace

ReadTable read_table(const CsvTable& table, const DataSpec& spec, const SourceMap& spec_positions) { return TableReader{table, spec, spec_positions}(); }

}  // namespace equipoise::io
