// Oracle: the files of a trial of three participants, written out by hand; numbers read back to the last bit.
#include "catch.hpp"

#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include <equipoise/io/cohort_csv.hpp>

#include "io/small_trial.hpp"

namespace cohort_csv_test {

using namespace equipoise;

namespace {

std::string participants_csv(const TrialData& data) {
    std::ostringstream out;
    write_participants_csv(out, data, test::small_design());
    return out.str();
}

std::string visits_csv(const TrialData& data) {
    std::ostringstream out;
    write_visits_csv(out, data, test::small_design());
    return out.str();
}

}  // namespace

TEST_CASE("a line for each participant, with what the trial has of them") {
    CHECK(participants_csv(test::full_trial()) ==
          "participant,arm,booster,age,sex,duration of pain,duration of care,started,therapist,enrolment_week,sessions,booster_sessions,"
          "discontinued,discontinued_before_visit\n"
          "1,MST,1,42.5,male,1,long,1,T02,0.5,6,2,,\n"
          "2,SFE,0,,female,2,long,1,T11,1,4,0,lack_of_efficacy,\"post, treatment\"\n"
          "3,SFE,0,0.1,,3,\"says \"\"short\"\"\",0,,2.25,0,0,,\n");
    CHECK(participants_csv(test::plain_trial()) == "participant,arm,booster\n1,MST,0\n2,SFE,0\n3,SFE,0\n");
}

TEST_CASE("a line for each participant and visit, with an empty field where nothing was seen") {
    CHECK(visits_csv(test::full_trial()) ==
          "participant,arm,booster,age,sex,duration of pain,duration of care,therapist,visit,week,observed_week,MODQ,worst pain\n"
          "1,MST,1,42.5,male,1,long,T02,baseline,0,-0.1,30,7\n"
          "1,MST,1,42.5,male,1,long,T02,\"post, treatment\",7,7.5,12,3.5\n"
          "1,MST,1,42.5,male,1,long,T02,12 months,59.5,,,\n"
          "2,SFE,0,,female,2,long,T11,baseline,0,0,32,8\n"
          "2,SFE,0,,female,2,long,T11,\"post, treatment\",7,,,\n"
          "2,SFE,0,,female,2,long,T11,12 months,59.5,,,\n"
          "3,SFE,0,0.1,,3,\"says \"\"short\"\"\",,baseline,0,0,40,\n"
          "3,SFE,0,0.1,,3,\"says \"\"short\"\"\",,\"post, treatment\",7,6,38,6\n"
          "3,SFE,0,0.1,,3,\"says \"\"short\"\"\",,12 months,59.5,60,36,\n");
    CHECK(visits_csv(test::plain_trial()) ==
          "participant,arm,booster,visit,week,MODQ\n"
          "1,MST,0,baseline,0,30\n1,MST,0,\"post, treatment\",7,12\n1,MST,0,12 months,59.5,\n"
          "2,SFE,0,baseline,0,32\n2,SFE,0,\"post, treatment\",7,\n2,SFE,0,12 months,59.5,\n"
          "3,SFE,0,baseline,0,40\n3,SFE,0,\"post, treatment\",7,38\n3,SFE,0,12 months,59.5,36\n");
}

TEST_CASE("the time of a visit is told if it is not always the scheduled one, and only of visits that took place") {
    TrialData data = test::plain_trial();
    std::vector<double>& weeks = data.outcomes[0].weeks;
    weeks = {0, 0, 0, 7, 7, 7, 59.5, 59.5, 59.5};
    CHECK(visits_csv(data) == visits_csv(test::plain_trial()));
    weeks[5] = 6.5;
    CHECK(visits_csv(data) ==
          "participant,arm,booster,visit,week,observed_week,MODQ\n"
          "1,MST,0,baseline,0,0,30\n1,MST,0,\"post, treatment\",7,7,12\n1,MST,0,12 months,59.5,,\n"
          "2,SFE,0,baseline,0,0,32\n2,SFE,0,\"post, treatment\",7,,\n2,SFE,0,12 months,59.5,,\n"
          "3,SFE,0,baseline,0,0,40\n3,SFE,0,\"post, treatment\",7,6.5,38\n3,SFE,0,12 months,59.5,59.5,36\n");
}

TEST_CASE("a line for each adverse event") {
    std::ostringstream out;
    write_adverse_events_csv(out, test::full_trial());
    CHECK(out.str() ==
          "participant,term,severity,week\n"
          "2,worsening pain,moderate,0.14285714285714285\n"
          "2,\"fall, at home\",mild,3.25\n"
          "3,worsening pain,severe,0\n");
}

TEST_CASE("a number reads back as the same number") {
    for (const double number : {1.0 / 3, 0.1 + 0.2, 1e-300, 123456789.123456789, -2.5e17}) {
        TrialData data = test::plain_trial();
        data.outcomes[0].scores[0] = number;
        const std::string text = visits_csv(data);
        const std::string line = text.substr(text.find('\n') + 1, text.find('\n', text.find('\n') + 1));
        CHECK(std::strtod(line.c_str() + std::string("1,MST,0,baseline,0,").size(), nullptr) == number);
    }
}

TEST_CASE("a hundred therapists are sorted by their names") {
    TrialData data = test::plain_trial();
    data.therapist = {0, 99, 8};
    const std::string text = participants_csv(data);
    CHECK(text == "participant,arm,booster,therapist\n1,MST,0,T001\n2,SFE,0,T100\n3,SFE,0,T009\n");
}

TEST_CASE("names that stand for two columns are found, each once") {
    CHECK(ambiguous_columns(test::full_trial()).empty());
    TrialData data = test::full_trial();
    data.outcomes[1].name = "sessions";
    data.covariates[0].name = "MODQ";
    data.covariates[1].name = "sessions";
    data.covariates[2].name = "observed_week";
    CHECK(ambiguous_columns(data) == std::vector<std::string>{"sessions", "MODQ", "observed_week"});
}

}  // namespace cohort_csv_test
