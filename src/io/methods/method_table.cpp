#include "method.hpp"

namespace equipoise::io {

const std::vector<Method>& methods() {
    static const std::vector<Method> all{t_test_method(), ancova_method(),        mmrm_method(),
                                         therapist_mixed_model_method(), cluster_means_method(), booster_factorial_method(),
                                         multiple_imputation_method(), conditional_mean_imputation_method()};
    return all;
}

}  // namespace equipoise::io
