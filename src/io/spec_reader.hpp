#pragma once

#include <string>
#include <vector>

#include <equipoise/analysis/any_analysis.hpp>
#include <equipoise/analysis/covariate.hpp>
#include <equipoise/performance/multiplicity.hpp>

#include "reader.hpp"

namespace equipoise::io {

/// What a specification says of a data set.
struct DataSpec {
    std::string participant_column;
    std::string arm_column;
    std::string visit_column;
    std::string outcome_column;
    std::string therapist_column;     ///< empty if therapists are not known
    std::string booster_column;       ///< empty if nobody has boosters
    std::string control;
    std::vector<std::string> visits;  ///< labels, the baseline first; its label is empty if there is none
    std::vector<double> weeks;        ///< scheduled, the baseline first; empty if not stated
    double alpha = 0.05;
    std::vector<AnyAnalysis> analyses;
    std::vector<MultipleTesting> multiplicity;
    std::vector<Covariate> covariates;  ///< named by the analyses, but for the baseline
};

/// Reads a specification; any fault is noted.
DataSpec read_data_spec(Reading& reading, const Value& root);

}  // namespace equipoise::io
