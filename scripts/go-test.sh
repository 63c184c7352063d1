#!/usr/bin/env bash
# go test with a summary that a person can read:
#   scripts/go-test.sh ARGUMENTS OF GO TEST…
set -euo pipefail
cd "$(dirname "$0")/.."
go test -json "$@" | node scripts/test-summary.mjs
