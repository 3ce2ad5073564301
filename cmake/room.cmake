# buuan_room(name LINK ...)   a room or adapter: every .cpp of its folder in one static library buuan_<name>, every *_test.cpp
#                             in one test program <name>_test, so that a new file needs no change here.
#                             SKIP names files of another target.
# buuan_suite(name LINK ...)  a folder under tests/: every .cpp of it in one test program.

add_library(buuan_flags INTERFACE)
target_include_directories(buuan_flags INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(buuan_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
                       -Woverloaded-virtual -Wimplicit-fallthrough)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")  # what Clang alone warns of does not keep the sanitizers from running
  target_compile_options(buuan_flags INTERFACE -Werror)
endif()
target_compile_definitions(buuan_flags INTERFACE SPDLOG_COMPILED_LIB)
if(BUUAN_SANITIZE)
  target_compile_options(buuan_flags INTERFACE -fsanitize=${BUUAN_SANITIZE} -fno-omit-frame-pointer
                         -fno-sanitize-recover=all)
  target_link_options(buuan_flags INTERFACE -fsanitize=${BUUAN_SANITIZE})
endif()

# What every test reads is a third of its compilation: precompiled once for all test programs. Clang would not share it between programs
# that define different macros.
if(BUUAN_TESTS AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/precompiled_tests.cpp CONTENT "")
  add_library(buuan_precompiled_tests OBJECT ${CMAKE_BINARY_DIR}/precompiled_tests.cpp)
  target_link_libraries(buuan_precompiled_tests PRIVATE buuan_flags GTest::gtest)
  target_compile_options(buuan_precompiled_tests PRIVATE -fPIE -fpch-preprocess)
  target_precompile_headers(buuan_precompiled_tests PRIVATE <gtest/gtest.h> <algorithm> <filesystem> <functional> <map> <optional> <set>
                            <string> <vector>)
endif()

function(buuan_test_program name)
  cmake_parse_arguments(SUITE "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${SUITE_SOURCES})
  if(TARGET buuan_precompiled_tests)
    # A header that was precompiled is no system header to GCC 12, whose false alarms about text it inlines then come through.
    target_compile_options(${name} PRIVATE -fPIE -fpch-preprocess -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread
                           -Wno-restrict)
    target_precompile_headers(${name} REUSE_FROM buuan_precompiled_tests)
  endif()
  target_link_libraries(${name} PRIVATE ${SUITE_LINK} buuan_flags GTest::gtest GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE BUUAN_SOURCE_DIR="${CMAKE_SOURCE_DIR}" BUUAN_BINARY_DIR="${CMAKE_BINARY_DIR}")
  add_test(NAME ${name} COMMAND ${name})
endfunction()

function(buuan_room name)
  cmake_parse_arguments(ROOM "" "" "LINK;TEST_LINK;SKIP" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  foreach(file ${ROOM_SKIP})
    list(REMOVE_ITEM sources ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  endforeach()
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  add_library(buuan_${name} STATIC ${sources})
  target_link_libraries(buuan_${name} PUBLIC buuan_flags ${ROOM_LINK})
  if(BUUAN_TESTS AND tests)
    buuan_test_program(${name}_test SOURCES ${tests} LINK buuan_${name} ${ROOM_TEST_LINK})
  endif()
endfunction()

function(buuan_suite name)
  if(BUUAN_TESTS)
    cmake_parse_arguments(SUITE "" "" "LINK" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS *.cpp)
    buuan_test_program(${name} SOURCES ${sources} LINK ${SUITE_LINK})
  endif()
endfunction()
