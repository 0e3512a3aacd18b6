// Oracle: CDISC's rules (Dataset-JSON 1.1, ADaM) and the data sets of a trial of three participants, written out by hand.
#include "catch.hpp"

#include <cstddef>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include <equipoise/io/build.hpp>
#include <equipoise/io/dataset_json.hpp>
#include <io/adam_names.hpp>

#include "io/small_trial.hpp"

namespace dataset_json_test {

using namespace equipoise;
using Json = nlohmann::ordered_json;
using Texts = std::vector<std::string>;

namespace {

const DatasetOrigin origin{.study = "small", .seed = 5, .stream = 1, .replicate = 7, .created = "2026-11-22T21:13:53Z"};

template <class Write>
std::string text_of(Write write, const TrialData& data) {
    std::ostringstream out;
    write(out, data, test::small_design(), origin);
    return out.str();
}

Json adsl(const TrialData& data) { return Json::parse(text_of(write_adsl, data)); }
Json adqs(const TrialData& data) { return Json::parse(text_of(write_adqs, data)); }
Json adae(const TrialData& data) { return Json::parse(text_of(write_adae, data)); }

Texts keys_of(const Json& object) {
    Texts keys;
    for (const auto& [key, value] : object.items()) keys.push_back(key);
    return keys;
}

/// The values of one variable, record by record.
Json values(const Json& dataset, const std::string& name) {
    Json found = Json::array();
    for (std::size_t c = 0; c < dataset["columns"].size(); ++c) {
        if (dataset["columns"][c]["name"] != name) continue;
        for (const Json& row : dataset["rows"]) found.push_back(row[c]);
    }
    return found;
}

Texts variables(const Json& dataset) {
    Texts names;
    for (const Json& column : dataset["columns"]) names.push_back(column["name"]);
    return names;
}

bool is_of_type(const Json& value, const std::string& type) {
    return value.is_null() || (type == "string" ? value.is_string() : type == "integer" ? value.is_number_integer() : type == "double" && value.is_number());
}

}  // namespace

TEST_CASE("a data set is written as the standard has it, attributes in its order") {
    TrialData data = test::plain_trial();
    data.adverse_event_terms = {"worsening pain"};
    data.adverse_events = {{.participant = 1, .term = 0, .severity = Severity::moderate, .week = 1.0 / 7}};
    CHECK(text_of(write_adae, data) == R"json({
  "datasetJSONCreationDateTime": "2026-11-22T21:13:53Z",
  "datasetJSONVersion": "1.1.0",
  "fileOID": "equipoise.small.seed-5.stream-1.replicate-7.ADAE",
  "originator": "Equipoise: simulated, no person's data",
  "sourceSystem": {"name": "Equipoise", "version": ")json" + this_build().version + R"json("},
  "studyOID": "SYN.small",
  "itemGroupOID": "IG.ADAE",
  "records": 1,
  "name": "ADAE",
  "label": "Adverse Events Analysis (SYNTHETIC)",
  "columns": [
    {"itemOID": "IT.ADAE.STUDYID", "name": "STUDYID", "label": "Study Identifier", "dataType": "string", "length": 5},
    {"itemOID": "IT.ADAE.USUBJID", "name": "USUBJID", "label": "Unique Subject Identifier", "dataType": "string", "length": 13, "keySequence": 1},
    {"itemOID": "IT.ADAE.TRTP", "name": "TRTP", "label": "Planned Treatment", "dataType": "string", "length": 3},
    {"itemOID": "IT.ADAE.TRTPN", "name": "TRTPN", "label": "Planned Treatment (N)", "dataType": "integer"},
    {"itemOID": "IT.ADAE.ITTFL", "name": "ITTFL", "label": "Intent-To-Treat Population Flag", "dataType": "string", "length": 1},
    {"itemOID": "IT.ADAE.SAFFL", "name": "SAFFL", "label": "Safety Population Flag", "dataType": "string", "length": 1},
    {"itemOID": "IT.ADAE.AESEQ", "name": "AESEQ", "label": "Sequence Number", "dataType": "integer", "keySequence": 2},
    {"itemOID": "IT.ADAE.AETERM", "name": "AETERM", "label": "Reported Term for the Adverse Event", "dataType": "string", "length": 14},
    {"itemOID": "IT.ADAE.AESEV", "name": "AESEV", "label": "Severity/Intensity", "dataType": "string", "length": 8},
    {"itemOID": "IT.ADAE.AESER", "name": "AESER", "label": "Serious Event", "dataType": "string", "length": 1},
    {"itemOID": "IT.ADAE.ASTDY", "name": "ASTDY", "label": "Analysis Start Relative Day", "dataType": "integer"}
  ],
  "rows": [
    ["small", "SYN-small-7-2", "SFE", 0, "Y", "Y", 1, "worsening pain", "MODERATE", "N", 2]
  ]
}
)json");
}

TEST_CASE("ADSL has a record for each participant") {
    const Json all = adsl(test::full_trial());
    CHECK(all["label"] == "Subject-Level Analysis (SYNTHETIC)");
    CHECK(variables(all) == Texts{"STUDYID", "USUBJID", "SUBJID", "SITEID", "AGE", "AGEU", "SEX", "DURATION", "DURATIO2", "ARM", "TRT01P", "TRT01PN", "BOOSTFL",
                                  "RANDFL", "ITTFL", "SAFFL", "COMPLFL", "THERAPID", "ENRLWK", "SESSN", "BSESSN", "EOTSTT", "DCTREAS", "TRTVISN"});
    CHECK(all["rows"] == Json::parse(R"json([
        ["small", "SYN-small-7-1", "1", "SYN", 42.5, "YEARS", "M", 1, "long", "MST", "MST", 1, "Y", "Y", "Y", "Y", "N", "T02", 0.5, 6, 2, "COMPLETED", null, 3],
        ["small", "SYN-small-7-2", "2", "SYN", null, "YEARS", "F", 2, "long", "SFE", "SFE", 0, "N", "Y", "Y", "Y", "N", "T11", 1, 4, 0, "DISCONTINUED", "LACK OF EFFICACY", 1],
        ["small", "SYN-small-7-3", "3", "SYN", 0.1, "YEARS", null, 3, "says \"short\"", "SFE", "SFE", 0, "N", "Y", "Y", "N", "Y", null, 2.25, 0, 0, null, null, 3]])json"));
    CHECK(variables(adsl(test::plain_trial())) ==
          Texts{"STUDYID", "USUBJID", "SUBJID", "SITEID", "ARM", "TRT01P", "TRT01PN", "RANDFL", "ITTFL", "SAFFL", "COMPLFL"});
}

TEST_CASE("ADQS has a record for each participant, outcome and visit, seen or not") {
    const Json all = adqs(test::full_trial());
    CHECK(variables(all) == Texts{"STUDYID", "USUBJID", "TRTP", "TRTPN", "BOOSTFL", "ITTFL", "SAFFL", "PARAM", "PARAMCD", "PARAMN", "AVISIT", "AVISITN", "AWTARGET",
                                  "AWU", "ADY", "AVAL", "BASE", "CHG", "ABLFL", "ANL01FL"});
    REQUIRE(all["rows"].size() == 18);
    CHECK(all["rows"][1] == Json::parse(R"(["small", "SYN-small-7-1", "MST", 1, "Y", "Y", "Y", "MODQ Total Score", "MODQTOT", 1, "post, treatment", 1, 50, "DAYS", 53, 12, 30, -18, null, "Y"])"));
    CHECK(all["rows"][10] == Json::parse(R"(["small", "SYN-small-7-2", "SFE", 0, "N", "Y", "Y", "worst pain", "WORSTPAI", 2, "post, treatment", 1, 50, "DAYS", null, null, 8, null, null, null])"));
    CHECK(values(all, "AVAL") == Json::parse("[30, 12, null, 7, 3.5, null,  32, null, null, 8, null, null,  40, 38, 36, null, 6, null]"));
    CHECK(values(all, "BASE") == Json::parse("[30, 30, 30, 7, 7, 7,  32, 32, 32, 8, 8, 8,  40, 40, 40, null, null, null]"));
    CHECK(values(all, "CHG") == Json::parse("[null, -18, null, null, -3.5, null,  null, null, null, null, null, null,  null, -2, -4, null, null, null]"));
    CHECK(values(all, "ADY") == Json::parse("[-1, 53, null, 1, 50, null,  1, null, null, 1, null, null,  1, 43, 421, null, 50, null]"));
    CHECK(values(all, "ABLFL") == Json::parse(R"(["Y", null, null, "Y", null, null, "Y", null, null, "Y", null, null, "Y", null, null, null, null, null])"));
    CHECK(values(all, "AWTARGET")[2] == 417);
}

TEST_CASE("ADAE numbers the events of each participant, and may be empty") {
    const Json all = adae(test::full_trial());
    CHECK(values(all, "USUBJID") == Json({"SYN-small-7-2", "SYN-small-7-2", "SYN-small-7-3"}));
    CHECK(values(all, "AESEQ") == Json({1, 2, 1}));
    CHECK(values(all, "AETERM") == Json({"worsening pain", "fall, at home", "worsening pain"}));
    CHECK(values(all, "AESEV") == Json({"MODERATE", "MILD", "SEVERE"}));
    CHECK(values(all, "ASTDY") == Json({2, 23, 1}));
    CHECK(values(all, "SAFFL") == Json({"Y", "Y", "N"}));
    const Json none = adae(test::plain_trial());
    CHECK(none["records"] == 0);
    CHECK(none["rows"] == Json::array());
}

TEST_CASE("every data set keeps the rules of CDISC, and says that it is synthetic") {
    for (const TrialData& data : {test::full_trial(), test::plain_trial()}) {
        for (const Json& set : {adsl(data), adqs(data), adae(data)}) {
            INFO(set["name"]);
            CHECK(keys_of(set) == Texts{"datasetJSONCreationDateTime", "datasetJSONVersion", "fileOID", "originator", "sourceSystem", "studyOID", "itemGroupOID",
                                        "records", "name", "label", "columns", "rows"});
            CHECK(set["records"] == set["rows"].size());
            CHECK(std::regex_search(set["label"].get<std::string>(), std::regex(" \\(SYNTHETIC\\)$")));
            CHECK(set["label"].get<std::string>().size() <= 40);
            const Texts names = variables(set);
            CHECK(std::set<std::string>(names.begin(), names.end()).size() == names.size());
            for (std::size_t c = 0; c < names.size(); ++c) {
                const Json& column = set["columns"][c];
                INFO(names[c]);
                CHECK(std::regex_match(names[c], std::regex("[A-Z][A-Z0-9]{0,7}")));
                CHECK(column["label"].get<std::string>().size() <= 40);
                CHECK_FALSE(column["label"].get<std::string>().empty());
                for (const Json& row : set["rows"]) {
                    REQUIRE(row.size() == names.size());
                    CHECK(is_of_type(row[c], column["dataType"]));
                    if (row[c].is_string()) CHECK(row[c].get<std::string>().size() <= column["length"]);
                }
            }
            for (const Json& id : values(set, "USUBJID")) CHECK(id.get<std::string>().starts_with("SYN-"));
        }
    }
}

TEST_CASE("participants are numbered so that their texts are sorted as they were enrolled") {
    TrialData data = test::plain_trial();
    data.arm.assign(10, Arm::control);
    data.booster.assign(10, 0);
    data.outcomes[0].scores.assign(30, 1);
    CHECK(values(adsl(data), "SUBJID") == Json({"01", "02", "03", "04", "05", "06", "07", "08", "09", "10"}));
    CHECK(values(adsl(data), "USUBJID")[9] == "SYN-small-7-10");
}

TEST_CASE("any text becomes a name of ADaM, and none comes twice") {
    io::AdamNames names({"ARM"});
    CHECK(names.make("MODQ", "TOT") == "MODQTOT");
    CHECK(names.make("low-back-pain", "TOT") == "LOWBATOT");
    CHECK(names.make("low-back ache", "TOT") == "LOWBTOT2");
    CHECK(names.make("arm") == "ARM2");
    CHECK(names.make("A.r.m") == "ARM3");
    CHECK(names.make("duration of pain") == "DURATION");
    CHECK(names.make("duration of care") == "DURATIO2");
    CHECK(names.make("6 min walk") == "V6MINWAL");
    CHECK(names.make("\xC3\xA9t\xC3\xA9") == "T");
    CHECK(names.make("\xE2\x82\xAC") == "V");
}

TEST_CASE("a label is cut between characters") {
    CHECK(io::adam_label("worst pain") == "worst pain");
    CHECK(io::adam_label(std::string(39, 'x') + "\xC3\xA9") == std::string(39, 'x'));
    CHECK(io::adam_label(std::string(38, 'x') + "\xC3\xA9") == std::string(38, 'x') + "\xC3\xA9");
}

TEST_CASE("there is no day 0: day 1 is that of randomisation") {
    CHECK(io::study_day(0) == 1);
    CHECK(io::study_day(0.99 / 7) == 1);
    CHECK(io::study_day(-0.01) == -1);
    CHECK(io::study_day(-1) == -7);
    for (int day = 0; day < 1000; ++day) {
        INFO(day);
        CHECK(io::study_day(day / 7.0) == day + 1);
    }
}

}  // namespace dataset_json_test
