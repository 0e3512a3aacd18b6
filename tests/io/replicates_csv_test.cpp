// Oracle: lines written by hand, for estimates that are usable, failed, without numbers, and for names that need quotes.
#include "catch.hpp"

#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include <equipoise/io/replicates_csv.hpp>

namespace replicates_csv_test {

using namespace equipoise;

namespace {

const Estimate good{.effect = -7.25,
                    .standard_error = 1.5,
                    .degrees_of_freedom = 146,
                    .p_value = 0.049,
                    .interval = {-14.5, -0.1},
                    .status = FitStatus::converged,
                    .iterations = 3,
                    .participants_analysed = 148};

std::string body(const ReplicateReport& report, const std::string& scenario) {
    std::ostringstream out;
    ReplicatesCsv csv(out, scenario, "mar");
    const std::size_t header = out.str().size();
    csv(report);
    return out.str().substr(header);
}

std::string line_of(const Estimate& estimate, double alpha = 0.05) {
    const std::vector<ResultRow> rows{{.analysis = "t", .method = "t_test", .outcome = "MODQ", .estimand = "treatment_minus_control", .visit = 1, .visit_label = "m6", .level = alpha}};
    const std::vector<std::optional<McEstimate>> truth{McEstimate{-7.9, 0.0}};
    const std::vector<Estimate> estimates{estimate};
    return body({.replicate = 41, .randomised = 149, .dropped_out = 8, .rows = rows, .true_values = truth, .estimates = estimates}, "s");
}

const std::string start = "s,mar,42,t,MODQ,treatment_minus_control,m6,-7.9,";

}  // namespace

TEST_CASE("a usable estimate is written whole, and rejects below alpha") {
    CHECK(line_of(good) == start + "-7.25,1.5,146,-14.5,-0.1,0.049,1,1,converged,3,148,149,8\n");
    CHECK(line_of(good, 0.049) == start + "-7.25,1.5,146,-14.5,-0.1,0.049,0,1,converged,3,148,149,8\n");
    Estimate boundary = good;
    boundary.status = FitStatus::on_boundary;
    CHECK(line_of(boundary) == start + "-7.25,1.5,146,-14.5,-0.1,0.049,1,1,on_boundary,3,148,149,8\n");
}

TEST_CASE("a failed estimate has no numbers, and neither rejects nor does not") {
    Estimate failed;
    failed.status = FitStatus::not_converged;
    failed.iterations = 50;
    failed.participants_analysed = 12;
    CHECK(line_of(failed) == start + ",,,,,,,0,not_converged,50,12,149,8\n");
}

TEST_CASE("an estimate that claims to be usable without numbers is written as it is counted") {
    Estimate hollow = good;
    hollow.standard_error = std::numeric_limits<double>::quiet_NaN();
    CHECK(line_of(hollow) == start + ",,,,,,,0,not_estimable,3,148,149,8\n");
}

TEST_CASE("infinite degrees of freedom are written as R reads them, unknown ones are empty") {
    Estimate normal = good;
    normal.degrees_of_freedom = std::numeric_limits<double>::infinity();
    CHECK(line_of(normal) == start + "-7.25,1.5,Inf,-14.5,-0.1,0.049,1,1,converged,3,148,149,8\n");
    normal.degrees_of_freedom = std::numeric_limits<double>::quiet_NaN();
    CHECK(line_of(normal) == start + "-7.25,1.5,,-14.5,-0.1,0.049,1,1,converged,3,148,149,8\n");
}

TEST_CASE("names are quoted where they have to be") {
    const std::vector<ResultRow> rows{{.analysis = "MMRM, baseline", .method = "mmrm", .outcome = "a \"b\"", .estimand = "e", .visit = 1, .visit_label = "line\nfeed"},
                                      {.analysis = " x ", .method = "mmrm", .outcome = "plain", .estimand = "e", .visit = 1, .visit_label = "v"}};
    const std::vector<std::optional<McEstimate>> truth{McEstimate{0.1, 0.0}, McEstimate{0.2, 0.0}};
    const std::vector<Estimate> estimates{good, good};
    CHECK(body({.replicate = 0, .randomised = 9, .dropped_out = 0, .rows = rows, .true_values = truth, .estimates = estimates}, "one,two") ==
          "\"one,two\",mar,1,\"MMRM, baseline\",\"a \"\"b\"\"\",e,\"line\nfeed\",0.1,-7.25,1.5,146,-14.5,-0.1,0.049,1,1,converged,3,148,9,0\n"
          "\"one,two\",mar,1,\" x \",plain,e,v,0.2,-7.25,1.5,146,-14.5,-0.1,0.049,1,1,converged,3,148,9,0\n");
}

TEST_CASE("the header comes once, with the names that readers rely on") {
    std::ostringstream out;
    const ReplicatesCsv csv(out, "s", "none");
    CHECK(out.str() ==
          "scenario,dgm,rep_id,method,outcome,estimand,visit,true_value,estimate,se,df,ci_low,ci_high,p_value,reject,converged,code,"
          "iterations,n_analysed,n_randomised,n_dropout\n");
}

}  // namespace replicates_csv_test
