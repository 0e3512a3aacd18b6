# R reads a simulated trial, and its lm gives the ANCOVA that `equipoise analyse` gives of the same file.
#   COMMAND, SCENARIOS   the command; the folder of scenarios
#   SCRATCH              a folder of this test's own
find_program(rscript Rscript NO_CACHE)
if(NOT rscript)
  message("Skipped: there is no Rscript here, so R cannot read the CSV files (Debian, Ubuntu: r-base-core)")
  return()
endif()

file(REMOVE_RECURSE ${SCRATCH})
execute_process(
    COMMAND ${COMMAND} cohort ${SCENARIOS}/van_dillen_2021.json --replicate 7 --out ${SCRATCH}
    COMMAND_ERROR_IS_FATAL ANY)
execute_process(
    COMMAND ${COMMAND} analyse ${SCRATCH}/visits.csv --spec ${CMAKE_CURRENT_LIST_DIR}/ancova.json --format json
    OUTPUT_FILE ${SCRATCH}/estimates.json COMMAND_ERROR_IS_FATAL ANY)
execute_process(
    COMMAND ${rscript} --vanilla ${CMAKE_CURRENT_LIST_DIR}/refit.R ${SCRATCH}
    COMMAND_ERROR_IS_FATAL ANY)
