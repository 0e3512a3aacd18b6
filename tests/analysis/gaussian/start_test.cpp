// Oracle: Anderson's closed form is the maximum of the likelihood and of the restricted likelihood for monotone data.
#include "catch.hpp"

#include "analysis/gaussian/fit_at.hpp"
#include "analysis/random_trial.hpp"
#include "analysis/reference_trial.hpp"

namespace start_test {

using namespace equipoise;
using namespace equipoise::gaussian;

namespace {

void check_is_maximum(const TrialData& data, bool restricted) {
    FitAt closed(data, {{.name = "baseline"}}, restricted);
    FitAt iterated(data, {{.name = "baseline"}}, restricted);
    REQUIRE(sequential_regression(closed.map.size, closed.fit.patterns, closed.fit.at, closed.fit.start));
    REQUIRE(variances_alone(iterated.map.size, iterated.fit.patterns, iterated.fit.at, iterated.fit.start) == Start::found);
    // Newton's method from another start, with exact information, ends there as well.
    REQUIRE(evaluate(iterated.map.size, iterated.fit.at, iterated.fit.patterns) == Evaluation::done);
    for (int k = 0; k < 30; ++k) {
        REQUIRE(step_by(iterated.map.size, iterated.fit, false) >= 0.0);
        REQUIRE(move(iterated.map.size, iterated.fit, k > 10));
    }
    for (std::size_t k = 0; k < closed.fit.at.Sigma.size(); ++k) CHECK(closed.fit.at.Sigma[k] == Approx(iterated.fit.at.Sigma[k]).epsilon(1e-9));
}

}  // namespace

TEST_CASE("sequential regression is the maximum of either likelihood for monotone data") {
    for (const bool restricted : {true, false}) {
        check_is_maximum(reference::trial("i_complete"), restricted);
        check_is_maximum(reference::trial("ii_monotone"), restricted);
        check_is_maximum(made::trial(7, {.participants = 90, .visits = 5, .leaving = 0.1, .skipping = 0}), restricted);
    }
}

TEST_CASE("monotone missingness is recognised") {
    CHECK(monotone(FitAt(reference::trial("ii_monotone"), {}, true).fit.patterns));
    CHECK(monotone(FitAt(reference::trial("i_complete"), {}, true).fit.patterns));
    CHECK_FALSE(monotone(FitAt(reference::trial("iv_tiny16"), {}, true).fit.patterns));
}

TEST_CASE("sequential regression agrees with the reference's ML covariance") {
    FitAt closed(reference::trial("ii_monotone"), {{.name = "baseline"}}, false);
    REQUIRE(sequential_regression(closed.map.size, closed.fit.patterns, closed.fit.at, closed.fit.start));
    const nlohmann::json& wanted = reference::analyses("ii_monotone").at("mmrm").at("ml").at("covariance");
    for (std::size_t k = 0; k < 9; ++k) reference::check_relative(closed.fit.at.Sigma[k], wanted.at(k / 3).at(k % 3), 1e-10);
}

TEST_CASE("a start that there is not is told") {
    TrialData data = made::trial(9, {.participants = 12});
    for (std::size_t i = 0; i < 12; ++i) data.outcomes[0].scores[12 + i] = data.arm[i] == Arm::control ? missing : 3.0 + static_cast<double>(i * i);
    FitAt unseen(data, {}, true);
    CHECK_FALSE(sequential_regression(unseen.map.size, unseen.fit.patterns, unseen.fit.at, unseen.fit.start));
    CHECK(variances_alone(unseen.map.size, unseen.fit.patterns, unseen.fit.at, unseen.fit.start) == Start::means_not_estimable);
    for (std::size_t i = 0; i < 12; ++i) data.outcomes[0].scores[12 + i] = 4.0;
    FitAt constant(data, {}, true);
    CHECK(variances_alone(constant.map.size, constant.fit.patterns, constant.fit.at, constant.fit.start) == Start::covariance_singular);
}

}  // namespace start_test
