#!/bin/sh
# Prepares a checkout: installs npm packages and Node 24, then what `setup` finds missing on the machine.
# Returns at once if nothing is missing.
set -eu
cd "$(dirname "$0")/.."

data_folder=${AI_SCIENTIST_HOME:-.ai-scientist}
case $data_folder in '~'/*) data_folder=${HOME:-$(getent passwd "$(id -u)" | cut -d: -f6)}/${data_folder#??} ;; esac
log_file=$data_folder/bootstrap.log
own_node=node_modules/.bin/node

fail() {
  printf 'set-up: %s\n' "$1" >&2
  exit 1
}

has_packages() {
  [ -f node_modules/.package-lock.json ] && ! [ package-lock.json -nt node_modules/.package-lock.json ]
}

has_own_node() {
  [ -x "$own_node" ] && [ "$("$own_node" --version 2>/dev/null | cut -d. -f1)" = v24 ]
}

# Usage: watch_command <activity> <command ...>. Shows one line with the elapsed time; the output goes to the log.
watch_command() {
  activity=$1
  shift
  "$@" >>"$log_file" 2>&1 </dev/null &
  command_pid=$!
  trap 'kill "$command_pid" 2>/dev/null; exit 130' INT TERM
  [ -t 1 ] || printf '%s\n' "$activity"
  seconds=0
  while kill -0 "$command_pid" 2>/dev/null; do
    [ -t 1 ] && printf '\r\033[K%s … %s s' "$activity" "$seconds"
    sleep 1
    seconds=$((seconds + 1))
  done
  [ -t 1 ] && printf '\r\033[K'
  trap - INT TERM
  wait "$command_pid"
}

log_cause() {
  grep -E '^npm error' "$log_file" | grep -vE 'A complete log|npm help|^npm error *$|^npm error (code|syscall|errno|path|network) ' | head -n 1 | cut -c 11-
}

install_packages() {
  watch_command 'installing packages (npm ci, about 25 s)' npm ci --no-audit --no-fund && return
  # npm ci refuses a lock file from another platform if it lacks this platform's optional packages.
  grep -q 'package-lock.json.* in sync' "$log_file" || return 1
  watch_command 'installing packages (npm install, about 35 s)' npm install --no-save --no-audit --no-fund || return 1
  touch node_modules/.package-lock.json
}

# npm may be configured to run no install scripts; this does what the script of the package `node` does.
install_own_node() {
  [ -f node_modules/node/installArchSpecificPackage.js ] || return 1
  (cd node_modules/node && watch_command 'installing Node 24 (npm, about 10 s)' \
    env npm_config_ignore_scripts=false node installArchSpecificPackage.js) || return 1
  mkdir -p node_modules/.bin
  ln -sf ../node/bin/node "$own_node"
}

if ! has_packages || ! has_own_node; then
  command -v node >/dev/null || fail 'there is no node on PATH: install Node.js 18 or later, then try again'
  command -v npm >/dev/null || fail 'there is no npm on PATH: install npm 10 or later, then try again'
  mkdir -p "$data_folder" || fail "the data folder $data_folder cannot be written: make it writable or set AI_SCIENTIST_HOME"
  [ -w . ] || fail "this checkout cannot be written: run 'npm run setup' once as its owner, then try again"
  log_file=$(cd "$data_folder" && pwd)/bootstrap.log
  : >"$log_file"
  # npm does not start without a home folder and keeps its cache there; a container's user may have none, or not its own.
  export HOME="${HOME:-$(dirname "$log_file")}"
  [ -w "$HOME" ] || export npm_config_cache="$(dirname "$log_file")/npm-cache"
fi
has_packages || install_packages || fail "npm could not install the packages: $(log_cause) (all of it: $log_file)"
has_own_node || install_own_node || fail "npm could not install Node 24: $(log_cause) (all of it: $log_file)"
has_own_node || fail "$own_node is not Node 24: remove the folder node_modules, then try again"

exec "$own_node" bin/main.js setup "$@"
