// Statistical: every analysis on 100,000 trials of 16 participants with heavy dropout ([slow]; 500 of them otherwise): none crashes or hangs, and each
// gives all that it reports or a reason of its own.
#include "catch.hpp"

#include "analysis/tiny_trials.hpp"

#include <cstdint>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace tiny_trials_test {

using namespace equipoise;

namespace {

struct Found {
    std::vector<tiny::Counts> counts;  // by flavour
    std::vector<std::string> complaints{};

    void add(const Found& other) {
        for (std::size_t f = 0; f < counts.size(); ++f) {
            for (std::size_t k = 0; k < fit_status_count; ++k) counts[f][k] += other.counts[f][k];
        }
        complaints.insert(complaints.end(), other.complaints.begin(), other.complaints.end());
    }
};

void run_one(tiny::Batch& batch, std::uint64_t replicate, const std::vector<every::Flavour>& flavours, Found& found) {
    batch.run(replicate, [&](std::size_t flavour, const Answer& answer, const Estimate& estimate) {
        ++found.counts[flavour][static_cast<std::size_t>(estimate.status)];
        const std::string complaint = tiny::complaint(estimate, answer);
        if (!complaint.empty()) found.complaints.push_back(flavours[flavour].name + ", " + answer.estimand + ", replicate " + std::to_string(replicate) + ": " + complaint);
    });
}

Found run(std::int64_t replicates) {
    const std::vector<every::Flavour> flavours = every::flavours();
    Found all{.counts = std::vector<tiny::Counts>(flavours.size())};
#ifdef _OPENMP
#pragma omp parallel
#endif
    {
        tiny::Batch batch;
        Found mine{.counts = std::vector<tiny::Counts>(flavours.size())};
#ifdef _OPENMP
#pragma omp for schedule(dynamic, 50)
#endif
        for (std::int64_t replicate = 0; replicate < replicates; ++replicate) run_one(batch, static_cast<std::uint64_t>(replicate), flavours, mine);
#ifdef _OPENMP
#pragma omp critical
#endif
        all.add(mine);
    }
    return all;
}

/// A row for each method: estimates by status.
std::string table(const Found& found) {
    std::ostringstream text;
    text << "| method |";
    for (std::size_t k = 0; k < fit_status_count; ++k) text << ' ' << to_string(static_cast<FitStatus>(k)) << " |";
    std::map<std::string, tiny::Counts> methods;
    const std::vector<every::Flavour> flavours = every::flavours();
    for (std::size_t f = 0; f < flavours.size(); ++f) {
        tiny::Counts& counts = methods[std::string{flavours[f].of(1).method()}];
        for (std::size_t k = 0; k < fit_status_count; ++k) counts[k] += found.counts[f][k];
    }
    for (const auto& [method, counts] : methods) {
        text << "\n| " << method << " |";
        for (const std::uint64_t count : counts) text << ' ' << count << " |";
    }
    return text.str();
}

void check(std::int64_t replicates) {
    const Found found = run(replicates);
    for (const std::string& complaint : found.complaints) UNSCOPED_INFO(complaint);
    CHECK(found.complaints.empty());
    const std::vector<every::Flavour> flavours = every::flavours();
    for (std::size_t f = 0; f < flavours.size(); ++f) {
        INFO(flavours[f].name);
        std::uint64_t estimates = 0;
        for (std::size_t k = 0; k < fit_status_count; ++k) {
            estimates += found.counts[f][k];
            INFO(to_string(static_cast<FitStatus>(k)));
            if (found.counts[f][k] > 0) CHECK(tiny::possible().at(flavours[f].of(1).method()).count(static_cast<FitStatus>(k)) == 1);
        }
        CHECK(estimates >= static_cast<std::uint64_t>(replicates));
        CHECK(estimates % static_cast<std::uint64_t>(replicates) == 0);
    }
    if (replicates >= 100'000) WARN("estimates of " << replicates << " trials\n" << table(found));
}

}  // namespace

TEST_CASE("every analysis of 500 tiny trials has an answer or a reason") { check(500); }

TEST_CASE("every analysis of 100,000 tiny trials has an answer or a reason", "[slow]") { check(100'000); }

}  // namespace tiny_trials_test
