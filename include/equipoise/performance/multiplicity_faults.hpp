#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <equipoise/design/fault.hpp>
#include <equipoise/design/plain_number.hpp>
#include <equipoise/performance/multiplicity.hpp>
#include <equipoise/performance/result_row.hpp>

namespace equipoise {

namespace detail {

/// What is wrong with one procedure; pointers are relative to it.
class TestingFaults {
public:
    TestingFaults(const MultipleTesting& testing, const std::vector<ResultRow>& rows) : testing_(testing), rows_(rows), count_(testing.hypotheses.size()) {}

    std::vector<Fault> operator()() {
        if (testing_.name.empty()) add("/name", "must be a name, but is empty");
        if (testing_.alpha && !(*testing_.alpha > 0 && *testing_.alpha < 1)) add("/alpha", "must be a significance level between 0 and 1, but is " + plain_number(*testing_.alpha));
        if (count_ < 2 || count_ > max_hypotheses) {
            add("/hypotheses", "must be from 2 to " + std::to_string(max_hypotheses) + " hypotheses, but " + (count_ == 1 ? "is one" : "are " + std::to_string(count_)));
        }
        hypotheses();
        if (const auto* bonferroni = std::get_if<Bonferroni>(&testing_.procedure)) weights(bonferroni->weights, true, true);
        if (const auto* holm = std::get_if<Holm>(&testing_.procedure)) weights(holm->weights, true, false);
        if (const auto* fallback = std::get_if<Fallback>(&testing_.procedure)) weights(fallback->weights, false, true);
        if (const auto* graph = std::get_if<Graphical>(&testing_.procedure)) {
            if (graph->weights.empty()) add("/weights", "must hold the share of alpha that each hypothesis has to begin with, but is empty");
            weights(graph->weights, false, true);
            transitions(graph->transitions);
        }
        return std::move(found_);
    }

private:
    void hypotheses() {
        std::vector<std::size_t> places;
        for (std::size_t i = 0; i < count_; ++i) {
            const RowReference& reference = testing_.hypotheses[i];
            const std::string at = "/hypotheses/" + std::to_string(i);
            const auto matching = std::count_if(rows_.begin(), rows_.end(), [&](const ResultRow& row) { return reference.matches(row); });
            if (matching == 0) add(at, "must be a row of the results, but " + none_like(reference), rows_of(reference.analysis));
            if (matching > 1) add(at, "must be one row of the results, but " + std::to_string(matching) + " fit", "add what tells it from the others: visit, outcome or estimand; " + rows_of(reference.analysis));
            if (matching != 1) continue;
            const auto row = std::find_if(rows_.begin(), rows_.end(), [&](const ResultRow& one) { return reference.matches(one); });
            const auto place = static_cast<std::size_t>(row - rows_.begin());
            if (std::find(places.begin(), places.end(), place) != places.end()) add(at, "must be another row than those before it, but is there already");
            places.push_back(place);
        }
    }

    std::string none_like(const RowReference& reference) const {
        const bool known = std::any_of(rows_.begin(), rows_.end(), [&](const ResultRow& row) { return row.analysis == reference.analysis; });
        return known ? "the analysis \"" + reference.analysis + "\" has none like it" : "there is no analysis \"" + reference.analysis + "\"";
    }

    /// "its rows: month 6, month 12", or the names of the analyses.
    std::string rows_of(const std::string& analysis) const {
        std::vector<std::string> names;
        const bool known = std::any_of(rows_.begin(), rows_.end(), [&](const ResultRow& row) { return row.analysis == analysis; });
        for (const ResultRow& row : rows_) {
            if (known && row.analysis != analysis) continue;
            std::string name = known ? row.visit_label + ", " + row.outcome + ", " + row.estimand : row.analysis;
            if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
        }
        std::string text = known ? "its rows: " : "analyses: ";
        for (std::size_t k = 0; k < names.size(); ++k) text += (k == 0 ? "" : "; ") + names[k];
        return text;
    }

    void weights(const std::vector<double>& stated, bool positive, bool at_most_one) {
        if (stated.empty()) return;
        if (stated.size() != count_) add("/weights", "must hold one weight for each of the " + std::to_string(count_) + " hypotheses, but holds " + std::to_string(stated.size()));
        double sum = 0;
        for (std::size_t i = 0; i < stated.size(); ++i) {
            sum += stated[i];
            const bool wrong = !std::isfinite(stated[i]) || stated[i] < 0 || (positive && stated[i] == 0);
            if (wrong) add("/weights/" + std::to_string(i), std::string("must be a number ") + (positive ? "above 0" : "of at least 0") + ", but is " + plain_number(stated[i]));
        }
        if (at_most_one && sum > 1 + 1e-12) add("/weights", "must be shares of alpha, together at most 1, but add up to " + plain_number(sum));
    }

    void transitions(const std::vector<std::vector<double>>& stated) {
        const bool square = stated.size() == count_ && std::all_of(stated.begin(), stated.end(), [&](const auto& row) { return row.size() == count_; });
        if (!square) return add("/transitions", "must be a row for each of the " + std::to_string(count_) + " hypotheses, and in it a number for each");
        for (std::size_t i = 0; i < count_; ++i) {
            const std::string at = "/transitions/" + std::to_string(i);
            double sum = 0;
            for (std::size_t j = 0; j < count_; ++j) {
                const double part = stated[i][j];
                sum += part;
                if (!(part >= 0 && part <= 1)) add(at + "/" + std::to_string(j), "must be a part from 0 to 1, but is " + plain_number(part));
                if (i == j && part != 0) add(at + "/" + std::to_string(j), "must be 0: a hypothesis passes nothing to itself");
            }
            if (sum > 1 + 1e-12) add(at, "must be parts of a share, together at most 1, but add up to " + plain_number(sum));
        }
    }

    void add(std::string pointer, std::string message, std::string suggestion = {}) { found_.push_back({std::move(pointer), std::move(message), std::move(suggestion)}); }

    const MultipleTesting& testing_;
    const std::vector<ResultRow>& rows_;
    std::size_t count_;
    std::vector<Fault> found_{};
};

}  // namespace detail

/// Everything that is wrong with the multiplicity of a study whose results have these rows.
///
/// @returns  pointers begin with "/multiplicity"   @complexity O(hypotheses rows). @verified tests/performance/multiplicity_test.cpp
inline std::vector<Fault> faults(const std::vector<MultipleTesting>& all, const std::vector<ResultRow>& rows) {
    std::vector<Fault> found;
    for (std::size_t k = 0; k < all.size(); ++k) {
        const std::string at = "/multiplicity/" + std::to_string(k);
        for (Fault& fault : detail::TestingFaults(all[k], rows)()) {
            fault.pointer = at + fault.pointer;
            found.push_back(std::move(fault));
        }
        const auto here = all.begin() + static_cast<std::ptrdiff_t>(k);
        if (std::any_of(all.begin(), here, [&](const MultipleTesting& other) { return other.name == all[k].name; })) {
            found.push_back({at + "/name", "must be a name of its own, but \"" + all[k].name + "\" is there already"});
        }
    }
    return found;
}

}  // namespace equipoise
