// Oracle: each wrong question is a fault of its own, at its place; right ones are none.
#include "catch.hpp"

#include <limits>
#include <string>
#include <vector>

#include <equipoise/analysis/mmrm.hpp>

namespace visit_question_faults_test {

using namespace equipoise;

const TrialShape shape{.visits = {"baseline", "6 weeks", "6 months", "12 months"}, .outcomes = {"MODQ"}, .covariates = {{"age"}, {"site", {"a", "b"}}}};

std::vector<std::string> pointers(const Mmrm& model) {
    std::vector<std::string> found;
    for (const Fault& fault : model.faults(shape)) found.push_back(fault.pointer);
    return found;
}

using Pointers = std::vector<std::string>;

TEST_CASE("right questions have no faults") {
    CHECK(pointers({.covariates = {{.name = "age"}},
                    .degrees_of_freedom = DegreesOfFreedom::kenward_roger,
                    .information = InformationMatrix::expected,
                    .contrasts = {{"average", {1, 1, 1}}, {"change", {-1, 0, 1}}},
                    .joint = true,
                    .interaction = true,
                    .joint_visits = {3, 1},
                    .least_squares_means = true,
                    .at = {{"age", 50}}})
              .empty());
}

TEST_CASE("wrong contrasts") {
    CHECK(pointers({.contrasts = {{"", {1, 1, 1}}}}) == Pointers{"/contrasts/0/name"});
    CHECK(pointers({.contrasts = {{"a", {1, 1, 1}}, {"a", {1, 0, 0}}}}) == Pointers{"/contrasts/1/name"});
    CHECK(pointers({.contrasts = {{"a", {1, 1}}}}) == Pointers{"/contrasts/0/weights"});
    CHECK(pointers({.contrasts = {{"a", {0, 0, 0}}}}) == Pointers{"/contrasts/0/weights"});
    CHECK(pointers({.contrasts = {{"a", {0, std::numeric_limits<double>::infinity(), 0}}}}) == Pointers{"/contrasts/0/weights"});
}

TEST_CASE("wrong joint tests") {
    CHECK(pointers({.joint = true, .joint_visits = {0, 4}}) == Pointers{"/joint_visits/0", "/joint_visits/1"});
    CHECK(pointers({.joint = true, .joint_visits = {2, 2}}) == Pointers{"/joint_visits/1"});
    CHECK(pointers({.joint_visits = {2}}) == Pointers{"/joint_visits"});
    CHECK(pointers({.interaction = true, .joint_visits = {2}}) == Pointers{"/interaction"});
}

TEST_CASE("wrong values of covariates") {
    const std::vector<Covariate> both{{.name = "age"}, {.name = "site", .type = CovariateType::factor}};
    CHECK(pointers({.covariates = both, .at = {{"age", 50}}}) == Pointers{"/at"});
    CHECK(pointers({.covariates = both, .least_squares_means = true, .at = {{"site", 1}}}) == Pointers{"/at/0/name"});
    CHECK(pointers({.covariates = both, .least_squares_means = true, .at = {{"height", 1}}}) == Pointers{"/at/0/name"});
    CHECK(pointers({.covariates = both, .least_squares_means = true, .at = {{"age", 1}, {"age", 2}}}) == Pointers{"/at/1/name"});
    CHECK(pointers({.covariates = both, .least_squares_means = true, .at = {{"age", std::numeric_limits<double>::quiet_NaN()}}}) == Pointers{"/at/0/value"});
}

TEST_CASE("Kenward-Roger is of the restricted likelihood") {
    CHECK(pointers({.estimation = Estimation::ml, .degrees_of_freedom = DegreesOfFreedom::kenward_roger}) == Pointers{"/degrees_of_freedom"});
    CHECK(pointers({.estimation = Estimation::ml}).empty());
}

}  // namespace visit_question_faults_test
