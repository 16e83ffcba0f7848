# Turns a text file into a C++ string literal.
#
#   cmake -DINPUT=a.css -DOUTPUT=a.css.inc -P EmbedText.cmake

file(READ ${INPUT} text)
file(WRITE ${OUTPUT} "R\"~~~(${text})~~~\"\n")
