#pragma once

#include <equipoise/design/plain_number.hpp>  // detail::plain_number, for the messages of mechanisms
