#!/usr/bin/env bash
# Runs one step of a longer run under a heading and says how long it took:
#   scripts/step.sh 'Name of the step' CMD…
# With ANXIN_STEPS set, the line is also added to that file, for a table at the end.
set -euo pipefail

name=$1
started=$SECONDS
printf '\n── %s\n' "$name"
code=0
"${@:2}" || code=$?
line=$(printf '%s %4d s  %s' "$([[ $code == 0 ]] && echo 'ok    ' || echo 'FAILED')" $((SECONDS - started)) "$name")
printf '── %s\n' "$line"
if [[ -n ${ANXIN_STEPS:-} ]]; then echo "$line" >>"$ANXIN_STEPS"; fi
exit "$code"
