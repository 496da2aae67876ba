#!/usr/bin/env bash
# How long a word takes from the cache, fresh from an engine, and, where there is one, from the external provider; fails above the floors.
#
#   scripts/smoke/tts-latency.sh WORD ENGINE ACCENT [FOLDER]
#
# For example: scripts/smoke/tts-latency.sh schedule espeak uk. FOLDER holds the programs, by default .build/release. Where
# FISZKA_ADDRESS names a server that one is measured, as an admin; otherwise one is started for it, with the FISZKA_… variables that
# are set, such as FISZKA_PIPER_URL. Floors: cached p90 50 ms, fresh from a local engine p90 500 ms with at most 5 % failures,
# external mean 1.5 s over 10 runs. Says what it left out. Exit code 1: a floor does not hold, 2: wrong use.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ $# -ge 3 ] || { sed -n '2,9p' "$0" | cut -c3-; exit 2; }
word=$1 engine=$2 accent=$3
. scripts/smoke/common.sh
programs_in "${4:-.build/release}"
if [ ! -x "$programs/rpc-load" ]; then
  echo "There is no rpc-load in $programs: build it." >&2
  exit 2
fi

in_temporary_folder

if [ -z "${FISZKA_ADDRESS:-}" ]; then
  "$programs/fiszkad" serve --data "$folder/data" --unix "$folder/s" >/dev/null 2>"$folder/log" </dev/null &
  server=$!
  await_ready "$folder/log" "$server"
  export FISZKA_ADDRESS="unix:$folder/s"
fi

# below TEXT FOUND LIMIT: whether a time in milliseconds is below its floor.
below() {
  if awk -v found="$2" -v limit="$3" 'BEGIN { exit !(found < limit) }'; then
    ok "$1: $2 ms (floor $3)"
  else
    failed "$1: $2 ms (floor $3)"
  fi
}

# fresh ENGINE RUNS: sets runs, bad, p50, p90, p99 and mean of syntheses past the cache; 1 when the server does not have the engine.
fresh() {
  local status=0
  "$programs/rpc-cli" speech test "$1" --accent "$accent" --text "$word" --runs "$2" >"$folder/test" 2>"$folder/errors" || status=$?
  if grep -q SPEECH_ENGINE_NOT_CONFIGURED "$folder/errors"; then return 1; fi
  if [ "$status" -gt 1 ] || [ ! -s "$folder/test" ]; then
    cat "$folder/errors" >&2
    exit 1
  fi
  read -r runs bad p50 p90 p99 mean < <(tail -n 1 "$folder/test")
}

# compare ENGINE: what `fresh` has measured against the floors of a local engine or of the provider. Times are those of the runs
# that succeeded, so that an engine that fails has none.
compare() {
  if [ $((bad * 20)) -le "$runs" ]; then ok "$1: $bad of $runs runs failed"; else failed "$1: $bad of $runs runs failed"; fi
  if [ "$bad" -eq "$runs" ]; then return; fi
  if [ "$1" = external ]; then
    below "external, $accent, $runs runs, mean" "$mean" 1500
  else
    below "fresh, $1, $accent, $runs runs: p50 $p50, p99 $p99, p90" "$p90" 500
  fi
}

# cached: calls for the clip that is in the cache now, for a second.
cached() {
  local kind place text request microseconds
  kind=$(tr '[:lower:]' '[:upper:]' <<<"$engine") place=$(tr '[:lower:]' '[:upper:]' <<<"$accent")
  text=${word//\\/\\\\} text=${text//\"/\\\"}
  request="{\"text\": \"$text\", \"engine\": \"SPEECH_ENGINE_KIND_$kind\", \"accent\": \"SPEECH_ACCENT_$place\"}"
  microseconds=$("$programs/rpc-load" --address "$FISZKA_ADDRESS" --method SpeechService/Synthesize --request "$request" 2>/dev/null |
    tail -n 1 | sed -E 's/.*"p90_us": ?([0-9.]+).*/\1/')
  below "cached, p90" "$(awk -v us="$microseconds" 'BEGIN { printf "%.3f", us / 1000 }')" 50
}

runs_wanted=20
[ "$engine" != external ] || runs_wanted=10
if fresh "$engine" "$runs_wanted"; then
  compare "$engine"
  if "$programs/rpc-cli" speak "$word" --engine "$engine" --accent "$accent"; then
    cached
  else
    failed "$engine does not speak the word"
  fi
else
  failed "the server does not have the engine $engine"
fi
if [ "$engine" != external ]; then
  if fresh external 10; then
    compare external
  else
    echo "left out: the external provider, because the server has none"
  fi
fi
conclude "$word, $engine, $accent: all floors hold"
