#include <cli/shape_words.hpp>

#include <variant>

#include <equipoise/mechanism/residual_shape.hpp>
#include <equipoise/report/mc_text.hpp>
#include <io/text.hpp>

namespace equipoise::cli {

std::string residuals_in_words(const RepeatedMeasures& outcome, const Design& design) {
    using equipoise::detail::brief;
    if (const auto* skewed = std::get_if<SinhArcsinh>(&outcome.residuals)) {
        return "  Residuals are not normal: sinh-arcsinh with skewness " + brief(skewed->skewness) + " and tail " + brief(skewed->tail) + ".\n";
    }
    if (const auto* mixture = std::get_if<ResponderMixture>(&outcome.residuals)) {
        return "  Residuals are not normal: from " + io::printable(design.visits.label(mixture->from_visit)) + " on, " + brief(100 * mixture->share.treatment) +
               " % of " + io::printable(design.arms.treatment) + " and " + brief(100 * mixture->share.control) + " % of " +
               io::printable(design.arms.control) + " are responders,\n  whose mean differs by " + brief(mixture->difference) + " from that of the others.\n";
    }
    return {};
}

}  // namespace equipoise::cli
