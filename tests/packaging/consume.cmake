# Configures and builds the project SOURCE in the scratch folder BUILD, as a user would, and runs its program `app`.
#   GENERATOR, COMPILER, BUILD_TYPE, FLAGS   how
#   PREFIX, EQUIPOISE_SOURCE                 where the library is: installed; as source
#   ARGUMENTS                                of `app`
#   REFERENCE                                a program that must print the same; empty: `app` need only succeed
file(REMOVE_RECURSE ${BUILD})
execute_process(
    COMMAND ${CMAKE_COMMAND} -S ${SOURCE} -B ${BUILD} -G ${GENERATOR}
        -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_BUILD_TYPE=${BUILD_TYPE} -DCMAKE_CXX_FLAGS=${FLAGS}
        -DCMAKE_PREFIX_PATH=${PREFIX} -DEQUIPOISE_SOURCE=${EQUIPOISE_SOURCE}
        -DCMAKE_DISABLE_FIND_PACKAGE_nlohmann_json=ON -DCMAKE_DISABLE_FIND_PACKAGE_CLI11=ON
        -DCMAKE_DISABLE_FIND_PACKAGE_Catch2=ON -DCMAKE_DISABLE_FIND_PACKAGE_benchmark=ON
    OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${BUILD} COMMAND_ERROR_IS_FATAL ANY)

if(REFERENCE)
  set(PROGRAM ${BUILD}/app)
  set(OUTPUT ${BUILD}/output.txt)
  include(${CMAKE_CURRENT_LIST_DIR}/../same_output.cmake)
else()
  execute_process(COMMAND ${BUILD}/app ${ARGUMENTS} COMMAND_ERROR_IS_FATAL ANY)
endif()
