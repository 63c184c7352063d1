#!/usr/bin/env bash
# Fails if generated files differ from what `make gen` writes:
#   scripts/check-generated.sh FILE…
# They are then already written anew, ready to be looked at and committed.
set -euo pipefail
cd "$(dirname "$0")/.."

before=$(mktemp -d "${TMPDIR:-/tmp}/anxin-generated.XXXXXX")
trap 'rm -rf -- "$before"' EXIT
for file in "$@"; do
  mkdir -p "$before/$(dirname "$file")"
  cp -p "$file" "$before/$file"
done
make gen
stale=0
for file in "$@"; do
  if cmp -s "$before/$file" "$file"; then
    touch -r "$before/$file" "$file" # nothing that is made from it gets made again
  else
    diff -u --label "$file (was)" --label "$file (is now)" "$before/$file" "$file" | head -n 40 || stale=1
  fi
done
[[ $stale == 0 ]] || { echo "Generated files were out of date. make gen has just written them: commit them."; exit 1; }
