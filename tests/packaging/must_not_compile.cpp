// What the types refuse, beside its neighbour that they take; one case at a time, chosen by a macro. Run by the tests `package.compiles.*`.
#include <equipoise/mechanism/history.hpp>
#include <equipoise/study/study_options.hpp>

using namespace equipoise;

#if defined(SEED)
const StudyOptions options{.replicates = 10, .seed = 20240229};
#elif defined(NO_SEED)
const StudyOptions options{.replicates = 10};
#elif defined(FRACTIONAL_SEED)
const StudyOptions options{.replicates = 10, .seed = 1.5};
#elif defined(DROPOUT_LOOKS_BACK)
double leaving(const ObservedHistory& past) { return past.last() > 30 ? 0.3 : 0.02; }
#elif defined(DROPOUT_LOOKS_AHEAD)
double leaving(const ObservedHistory& past) { return past.upcoming > 30 ? 0.3 : 0.02; }
#else
#error "which case?"
#endif
