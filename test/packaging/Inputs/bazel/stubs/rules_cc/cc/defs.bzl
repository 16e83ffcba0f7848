# Bazel's own rules, under the names that other versions load.
cc_library = native.cc_library
cc_binary = native.cc_binary
cc_toolchain = native.cc_toolchain
cc_toolchain_suite = native.cc_toolchain_suite
cc_import = native.cc_import
cc_proto_library = native.cc_proto_library
cc_test = native.cc_test
objc_library = native.objc_library
