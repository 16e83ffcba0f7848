# unblock_lint(TARGET... [NAME name] [OPTIONS option...])
#
# Makes a target that lints the C++ sources of the given targets as one project,
# so that findings may lead from one file to another: TARGET-lint, or for several
# targets PROJECT-lint, or what NAME says. The target `lint` builds all of them.
# OPTIONS are options of `unblock-lint check`, in the form --name=value.
#
# Every source is one edge of the build, which runs again when the source, a
# header, its command or the configuration changes; one edge links the results,
# and one reports the findings, and fails if there are any. None of them belongs
# to `all`.
#
# The commands come from compile_commands.json, and not from properties of the
# target: only there CMake writes what it computes itself (the language standard,
# which folders hold system headers, the sysroot, generator expressions that ask
# for the language). Each source gets a copy of its own entry, which changes only
# when the entry does; else every run of CMake would lint the whole project again.
# So much holds for Ninja and for Makefiles.

cmake_policy(PUSH)
cmake_policy(VERSION 3.25)

set(_UNBLOCK_LINT_COMMANDS ${CMAKE_CURRENT_LIST_DIR}/UnblockLintCommands.cmake)

# Those of the options that already matter when a source is analysed.
set(_UNBLOCK_LINT_INDEX_OPTIONS
  "^--?(checks|config-file|models|extra-arg|extra-arg-before|resource-dir|root)=")

function(unblock_lint)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME" "OPTIONS")
  set(targets ${arg_UNPARSED_ARGUMENTS})
  if(NOT targets)
    message(FATAL_ERROR "unblock_lint: name the targets to lint")
  endif()
  if(NOT CMAKE_GENERATOR MATCHES "^Ninja$|Makefiles$")
    message(FATAL_ERROR
      "unblock_lint: '${CMAKE_GENERATOR}' writes no compile_commands.json, or one for several "
      "configurations; use the generator Ninja or Unix Makefiles.")
  endif()
  find_program(UNBLOCK_LINT_EXECUTABLE unblock-lint
    HINTS "${UNBLOCK_TOOLS_DIR}" DOC "The lint tool of unblock")
  if(NOT UNBLOCK_LINT_EXECUTABLE)
    message(FATAL_ERROR
      "unblock_lint: the program unblock-lint was not found. What is installed may be the runtime "
      "alone: install the tools too, or set UNBLOCK_LINT_EXECUTABLE to the program.")
  endif()

  set(name ${arg_NAME})
  list(LENGTH targets count)
  if(NOT name AND count EQUAL 1)
    set(name ${targets}-lint)
  elseif(NOT name)
    set(name ${PROJECT_NAME}-lint)
  endif()
  if(name IN_LIST targets OR TARGET ${name})
    message(FATAL_ERROR "unblock_lint: there is a target '${name}'; choose another NAME")
  endif()
  foreach(option IN LISTS arg_OPTIONS)
    if(NOT option MATCHES "^-")
      message(FATAL_ERROR "unblock_lint: '${option}' is no option; write --name=value")
    endif()
  endforeach()
  set(options ${arg_OPTIONS})

  # Later, so that it does not matter where in the directory sources and
  # libraries are added to the targets.
  cmake_language(EVAL CODE
    "cmake_language(DEFER CALL _unblock_lint [[${name}]] [[${targets}]] [[${options}]])")
endfunction()

# The targets that the sources of ${target} wait for are appended to ${result}.
# Those of ${linted} are not waited for: their sources are only read.
function(_unblock_lint_waits_for target linted result)
  set(found ${${result}})
  set(candidates)
  foreach(property LINK_LIBRARIES INTERFACE_LINK_LIBRARIES MANUALLY_ADDED_DEPENDENCIES)
    get_target_property(value ${target} ${property})
    if(value)
      list(APPEND candidates ${value})
    endif()
  endforeach()
  foreach(candidate IN LISTS candidates)
    if(NOT TARGET ${candidate})
      continue() # -lm, or a generator expression
    endif()
    get_target_property(original ${candidate} ALIASED_TARGET)
    if(original)
      set(candidate ${original})
    endif()
    get_target_property(is_imported ${candidate} IMPORTED)
    if(NOT is_imported AND NOT candidate IN_LIST linted AND NOT candidate IN_LIST found)
      list(APPEND found ${candidate})
    endif()
  endforeach()
  set(${result} ${found} PARENT_SCOPE)
endfunction()

# The C++ sources of ${target} as absolute paths; whether the build makes some of
# them.
function(_unblock_lint_sources target result makes_some)
  get_target_property(directory ${target} SOURCE_DIR)
  get_target_property(binary_directory ${target} BINARY_DIR)
  get_target_property(sources ${target} SOURCES)
  get_target_property(generates ${target} AUTOMOC)
  set(found)
  foreach(source IN LISTS sources)
    if(source MATCHES "^\\$<TARGET_OBJECTS:")
      continue()
    elseif(source MATCHES "\\$<")
      message(WARNING "unblock_lint: which file '${source}' of target '${target}' is, is known too "
        "late; it is not linted.")
      continue()
    endif()
    foreach(property LANGUAGE HEADER_FILE_ONLY GENERATED)
      get_source_file_property(${property} ${source} TARGET_DIRECTORY ${target} ${property})
    endforeach()
    if(GENERATED)
      set(generates ON)
    endif()
    if(NOT LANGUAGE) # as long as nobody has said it or asked for it
      cmake_path(GET source EXTENSION LAST_ONLY extension)
      string(REGEX REPLACE "^\\." "" extension "${extension}")
      if(extension IN_LIST CMAKE_CXX_SOURCE_FILE_EXTENSIONS)
        set(LANGUAGE CXX)
      endif()
    endif()
    if(NOT LANGUAGE STREQUAL "CXX" OR HEADER_FILE_ONLY)
      continue()
    endif()
    if(NOT IS_ABSOLUTE ${source} AND GENERATED AND NOT EXISTS ${directory}/${source})
      cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${binary_directory} NORMALIZE)
    else()
      cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${directory} NORMALIZE)
    endif()
    list(APPEND found ${source})
  endforeach()
  set(${result} ${found} PARENT_SCOPE)
  set(${makes_some} ${generates} PARENT_SCOPE)
endfunction()

function(_unblock_lint name targets options)
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/${name}.dir)
  set(tool ${UNBLOCK_LINT_EXECUTABLE})
  set(linted)
  foreach(target IN LISTS targets)
    if(NOT TARGET ${target})
      message(FATAL_ERROR "unblock_lint: there is no target '${target}'")
    endif()
    get_target_property(original ${target} ALIASED_TARGET)
    if(original)
      set(target ${original})
    endif()
    get_target_property(is_imported ${target} IMPORTED)
    if(is_imported)
      message(FATAL_ERROR "unblock_lint: the target '${target}' is imported: it has no sources here")
    endif()
    list(APPEND linted ${target})
  endforeach()

  set(index_options ${options})
  list(FILTER index_options INCLUDE REGEX ${_UNBLOCK_LINT_INDEX_OPTIONS})
  if(NOT options MATCHES "--?root=")
    list(PREPEND options --root=${CMAKE_SOURCE_DIR})
    list(PREPEND index_options --root=${CMAKE_SOURCE_DIR})
  endif()

  set(entries)     # what to take from the database: target, source, copy
  set(copies)
  set(results)
  set(waits_for)
  foreach(target IN LISTS linted)
    _unblock_lint_waits_for(${target} "${linted}" waits_for)
    _unblock_lint_sources(${target} sources makes_some)
    if(makes_some)
      list(APPEND waits_for ${target})
    endif()
    if(sources)
      set_property(TARGET ${target} PROPERTY EXPORT_COMPILE_COMMANDS ON)
    endif()
    foreach(source IN LISTS sources)
      # A short name that no other source has.
      cmake_path(GET source FILENAME file)
      string(SHA1 hash ${source})
      string(SUBSTRING ${hash} 0 8 hash)
      set(result ${folder}/${target}/${file}-${hash}.unblock)
      set(copy ${folder}/${target}/${file}-${hash}.json)
      string(APPEND entries "${target}\n${source}\n${copy}\n")
      list(APPEND copies ${copy})
      list(APPEND results ${result})
      set(shown ${source})
      cmake_path(IS_PREFIX CMAKE_SOURCE_DIR ${source} is_inside)
      if(is_inside)
        file(RELATIVE_PATH shown ${CMAKE_SOURCE_DIR} ${source})
      endif()
      add_custom_command(OUTPUT ${result}
        COMMAND ${tool} index ${source} -p ${copy} ${index_options}
                -o ${result} --depfile ${result}.d
        DEPENDS ${source} ${copy} ${tool}
        DEPFILE ${result}.d
        COMMENT "Analysing ${shown}"
        VERBATIM)
    endforeach()
  endforeach()
  if(NOT results)
    message(FATAL_ERROR "unblock_lint: no C++ source is in '${linted}'")
  endif()

  # In a target of its own: Makefiles know no by-products, and must not ask for
  # the copies before they are made.
  file(CONFIGURE OUTPUT ${folder}/entries.txt CONTENT "${entries}" @ONLY)
  set(database ${CMAKE_BINARY_DIR}/compile_commands.json)
  add_custom_command(OUTPUT ${folder}/commands.stamp
    COMMAND ${CMAKE_COMMAND} -DDATABASE=${database} -DENTRIES=${folder}/entries.txt
            -DSTAMP=${folder}/commands.stamp -P ${_UNBLOCK_LINT_COMMANDS}
    DEPENDS ${database} ${folder}/entries.txt ${_UNBLOCK_LINT_COMMANDS}
    BYPRODUCTS ${copies}
    COMMENT "Reading the commands of ${name}"
    VERBATIM)
  add_custom_target(${name}-commands DEPENDS ${folder}/commands.stamp)

  # Names in a file, as a command line has an end.
  list(JOIN results "\"\n\"" lines)
  file(CONFIGURE OUTPUT ${folder}/results.rsp CONTENT "\"${lines}\"\n" @ONLY)
  add_custom_command(OUTPUT ${folder}/project.unblockindex
    COMMAND ${tool} link -o ${folder}/project.unblockindex @${folder}/results.rsp
    DEPENDS ${results} ${folder}/results.rsp ${tool}
    COMMENT "Linking ${name}"
    VERBATIM)
  add_custom_command(OUTPUT ${folder}/checked.stamp
    COMMAND ${tool} check @${folder}/results.rsp --index=${folder}/project.unblockindex
            --quiet ${options}
    COMMAND ${CMAKE_COMMAND} -E touch ${folder}/checked.stamp
    DEPENDS ${results} ${folder}/project.unblockindex ${tool}
    COMMENT "Checking ${name}"
    VERBATIM)
  add_custom_target(${name} DEPENDS ${folder}/checked.stamp)
  add_dependencies(${name} ${name}-commands ${waits_for})

  if(NOT TARGET lint)
    add_custom_target(lint)
    set_property(TARGET lint PROPERTY UNBLOCK_LINT ON)
  endif()
  get_target_property(is_ours lint UNBLOCK_LINT)
  if(is_ours)
    add_dependencies(lint ${name})
  endif()
endfunction()

cmake_policy(POP)
