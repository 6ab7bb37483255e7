#!/usr/bin/env bash
# Finds, fetches or builds the program and writes its path to the step's outputs.
#
# Order: the `binary` input; the release whose checksum stands in checksums.txt beside this script; a
# build of the action's own source. The scanned repository must have no say in any of them, and
# neither download nor build sees a token. Works with bash 3.2 (macOS).
set -euo pipefail

name=portfolio-check
system="${RUNNER_OS:-$(uname -s)} ${RUNNER_ARCH:-$(uname -m)}"

# Prints an annotation: error, warning or notice.
annotate() {
  local text=$2
  text=${text//'%'/'%25'}
  text=${text//$'\r'/'%0D'}
  text=${text//$'\n'/'%0A'}
  printf '::%s title=%s::%s\n' "$1" "$name" "$text"
}

# Ends the step with an error.
fail() {
  annotate error "$1"
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

# The first word that follows a line's first word $1 in the file $2.
field() {
  local first second rest
  while read -r first second rest || [ -n "$first" ]; do
    if [ "$first" = "$1" ]; then
      printf '%s' "$second"
      return 0
    fi
  done <"$2"
  return 1
}

# The SHA-256 of a file in this folder.
sha256() {
  if command -v sha256sum >/dev/null 2>&1; then
    sha256sum "$1" | cut -d ' ' -f 1
  else
    shasum -a 256 "$1" | cut -d ' ' -f 1
  fi
}

# The checksum for the asset $2, whose lines in the file $1 are those of sha256sum.
checksum() {
  local sum asset
  while read -r sum asset || [ -n "$sum" ]; do
    if [ "$asset" = "$2" ] && [ "${#sum}" -eq 64 ]; then
      printf '%s' "$sum"
      return 0
    fi
  done <"$1"
  return 1
}

# Fetches the release, if there is one for this source and this system. Returning means: build.
#
# checksums.txt is empty until the first release. Then its line `from URL` says where the release
# is, and each other line is a checksum and a file name. The address ends in the release's tag: when
# Cargo.toml has another version, this source is newer or older than the release, and is built.
released() {
  local source=$1 folder=$2 sums="$1/action/checksums.txt" from version asset sum program
  [ -f "$sums" ] || return 0
  from=$(field from "$sums") || return 0
  version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$source/Cargo.toml" | head -n 1)
  [ "${from##*/}" = "v$version" ] || return 0
  asset="$name-$(printf '%s-%s' "${RUNNER_OS:-}" "${RUNNER_ARCH:-}" | tr '[:upper:]' '[:lower:]').tar.gz"
  sum=$(checksum "$sums" "$asset") || return 0

  # Names without a folder: to tar on Windows, what stands before a colon is another machine.
  rm -rf "$folder"
  mkdir -p "$folder"
  cd "$folder"
  if ! curl --disable --fail --silent --show-error --location --proto =https --tlsv1.2 \
    --retry 2 --connect-timeout 10 --max-time 120 --output "$asset" "$from/$asset"; then
    annotate notice "The release could not be fetched from $from, so $name is built from source."
    return 0
  fi
  if [ "$(sha256 "$asset")" != "$sum" ]; then
    annotate warning "$from/$asset is not the file that this version of the action expects, so $name is built from source."
    rm -f "$asset"
    return 0
  fi
  program=$name
  [ "${RUNNER_OS:-}" = Windows ] && program=$name.exe
  if tar -xzf "$asset" && "./$program" --version; then
    found "$folder/$program"
  fi
  annotate notice "The released program does not start on this $system runner, so $name is built from source."
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
clean_environment
released "${GITHUB_ACTION_PATH:?}" "${RUNNER_TEMP:?}/$name/release"
command -v cargo >/dev/null 2>&1 ||
  fail "There is no $name program for this $system runner and no cargo to build one. Install Rust before this step, or pass a program with the input 'binary'."
build "${GITHUB_ACTION_PATH:?}" "${RUNNER_TEMP:?}/$name"
