# Installs the build BUILD to PREFIX, afresh, and looks at what came: no header of others shows in ours.
file(REMOVE_RECURSE ${PREFIX})
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${PREFIX} OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)

file(GLOB_RECURSE headers ${PREFIX}/include/*)
if(NOT headers)
  message(FATAL_ERROR "no header was installed")
endif()
foreach(header IN LISTS headers)
  file(STRINGS ${header} private REGEX "#[ \t]*include[ \t]*[<\"](nlohmann|CLI|openssl|catch2|benchmark)/")
  if(private)
    message(SEND_ERROR "${header} shows what is private: ${private}")
  endif()
endforeach()
