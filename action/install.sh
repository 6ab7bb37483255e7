#!/usr/bin/env bash
# Finds or builds the program and writes its path to the step's outputs.
#
# Order: the `binary` input, then a build of the action's own source. The scanned repository must
# have no say in the build, and the build must see no token. Works with bash 3.2 (macOS).
set -euo pipefail

name=portfolio-check
system="${RUNNER_OS:-$(uname -s)} ${RUNNER_ARCH:-$(uname -m)}"

# Prints an error annotation and ends the step.
fail() {
  local text=$1
  text=${text//'%'/'%25'}
  text=${text//$'\r'/'%0D'}
  text=${text//$'\n'/'%0A'}
  printf '::error title=%s::%s\n' "$name" "$text"
  exit 1
}

# Hands the program's path to the next step.
found() {
  case $1 in
    *$'\n'* | *$'\r'*) fail "The program's path has a line break in it." ;;
  esac
  printf 'binary=%s\n' "$1" >>"$GITHUB_OUTPUT"
  printf 'Using %s\n' "$1"
  exit 0
}

# From the workspace, as the workflow's author wrote it; the next step may start elsewhere.
given_binary() {
  local path=$INPUT_BINARY
  case $path in
    /* | [A-Za-z]:[/\\]*) ;;
    *) path="${GITHUB_WORKSPACE:-$PWD}/$path" ;;
  esac
  [ -f "$path" ] || fail "The input 'binary' names $INPUT_BINARY, which is not a file on this $system runner."
  [ -x "$path" ] || fail "The input 'binary' names $INPUT_BINARY, which is not executable on this $system runner."
  found "$path"
}

# Takes away what a workflow or an earlier step may have set for the scanned project's own builds.
clean_environment() {
  local variable
  unset RUSTC RUSTDOC RUSTFLAGS RUSTDOCFLAGS CARGO_ENCODED_RUSTFLAGS CARGO_ENCODED_RUSTDOCFLAGS
  unset RUSTC_WRAPPER RUSTC_WORKSPACE_WRAPPER RUSTC_BOOTSTRAP CARGO_INCREMENTAL
  for variable in ${!CARGO_BUILD_@} ${!CARGO_TARGET_@} ${!CARGO_PROFILE_@} ${!CARGO_UNSTABLE_@}; do
    unset "$variable"
  done
  unset GITHUB_TOKEN GH_TOKEN INPUT_TOKEN
  unset ACTIONS_RUNTIME_TOKEN ACTIONS_ID_TOKEN_REQUEST_TOKEN ACTIONS_ID_TOKEN_REQUEST_URL
}

inside_workspace() {
  local folder workspace
  folder=$(cd "$1" 2>/dev/null && pwd -P) || return 1
  workspace=$(cd "${GITHUB_WORKSPACE:-/nowhere}" 2>/dev/null && pwd -P) || return 1
  case "$folder/" in
    "$workspace"/*) return 0 ;;
  esac
  return 1
}

build() {
  local source=$1 work=$2 suffix=''
  # Some workflows keep CARGO_HOME in the workspace, where the scanned repository can put a config.
  if [ -n "${CARGO_HOME:-}" ] && inside_workspace "$CARGO_HOME"; then
    export CARGO_HOME="$work/cargo-home"
  fi
  # In the action's own folder, so that neither .cargo/config.toml nor rust-toolchain.toml of the
  # scanned repository is read.
  cd "$source"
  cargo build --release --locked --bin "$name" --target-dir "$work/target" ||
    fail "$name could not be built on this $system runner. It needs Rust 1.90 or newer and a C compiler; or pass a program with the input 'binary'."
  [ "${RUNNER_OS:-}" = Windows ] && suffix=.exe
  found "$work/target/release/$name$suffix"
}

[ -n "${GITHUB_OUTPUT:-}" ] || fail "GITHUB_OUTPUT is not set; this script runs inside a workflow step."
if [ -n "${INPUT_BINARY:-}" ]; then
  given_binary
fi
command -v cargo >/dev/null 2>&1 ||
  fail "There is no $name program for this $system runner and no cargo to build one. Install Rust before this step, or pass a program with the input 'binary'."
clean_environment
build "${GITHUB_ACTION_PATH:?}" "${RUNNER_TEMP:?}/$name"
