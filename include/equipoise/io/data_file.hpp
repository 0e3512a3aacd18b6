#pragma once

#include <string>
#include <vector>

#include <equipoise/analysis/any_analysis.hpp>
#include <equipoise/data/trial_data.hpp>
#include <equipoise/data/trial_shape.hpp>
#include <equipoise/io/invalid_file.hpp>
#include <equipoise/performance/multiplicity.hpp>

namespace equipoise {

/// A real data set and the analyses asked of it.
struct DataFile {
    TrialData data;
    TrialShape shape;
    std::vector<AnyAnalysis> analyses;      ///< at least one, with distinct names
    std::vector<MultipleTesting> multiplicity;  ///< procedures that test several of their rows together
    std::vector<std::string> participants;  ///< as named in the data, in order of first appearance
    double alpha = 0.05;                    ///< two-sided; intervals have level 1 - alpha
};

/// Reads a long data set, one row per participant and visit, and the specification of its analyses.
///
/// The CSV follows RFC 4180 (UTF-8; a header row; an empty field is missing). A visit without a row is missing. Without a baseline
/// in the specification, the scores at visit 0 are missing. Columns that an analysis names as covariates are read as numeric or as
/// factors (levels sorted); the specification may name columns of the therapist, any text, and of the allocation to boosters, 0 or 1;
/// all others are ignored.
///
/// @param csv_path   long data: a row for each participant and visit.
/// @param spec_path  JSON: columns, control, visits, baseline, analyses, multiplicity, alpha.
/// @throws InvalidDataFile with every fault of the specification, or else of the data; CannotRead.
/// @complexity O(rows log participants).   @verified tests/io/data_file_test.cpp
DataFile read_data(const std::string& csv_path, const std::string& spec_path);

}  // namespace equipoise
