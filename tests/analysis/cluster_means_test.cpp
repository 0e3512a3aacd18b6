// Oracle: the pooled t-test of a data set that holds the therapists' means.
#include "catch.hpp"

#include "analysis/reference_trial.hpp"
#include "analysis/therapist_trial.hpp"

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/cluster_means.hpp>
#include <equipoise/analysis/t_test.hpp>

namespace cluster_means_test {

using namespace equipoise;
using therapists::Layout;

namespace {

/// One participant for each therapist, with the therapist's mean as the score. Numbered as the therapists are.
TrialData of_means(const TrialData& data, std::size_t visit, std::uint32_t therapists) {
    TrialData means{.arm = {}, .booster = {}, .outcomes = {{.name = "mean", .visits = 2, .scores = {}}}};
    std::vector<double> scores;
    for (std::uint32_t therapist = 0; therapist < therapists; ++therapist) {
        double sum = 0;
        double n = 0;
        Arm arm = Arm::control;
        for (std::size_t i = 0; i < data.participants(); ++i) {
            if (data.therapist[i] != therapist || std::isnan(data.score(0, visit, i))) continue;
            sum += data.score(0, visit, i);
            n += 1;
            arm = data.arm[i];
        }
        if (n == 0) continue;
        means.arm.push_back(arm);
        means.booster.push_back(0);
        scores.push_back(sum / n);
    }
    means.outcomes[0].scores.assign(scores.size(), missing);
    means.outcomes[0].scores.insert(means.outcomes[0].scores.end(), scores.begin(), scores.end());
    return means;
}

}  // namespace

TEST_CASE("cluster means are compared by a t-test on K - 2 df") {
    for (std::uint64_t seed = 1; seed < 6; ++seed) {
        const TrialData data = therapists::trial(seed, Layout::nested, 10, 3, {.skipping = 0.1});
        const std::vector<Estimate> found = analyse(data, ClusterMeans{});
        REQUIRE(found.size() == 3);
        for (std::size_t visit = 1; visit <= 3; ++visit) {
            const TrialData means = of_means(data, visit, 10);
            const Estimate wanted = analyse(means, TTest{})[0];
            CHECK(found[visit - 1].status == FitStatus::converged);
            CHECK(found[visit - 1].effect == Approx(wanted.effect).epsilon(1e-11));
            CHECK(found[visit - 1].standard_error == Approx(wanted.standard_error).epsilon(1e-11));
            CHECK(found[visit - 1].degrees_of_freedom == static_cast<double>(means.participants()) - 2);
            CHECK(found[visit - 1].p_value == Approx(wanted.p_value).epsilon(1e-10));
            CHECK(found[visit - 1].participants_analysed == analyse(data, TTest{})[visit - 1].participants_analysed);
        }
    }
}

TEST_CASE("order, names of therapists and origin are of no account to cluster means") {
    TrialData data = therapists::trial(7, Layout::nested, 10, 3, {.skipping = 0.1});
    for (double& score : data.outcomes[0].scores) score = std::round(score * 1024) / 1024;
    TrialData other = data;
    const std::size_t n = data.participants();
    for (std::size_t i = 0; i < n; ++i) {
        other.arm[i] = data.arm[n - 1 - i];
        other.therapist[i] = 40 - 4 * data.therapist[n - 1 - i];
        for (std::size_t visit = 0; visit < 4; ++visit) other.outcomes[0].scores[visit * n + i] = data.score(0, visit, n - 1 - i) + 1e6;
    }
    for (std::size_t k = 0; k < 3; ++k) {
        const Estimate one = analyse(data, ClusterMeans{})[k];
        const Estimate same = analyse(other, ClusterMeans{})[k];
        CHECK(std::abs(one.effect - same.effect) <= 1e-9 * one.standard_error);
        reference::check_relative(same.standard_error, one.standard_error, 1e-9);
    }
}

TEST_CASE("cluster means that cannot be compared say why") {
    CHECK(analyse(therapists::trial(8, Layout::crossed, 6, 3), ClusterMeans{.visit = 1})[0].status == FitStatus::not_estimable);
    CHECK(analyse(therapists::trial(8, Layout::partially_nested, 6, 3), ClusterMeans{.visit = 1})[0].status == FitStatus::not_estimable);
    TrialData one = therapists::trial(8, Layout::nested, 4, 3);
    CHECK(analyse(one, ClusterMeans{.visit = 1})[0].status == FitStatus::converged);
    for (std::uint32_t& who : one.therapist) who = who == 3 ? 1 : who;
    CHECK(analyse(one, ClusterMeans{.visit = 1})[0].status == FitStatus::not_estimable);  // the treatment arm has one therapist
    TrialData data{.arm = {Arm::control, Arm::control, Arm::treatment, Arm::treatment}, .booster = {0, 0, 0, 0}, .outcomes = {{"score", 2, {1, 2, 3, 4, 5, 5, 7, 7}}}, .therapist = {0, 1, 2, 3}};
    CHECK(analyse(data, ClusterMeans{})[0].status == FitStatus::covariance_singular);
    data.outcomes[0].scores[4] = 4;
    CHECK(analyse(data, ClusterMeans{})[0].effect == 2.5);
}

}  // namespace cluster_means_test
