# The Dataset-JSON files of simulated trials satisfy the standard: a schema of draft 2019-09, and what a schema cannot say.
#   COMMAND, SCENARIOS   the command; the folder of scenarios
#   SCRATCH              a folder of this test's own; the validator is kept in it
find_program(node node NO_CACHE)
find_program(npm npm NO_CACHE)
if(NOT node OR NOT npm)
  message("Skipped: there is no Node or no npm here, so the Dataset-JSON files cannot be held against their schema")
  return()
endif()
if(NOT EXISTS ${SCRATCH}/node_modules/ajv/dist/2019.js)
  file(MAKE_DIRECTORY ${SCRATCH})
  execute_process(
      COMMAND ${npm} install --no-audit --no-fund --no-save --ignore-scripts --prefix ${SCRATCH} ajv@8
      OUTPUT_QUIET ERROR_VARIABLE why RESULT_VARIABLE result TIMEOUT 120)
  if(NOT result EQUAL 0)
    message("Skipped: npm cannot install ajv, the validator of JSON Schema: ${why}")
    return()
  endif()
endif()

foreach(scenario van_dillen_2021 van_dillen_2021_full)
  if(NOT EXISTS ${SCENARIOS}/${scenario}.json)
    continue()
  endif()
  file(REMOVE_RECURSE ${SCRATCH}/${scenario})
  execute_process(
      COMMAND ${COMMAND} cohort ${SCENARIOS}/${scenario}.json --replicate 7 --out ${SCRATCH}/${scenario} --format dataset-json
      COMMAND_ERROR_IS_FATAL ANY)
  execute_process(
      COMMAND ${CMAKE_COMMAND} -E env NODE_PATH=${SCRATCH}/node_modules ${node} ${CMAKE_CURRENT_LIST_DIR}/validate.js ${SCRATCH}/${scenario}
      COMMAND_ERROR_IS_FATAL ANY)
endforeach()
