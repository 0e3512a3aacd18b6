// Oracle: a batch gives each analysis what it finds alone, in the order listed; analyses of one fit share it.
#include "catch.hpp"

#include <array>
#include <memory>

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/mmrm.hpp>
#include <equipoise/analysis/t_test.hpp>

#include "analysis/reference_trial.hpp"

namespace analysis_batch_test {

using namespace equipoise;

/// The last visit's count of participants, plus a number of one's own: several of them are one fit.
struct Counting {
    std::string name{};
    double own = 0;
    std::shared_ptr<int> fits = std::make_shared<int>(0);
    static constexpr std::string_view method = "counting";

    struct Prepared {
        std::vector<double> own;
        std::shared_ptr<int> fits;
        std::vector<Answer> given;
        std::vector<Estimate> estimates{};
        std::span<const Answer> answers() const { return given; }
        std::span<const Estimate> operator()(const SufficientStatistics& statistics) {
            ++*fits;
            double n = 0;
            for (std::size_t g = 0; g < statistics.groups(); ++g) n += statistics.count(g);
            estimates.clear();
            for (const double number : own) estimates.push_back({.effect = n + number});
            return estimates;
        }
    };

    std::vector<Fault> faults(const TrialShape&) const { return {}; }
    StatisticsPlan needs(const TrialShape&) const { return {}; }
    Prepared prepare(const TrialShape& shape, double alpha) const { return prepare_together({*this}, shape, alpha); }
    bool same_fit(const Counting& other) const { return fits == other.fits; }
    static Prepared prepare_together(const std::vector<Counting>& together, const TrialShape&, double) {
        Prepared prepared{.own = {}, .fits = together.front().fits, .given = {}};
        for (const Counting& one : together) {
            prepared.own.push_back(one.own);
            prepared.given.push_back({.visit = 3});
        }
        return prepared;
    }
};
static_assert(SharesFit<Counting>);
static_assert(!SharesFit<TTest>);

TEST_CASE("a batch says what it reads") {
    const TrialData data = reference::trial("i_complete");
    const DataRead sums = AnalysisBatch({TTest{}, Ancova{}}, shape_of(data), 0.05).reads();
    CHECK_FALSE(sums.everything);
    CHECK_FALSE(sums.weeks());
    CHECK(sums.outcome(0));
    CHECK_FALSE(sums.outcome(1));
    const DataRead all = AnalysisBatch({TTest{}, Ancova{.variance = CoefficientVariance::hc3}}, shape_of(data), 0.05).reads();
    CHECK(all.everything);
    CHECK(all.weeks());
    CHECK(all.outcome(1));
}

TEST_CASE("a batch finds what each analysis finds alone") {
    for (const std::string& set : reference::sets) {
        const TrialData data = reference::trial(set);
        const std::vector<AnyAnalysis> analyses = with_unique_names({TTest{}, Mmrm{.covariates = {{.name = "baseline"}}}, Ancova{.visit = 2}, TTest{.visit = 3}});
        AnalysisBatch batch(analyses, shape_of(data), 0.05);
        const auto found = batch(data, StudyKey(1), 0);
        REQUIRE(found.size() == 8);
        REQUIRE(batch.answers().size() == 8);
        CHECK(batch.fits() == 4);
        std::size_t next = 0;
        for (std::size_t k = 0; k < analyses.size(); ++k) {
            for (const Estimate& alone : analyse(data, analyses[k])) {
                CHECK(batch.answers()[next].analysis == k);
                CHECK(found[next].effect == alone.effect);
                CHECK(found[next].p_value == alone.p_value);
                ++next;
            }
        }
    }
}

TEST_CASE("analyses of one fit are fitted once, wherever they stand in the list") {
    const TrialData data = reference::trial("i_complete");
    const Counting first{.name = "a", .own = 1000};
    const Counting second{.name = "b", .own = 2000, .fits = first.fits};
    const Counting another{.name = "c", .own = 5000};
    AnalysisBatch batch({first, another, TTest{.name = "t"}, second}, shape_of(data), 0.05);
    CHECK(batch.fits() == 3);
    const auto found = batch(data, StudyKey(1), 0);
    CHECK(*first.fits == 1);
    CHECK(*another.fits == 1);
    const auto n = static_cast<double>(data.participants());
    REQUIRE(found.size() == 6);
    CHECK(found[0].effect == n + 1000);
    CHECK(found[1].effect == n + 5000);
    CHECK(found[5].effect == n + 2000);
}

}  // namespace analysis_batch_test
