#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <equipoise/analysis/any_analysis.hpp>
#include <equipoise/analysis/binary/binary_response.hpp>
#include <equipoise/analysis/covariate.hpp>
#include <equipoise/analysis/hypothesis.hpp>
#include <equipoise/analysis/response.hpp>
#include <equipoise/data/missing_rule.hpp>

#include "../reader.hpp"

namespace equipoise::io {

/// What every analysis may say, whatever its method.
struct CommonKeys {
    std::string name{};
    std::string outcome{};
    std::optional<std::size_t> visit{};
    Hypothesis hypothesis{};
    std::optional<double> alpha{};
    MissingRule missing{};
    const std::vector<std::string>& labels;  ///< of all visits, the baseline first; empty if they could not be read
};

/// A method of analysis as it stands in a file: the only place where its keys and their reading are described.
struct Method {
    std::string_view name;                   ///< the value of /analyses/*/method
    std::string_view phrase;                 ///< what it is: "a two-sample t-test"
    std::vector<Key> keys;                   ///< besides the common ones; keys of one path that several methods take are united
    AnyAnalysis (*read)(Reading&, const Block&, const CommonKeys&);
};

// One function for each method, in a file of its own here; `methods` in method_table.cpp lists them.
Method t_test_method();
Method ancova_method();
Method wilcoxon_method();
Method permutation_method();
Method effect_size_method();
Method mmrm_method();
Method clda_method();
Method lmm_method();
Method therapist_mixed_model_method();
Method cluster_means_method();
Method booster_factorial_method();
Method responder_difference_method();
Method logistic_method();
Method proportional_odds_method();
Method count_method();
Method multiple_imputation_method();
Method conditional_mean_imputation_method();

/// All methods, in the order of the documentation.
const std::vector<Method>& methods();

// What several methods take.
std::vector<Key> covariate_list_keys();
/// The rule for missing scores; a method lists it if its specification has the member `missing`.
Key missing_key();
std::vector<Key> with_missing_key(std::vector<Key> keys);
/// The covariates of an analysis; nothing if none are stated, or if they could not be read.
std::optional<std::vector<Covariate>> read_covariates(Reading& reading, const Item& item);
Covariate read_covariate(Reading& reading, const Item& item);
Key response_key();
Response read_response(Reading& reading, const Item& item);
Key strata_key(std::string_view sentence);
/// The names of the factors of an analysis whose combinations are strata; none if none are stated.
std::vector<std::string> read_strata(Reading& reading, const Item& item);
/// Of t_test and ancova, which take different values of it.
Key variance_key();
/// @param first, last  the choices that the method takes
/// @returns            the place of the value among these
std::optional<std::size_t> read_variance(Reading& reading, const Item& item, std::size_t first, std::size_t last);
std::vector<Key> responder_keys();
/// Who responds, and what becomes of those of whom it is not known; the usual ones if nothing is stated.
BinaryResponse read_responder(Reading& reading, const Item& item);

/// An analysis with the keys that all have.
template <class Analysis>
Analysis with_common(const CommonKeys& common, Analysis analysis) {
    analysis.name = common.name;
    analysis.outcome = common.outcome;
    analysis.visit = common.visit;
    analysis.hypothesis = common.hypothesis;
    analysis.alpha = common.alpha;
    if constexpr (requires { analysis.missing = common.missing; }) analysis.missing = common.missing;
    return analysis;
}

/// An analysis with covariates, those of the type unless others are stated.
template <class Analysis>
AnyAnalysis read_adjusted(Reading& reading, const Block& block, Analysis analysis) {
    if (auto covariates = read_covariates(reading, block["covariates"])) analysis.covariates = std::move(*covariates);
    return analysis;
}

}  // namespace equipoise::io
