#pragma once

#include <equipoise/cohort/scenario.hpp>
