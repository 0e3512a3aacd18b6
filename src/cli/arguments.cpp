#include <cli/arguments.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

#include <CLI/CLI.hpp>

#include <io/text.hpp>

namespace equipoise::cli {

namespace {

std::string report(std::string_view command, const std::vector<std::string>& faults) {
    const std::string name = command.empty() ? "equipoise" : "equipoise " + std::string(command);
    std::string text = name + ": " + std::to_string(faults.size()) + (faults.size() == 1 ? " problem" : " problems") + " in the command line\n";
    for (std::size_t k = 0; k < faults.size(); ++k) text += ' ' + std::to_string(k + 1) + ". " + faults[k] + '\n';
    return text + "Nothing was run. Try: " + name + " --help\n";
}

/// CLI11 would call FILE optional, since its absence is told with all other faults.
class HelpText : public CLI::Formatter {
public:
    explicit HelpText(std::string usage) : usage_(std::move(usage)) { column_width(34); }
    std::string make_usage(const CLI::App*, std::string name) const override { return "Usage: " + name + ' ' + usage_ + "\n"; }

private:
    std::string usage_;
};

bool is_option(const std::string& word) { return word.size() > 1 && word.front() == '-'; }

}  // namespace

BadCommandLine::BadCommandLine(std::string_view command, const std::vector<std::string>& faults) : std::runtime_error(report(command, faults)) {}

Arguments::Arguments(std::string command, std::string usage, const std::string& summary, const std::string& examples)
    : command_(std::move(command)), app_(std::make_unique<CLI::App>(summary, "equipoise " + command_)) {
    app_->allow_extras();
    app_->set_help_flag("-h,--help", "say this");
    app_->formatter(std::make_shared<HelpText>(std::move(usage)));
    app_->footer("Examples:\n" + examples + '\n' + std::string(exit_codes));
}

Arguments::~Arguments() = default;

void Arguments::add(Kind kind, const std::string& name, const std::string& value, const std::string& meaning) {
    kinds_[name] = kind;
    values_[name];
    if (kind == Kind::flag) {
        app_->add_flag(name, meaning)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
        return;
    }
    CLI::Option* option = app_->add_option(name);  // no target: the text is read strictly afterwards
    option->description(meaning)->type_name(value)->expected(1)->allow_extra_args(false)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void Arguments::file(const std::string& name, const std::string& meaning) { add(Kind::file, name, "", meaning); }

void Arguments::optional_file(const std::string& name, const std::string& meaning) { add(Kind::optional_file, name, "", meaning); }

void Arguments::option(const std::string& name, const std::string& value, const std::string& meaning) { add(Kind::option, name, value, meaning); }

void Arguments::repeatable(const std::string& name, const std::string& value, const std::string& meaning) {
    add(Kind::repeatable, name, value, meaning);
}

void Arguments::flag(const std::string& name, const std::string& meaning) { add(Kind::flag, name, "", meaning); }

std::optional<std::string> Arguments::parse(const Words& words) {
    const auto last = words.empty() ? kinds_.end() : kinds_.find(words.back());
    if (last != kinds_.end() && is_option(last->first) && last->second != Kind::flag) throw BadCommandLine(command_, {last->first + " needs a value"});
    try {
        app_->parse(Words(words.rbegin(), words.rend()));  // CLI11 wants the last word first
    } catch (const CLI::CallForHelp&) {
        return app_->help();
    } catch (const CLI::ParseError& error) {
        throw BadCommandLine(command_, {error.what()});
    }
    collect();
    look_for_unknown();
    return {};
}

void Arguments::collect() {
    for (const auto& [name, kind] : kinds_) {
        values_[name] = app_->get_option(name)->results();
        const std::size_t times = values_[name].size();
        if (times > 1 && kind != Kind::repeatable) fault(name + " may be given once, but is given " + std::to_string(times) + " times");
    }
}

void Arguments::look_for_unknown() {
    std::vector<std::string_view> known{"--help"};
    for (const auto& [name, kind] : kinds_) {
        if (is_option(name)) known.push_back(name);
    }
    const std::vector<std::string> extras = app_->remaining();
    bool unknown_option = false;
    for (const std::string& word : extras) {
        if (!is_option(word)) continue;
        unknown_option = true;
        const std::string name = word.substr(0, word.find('='));
        const std::string guess = io::did_you_mean(name, known);
        fault("unknown option " + io::in_quotes(name) + (guess.empty() ? "" : "; " + guess));
    }
    if (unknown_option) return;  // what else is left over may be its value
    for (const std::string& word : extras) fault("unexpected argument " + io::in_quotes(word));
    for (const auto& [name, kind] : kinds_) {
        const bool empty = given(name) ? values(name).front().empty() : kind == Kind::file;
        if ((kind == Kind::file || kind == Kind::optional_file) && empty) fault(name + " is missing: which file?");
    }
}

std::optional<std::uint64_t> Arguments::whole(const std::string& name, std::uint64_t least, std::uint64_t most) {
    if (!given(name)) return {};
    const std::string& word = values(name).front();
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error == std::errc{} && end == word.data() + word.size() && value >= least && value <= most) return value;
    fault(name + " must be a whole number from " + io::with_thousands(least) + " to " +
          (most == UINT64_MAX ? std::to_string(most) : io::with_thousands(most)) + ", but is " + io::in_quotes(word));
    return {};
}

std::string Arguments::choice(const std::string& name, const std::vector<std::string_view>& choices) {
    if (!given(name)) return std::string(choices.front());
    const std::string& word = values(name).front();
    if (std::find(choices.begin(), choices.end(), word) != choices.end()) return word;
    const std::string guess = io::did_you_mean(word, choices);
    fault(name + " must be " + io::listed(choices, "or") + ", but is " + io::in_quotes(word) + (guess.empty() ? "" : "; " + guess));
    return std::string(choices.front());
}

void Arguments::finish() const {
    if (!faults_.empty()) throw BadCommandLine(command_, faults_);
}

}  // namespace equipoise::cli
