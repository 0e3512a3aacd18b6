// Oracle: participants written by hand.
#include "catch.hpp"

#include <cmath>

#include <equipoise/analysis/binary/binary_response.hpp>

namespace binary_response_test {
using namespace equipoise;
using Measure = Responder::Measure;

TrialData three_participants() {
    TrialData data{.arm = {Arm::control, Arm::treatment, Arm::control}, .booster = {0, 0, 0}, .outcomes = {}};
    data.outcomes.push_back({.name = "MODQ", .visits = 3, .scores = {30, 20, missing, 24, missing, 10, 25, 15, missing}});
    return data;
}

TEST_CASE("who responds, and who is left out") {
    const TrialData data = three_participants();
    const BinaryResponse six{};
    CHECK(six(data, 0, 1, 0) == 1);
    CHECK(std::isnan(six(data, 0, 1, 1)));
    CHECK(std::isnan(six(data, 0, 1, 2)));  // no baseline to improve on
    CHECK(six(data, 0, 2, 0) == 0);
    CHECK(six(data, 0, 2, 1) == 0);
    const BinaryResponse low{.responder = {.measure = Measure::score, .threshold = 10}};
    CHECK(low(data, 0, 1, 2) == 1);
    CHECK(low(data, 0, 1, 0) == 0);
    const BinaryResponse fifth{.responder = {.measure = Measure::percentage_improvement, .threshold = 20}};
    CHECK(fifth(data, 0, 1, 0) == 1);
    CHECK(fifth(data, 0, 2, 0) == 0);
    CHECK(fifth(data, 0, 2, 1) == 1);
}

TEST_CASE("missing responses as failures, within the analysis set") {
    TrialData data = three_participants();
    const BinaryResponse strict{.missing_response = MissingResponse::failure};
    CHECK(strict(data, 0, 1, 0) == 1);
    CHECK(strict(data, 0, 1, 1) == 0);
    CHECK(strict(data, 0, 1, 2) == 0);
    data.started = {1, 0, 1};
    CHECK(strict(data, 0, 1, 1) == 0);  // never treated, but their scores are there: all randomised are analysed
    for (std::size_t visit = 0; visit < 3; ++visit) data.outcomes[0].scores[visit * 3 + 1] = missing;
    CHECK(std::isnan(strict(data, 0, 1, 1)));  // outside the analysis set
    data.started = {1, 1, 1};
    CHECK(strict(data, 0, 1, 1) == 0);
}

}  // namespace binary_response_test
