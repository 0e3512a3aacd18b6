// Oracle: sums over the participants of one therapist at a time.
#include "catch.hpp"

#include "analysis/therapist_trial.hpp"

#include <equipoise/analysis/random_intercept/group_sums.hpp>

namespace group_sums_test {

using namespace equipoise;

TEST_CASE("each therapist's sums are those of the participants seen") {
    TrialData data = therapists::trial(5, therapists::Layout::partially_nested, 6, 3, {.participants = 120, .skipping = 0.1, .covariates = true});
    for (std::uint32_t& who : data.therapist) who = who == no_therapist ? who : 3 * who + 2;  // gaps in the numbering
    const std::vector<Covariate> covariates{{.name = "age"}, {.name = "site", .type = CovariateType::factor}, {.name = "baseline"}};
    random_intercept::GroupSums sums(covariates, shape_of(data));
    const std::vector<double> centres{0, 50, 0, 0, 31, 0, 28};
    REQUIRE(sums.size() == 7);
    for (std::size_t visit = 1; visit <= 3; ++visit) {
        sums.gather(data, 0, visit, centres);
        std::size_t groups = 0;
        for (std::uint32_t therapist = 0; therapist < 20; ++therapist) {
            std::vector<double> wanted(7, 0.0);
            for (std::size_t i = 0; i < data.participants(); ++i) {
                const double age = data.covariates[0].values[i];
                const double site = data.covariates[1].values[i];
                const double score = data.score(0, visit, i);
                if (data.therapist[i] != therapist || std::isnan(age + site + score)) continue;
                const std::vector<double> row{1, age, site == 1 ? 1.0 : 0.0, site == 2 ? 1.0 : 0.0, data.score(0, 0, i), data.arm[i] == Arm::treatment ? 1.0 : 0.0, score};
                for (std::size_t c = 0; c < 7; ++c) wanted[c] += row[c] - centres[c];
            }
            if (wanted[0] == 0) continue;
            REQUIRE(groups < sums.groups());
            for (std::size_t c = 0; c < 7; ++c) CHECK(sums.sums(groups)[c] == Approx(wanted[c]).epsilon(1e-12).margin(1e-10));
            CHECK(sums.sums(groups)[5] == sums.sums(groups)[0]);  // only the treatment arm has therapists
            ++groups;
        }
        CHECK(groups == sums.groups());
        CHECK(groups >= 3);
    }
}

}  // namespace group_sums_test
