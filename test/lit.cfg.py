# Configuration of the lit suites: every test that is a file with RUN lines.
# The GoogleTest programs are a suite of their own, configured in test/unit.
#
# Substitutions:
#   %unblock-lint   the lint tool
#   %clang-tidy     stock clang-tidy;  %plugin  the module to --load into it
#   %clang, %clangxx  the compiler of the LLVM that the project is built against
#   %check_async    tools/dev/check_async.py with the tools of this build
#   %libclang       the library behind Clang's Python bindings
#   %src_root, %build_root, %llvm_include, %python
# FileCheck, not, split-file and the like come from LLVM's tools.

import os
import shlex
import shutil
import sys

import lit.formats

config.name = "unblock"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".test", ".cpp", ".c"]
config.excludes = ["Inputs", "unit", "bench", "CMakeLists.txt"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.unblock_build_root, "test")

# A test that hangs fails (lit needs psutil to end its processes).
if lit_config.maxIndividualTestTimeIsSupported[0]:
    lit_config.maxIndividualTestTime = 600

config.environment["PATH"] = os.pathsep.join(
    [config.llvm_bin, config.environment.get("PATH", "")]
)
config.environment["LC_ALL"] = "C.UTF-8"
# What a test sees must not depend on earlier runs.
config.environment["UNBLOCK_CACHE_DIR"] = ""

lint = os.path.join(config.unblock_build_root, "bin", "unblock-lint")
plugin = os.path.join(config.unblock_build_root, "lib", "unblock-tidy.so")
clang_tidy = os.path.join(config.llvm_bin, "clang-tidy")
python = sys.executable
check_async = [
    python,
    os.path.join(config.unblock_src_root, "tools", "dev", "check_async.py"),
    f"--clang-tidy={clang_tidy}",
    f"--plugin={plugin}",
    f"--unblock-lint={lint}",
]

if shutil.which("apt-get"):
    config.available_features.add("debian")
# The second compiler of the runtime.
if shutil.which("g++"):
    config.available_features.add("g++")

for program in ("chromium", "fish", "mandoc", "zsh"):
    if shutil.which(program):
        config.available_features.add(program)

# A longer name stands before its prefix.
for name, value in (
    ("%unblock-lint", lint),
    ("%clang-tidy", clang_tidy),
    ("%clangxx", os.path.join(config.llvm_bin, "clang++")),
    ("%clang", os.path.join(config.llvm_bin, "clang")),
    ("%plugin", plugin),
    ("%check_async", shlex.join(check_async)),
    ("%python", python),
    ("%libclang", os.path.join(os.path.dirname(config.llvm_bin), "lib", "libclang.so")),
    ("%llvm_include", os.path.join(os.path.dirname(config.llvm_bin), "include")),
    ("%src_root", config.unblock_src_root),
    ("%build_root", config.unblock_build_root),
):
    config.substitutions.append((name + r"\b", value))
