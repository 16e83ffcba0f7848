#!/usr/bin/env bash
# Part of unblock, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# The step of action.yml: annotations on standard output, SARIF in a file. The
# inputs come as UNBLOCK_*, the rest from GitHub.
set -euo pipefail
cd "$GITHUB_WORKSPACE"

if ! command -v "$UNBLOCK_LINT" >/dev/null; then
  echo "::error::unblock-lint is not installed: '$UNBLOCK_LINT' was not found." \
    "Install the package unblock-tools in a step before, or name the program" \
    "with the input unblock-lint."
  exit 2
fi

arguments=()
while IFS= read -r line; do
  [[ -z $line ]] || arguments+=("$line")
done <<<"$UNBLOCK_ARGS"$'\n'"$UNBLOCK_PATHS"

rm -f "$UNBLOCK_SARIF_FILE"
status=0
"$UNBLOCK_LINT" -p "$UNBLOCK_BUILD_DIR" --fail-on="$UNBLOCK_FAIL_ON" --format=github \
  --format="sarif:$UNBLOCK_SARIF_FILE" "${arguments[@]}" || status=$?

echo "exit-status=$status" >>"$GITHUB_OUTPUT"
if [[ -e $UNBLOCK_SARIF_FILE ]]; then
  echo "sarif-file=$UNBLOCK_SARIF_FILE" >>"$GITHUB_OUTPUT"
fi
exit "$status"
