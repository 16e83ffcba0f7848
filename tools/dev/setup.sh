# Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Sourced by tools/demo, tools/test and tools/bench: goes to the project's root
# and brings a bare Debian 12 to the point where the project builds.

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
root=$PWD
export LC_ALL=C.UTF-8
build=$root/build/release

say() { printf '== %s\n' "$*"; }

# The packages of the given sections of packages.txt.
packages() {
  local section
  for section; do
    awk -v section="[$section]" \
      '/^\[/ { inside = $0 == section; next } inside && NF && !/^#/' tools/dev/packages.txt
  done
}

# Installs what is missing of the given sections' packages.
install_packages() {
  if ! command -v dpkg-query >/dev/null; then
    say "no dpkg here: README.md lists the packages to install"
    return
  fi
  local missing sudo=()
  missing=$(comm -23 <(packages "$@" | sort) \
    <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' | sort))
  [[ $missing ]] || return 0
  if ((EUID != 0)); then
    sudo=(sudo)
    if ! sudo -n true 2>/dev/null; then
      echo "missing packages; install them first:" >&2
      echo "  sudo apt-get update && sudo apt-get install --no-install-recommends" $missing >&2
      exit 2
    fi
  fi
  say "install" $missing
  if ! "${sudo[@]}" apt-get update -qq ||
    ! "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends $missing >/dev/null; then
    echo "the packages could not be installed" >&2
    exit 2
  fi
}

# Builds the given targets of a preset, all without any; CMake options may come
# first.
build_preset() {
  local preset=$1 options=()
  shift
  while [[ ${1-} == -D* ]]; do
    options+=("$1")
    shift
  done
  # Objects in ccache serve every clone.
  export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1
  say "build into build/$preset"
  mkdir -p build
  cmake --preset "$preset" "${options[@]}" >"build/$preset.log" 2>&1 || {
    cat "build/$preset.log" >&2
    exit 2
  }
  cmake --build "build/$preset" -j "$jobs" ${1:+--target "$@"} || exit 2
}

build_release() { build_preset release "$@"; }
