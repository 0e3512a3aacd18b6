#include "score_reader.hpp"

#include <string_view>

#include "lengths.hpp"

namespace equipoise::io {
namespace {

std::optional<Eigen::MatrixXd> read_matrix(Reading& reading, const Item& item, std::size_t visits) {
    const Length row{.count = visits, .per = "of the " + std::to_string(visits) + " visits", .one_for_all = false};
    const std::string size = std::to_string(visits);
    const std::string wanted = "a matrix of correlations: an array of " + size + " rows of " + size + " numbers";
    const auto rows = read_list(reading, item, wanted, visits, [&](const Item& element) { return read_numbers(reading, element, row); });
    if (!rows || visits == 0) return std::nullopt;
    const auto n = static_cast<Eigen::Index>(visits);
    Eigen::MatrixXd matrix(n, n);
    for (Eigen::Index i = 0; i < n; ++i) {
        for (Eigen::Index j = 0; j < n; ++j) matrix(i, j) = (*rows)[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
    }
    return matrix;
}

}  // namespace

std::optional<Covariance> read_correlation(Reading& reading, const Block& block, const std::vector<double>& sd, std::size_t visits) {
    const Item structure = block["structure"];
    const Item correlation = block["correlation"];
    const auto chosen = read_choice(reading, structure);
    if (!chosen) return std::nullopt;
    const std::string_view name = structure.key->choices[*chosen];
    if (name == "unstructured") {
        const auto matrix = read_matrix(reading, correlation, visits);
        return matrix ? std::optional{unstructured(sd, *matrix)} : std::nullopt;
    }
    if (name == "toeplitz") {
        const std::size_t lags = visits == 0 ? 0 : visits - 1;
        const auto rho = read_numbers(reading, correlation, {.count = lags, .per = "distance between visits, " + std::to_string(lags) + " in all", .one_for_all = false});
        if (rho && visits == 1 && !rho->empty()) reading.must_be(correlation, "an empty array, since there is one visit only");
        return rho && sd.size() == visits && rho->size() + 1 == visits ? std::optional{toeplitz(sd, *rho)} : std::nullopt;
    }
    const auto rho = read_number(reading, correlation);
    if (!rho || visits == 0) return std::nullopt;
    return name == "ar1" ? ar1(sd, *rho) : compound_symmetry(sd, *rho);
}

Scale read_scale(Reading& reading, const Item& item, const std::string& path) {
    const Block block{reading, item, path};
    Scale scale;
    if (const auto minimum = read_number(reading, block["minimum"])) scale.minimum = *minimum;
    if (const auto maximum = read_number(reading, block["maximum"])) scale.maximum = *maximum;
    if (const auto step = read_number(reading, block["step"])) scale.step = *step;
    return scale;
}

}  // namespace equipoise::io
