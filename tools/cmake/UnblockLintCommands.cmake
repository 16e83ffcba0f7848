# Gives each source that unblock_lint() lints a compile database with its own
# command alone. A copy that would not change is left untouched, with its time.
#
#   cmake -DDATABASE=... -DENTRIES=... -DSTAMP=... -P UnblockLintCommands.cmake
#
# ENTRIES has three lines for each: the target, the source, the copy to write.

cmake_minimum_required(VERSION 3.25)

if(NOT EXISTS ${DATABASE})
  message(FATAL_ERROR "unblock_lint: there is no ${DATABASE}; run CMake again")
endif()

# A list of objects, in time that grows with the file: string(JSON) reads the
# whole text at each call. What a list of CMake cannot hold is escaped as JSON
# allows; outside of strings it stands only at both ends.
file(READ ${DATABASE} text)
string(REGEX REPLACE "^[ \n]*\\[[ \n]*" "" text "${text}")
string(REGEX REPLACE "[ \n]*\\][ \n]*$" "" text "${text}")
string(REPLACE ";" "\\u003b" text "${text}")
string(REPLACE "[" "\\u005b" text "${text}")
string(REPLACE "]" "\\u005d" text "${text}")
string(REPLACE "\n},\n{" "\n};{" objects "${text}")

foreach(object IN LISTS objects)
  string(JSON directory GET "${object}" directory)
  string(JSON file GET "${object}" file)
  cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY "${directory}" NORMALIZE)
  string(SHA1 key "${file}")
  list(APPEND commands_${key} "${object}")
endforeach()

file(READ ${ENTRIES} text)
string(REGEX REPLACE "\n$" "" text "${text}")
string(REPLACE "\n" ";" entries "${text}")
foreach(line IN LISTS entries)
  list(APPEND entry "${line}")
  list(LENGTH entry length)
  if(length LESS 3)
    continue()
  endif()
  list(GET entry 0 target)
  list(GET entry 1 source)
  list(GET entry 2 copy)
  set(entry)
  string(SHA1 key "${source}")
  set(found ${commands_${key}})
  list(LENGTH found count)
  if(count GREATER 1) # several targets compile it: the object file tells which
    set(of_target)
    foreach(object IN LISTS found)
      string(JSON command GET "${object}" command)
      string(REGEX MATCH " -o .* -c " output "${command}")
      string(FIND "${output}" "CMakeFiles/${target}.dir/" position)
      if(NOT position EQUAL -1)
        list(APPEND of_target "${object}")
      endif()
    endforeach()
    set(found ${of_target})
    list(LENGTH found count)
  endif()
  if(count EQUAL 0)
    message(FATAL_ERROR
      "unblock_lint: ${DATABASE} has no command for '${source}' of the target '${target}'. "
      "Does the target set UNITY_BUILD, or EXPORT_COMPILE_COMMANDS to OFF?")
  endif()
  list(GET found 0 object)
  set(new "[\n${object}\n]\n")
  set(old)
  if(EXISTS ${copy})
    file(READ ${copy} old)
  endif()
  if(NOT new STREQUAL old)
    file(WRITE ${copy} "${new}")
  endif()
endforeach()
file(TOUCH ${STAMP})
