// Oracle: an example of each status, by each method that is known to give it: a trial that stays as it is. No status is without one.
#include "catch.hpp"

#include "analysis/tiny_trials.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace statuses_test {

using namespace equipoise;

namespace {

/// A flavour that gives the status, at one visit at least, in that trial.
struct Example {
    std::string flavour;
    FitStatus status;
    TrialData data;
    std::uint64_t replicate = 0;  // for those that need chance
};

/// Nobody's score ever changes, or differs from another's.
TrialData all_alike() {
    TrialData data = every::trial(1);
    for (OutcomeColumns& outcome : data.outcomes) {
        for (double& score : outcome.scores) score = std::isnan(score) ? missing : 3.0;
    }
    return data;
}

/// Nobody of the treatment arm is seen at the last visit.
TrialData arm_unseen() {
    TrialData data = every::trial(2);
    const std::size_t n = data.participants();
    for (OutcomeColumns& outcome : data.outcomes) {
        for (std::size_t i = 0; i < n; ++i) {
            if (data.arm[i] == Arm::treatment) outcome.scores[3 * n + i] = missing;
        }
    }
    return data;
}

std::vector<Example> examples() {
    using enum FitStatus;
    std::vector<Example> all;
    const TrialData usual = every::trial(0);
    for (const every::Flavour& flavour : every::flavours()) {
        if (flavour.of(1).method() != "count") all.push_back({flavour.name, converged, usual});
    }
    all.push_back({"counts 0", converged, usual});
    for (const char* name : {"t-test", "ANCOVA", "ANCOVA, HC3", "booster factorial", "cluster means", "therapist mixed model", "Wilcoxon", "permutation test", "Cohen's d", "Hedges' g",
                             "risk difference", "logistic regression", "proportional odds", "counts 0", "counts 1", "counts 2", "MMRM unstructured", "MMRM ar1", "MMRM by arm toeplitz",
                             "cLDA", "random intercept", "random slope", "conditional means, mar", "multiple imputation, mar"}) {
        all.push_back({name, not_estimable, arm_unseen()});
    }
    for (const char* name : {"t-test", "Wilcoxon", "permutation test", "cluster means", "Cohen's d"}) all.push_back({name, covariance_singular, all_alike()});
    const std::vector<std::pair<std::pair<const char*, FitStatus>, std::uint64_t>> tiny_ones{
        {{"therapist mixed model", on_boundary}, 0},
        {{"counts 1", on_boundary}, 0},
        {{"random intercept", on_boundary}, 4},
        {{"random slope", on_boundary}, 0},
        {{"counts 0", covariance_singular}, 1878},
        {{"MMRM unstructured", covariance_singular}, 28},
        {{"cLDA", covariance_singular}, 25},
        {{"conditional means, mar", covariance_singular}, 28},
        {{"multiple imputation, mar", covariance_singular}, 1035},
        {{"MMRM unstructured", not_converged}, 832},
        {{"cLDA", not_converged}, 212},
        {{"conditional means, mar", not_converged}, 27},
        {{"MMRM by arm unstructured", hessian_not_positive_definite}, 223},
        {{"logistic regression", hessian_not_positive_definite}, 53},
        {{"logistic regression", separated}, 0},
        {{"proportional odds", separated}, 7},
    };
    for (const auto& [what, seed] : tiny_ones) all.push_back({what.first, what.second, tiny::trial(seed), seed});
    return all;
}

const every::Flavour& flavour_called(const std::vector<every::Flavour>& flavours, const std::string& name) {
    const auto found = std::find_if(flavours.begin(), flavours.end(), [&](const every::Flavour& flavour) { return flavour.name == name; });
    REQUIRE(found != flavours.end());
    return *found;
}

}  // namespace

TEST_CASE("each status has an example, and is possible where it is found") {
    const std::vector<every::Flavour> flavours = every::flavours();
    std::set<FitStatus> seen;
    for (const Example& example : examples()) {
        INFO(example.flavour << ": " << to_string(example.status));
        const AnyAnalysis analysis = flavour_called(flavours, example.flavour).of(1).named(example.flavour);
        CHECK(tiny::possible().at(analysis.method()).count(example.status) == 1);
        AnalysisBatch batch({analysis}, every::shape(example.data), 0.05);
        const auto estimates = batch(example.data, StudyKey(1), example.replicate);
        bool found = false;
        for (std::size_t k = 0; k < estimates.size(); ++k) {
            INFO("visit " << batch.answers()[k].answer.visit << ": " << to_string(estimates[k].status));
            CHECK(tiny::complaint(estimates[k], batch.answers()[k].answer).empty());
            found = found || estimates[k].status == example.status;
        }
        CHECK(found);
        seen.insert(example.status);
    }
    CHECK(seen.size() == fit_status_count);
}

TEST_CASE("every method says which statuses it may give") {
    for (const every::Flavour& flavour : every::flavours()) CHECK(tiny::possible().count(flavour.of(1).method()) == 1);
}

}  // namespace statuses_test
