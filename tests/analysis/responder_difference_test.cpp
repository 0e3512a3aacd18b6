// Reference: R's prop.test and fisher.test, score tests at margins by the restricted likelihood, Newcombe's interval. Oracles: typed failures, faults.
#include "catch.hpp"

#include "analysis/glm/r_trial.hpp"
#include "analysis/random_trial.hpp"

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/responder_difference.hpp>

namespace responder_difference_test {
using namespace equipoise;
using Measure = Responder::Measure;

ResponderDifference analysis(const std::string& response) {
    if (response == "failure") return {.missing_response = MissingResponse::failure};
    if (response == "percentage") return {.responder = {.measure = Measure::percentage_improvement, .threshold = 50}};
    if (response == "low") return {.responder = {.measure = Measure::score, .threshold = 14}};
    return {};
}

Estimate analysed(const TrialData& data, ResponderDifference of, const Hypothesis& hypothesis, ResponderTest test = ResponderTest::score) {
    of.hypothesis = hypothesis;
    of.test = test;
    return analyse(data, of)[0];
}

TEST_CASE("shares of responders agree with R") {
    const nlohmann::json all = reference::read_json("../reference_r/responders.json");
    REQUIRE(all.at("sets").size() == 3);
    for (const auto& [name, set] : all.at("sets").items()) {
        const TrialData data = r_trial::trial(set.at("data"), "base", "score");
        for (const auto& [response, wanted] : set.at("compared").items()) {
            INFO(name << " " << response);
            const ResponderDifference of = analysis(response);
            const Estimate found = analyse(data, of)[0];
            r_trial::check_effect(found, wanted, 1e-12);
            CHECK(found.participants_analysed == wanted.at("n").get<std::uint32_t>());
            CHECK(std::isinf(found.degrees_of_freedom));
            reference::check_relative(found.p_value, wanted.at("chi_squared_p"), 1e-10);
            const Estimate wide = analyse(data, of, 0.01)[0];
            for (const std::size_t end : {0U, 1U}) {
                CHECK(std::abs((end == 0 ? found.interval.lower : found.interval.upper) - wanted.at("ci").at(end).get<double>()) < 1e-12);
                CHECK(std::abs((end == 0 ? wide.interval.lower : wide.interval.upper) - wanted.at("ci99").at(end).get<double>()) < 1e-12);
            }
            for (const auto& [alternative, kind] : {std::pair{"two_sided", Alternative::two_sided}, {"less", Alternative::less}, {"greater", Alternative::greater}}) {
                reference::check_relative(analysed(data, of, {kind}, ResponderTest::fisher).p_value, wanted.at("fisher").at(alternative), 1e-10);
            }
            reference::check_relative(analysed(data, of, {Alternative::greater, -0.1}).p_value, wanted.at("greater_than_minus_tenth_p"), 1e-9);
            reference::check_relative(analysed(data, of, {Alternative::less, 0.25}).p_value, wanted.at("less_than_quarter_p"), 1e-9);
            reference::check_relative(analysed(data, of, {Alternative::equivalence, 0.3}).p_value, wanted.at("equivalence_within_three_tenths_p"), 1e-9);
        }
    }
}

TEST_CASE("shares of responders do not depend on the order of participants") {
    const nlohmann::json all = reference::read_json("../reference_r/responders.json");
    const TrialData data = r_trial::trial(all.at("sets").at("trial").at("data"), "base", "score");
    r_trial::check_same(analyse(r_trial::shuffled(data), ResponderDifference{})[0], analyse(data, ResponderDifference{})[0], 1e-12);
}

TEST_CASE("a binary outcome is analysed as one that responds at 1") {
    TrialData data = made::trial(3);
    for (double& score : data.outcomes[0].scores) score = score == score ? (score > 30 ? 1.0 : 0.0) : missing;
    const Estimate found = analyse(data, ResponderDifference{.visit = 2, .responder = {.measure = Measure::score, .threshold = 1, .better = Better::higher}})[0];
    PerArm<double> ones{0, 0};
    PerArm<double> all{0, 0};
    for (std::size_t i = 0; i < data.participants(); ++i) {
        const double score = data.score(0, 2, i);
        if (score != score) continue;
        ones[data.arm[i]] += score;
        all[data.arm[i]] += 1;
    }
    CHECK(found.effect == Approx(ones.treatment / all.treatment - ones.control / all.control).epsilon(1e-14));
}

TEST_CASE("an empty arm is a failure; where all respond alike nothing is shown") {
    TrialData data{.arm = std::vector<Arm>(20, Arm::control), .booster = std::vector<std::uint8_t>(20), .outcomes = {}};
    data.outcomes.push_back({.name = "MODQ", .visits = 2, .scores = std::vector<double>(40, 30.0)});
    CHECK(analyse(data, ResponderDifference{})[0].status == FitStatus::not_estimable);
    CHECK(analyse(data, ResponderDifference{})[0].participants_analysed == 20);
    for (std::size_t i = 0; i < 10; ++i) data.arm[i] = Arm::treatment;
    for (const ResponderTest test : {ResponderTest::score, ResponderTest::fisher}) {
        const Estimate found = analyse(data, ResponderDifference{.test = test})[0];
        CHECK(found.status == FitStatus::converged);
        CHECK(found.effect == 0);
        CHECK(found.standard_error == 0);
        CHECK(found.p_value == 1);
        CHECK(found.interval.lower == Approx(-found.interval.upper).epsilon(1e-12));
        CHECK(found.interval.upper > 0.2);
    }
    const Estimate equivalent = analysed(data, {}, {Alternative::equivalence, 0.5});
    CHECK(equivalent.p_value > 0);
    CHECK(equivalent.p_value < 0.05);
}

TEST_CASE("specifications of responder analyses that cannot be") {
    const TrialShape shape{.visits = {"baseline", "week 6"}, .outcomes = {"pain", "flare-ups"}, .without_baseline = {"flare-ups"}};
    CHECK(ResponderDifference{}.faults(shape).empty());
    const auto pointer = [&](const ResponderDifference& of) {
        const std::vector<Fault> faults = of.faults(shape);
        return faults.size() == 1 ? faults[0].pointer : "faults: " + std::to_string(faults.size());
    };
    CHECK(pointer({.outcome = "flare-ups"}) == "/responder/measure");
    CHECK(pointer({.responder = {.measure = Measure::score}, .outcome = "flare-ups"}) == "faults: 0");
    CHECK(pointer({.responder = {.threshold = NAN}}) == "/responder/threshold");
    CHECK(pointer({.hypothesis = {Alternative::less, 1.0}}) == "/hypothesis/margin");
    CHECK(pointer({.test = ResponderTest::fisher, .hypothesis = {Alternative::less, 0.1}}) == "/test");
    CHECK(pointer({.test = ResponderTest::fisher, .hypothesis = {Alternative::equivalence, 0.1}}) == "/test");
}

TEST_CASE("answers of responder analyses say who responds") {
    const TrialShape shape{.visits = {"baseline", "week 6", "week 52"}, .outcomes = {"pain"}};
    const Responder responder{.measure = Measure::percentage_improvement, .threshold = 30};
    const PreparedAnalysis prepared = AnyAnalysis(ResponderDifference{.responder = responder, .hypothesis = {Alternative::greater}}).prepare(shape, 0.05);
    REQUIRE(prepared.answers().size() == 2);
    CHECK(prepared.answers()[1] == Answer{.estimand = "risk_difference", .visit = 2, .responder = responder, .hypothesis = {Alternative::greater}, .level = 0.025});
    CHECK(prepared.needs_participants());
}

}  // namespace responder_difference_test
