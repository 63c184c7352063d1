#!/usr/bin/env bash
# Installs what the tests need on Debian or Ubuntu, and only what is missing.
# Elsewhere it says what to install.
set -euo pipefail

missing=()
want() { # want PACKAGES CONDITION…: the Debian packages are needed unless the condition holds
  "${@:2}" >/dev/null 2>&1 || missing+=($1)
}

has_initdb() { command -v initdb || ls /usr/lib/postgresql/*/bin/initdb; }
has_chromium() { [[ -x ${ANXIN_CHROMIUM:-/usr/bin/chromium} ]]; }
has_font() { command -v fc-list && [[ -n $(fc-list "$1") ]]; }

want 'gcc libc6-dev' command -v cc # the race detector links with C
want postgresql has_initdb
want redis-server command -v redis-server
want chromium has_chromium
want 'fontconfig fonts-noto-cjk' has_font :lang=zh-cn
want 'fontconfig fonts-noto-color-emoji' has_font 'Noto Color Emoji'

if [[ ${#missing[@]} -eq 0 ]]; then
  echo "nothing to install"
  exit
fi
echo "missing: ${missing[*]}"
if ! command -v apt-get >/dev/null; then
  echo "This is not Debian: install them with your own package manager, then try again." >&2
  exit 1
fi
as_root=()
[[ $(id -u) == 0 ]] || as_root=(sudo)
# RUNLEVEL=1 keeps the packages from starting servers of their own.
install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -y -q)
"${install[@]}" update
"${install[@]}" install --no-install-recommends "${missing[@]}"
