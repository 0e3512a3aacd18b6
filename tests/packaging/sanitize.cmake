# Builds the command, and the tests of what reads files, with the address and undefined-behaviour sanitizers; runs those tests, and the
# command on every malformed scenario: it must end with 2 and leave standard output empty.
execute_process(COMMAND ${CMAKE_COMMAND} --preset sanitize -B ${BUILD} -DCMAKE_CXX_COMPILER=${COMPILER}
    WORKING_DIRECTORY ${SOURCE} OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${BUILD} --target equipoise_command equipoise_test_io COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_CTEST_COMMAND} --test-dir ${BUILD} --output-on-failure --no-tests=error -L "^io$"
    COMMAND_ERROR_IS_FATAL ANY)

file(GLOB scenarios ${SOURCE}/tests/io/malformed/*.json)
list(LENGTH scenarios count)
if(count LESS 60)
  message(FATAL_ERROR "only ${count} malformed scenarios")
endif()
foreach(scenario IN LISTS scenarios)
  execute_process(COMMAND ${BUILD}/bin/equipoise run ${scenario} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE error)
  if(NOT status STREQUAL "2" OR NOT output STREQUAL "")
    message(SEND_ERROR "${scenario}: ended with ${status}, standard output \"${output}\"\n${error}")
  endif()
endforeach()
message(STATUS "${count} malformed scenarios refused")
