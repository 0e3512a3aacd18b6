#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <equipoise/analysis/answer.hpp>
#include <equipoise/analysis/f_distribution.hpp>
#include <equipoise/analysis/gaussian/f_tests.hpp>
#include <equipoise/analysis/gaussian/prepared_fit.hpp>
#include <equipoise/analysis/gaussian/questions.hpp>
#include <equipoise/analysis/gaussian/satterthwaite.hpp>
#include <equipoise/analysis/model_columns.hpp>
#include <equipoise/analysis/t_estimate.hpp>

namespace equipoise::gaussian {

/// A Gaussian model of repeated measures, prepared for trials of one shape: one fit, and everything that is asked of it.
class PreparedModel {
public:
    /// @param covariates  names, in the order of the model's columns after constant and treatment
    PreparedModel(std::vector<std::string> covariates, PreparedFit fit, Questions asked)
        : columns_(std::move(covariates)),
          fit_(std::move(fit)),
          asked_(std::move(asked)),
          forms_(fit_.size(), asked_.forms),
          sources_{Source(asked_, InformationMatrix::observed, forms_), Source(asked_, InformationMatrix::expected, forms_)},
          wanted_{.slopes = sources_[0].needed || sources_[1].needed,
                  .whitened = sources_[0].adjusts || sources_[1].adjusts,
                  .pairs = std::any_of(asked_.questions.begin(), asked_.questions.end(), [](const Question& question) { return question.joint; })},
          estimates_(asked_.answers.size()) {
        room_.reserve(forms_.m() * (1 + forms_.count() * forms_.count()));
    }

    std::span<const Answer> answers() const { return asked_.answers; }

    /// One estimate for each answer, all from one fit; valid until the next call.
    std::span<const Estimate> operator()(const SufficientStatistics& statistics) {
        const FitStatus status = fit_(statistics, columns_);
        if (usable(status)) prepare_inference(statistics);
        const double log_likelihood = usable(status) ? fit_.log_likelihood() : missing;
        for (std::size_t i = 0; i < estimates_.size(); ++i) {
            Estimate& estimate = estimates_[i];
            emplace(estimate, [&] { return usable(status) ? answer(asked_.questions[i], status) : failed_estimate(status, fit_.participants()); });
            estimate.iterations = fit_.iterations();
            estimate.fallback = fit_.fallback();
            if (usable(estimate.status)) estimate.log_likelihood = log_likelihood;
        }
        return estimates_;
    }

    /// The covariance of the outcomes over the model's visits in the last fit, visits x visits row by row; that of control, then that of
    /// treatment, where each arm has its own.
    std::span<const double> covariance() const { return fit_.covariance(); }

private:
    // What is known of the covariance of the elements of Sigma from one information matrix.
    struct Source {
        Source(const Questions& asked, InformationMatrix information, const LinearForms& forms)
            : kind(information),
              adjusts(asked.any(DegreesOfFreedom::kenward_roger, information)),
              needed(adjusts || asked.any(DegreesOfFreedom::satterthwaite, information)),
              covariance(forms.size),
              adjusted(forms) {}

        InformationMatrix kind;
        bool adjusts;
        bool needed;
        bool found = false;
        ElementCovariance covariance;
        KenwardRoger adjusted;
    };

    void prepare_inference(const SufficientStatistics& statistics) {
        fit_.project(forms_, statistics, columns_, wanted_);
        for (Source& source : sources_) {
            if (!source.needed) continue;
            source.found = fit_.element_covariance(source.kind, source.covariance);
            if (source.found && source.adjusts) fit_.kenward_roger(source.covariance, forms_, wanted_, source.adjusted);
        }
    }

    Estimate answer(const Question& question, FitStatus status) {
        const Source& source = sources_[question.information == InformationMatrix::observed ? 0 : 1];
        const bool uses_source = question.degrees_of_freedom == DegreesOfFreedom::satterthwaite || question.degrees_of_freedom == DegreesOfFreedom::kenward_roger;
        if (uses_source && !source.found) return failed_estimate(FitStatus::hessian_not_positive_definite, fit_.participants());
        Estimate estimate = question.joint ? joint_test(question, source) : single(question, source);
        if (estimate.status == FitStatus::converged) estimate.status = status;
        return estimate;
    }

    Estimate single(const Question& question, const Source& source) {
        const std::size_t form = question.forms.front();
        const bool adjusts = question.degrees_of_freedom == DegreesOfFreedom::kenward_roger;
        const bool moments = adjusts || question.degrees_of_freedom == DegreesOfFreedom::satterthwaite;
        const double variance = adjusts ? source.adjusted.variance(forms_, form, form) : forms_.variance(form, form);
        room_.resize(forms_.m());
        const double df = moments ? satterthwaite(forms_, form, source.covariance, room_.data()) : counted(question);
        if (!(variance > 0.0 && df > 0.0)) return failed_estimate(FitStatus::not_estimable, fit_.participants());
        return t_estimate(forms_.values[form], std::sqrt(variance), df, fit_.participants(), question.inference);
    }

    Estimate joint_test(const Question& question, const Source& source) {
        const FTest test(forms_, question.forms);
        FStatistic f;
        switch (question.degrees_of_freedom) {
            case DegreesOfFreedom::satterthwaite: f = test.satterthwaite(source.covariance, room_); break;
            case DegreesOfFreedom::kenward_roger: f = test.kenward_roger(source.covariance, source.adjusted, room_); break;
            default: f = test.plain(counted(question));
        }
        if (!(f.value >= 0.0 && f.denominator > 0.0)) return failed_estimate(FitStatus::not_estimable, fit_.participants());
        const auto numerator = static_cast<double>(question.forms.size());
        Estimate estimate{.degrees_of_freedom = f.denominator, .p_value = upper_tail_f(f.value, numerator, f.denominator), .status = FitStatus::converged};
        estimate.participants_analysed = static_cast<std::uint32_t>(fit_.participants());
        estimate.statistic = f.value;
        estimate.numerator_degrees_of_freedom = numerator;
        return estimate;
    }

    // Degrees of freedom that are counted.
    double counted(const Question& question) const {
        switch (question.degrees_of_freedom) {
            case DegreesOfFreedom::residual: return fit_.observations() - static_cast<double>(fit_.size().coefficients);
            case DegreesOfFreedom::between_within: return between_within(forms_, question.forms, fit_.participants(), fit_.observations());
            default: return std::numeric_limits<double>::infinity();
        }
    }

    ModelColumns columns_;
    PreparedFit fit_;
    Questions asked_;
    LinearForms forms_;
    std::array<Source, 2> sources_;
    Wanted wanted_;
    std::vector<double> room_{};
    std::vector<Estimate> estimates_;
};

}  // namespace equipoise::gaussian
