#include <cli/study_files.hpp>

#include <utility>

namespace equipoise::cli {

namespace {

/// @returns the path of replicates.csv in a folder that exists and holds no results
std::filesystem::path cleared(const std::filesystem::path& folder) {
    try {
        std::filesystem::create_directories(folder);
        for (const char* name : {"results.json", "results.txt"}) std::filesystem::remove(folder / name);
    } catch (const std::filesystem::filesystem_error& error) {
        throw CannotWrite("cannot write to the folder " + folder.string() + ": " + error.code().message());
    }
    return folder / "replicates.csv";
}

void write_file(const std::filesystem::path& path, const std::string& text) {
    OutputFile file(path);
    file.stream() << text;
    file.close();
}

}  // namespace

StudyFiles::StudyFiles(std::filesystem::path folder, const std::string& scenario, const std::string& dgm)
    : folder_(std::move(folder)), replicates_(cleared(folder_)), csv_(replicates_.stream(), scenario, dgm) {
    replicates_.check();
}

void StudyFiles::add(const ReplicateReport& report) {
    csv_(report);
    replicates_.check();
}

void StudyFiles::finish(const std::string& json, const std::string& table) {
    replicates_.close();
    write_file(folder_ / "results.json", json);
    write_file(folder_ / "results.txt", table);
}

}  // namespace equipoise::cli
