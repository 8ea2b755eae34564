# find_package(sqlgen): a data layer that sqlgen writes, as a part of a target.
#
#   sqlgen_generate(TARGET
#     [CONFIG FILE]          sqlgen.ini, if it is there
#     [MIGRATIONS DIRECTORY] as the configuration says, else migrations
#     [QUERIES DIRECTORY]    as the configuration says, else queries if it is there
#     [OUTPUT DIRECTORY]     the binary directory
#     [NAME NAME]            db
#     [RUNTIME KIND]         beside, or else system or none
#     [OPTIONS OPTION...])   others of "sqlgen generate"
#
# NAME.c becomes a source of TARGET, its directory one of TARGET's include directories (PUBLIC, but of an executable
# PRIVATE), and SQLite is linked. sqlgen runs when a migration, a query or the configuration changes, is new or is gone.
# With RUNTIME system, TARGET is linked with sqlgen::runtime, which is the installed library. Of two layers in one
# directory, one must say RUNTIME none.
#
# SQLGEN_EXECUTABLE is the tool; in a cross build, one that runs here.

if(CMAKE_VERSION VERSION_LESS 3.21)
  set(sqlgen_FOUND FALSE)
  set(sqlgen_NOT_FOUND_MESSAGE "expected CMake 3.21 or later, found ${CMAKE_VERSION}")
  return()
endif()

find_program(SQLGEN_EXECUTABLE sqlgen
  HINTS "${CMAKE_CURRENT_LIST_DIR}/../../../bin"
  NO_CMAKE_FIND_ROOT_PATH
  DOC "the tool that writes data layers"
)
if(NOT SQLGEN_EXECUTABLE)
  set(sqlgen_FOUND FALSE)
  set(sqlgen_NOT_FOUND_MESSAGE "expected the program sqlgen, found none; set SQLGEN_EXECUTABLE")
  return()
endif()
set(_sqlgen_prefix "${CMAKE_CURRENT_LIST_DIR}/../../..")

# The installed runtime, looked for where it is first asked for: it is the target machine's, and the tool this one's.
macro(_sqlgen_find_runtime)
  if(NOT TARGET sqlgen::runtime)
    find_path(SQLGEN_INCLUDE_DIR sqlgen.h HINTS "${_sqlgen_prefix}/include" REQUIRED)
    find_library(SQLGEN_LIBRARY sqlgen HINTS "${_sqlgen_prefix}" PATH_SUFFIXES "lib/${CMAKE_LIBRARY_ARCHITECTURE}" lib REQUIRED)
    mark_as_advanced(SQLGEN_INCLUDE_DIR SQLGEN_LIBRARY)
    add_library(sqlgen::runtime STATIC IMPORTED)
    set_target_properties(sqlgen::runtime PROPERTIES
      IMPORTED_LOCATION "${SQLGEN_LIBRARY}"
      INTERFACE_INCLUDE_DIRECTORIES "${SQLGEN_INCLUDE_DIR}"
      INTERFACE_LINK_LIBRARIES SQLite::SQLite3
    )
  endif()
endmacro()

# Sets variable to the options that say where sqlgen reads.
function(_sqlgen_inputs variable config migrations queries)
  set(options)
  if(NOT config AND NOT migrations AND EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/sqlgen.ini")
    set(config sqlgen.ini)
  endif()
  if(NOT config AND NOT migrations)
    set(migrations migrations)
  endif()
  if(NOT config AND NOT queries AND EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/queries")
    set(queries queries)
  endif()
  foreach(name config migrations queries)
    if(${name})
      get_filename_component(path "${${name}}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
      list(APPEND options "--${name}" "${path}")
    endif()
  endforeach()
  set(${variable} "${options}" PARENT_SCOPE)
endfunction()

function(sqlgen_generate target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "CONFIG;MIGRATIONS;QUERIES;OUTPUT;NAME;RUNTIME" "OPTIONS")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "sqlgen_generate: expected a keyword, found '${arg_UNPARSED_ARGUMENTS}'")
  endif()
  if(NOT TARGET "${target}")
    message(FATAL_ERROR "sqlgen_generate: expected a target, found '${target}'")
  endif()
  foreach(row NAME=db RUNTIME=beside OUTPUT=${CMAKE_CURRENT_BINARY_DIR})
    string(REGEX MATCH "^([A-Z]+)=(.*)$" row "${row}")
    if(NOT arg_${CMAKE_MATCH_1})
      set(arg_${CMAKE_MATCH_1} "${CMAKE_MATCH_2}")
    endif()
  endforeach()
  if(NOT arg_RUNTIME MATCHES "^(beside|system|none)$")
    message(FATAL_ERROR "sqlgen_generate: expected beside, system or none behind RUNTIME, found '${arg_RUNTIME}'")
  endif()
  _sqlgen_inputs(inputs "${arg_CONFIG}" "${arg_MIGRATIONS}" "${arg_QUERIES}")
  get_filename_component(output "${arg_OUTPUT}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_BINARY_DIR}")
  set(sources "${output}/${arg_NAME}.c")
  set(headers "${output}/${arg_NAME}.h")
  if(arg_RUNTIME STREQUAL beside)
    list(APPEND sources "${output}/sqlgen.c")
    list(APPEND headers "${output}/sqlgen.h")
  endif()

  # The stamp says when sqlgen ran and the depfile what it read; a file that would be the same is left alone.
  set(stamp "${output}/${arg_NAME}.stamp")
  # CMake's Makefiles only ever add to what such a depfile said, and run sqlgen at every build when a migration was
  # removed. Without this file they read all of it anew.
  set(forget)
  if(CMAKE_GENERATOR MATCHES Makefiles)
    set(forget COMMAND "${CMAKE_COMMAND}" -E rm -f
        "${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/${target}.dir/compiler_depend.internal")
  endif()
  file(MAKE_DIRECTORY "${output}")
  add_custom_command(
    OUTPUT "${stamp}"
    BYPRODUCTS ${sources} ${headers}
    COMMAND "${SQLGEN_EXECUTABLE}" generate -q ${inputs} --output "${output}" --name "${arg_NAME}"
            --runtime "${arg_RUNTIME}" --depfile "${output}/${arg_NAME}.d" --depfile-target "${stamp}" ${arg_OPTIONS}
    COMMAND "${CMAKE_COMMAND}" -E touch "${stamp}"
    ${forget}
    DEPENDS "${SQLGEN_EXECUTABLE}"
    DEPFILE "${output}/${arg_NAME}.d"
    COMMENT "Generating ${arg_NAME}.c"
    VERBATIM
  )

  find_package(SQLite3 REQUIRED)
  set(scope PUBLIC)
  get_target_property(type "${target}" TYPE)
  if(type STREQUAL EXECUTABLE)
    set(scope PRIVATE)
  endif()
  target_sources("${target}" PRIVATE "${stamp}" ${sources} ${headers})
  target_include_directories("${target}" ${scope} "${output}")
  target_link_libraries("${target}" ${scope} SQLite::SQLite3)
  if(arg_RUNTIME STREQUAL system)
    _sqlgen_find_runtime()
    target_link_libraries("${target}" ${scope} sqlgen::runtime)
  endif()
endfunction()
