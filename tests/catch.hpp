#pragma once

// One way to include Catch2: version 2 (Debian 12, Ubuntu 22.04) and version 3 (later) keep their headers in different places.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
