#include "method.hpp"

namespace equipoise::io {

const std::vector<Method>& methods() {
    static const std::vector<Method> all{t_test_method(),
                                         ancova_method(),
                                         mmrm_method(),
                                         clda_method(),
                                         lmm_method(),
                                         wilcoxon_method(),
                                         permutation_method(),
                                         effect_size_method(),
                                         responder_difference_method(),
                                         logistic_method(),
                                         proportional_odds_method(),
                                         count_method(),
                                         multiple_imputation_method(),
                                         conditional_mean_imputation_method(),
                                         therapist_mixed_model_method(),
                                         cluster_means_method(),
                                         booster_factorial_method()};
    return all;
}

}  // namespace equipoise::io
