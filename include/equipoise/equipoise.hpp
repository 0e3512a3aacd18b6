#pragma once

/// Equipoise: simulation studies of two-arm randomised trials. The order is that of a trial, and of the include graph.

#include <equipoise/random/standard_normal.hpp>  // chance: a stream is an address
#include <equipoise/random/stream.hpp>
#include <equipoise/random/uniform.hpp>

#include <equipoise/design/design.hpp>  // the protocol
#include <equipoise/design/validate.hpp>

#include <equipoise/data/trial_data.hpp>  // what an analyst may see

#include <equipoise/mechanism/any_dropout.hpp>  // nature: what would happen to whom
#include <equipoise/mechanism/any_outcome.hpp>
#include <equipoise/mechanism/covariance.hpp>
#include <equipoise/mechanism/true_value.hpp>

#include <equipoise/cohort/cohort_digest.hpp>  // enrol, randomise, treat, observe, drop out
#include <equipoise/cohort/simulate_trial.hpp>

#include <equipoise/analysis/analyse.hpp>  // the analyst: t-test, ANCOVA, MMRM and others, or your own
#include <equipoise/analysis/ancova.hpp>
#include <equipoise/analysis/any_analysis.hpp>
#include <equipoise/analysis/booster_factorial.hpp>
#include <equipoise/analysis/clda.hpp>
#include <equipoise/analysis/cluster_means.hpp>
#include <equipoise/analysis/conditional_mean_imputation.hpp>
#include <equipoise/analysis/count_regression.hpp>
#include <equipoise/analysis/effect_size.hpp>
#include <equipoise/analysis/lmm.hpp>
#include <equipoise/analysis/logistic_regression.hpp>
#include <equipoise/analysis/mmrm.hpp>
#include <equipoise/analysis/multiple_imputation.hpp>
#include <equipoise/analysis/permutation_test.hpp>
#include <equipoise/analysis/proportional_odds.hpp>
#include <equipoise/analysis/responder_difference.hpp>
#include <equipoise/analysis/t_test.hpp>
#include <equipoise/analysis/therapist_mixed_model.hpp>
#include <equipoise/analysis/wilcoxon.hpp>

#include <equipoise/performance/operating_characteristics.hpp>  // power, bias, coverage, each with its Monte Carlo error

#include <equipoise/study/allocation_balance.hpp>
#include <equipoise/study/cohort_summary.hpp>  // what the trials look like
#include <equipoise/study/run_study.hpp>  // replicates in parallel

#include <equipoise/report/comparisons_table.hpp>  // std::cout << results
#include <equipoise/report/table.hpp>
