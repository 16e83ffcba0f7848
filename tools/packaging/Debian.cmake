# What Debian asks of each package, and of nothing else that is installed: CPack
# runs this between installing the components and packing them.
file(READ ${CMAKE_CURRENT_LIST_DIR}/../../LICENSE license)
string(FIND "${license}" "---- LLVM Exceptions" at)
string(SUBSTRING "${license}" ${at} -1 exceptions)
# Paragraphs of the form that Debian's copyright files have.
string(STRIP "${exceptions}" exceptions)
string(REGEX REPLACE "\n\n" "\n.\n" exceptions "${exceptions}")
string(REPLACE "\n" "\n " exceptions "${exceptions}")
# Taken from SOURCE_DATE_EPOCH where that is set.
string(TIMESTAMP now "%a, %d %b %Y %H:%M:%S +0000" UTC)
string(TIMESTAMP year "%Y" UTC)

foreach(component IN LISTS CPACK_COMPONENTS_ALL)
  string(TOUPPER ${component} upper)
  set(package ${CPACK_DEBIAN_${upper}_PACKAGE_NAME})
  set(share ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/${component}${CPACK_PACKAGING_INSTALL_PREFIX}/share)
  file(WRITE ${share}/doc/${package}/copyright
"Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: ${CPACK_PACKAGE_NAME}

Files: *
Copyright: ${year} The unblock developers
License: Apache-2.0 with LLVM exceptions
 The Apache License 2.0 is in /usr/share/common-licenses/Apache-2.0.
 .
 ${exceptions}
")
  file(REMOVE ${share}/doc/${CPACK_PACKAGE_NAME}/LICENSE)
  file(WRITE ${share}/doc/${package}/changelog
"${CPACK_PACKAGE_NAME} (${CPACK_PACKAGE_VERSION}) unstable; urgency=medium

  * The release notes are in /usr/share/doc/${CPACK_PACKAGE_NAME}/release-notes.md.

 -- ${CPACK_PACKAGE_CONTACT}  ${now}
")
  file(GLOB pages ${share}/man/man*/*)
  execute_process(COMMAND gzip -9n ${share}/doc/${package}/changelog ${pages}
    COMMAND_ERROR_IS_FATAL ANY)
endforeach()
