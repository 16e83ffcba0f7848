# Turns the checks' pages into rows of an array of CheckInfo: name, summary (the
# first paragraph), and the whole page.
#
#   cmake -DPAGES=a.md;b.md -DOUTPUT=CheckPages.inc -P EmbedCheckPages.cmake

set(rows "")
foreach(page IN LISTS PAGES)
  get_filename_component(name ${page} NAME_WE)
  file(READ ${page} text)
  if(NOT text MATCHES "^# [^\n]+\n+([^\n]+(\n[^\n]+)*)")
    message(FATAL_ERROR "${page}: expected '# ${name}', and a paragraph that sums the check up")
  endif()
  string(REPLACE "\n" " " summary "${CMAKE_MATCH_1}")
  string(APPEND rows "{\"${name}\", R\"md(${summary})md\", R\"md(${text})md\"},\n")
endforeach()
file(WRITE ${OUTPUT} "${rows}")
