#include <equipoise/io/throughput_json.hpp>

#include <equipoise/io/build.hpp>

#include "json_writer.hpp"

namespace equipoise {

namespace throughput_keys {
namespace {

using io::JsonWriter;
using io::one_line;

void write_times(JsonWriter& json, const TimedStage& stage, const Throughput& throughput) {
    json.key("nanoseconds").number(stage.nanoseconds).key("in_b").number(stage.in_b);
    json.key("share").number(stage.nanoseconds / throughput.replicate.nanoseconds);
}

void write_stage(JsonWriter& json, const TimedStage& stage, const Throughput& throughput) {
    json.object(one_line).key("stage").text(stage.stage);
    if (!stage.analyses.empty()) {
        json.key("analyses").array();
        for (const std::string& name : stage.analyses) json.text(name);
        json.close();
    }
    write_times(json, stage, throughput);
    json.close();
}

}  // namespace
}  // namespace throughput_keys

std::string throughput_json(const Throughput& throughput, const ScenarioFile& file) {
    using namespace throughput_keys;
    const Build build = this_build();
    JsonWriter json;
    json.object();
    json.key("equipoise").object(one_line).key("version").text(build.version);
    json.key("rng_schema").text(build.rng_schema).key("compiler").text(build.compiler).close();
    json.key("scenario").object(one_line).key("name").text(file.scenario.name);
    json.key("sha256").text(file.sha256).key("path").text(file.path).close();
    json.key("processor");
    throughput.processor.empty() ? json.null() : json.text(throughput.processor);
    json.key("kernels").text(throughput.kernels);
    json.key("path").text(throughput.path);
    json.key("participants").whole(throughput.participants).key("visits").whole(throughput.visits);
    json.key("rounds").whole(throughput.rounds);
    json.key("preparation_seconds").number(throughput.preparation_seconds);
    json.key("b").object(one_line).key("normals").whole(596).key("nanoseconds").number(throughput.b_nanoseconds).close();
    json.key("stages").array();
    for (const TimedStage& stage : throughput.stages) write_stage(json, stage, throughput);
    json.close();
    json.key("replicate").object(one_line).key("nanoseconds").number(throughput.replicate.nanoseconds);
    json.key("in_b").number(throughput.replicate.in_b).key("per_second").number(1e9 / throughput.replicate.nanoseconds).close();
    json.key("threads").array();
    for (const ThreadedRate& rate : throughput.threads) {
        json.object(one_line).key("threads").whole(static_cast<std::uint64_t>(rate.threads));
        json.key("replicates_per_second").number(rate.replicates_per_second).close();
    }
    json.close();
    json.close();
    return json.document();
}

}  // namespace equipoise
