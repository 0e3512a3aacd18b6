#pragma once

#include <bit>
#include <cstdint>
#include <string>

#include <equipoise/study/study_results.hpp>

/// The results of a study down to the last bit, without what may differ between runs (time, threads).
inline std::string fingerprint(const equipoise::StudyResults& results) {
    std::string text;
    const auto number = [&text](double value) { text += std::to_string(std::bit_cast<std::uint64_t>(value)) + ' '; };
    const auto measure = [&](const equipoise::Measure& measured) {
        if (measured.estimate) {
            number(measured.estimate->value);
            number(measured.estimate->mcse);
        } else {
            text += measured.reason + ' ';
        }
    };
    for (const equipoise::OperatingCharacteristics& row : results.operating_characteristics) {
        text += row.row.analysis + '/' + row.row.visit_label + ' ';
        for (const std::uint64_t count : row.replicates.by_status) text += std::to_string(count) + ' ';
        if (row.true_value) number(row.true_value->value);
        if (row.rejection_rate) number(row.rejection_rate->value);
        for (const auto* m : {&row.mean_estimate, &row.bias, &row.empirical_se, &row.model_se, &row.relative_error_of_model_se, &row.mse,
                              &row.coverage, &row.bias_eliminated_coverage}) {
            measure(*m);
        }
        text += '\n';
    }
    for (const equipoise::Comparison& pair : results.comparisons) {
        text += std::to_string(pair.first) + '-' + std::to_string(pair.second) + ' ';
        measure(pair.rejection_rate_difference);
        measure(pair.bias_difference);
        text += '\n';
    }
    return text;
}
