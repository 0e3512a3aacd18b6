// Oracle: rank, permutation, effect-size and robust analyses read from a specification against the same written in C++; messages of wrong values.
#include "catch.hpp"

#include <equipoise/analysis/analyse.hpp>
#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/effect_size.hpp>
#include <equipoise/analysis/permutation_test.hpp>
#include <equipoise/analysis/t_test.hpp>
#include <equipoise/analysis/wilcoxon.hpp>
#include <equipoise/io/data_file.hpp>

#include "io/text_files.hpp"

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

namespace two_arm_methods_test {

using namespace equipoise;
using text_files::replaced;

class ScratchFile {
public:
    ScratchFile(const std::string& name, const std::string& text) : path_((std::filesystem::temp_directory_path() / ("equipoise_two_arm_methods_test_" + std::to_string(std::random_device{}()) + "_" + name)).string()) {
        std::ofstream(path_, std::ios::binary) << text;
    }
    ~ScratchFile() { std::filesystem::remove(path_); }
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;

    const std::string& path() const { return path_; }

private:
    std::string path_;
};

std::string spec(const std::string& analysis) {
    return R"({"columns": {"participant": "id", "arm": "group", "visit": "when", "outcome": "score"}, "control": "B", "visits": ["m6"], "baseline": "start", "analyses": [)" + analysis + "]}";
}

/// Twenty participants of two sites, scores with a decimal.
std::string data() {
    std::string text = "id,group,when,score,site\n";
    std::uint32_t state = 99;
    for (int i = 0; i < 20; ++i) {
        for (const std::string visit : {"start", "m6"}) {
            state = state * 1664525U + 1013904223U;
            text += "p" + std::to_string(i) + (i % 2 == 0 ? ",A," : ",B,") + visit + "," + std::to_string(100 + (state >> 16U) % 300).insert(2, ".") + (i % 3 == 0 ? ",west\n" : ",east\n");
        }
    }
    return text;
}

DataFile read(const std::string& analysis) {
    const ScratchFile csv("data.csv", data());
    const ScratchFile json("spec.json", spec(analysis));
    return read_data(csv.path(), json.path());
}

std::string refusal(const std::string& analysis) {
    try {
        read(analysis);
    } catch (const InvalidDataFile& invalid) {
        std::string message;
        for (const LocatedFault& one : invalid.located_faults()) message += one.fault.pointer + " " + one.fault.message + "\n";
        return message;
    }
    return "";
}

void check_same(const std::string& analysis, const AnyAnalysis& expected) {
    INFO(analysis);
    const DataFile file = read(analysis);
    const Estimate found = analyse(file.data, file.analyses[0])[0];
    const Estimate wanted = analyse(file.data, expected)[0];
    const auto same = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
    CHECK(file.analyses[0].method() == expected.method());
    CHECK(usable(wanted.status));
    CHECK(found.p_value == wanted.p_value);
    CHECK(same(found.effect, wanted.effect));
    CHECK(same(found.standard_error, wanted.standard_error));
    CHECK(same(found.interval.lower, wanted.interval.lower));
}

TEST_CASE("each choice of a two-arm analysis arrives at the analysis") {
    check_same(R"({"method": "wilcoxon"})", Wilcoxon{});
    check_same(R"({"method": "wilcoxon", "response": "change", "continuity_correction": false, "tie": 0.05})", Wilcoxon{.response = Response::change, .continuity_correction = false, .tie = 0.05});
    check_same(R"({"method": "wilcoxon", "p_value": "exact", "estimate": false})", Wilcoxon{.distribution = RankTestDistribution::exact, .estimate = false});
    check_same(R"({"method": "wilcoxon", "hypothesis": {"alternative": "less", "margin": 5}})", Wilcoxon{.hypothesis = {Alternative::less, 5}});
    check_same(R"({"method": "permutation", "name": "permutation_1"})", PermutationTest{});
    check_same(R"({"method": "permutation", "permutations": 99, "exact_up_to": 10})", PermutationTest{.permutations = 99, .exact_up_to = 10});
    check_same(R"({"method": "permutation", "strata": ["site"], "response": "change", "covariates": [{"name": "baseline"}]})",
               PermutationTest{.response = Response::change, .covariates = {{.name = "baseline"}}, .strata = {"site"}});
    check_same(R"({"method": "effect_size"})", EffectSize{});
    check_same(R"({"method": "effect_size", "estimator": "cohens_d", "response": "change"})", EffectSize{.estimator = EffectSizeEstimator::cohens_d, .response = Response::change});
    check_same(R"({"method": "ancova", "strata": ["site"]})", Ancova{.strata = {"site"}});
    check_same(R"({"method": "ancova", "variance": "hc0"})", Ancova{.variance = CoefficientVariance::hc0});
    check_same(R"({"method": "ancova", "variance": "hc3", "covariates": []})", Ancova{.covariates = {}, .variance = CoefficientVariance::hc3});
    check_same(R"({"method": "ancova", "variance": "model"})", Ancova{});
    check_same(R"({"method": "t_test", "variance": "welch", "response": "change"})", TTest{.variance = TTestVariance::welch, .response = Response::change});
}

TEST_CASE("a factor that an analysis names as a stratum is read with its levels") {
    const DataFile file = read(R"({"method": "permutation", "strata": ["site"]})");
    REQUIRE(file.shape.covariates.size() == 1);
    CHECK(file.shape.covariates[0].levels == std::vector<std::string>{"east", "west"});
}

TEST_CASE("wrong values of two-arm analyses are answered") {
    CHECK(refusal(R"({"method": "t_test", "variance": "hc3"})").find("/analyses/0/variance must be \"pooled\" or \"welch\" with this method, but is ") == 0);
    CHECK(refusal(R"({"method": "ancova", "variance": "welch"})").find("/analyses/0/variance must be \"model\", \"hc0\", \"hc1\", \"hc2\" or \"hc3\" with this method, but is ") == 0);
    CHECK(refusal(R"({"method": "ancova", "strata": "site"})").find("/analyses/0/strata must be an array of names of factors such as [\"site\"], but is ") == 0);
    CHECK(refusal(R"({"method": "ancova", "strata": ["sit"]})").find("sit") != std::string::npos);
    CHECK(refusal(R"({"method": "ancova", "strata": ["site"], "covariates": [{"name": "site", "type": "factor"}]})").find("/analyses/0/strata/0 is \"site\", which is a covariate too") == 0);
    CHECK(refusal(R"({"method": "ancova", "strata": ["site"]}, {"method": "ancova", "covariates": [{"name": "site"}]})").find("is of another type than an analysis before it") != std::string::npos);
    CHECK(refusal(R"({"method": "wilcoxon", "tie": -1})").find("/analyses/0/tie must be a number ") == 0);
    CHECK(refusal(R"({"method": "wilcoxon", "p_value": "asymptotic"})").find("/analyses/0/p_value must be \"normal\" or \"exact\"") == 0);
    CHECK(refusal(R"({"method": "permutation", "permutations": 0})").find("/analyses/0/permutations must be a whole number from 1 to 10,000,000, but is 0") == 0);
    CHECK_FALSE(refusal(R"({"method": "effect_size", "strata": ["site"]})").empty());
    CHECK_FALSE(refusal(R"({"method": "t_test", "permutations": 9})").empty());
}

}  // namespace two_arm_methods_test
