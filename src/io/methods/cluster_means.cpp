#include "method.hpp"

#include <equipoise/analysis/cluster_means.hpp>

namespace equipoise::io {

Method cluster_means_method() {
    return {.name = "cluster_means",
            .phrase = "a t-test of therapists' means",
            .keys = {},
            .read = [](Reading&, const Block&, const CommonKeys& common) -> AnyAnalysis { return with_common(common, ClusterMeans{}); }};
}

}  // namespace equipoise::io
