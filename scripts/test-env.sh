#!/usr/bin/env bash
# Real PostgreSQL and Redis for tests: empty, on free ports of 127.0.0.1, in a
# temporary directory, with durability off. Nothing outlives `stop`.
#
#   scripts/test-env.sh start      start both (again, if they died), write .testenv/env
#   . .testenv/env                 ANXIN_TEST_POSTGRES and ANXIN_TEST_REDIS for this shell
#   scripts/test-env.sh stop       end exactly those two
#   scripts/test-env.sh run CMD…   a pair of its own for the length of one command
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
home=$root/.testenv
state=$home # run replaces it, so that a run and a started pair never meet

say() { echo "test-env: $*" >&2; }
die() { say "$*"; exit 1; }

# alive PID WORD: the process lives and its command line contains WORD. A pid
# alone proves nothing, it may be somebody else's by now.
alive() {
  [[ -n ${1:-} ]] && ps -p "$1" -o args= 2>/dev/null | grep -qF -- "$2"
}

recorded() { cat "$state/$1" 2>/dev/null || true; }

# end PID WORD SIGNAL: stops the process if it is still the one we started.
end() {
  alive "$1" "$2" || return 0
  kill -s "$3" "$1" 2>/dev/null || true
  for _ in {1..100}; do
    alive "$1" "$2" || return 0
    sleep 0.05
  done
  kill -s KILL "$1" 2>/dev/null || true
}

stop() {
  local data
  data=$(recorded data)
  end "$(recorded postgres.pid)" "$data" QUIT
  end "$(recorded redis.pid)" "127.0.0.1:$(recorded redis.port)" TERM
  # Only what mktemp made below is ever removed.
  [[ $data == */anxin-test.?????? ]] && rm -rf -- "$data"
  rm -f "$state"/{env,data,postgres.pid,redis.pid,redis.port}
}

# sweep stops what earlier runs left behind when they were killed.
sweep() {
  local dir
  for dir in "$home"/run-*; do
    [[ -d $dir ]] || continue
    alive "${dir##*run-}" test-env.sh && continue
    (state=$dir && stop)
    rm -rf -- "$dir"
  done
}

postgres_bin() {
  local dir
  for dir in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V -r); do
    [[ -x $dir/initdb ]] && { echo "$dir"; return; }
  done
  dir=$(command -v initdb) || die "PostgreSQL is missing: run scripts/install-test-deps.sh"
  dirname "$dir"
}

# PostgreSQL refuses to run as root; Debian gives it a user of its own.
as_server() {
  if [[ $(id -u) == 0 ]]; then runuser -u postgres -- "$@"; else "$@"; fi
}

# Below the range that the kernel hands out, so that no outgoing connection
# takes the port between the look and the use.
free_port() {
  local port
  while port=$((RANDOM % 12000 + 20000)); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

password() { head -c 18 /dev/urandom | base64 | tr '+/' 'ab'; }

start_postgres() {
  local data=$1 bin secret port options
  bin=$(postgres_bin)
  secret=$(password)
  (umask 077 && echo "$secret" >"$data/secret")
  [[ $(id -u) == 0 ]] && chown -R postgres "$data"
  # From a directory that user postgres may enter, wherever the checkout is.
  cd "$data"
  as_server "$bin/initdb" -D "$data/pg" -U postgres --auth=password --pwfile="$data/secret" \
    --encoding=UTF8 --locale=C --no-sync >"$data/initdb.log" 2>&1 || { cat "$data/initdb.log" >&2; die "initdb failed"; }
  for _ in {1..5}; do
    port=$(free_port)
    options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$data -c max_connections=200"
    options+=" -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=64MB -c max_wal_size=2GB"
    if as_server "$bin/pg_ctl" start -w -s -t 30 -D "$data/pg" -l "$data/postgres.log" -o "$options" >&2; then
      head -n 1 "$data/pg/postmaster.pid" >"$state/postgres.pid"
      echo "postgres://postgres:$secret@127.0.0.1:$port/postgres?sslmode=disable"
      return
    fi
  done
  cat "$data/postgres.log" >&2
  die "PostgreSQL did not start"
}

start_redis() {
  local data=$1 secret port
  command -v redis-server >/dev/null || die "Redis is missing: run scripts/install-test-deps.sh"
  secret=$(password)
  mkdir "$data/redis"
  for _ in {1..5}; do
    port=$(free_port)
    (umask 077 && printf '%s\n' "bind 127.0.0.1" "port $port" "requirepass $secret" "dir $data/redis" 'save ""' \
      "appendonly no" "daemonize yes" "pidfile $data/redis/pid" "logfile $data/redis/log" >"$data/redis/conf")
    redis-server "$data/redis/conf" >&2
    for _ in {1..100}; do
      if [[ -s $data/redis/pid ]] && answers "$port"; then
        echo "$port" >"$state/redis.port"
        cat "$data/redis/pid" >"$state/redis.pid"
        echo "redis://default:$secret@127.0.0.1:$port/0"
        return
      fi
      sleep 0.05
    done
  done
  cat "$data/redis/log" >&2
  die "Redis did not start"
}

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

running() {
  local port
  port=$(recorded redis.port)
  [[ -s $state/env ]] && alive "$(recorded postgres.pid)" "$(recorded data)" &&
    alive "$(recorded redis.pid)" "127.0.0.1:$port" && answers "$port"
}

start() {
  local data postgres redis
  mkdir -p "$state"
  if running; then
    say "already running"
    return
  fi
  stop
  data=$(mktemp -d "${TMPDIR:-/tmp}/anxin-test.XXXXXX")
  chmod 755 "$data" # user postgres walks through it; each server's own directory is closed
  echo "$data" >"$state/data"
  postgres=$(start_postgres "$data")
  redis=$(start_redis "$data")
  (umask 077 && printf "export %s='%s'\n" ANXIN_TEST_POSTGRES "$postgres" ANXIN_TEST_REDIS "$redis" >"$state/env")
}

run() {
  state=$home/run-$$
  trap stop_run EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  start
  . "$state/env"
  "$@"
}

stop_run() {
  local code=$?
  stop
  rm -rf -- "$state"
  exit "$code"
}

sweep
case ${1:-} in
  start) start && say "ready, now: . .testenv/env" ;;
  stop) stop ;;
  run) [[ $# -gt 1 ]] || die "run what?"; run "${@:2}" ;;
  *) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"; exit 2 ;;
esac
