# What smoke scripts in bash share; sourced by them from the root of the tree.

failures=0

# ok TEXT, failed TEXT: one line per thing that was looked at.
ok() { echo "OK      $1"; }
failed() {
  echo "FAILED  $1"
  failures=$((failures + 1))
}

# check TEXT EXPECTED FOUND: whether what was found contains what was expected.
check() {
  case "$3" in
    *"$2"*) ok "$1" ;;
    *) failed "$1: expected $2, found: $(printf '%s' "$3" | tr '\n' ' ' | cut -c1-300)" ;;
  esac
}

# programs_in FOLDER: sets `programs`, an absolute path, after a look whether fiszkad and rpc-cli are there.
programs_in() {
  programs=$(cd "$1" 2>/dev/null && pwd) || programs=""
  if [ ! -x "$programs/fiszkad" ] || [ ! -x "$programs/rpc-cli" ]; then
    echo "There are no fiszkad and rpc-cli in $1: build them, or name the folder that has them." >&2
    exit 2
  fi
}

# in_temporary_folder: makes `folder`, and takes it and the process whose number is in `server` away at the end.
in_temporary_folder() {
  folder=$(mktemp -d)
  server=""
  trap leave_temporary_folder EXIT
}

leave_temporary_folder() {
  local status=$?
  [ -z "$server" ] || { kill -TERM "$server" 2>/dev/null && wait "$server" || true; }
  rm -rf "$folder"
  exit "$status"
}

# await_ready LOG PID: returns when the server says that it is ready.
await_ready() {
  until grep -q '"ready"' "$1"; do
    if ! kill -0 "$2" 2>/dev/null; then
      echo "The server does not start:" >&2
      cat "$1" >&2
      exit 1
    fi
    sleep 0.05
  done
}

# conclude TEXT: the last line and the exit code.
conclude() {
  if [ "$failures" -gt 0 ]; then
    echo "FAILED: $failures"
    exit 1
  fi
  echo "OK: $1"
}
