#include <cli/whole_files.hpp>

#include <algorithm>
#include <system_error>
#include <utility>

#include <cli/output.hpp>

namespace equipoise::cli {

namespace {

/// The files while they are being written: gone again unless all became whole.
class Parts {
public:
    explicit Parts(std::filesystem::path folder) : folder_(std::move(folder)) {}
    ~Parts() {
        std::error_code ignored;
        for (const std::string& name : names_) std::filesystem::remove(part_of(name), ignored);
    }
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;

    void write(const WholeFile& whole) {
        names_.push_back(whole.name);
        OutputFile file(part_of(whole.name));
        whole.write(file.stream());
        file.check();
        file.close();
    }
    void rename() {
        for (const std::string& name : names_) std::filesystem::rename(part_of(name), folder_ / name);
        names_.clear();
    }

private:
    std::filesystem::path part_of(const std::string& name) const { return folder_ / (name + ".part"); }

    std::filesystem::path folder_;
    std::vector<std::string> names_{};
};

void check_is_no_folder(const std::filesystem::path& path) {
    if (std::filesystem::is_directory(path)) throw CannotWrite("cannot write " + path.string() + ": it is a folder");
}

}  // namespace

void write_whole_files(const std::filesystem::path& folder, const std::vector<WholeFile>& files, const std::vector<std::string>& replaced) {
    try {
        std::filesystem::create_directories(folder);
        for (const std::string& name : replaced) check_is_no_folder(folder / name);
        Parts parts(folder);
        for (const WholeFile& file : files) parts.write(file);
        for (const std::string& name : replaced) {
            const bool comes_anew = std::any_of(files.begin(), files.end(), [&name](const WholeFile& file) { return file.name == name; });
            if (!comes_anew) std::filesystem::remove(folder / name);
        }
        parts.rename();
    } catch (const std::filesystem::filesystem_error& error) {
        throw CannotWrite("cannot write to the folder " + folder.string() + ": " + error.code().message());
    }
}

}  // namespace equipoise::cli
