#pragma once

#include <cstddef>
#include <vector>

#include <Eigen/Core>

#include <equipoise/analysis/gaussian/exact_information.hpp>
#include <equipoise/analysis/gaussian/maximise.hpp>
#include <equipoise/analysis/gaussian/prepared_fit.hpp>
#include <equipoise/data/reduction.hpp>

/// A trial's patterns gathered for a model, to be evaluated at any Sigma.
struct FitAt {
    FitAt(const equipoise::TrialData& data, const std::vector<equipoise::Covariate>& covariates, bool restricted, std::size_t covariances = 1)
        : shape(equipoise::shape_of(data)),
          map(with_covariances(equipoise::gaussian::coefficient_map(covariates, shape), covariances)),
          fit(map.size, map.coefficient, restricted) {
        equipoise::ModelColumns columns(equipoise::names_of(covariates));
        equipoise::Reduction reduce({.covariates = equipoise::names_of(covariates)}, shape);
        fit.patterns.gather(reduce(data), columns);
        fit.at.make_room(map.size, fit.patterns.count() + 1);
    }

    template <class Size>
    equipoise::gaussian::Evaluation evaluate(const Size& size, const Eigen::MatrixXd& Sigma) {
        for (Eigen::Index j = 0; j < Sigma.rows(); ++j) {
            for (Eigen::Index k = 0; k < Sigma.cols(); ++k) fit.at.Sigma[static_cast<std::size_t>(j * Sigma.cols() + k)] = Sigma(j, k);
        }
        return equipoise::gaussian::evaluate(size, fit.at, fit.patterns);
    }

    static equipoise::gaussian::CoefficientMap with_covariances(equipoise::gaussian::CoefficientMap map, std::size_t covariances) {
        map.size.covariances = covariances;
        return map;
    }

    equipoise::TrialShape shape;
    equipoise::gaussian::CoefficientMap map;
    equipoise::gaussian::Fit fit;
};

/// A covariance over so many visits that is no special one.
inline Eigen::MatrixXd some_covariance(Eigen::Index visits) {
    Eigen::MatrixXd root = Eigen::MatrixXd::Identity(visits, visits) * 6.0;
    for (Eigen::Index j = 0; j < visits; ++j) {
        for (Eigen::Index k = 0; k < j; ++k) root(j, k) = 4.0 - static_cast<double>(j) + 0.7 * static_cast<double>(k);
    }
    return root * root.transpose();
}
