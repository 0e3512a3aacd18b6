# Builds what reads files, and the command, with the address and undefined-behaviour sanitizers, and runs their tests so.
set(targets equipoise_test_io)
file(GLOB cli_tests ${SOURCE}/tests/cli/*_test.cpp)
if(cli_tests)
  list(APPEND targets equipoise_test_cli)
endif()
execute_process(COMMAND ${CMAKE_COMMAND} --preset sanitize -B ${BUILD} -DCMAKE_CXX_COMPILER=${COMPILER}
    WORKING_DIRECTORY ${SOURCE} OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${BUILD} --target ${targets} COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_CTEST_COMMAND} --test-dir ${BUILD} --output-on-failure --no-tests=error -L "^(io|cli)$"
    COMMAND_ERROR_IS_FATAL ANY)
