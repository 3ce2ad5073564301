# Writes OUT: the style file as a constant.
file(READ ${FILE} content)
file(WRITE ${OUT} "#include \"edge/pages/style_file.hpp\"\n\nnamespace buuan::pages {\n\n"
     "const std::string_view style_file = R\"css(${content})css\";\n\n}  // namespace buuan::pages\n")
