#pragma once

#include <filesystem>
#include <string>

#include <cli/output.hpp>
#include <equipoise/io/replicates_csv.hpp>
#include <equipoise/study/replicate_report.hpp>

namespace equipoise::cli {

/// The folder that `run --out` fills: replicates.csv while the study runs, results.json and results.txt when it is done.
class StudyFiles {
public:
    /// Makes the folder and begins replicates.csv. Results of an earlier study are removed, so that the folder never holds parts of two.
    ///
    /// @throws CannotWrite
    StudyFiles(std::filesystem::path folder, const std::string& scenario, const std::string& dgm);

    void add(const ReplicateReport& report);  ///< @throws CannotWrite
    void finish(const std::string& json, const std::string& table);  ///< @throws CannotWrite

private:
    std::filesystem::path folder_;
    OutputFile replicates_;
    ReplicatesCsv csv_;
};

}  // namespace equipoise::cli
