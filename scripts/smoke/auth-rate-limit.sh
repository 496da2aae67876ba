#!/usr/bin/env bash
# Signs in with a wrong password too often, from several addresses of the loopback, and looks at what a real server answers.
#
#   scripts/smoke/auth-rate-limit.sh [FOLDER]    FOLDER holds fiszkad and rpc-cli, by default .build/debug
#
# Of an address ten attempts within a minute are hashed; the eleventh is refused with RESOURCE_EXHAUSTED and the time to wait, and is
# not hashed: it is many times quicker, and the server's count of hashes stays. Another address is served meanwhile. Needs no root.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/smoke/common.sh
programs_in "${1:-.build/debug}"

in_temporary_folder
# No session that somebody stored here takes part.
export HOME="$folder/home" XDG_CONFIG_HOME="$folder/home"
mkdir "$HOME"

"$programs/fiszkad" serve --data "$folder/data" --unix "$folder/s" --tcp 127.0.0.1:0 >/dev/null 2>"$folder/log" </dev/null &
server=$!
await_ready "$folder/log" "$server"
port=$(sed -n 's/.*tcp:127\.0\.0\.1:\([0-9]*\).*/\1/p' "$folder/log" | head -n 1)

cli() { "$programs/rpc-cli" "$@" --address "unix:$folder/s"; }
attempt() { scripts/smoke/auth-rate-limit.d/attempt.py "$1" "$port" "$2" "$3"; }
# What the server has hashed so far.
hashes() { cli metrics | sed -n 's/^fiszka_password_hashes_total \([0-9]*\)$/\1/p'; }

email="ola@example.org" password="correct horse battery"
cli call UserService/CreateUser \
  "{\"email\": \"$email\", \"nickname\": \"Ola\", \"role\": \"ROLE_USER\", \"password\": \"$password\"}" >/dev/null
before=$(hashes)
[ -n "$before" ] || failed "the server does not count hashes"

quickest=1000000
for number in 1 2 3 4 5 6 7 8 9 10; do
  # Each at another account, which nobody has: the limit of one account stays out of it.
  read -r code reason wait took <<<"$(attempt 127.0.0.2 "nobody-$number@example.org" "wrong password")"
  check "attempt $number of 127.0.0.2: $reason after $took ms" "16 SIGN_IN_REFUSED" "$code $reason"
  quickest=$(awk -v a="$quickest" -v b="$took" 'BEGIN { print (a < b ? a : b) }')
done
check "all ten were hashed" "$((before + 10))" "$(hashes)"

slowest=0
for number in 11 12 13; do
  read -r code reason wait took <<<"$(attempt 127.0.0.2 "$email" "$password")"
  check "attempt $number of 127.0.0.2, with the right password: $reason, wait $wait s, after $took ms" "8 SIGN_IN_LIMITED" "$code $reason"
  if [ "$wait" != - ] && [ "$wait" -ge 1 ] && [ "$wait" -le 60 ]; then ok "it tells to wait $wait s"; else failed "it tells to wait $wait s"; fi
  slowest=$(awk -v a="$slowest" -v b="$took" 'BEGIN { print (a > b ? a : b) }')
done
check "none of them was hashed" "$((before + 10))" "$(hashes)"
if awk -v quick="$quickest" -v slow="$slowest" 'BEGIN { exit !(slow * 3 < quick) }'; then
  ok "the slowest refusal took $slowest ms, the quickest hash $quickest ms"
else
  failed "the slowest refusal took $slowest ms, the quickest hash only $quickest ms"
fi

read -r code reason wait took <<<"$(attempt 127.0.0.3 "$email" "$password")"
check "meanwhile 127.0.0.3 signs in, after $took ms" "0 -" "$code $reason"
check "and was hashed" "$((before + 11))" "$(hashes)"
conclude "the eleventh attempt within a minute is refused without hashing; others go on."
