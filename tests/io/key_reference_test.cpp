// Oracle: docs/scenario.md is what the table of keys says today.
#include "catch.hpp"

#include <equipoise/io/scenario_file.hpp>
#include <io/key_table.hpp>

#include "io/text_files.hpp"

#include <set>

namespace key_reference_test {

using namespace equipoise;

TEST_CASE("the page of keys is up to date") {
    CHECK(text_files::bytes_of(EQUIPOISE_TEST_DATA "/../docs/scenario.md") == key_reference());
}

TEST_CASE("each key is described once, in a sentence, and says what it takes") {
    for (const auto keys : {io::scenario_keys(), io::data_spec_keys()}) {
        std::set<std::string_view> paths;
        for (const io::Key& key : keys) {
            INFO(key.path);
            CHECK(paths.insert(key.path).second);
            CHECK((key.sentence.size() > 10 || key.sentence == "A remark."));
            CHECK(key.sentence.back() == '.');
            CHECK(key.required == key.standard.empty());
            CHECK((key.type == io::KeyType::choice) == !key.choices.empty());
            CHECK((key.type != io::KeyType::whole || key.most > key.least));
        }
    }
}

}  // namespace key_reference_test
