#include <cli/design_words.hpp>

#include <cstddef>
#include <string_view>
#include <variant>
#include <vector>

#include <equipoise/report/mc_text.hpp>
#include <io/text.hpp>

namespace equipoise::cli {

namespace {

using equipoise::detail::brief;
using io::joined;

/// "2:1 to MST (treatment) and SFE (control)".
std::string arms_in_words(const Design& design) {
    const PerArm<std::size_t> ratio = ratio_of(design.allocation);
    return std::to_string(ratio.treatment) + ':' + std::to_string(ratio.control) + " to " + io::printable(design.arms.treatment) + " (treatment) and " +
           io::printable(design.arms.control) + " (control)";
}

/// "baseline (cut at 30, 40; weight 2)".
std::string factor_in_words(const StratificationFactor& factor, double weight) {
    std::string note;
    std::vector<std::string> cuts;
    for (const double cut : factor.cuts) cuts.push_back(brief(cut));
    if (!cuts.empty()) note = "cut at " + joined(cuts);
    if (weight != 1) note += (note.empty() ? "" : "; ") + std::string("weight ") + brief(weight);
    return io::printable(factor.covariate) + (note.empty() ? "" : " (" + note + ')');
}

std::string factors_in_words(const Allocation& allocation) {
    const auto* minimisation = std::get_if<Minimisation>(&allocation);
    const std::vector<StratificationFactor> factors = factors_of(allocation);
    std::vector<std::string> words;
    for (std::size_t f = 0; f < factors.size(); ++f) {
        words.push_back(factor_in_words(factors[f], minimisation != nullptr ? minimisation->factors[f].weight : 1));
    }
    return joined(words);
}

std::string blocks_in_words(const PermutedBlocks& blocks) {
    std::vector<std::string> sizes;
    for (const std::size_t size : blocks.sizes) sizes.push_back(std::to_string(size));
    return ", in permuted blocks of " + joined(sizes) + (blocks.strata.empty() ? "" : ",\n  with a list of its own in every stratum of " + factors_in_words(blocks));
}

std::string allocation_in_words(const Design& design) {
    const Allocation& allocation = design.allocation;
    if (const auto* fixed = std::get_if<FixedArmSizes>(&allocation)) {
        return io::with_thousands(fixed->treatment) + " to " + io::printable(design.arms.treatment) + " (treatment) and " +
               io::with_thousands(fixed->control) + " to " + io::printable(design.arms.control) + " (control), in random order";
    }
    const std::string arms = arms_in_words(design);
    if (const auto* blocks = std::get_if<PermutedBlocks>(&allocation)) return arms + blocks_in_words(*blocks);
    if (const auto* coin = std::get_if<BiasedCoin>(&allocation)) {
        return arms + ",\n  by a biased coin: the arm that has fewer has the next with probability " + brief(coin->probability);
    }
    if (const auto* minimisation = std::get_if<Minimisation>(&allocation)) {
        return arms + ",\n  by minimisation over " + factors_in_words(allocation) + ": the arm that keeps the arms more alike\n  has the participant with probability " +
               brief(minimisation->probability);
    }
    return arms + ",\n  each on their own (complete randomisation)";
}

std::string visits_in_words(const Visits& visits) {
    std::vector<std::string> words;
    for (std::size_t v = 0; v < visits.count(); ++v) {
        const bool window = v < visits.window_weeks.size() && visits.window_weeks[v] > 0;
        words.push_back(io::printable(visits.label(v)) + " (week " + brief(visits.weeks[v]) + (window ? " +- " + brief(visits.window_weeks[v]) : "") + ')');
    }
    return joined(words);
}

std::string recruitment_in_words(const Design& design) {
    if (!design.recruitment) return "";
    const Recruitment& recruitment = *design.recruitment;
    const double months = static_cast<double>(design.participants) / recruitment.per_month;
    return "  Recruitment: " + brief(recruitment.per_month) + " a month, " +
           (recruitment.pattern == ArrivalPattern::poisson ? "at random moments (Poisson)" : "evenly") + ": " + equipoise::detail::fixed(months, 1) +
           " months expected.\n";
}

std::string strategy_in_words(const Estimand& estimand) {
    switch (estimand.strategy) {
        case Strategy::treatment_policy: return "treatment policy";
        case Strategy::hypothetical: return "hypothetical: as if nobody had stopped treatment";
        case Strategy::composite:
            return "composite: whoever stopped treatment has " +
                   (estimand.composite_score ? "a score of " + brief(*estimand.composite_score) : std::string("their baseline score"));
        case Strategy::while_on_treatment: break;
    }
    return "while on treatment";
}

}  // namespace

std::string design_in_words(const Design& design) {
    std::string text = "Design\n  " + io::with_thousands(design.participants) + " participants are allocated " + allocation_in_words(design) + ".\n";
    text += recruitment_in_words(design) + "  Visits: " + visits_in_words(design.visits) + ".\n";
    if (design.boosters) {
        text += "  Boosters: " + brief(100 * design.boosters->share) + " % of each arm, told after " +
                io::printable(design.visits.label(design.boosters->told_after_visit)) + ".\n";
    }
    const std::size_t primary = design.estimand.visit == 0 ? design.visits.post_baseline() : design.estimand.visit;
    text += "  Primary estimand: mean outcome at " + io::printable(design.visits.label(primary)) + ", " + io::printable(design.arms.treatment) + " minus " +
            io::printable(design.arms.control) + ",\n  among all who are eligible, whether or not they are later seen (" + strategy_in_words(design.estimand) +
            ").\n";
    if (design.analysis_set == AnalysisSet::all_randomised) text += "  All who were randomised are analysed, treated or not.\n";
    return text;
}

}  // namespace equipoise::cli
