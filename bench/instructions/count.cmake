# Counts the instructions per replicate of the timed studies by callgrind, and compares them with the file, or renews it.
#   PROGRAM    bench_instructions
#   EXPECTED   per_replicate.json: the counts, and what they were counted with
#   SCRATCH    a folder for callgrind's files
#   FLAGS      compiler flags of the whole build, which change what is counted
#   RENEW      write the file instead of comparing with it
set(replicates 256)
set(renewing "cmake --preset bench && cmake --build build/bench --target renew_instructions")

find_program(valgrind valgrind NO_CACHE)
if(NOT valgrind)
  message("Skipped: there is no valgrind here to count instructions with (Debian, Ubuntu: valgrind)")
  return()
endif()
if(FLAGS)
  message("Skipped: this build has compiler flags of its own, ${FLAGS}")
  return()
endif()
# Within valgrind, since it may know fewer instruction sets than the machine.
execute_process(COMMAND ${valgrind} --tool=none --quiet ${PROGRAM} --context
    OUTPUT_VARIABLE context OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
list(GET context 0 compiler)
list(GET context 1 instruction_set)

set(expected "{}")
if(EXISTS ${EXPECTED})
  file(READ ${EXPECTED} expected)
endif()
if(NOT RENEW)
  foreach(key IN ITEMS compiler instruction_set)
    string(JSON counted_with GET "${expected}" ${key})
    if(NOT "${counted_with}" STREQUAL "${${key}}")
      message("Skipped: the instructions were counted with ${counted_with}, and here is ${${key}}")
      return()
    endif()
  endforeach()
endif()

execute_process(COMMAND ${PROGRAM} OUTPUT_VARIABLE names OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
string(REPLACE "\n" ";" names "${names}")
set(lines)
set(grown)
foreach(name IN LISTS names)
  execute_process(
      COMMAND ${valgrind} --tool=callgrind --callgrind-out-file=${SCRATCH}/callgrind.out "--toggle-collect=counted_replicates*" ${PROGRAM} ${name} ${replicates}
      ERROR_VARIABLE report OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
  if(NOT report MATCHES "Collected : ([0-9]+)")
    message(FATAL_ERROR "callgrind did not say how many instructions it counted:\n${report}")
  endif()
  math(EXPR count "${CMAKE_MATCH_1} / ${replicates}")
  list(APPEND lines "    \"${name}\": ${count}")
  string(JSON before ERROR_VARIABLE absent GET "${expected}" instructions_per_replicate ${name})
  if(absent)
    message("${name}: ${count} instructions per replicate, not in the file")
    list(APPEND grown ${name})
    continue()
  endif()
  math(EXPR permille "1000 * ${count} / ${before} - 1000")
  message("${name}: ${count} instructions per replicate, ${permille} per mille more than the ${before} in the file")
  if(permille GREATER 50)
    list(APPEND grown ${name})
  endif()
endforeach()

if(RENEW)
  list(JOIN lines ",\n" text)
  file(WRITE ${EXPECTED}
      "{\n  \"renewed_by\": \"${renewing}\",\n  \"compiler\": \"${compiler}\",\n  \"instruction_set\": \"${instruction_set}\",\n"
      "  \"replicates\": ${replicates},\n  \"instructions_per_replicate\": {\n${text}\n  }\n}\n")
elseif(grown)
  list(JOIN grown ", " text)
  message(FATAL_ERROR "More than 5 % more instructions than in ${EXPECTED}, or not there: ${text}. If that is worth it: ${renewing}")
endif()
