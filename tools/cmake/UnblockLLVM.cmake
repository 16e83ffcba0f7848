# Finds the installed LLVM and Clang, refuses other major versions, and defines
# how a library or tool of the analyser is built.
#
# ClangConfig.cmake is not used: importing clangd's targets asks for the
# development packages of gRPC and Protobuf, which only unblock-clangd links.

set(UNBLOCK_LLVM_VERSION 22 CACHE STRING "Major version of LLVM to build against (19 to 23)")

# LLVM's version file takes "22" for 22.0 and refuses 22.1: compare the major below.
find_package(LLVM CONFIG QUIET
  HINTS /usr/lib/llvm-${UNBLOCK_LLVM_VERSION} /usr/lib64/llvm${UNBLOCK_LLVM_VERSION})
if(NOT LLVM_FOUND)
  message(FATAL_ERROR
    "LLVM ${UNBLOCK_LLVM_VERSION} was not found. Install llvm-${UNBLOCK_LLVM_VERSION}-dev and "
    "libclang-${UNBLOCK_LLVM_VERSION}-dev, or set LLVM_DIR to the folder with LLVMConfig.cmake.")
endif()
if(NOT LLVM_VERSION_MAJOR EQUAL UNBLOCK_LLVM_VERSION)
  message(FATAL_ERROR
    "Found LLVM ${LLVM_VERSION} in ${LLVM_DIR}, but major version ${UNBLOCK_LLVM_VERSION} is asked for. "
    "A clang-tidy plugin loads only into the clang-tidy of its own major version: "
    "install that one, or set UNBLOCK_LLVM_VERSION.")
endif()

find_library(UNBLOCK_CLANG_CPP clang-cpp PATHS ${LLVM_LIBRARY_DIR} NO_DEFAULT_PATH)
find_library(UNBLOCK_CLANG_TIDY_LIB clangTidy PATHS ${LLVM_LIBRARY_DIR} NO_DEFAULT_PATH)
find_file(UNBLOCK_CLANG_TIDY_HEADER clang-tidy/ClangTidyCheck.h PATHS ${LLVM_INCLUDE_DIRS} NO_DEFAULT_PATH)
if(NOT UNBLOCK_CLANG_CPP OR NOT UNBLOCK_CLANG_TIDY_LIB OR NOT UNBLOCK_CLANG_TIDY_HEADER)
  message(FATAL_ERROR
    "LLVM ${LLVM_VERSION} is in ${LLVM_INSTALL_PREFIX}, but Clang's libraries or clang-tidy's headers are not. "
    "Install libclang-${UNBLOCK_LLVM_VERSION}-dev and libclang-cpp${UNBLOCK_LLVM_VERSION}-dev.")
endif()
set(UNBLOCK_LLVM_BIN ${LLVM_TOOLS_BINARY_DIR})

# Usage requirements of all analyser code: LLVM's headers and dialect. It links
# nothing, so that a plugin pulls no second LLVM into the clang-tidy that loads
# it; executables link unblock_llvm.
add_library(unblock_analyser_flags INTERFACE)
# Last in the search: the folder may hold a cxxabi.h that is not that of the
# standard library in use.
target_compile_options(unblock_analyser_flags INTERFACE "SHELL:-idirafter ${LLVM_INCLUDE_DIRS}")
target_include_directories(unblock_analyser_flags INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(unblock_analyser_flags INTERFACE
  -Wall -Wextra -Wno-unused-parameter -fvisibility-inlines-hidden
  # libstdc++ 12 uses its own deprecated get_temporary_buffer in stable_sort.
  -Wno-deprecated-declarations
  $<$<NOT:$<BOOL:${LLVM_ENABLE_RTTI}>>:-fno-rtti>
  $<$<NOT:$<BOOL:${LLVM_ENABLE_EH}>>:-fno-exceptions>
  $<$<BOOL:${UNBLOCK_WERROR}>:-Werror>)
separate_arguments(UNBLOCK_LLVM_DEFINITIONS NATIVE_COMMAND "${LLVM_DEFINITIONS}")
target_compile_options(unblock_analyser_flags INTERFACE ${UNBLOCK_LLVM_DEFINITIONS})

add_library(unblock_llvm INTERFACE)
target_link_libraries(unblock_llvm INTERFACE ${UNBLOCK_CLANG_CPP} LLVM)

# A library of the analyser: position independent, so that the plugin can hold it.
function(unblock_add_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  target_link_libraries(${name} PUBLIC unblock_analyser_flags ${arg_DEPENDS})
endfunction()

function(unblock_add_executable name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE unblock_analyser_flags ${arg_DEPENDS} unblock_llvm)
endfunction()
