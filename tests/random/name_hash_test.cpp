// Reference: the hashes of the algorithm's authors.
#include "catch.hpp"

#include <equipoise/random/name_hash.hpp>

namespace name_hash_test {

using namespace equipoise;

TEST_CASE("32-bit FNV-1a, as in the authors' test suite") {
    CHECK(name_hash("") == 0x811C9DC5U);
    CHECK(name_hash("a") == 0xE40C292CU);
    CHECK(name_hash("foobar") == 0xBF9CF968U);
}

}  // namespace name_hash_test
