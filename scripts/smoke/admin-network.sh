#!/usr/bin/env bash
# Calls a real server from networks that this script makes: from the admin network, from outside it, and through proxies.
#
#   scripts/smoke/admin-network.sh [FOLDER]    FOLDER holds fiszkad and rpc-cli, by default .build/debug
#
# Four network namespaces with veth pairs between them: the server's, one with 192.168.1.17 and fd00:1::17, one with 10.0.0.5 and
# 2001:db8::5, one with 10.9.0.2, which is a listed proxy. Needs root; where namespaces cannot be made it fails.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/smoke/common.sh
programs_in "${1:-.build/debug}"

name="fiszka-$$"
folder=$(mktemp -d)
server=""
finish() {
  local status=$?
  [ -z "$server" ] || { kill -TERM "$server" 2>/dev/null && wait "$server" || true; }
  for place in server home away proxy; do ip netns delete "$name-$place" 2>/dev/null || true; done
  rm -rf "$folder"
  exit "$status"
}
trap finish EXIT
# No session that somebody stored here takes part.
export HOME="$folder/home" XDG_CONFIG_HOME="$folder/home"
mkdir "$HOME"

inside() { local place=$1; shift; ip netns exec "$name-$place" "$@"; }

# link PLACE SERVER4 PLACE4 SERVER6 PLACE6: a network of the server and one other.
link() {
  ip netns add "$name-$1"
  inside "$1" ip link set lo up
  ip link add "s-$1" netns "$name-server" type veth peer name "veth" netns "$name-$1"
  inside server ip address add "$2/24" dev "s-$1"
  inside "$1" ip address add "$3/24" dev veth
  inside server ip address add "$4/64" dev "s-$1" nodad
  inside "$1" ip address add "$5/64" dev veth nodad
  inside server ip link set "s-$1" up
  inside "$1" ip link set veth up
}

if ! ip netns add "$name-server"; then
  echo "FAILED: network namespaces cannot be made: run as root, with iproute2." >&2
  exit 1
fi
inside server ip link set lo up
link home 192.168.1.1 192.168.1.17 fd00:1::1 fd00:1::17
link away 10.0.0.1 10.0.0.5 2001:db8::1 2001:db8::5
link proxy 10.9.0.1 10.9.0.2 2001:db8:9::1 2001:db8:9::2

# Another user must be able to start the client and reach the socket.
cp "$programs/rpc-cli" "$folder/rpc-cli"
chmod 755 "$folder" "$folder/rpc-cli"
front_end=65534
inside server "$programs/fiszkad" serve --data "$folder/data" --unix "$folder/s" --unix-mode 0666 --tcp "[::]:7070" \
  --admin-network 192.168.1.0/24 --admin-network fd00:1::/64 --proxy 10.9.0.2 --front-end-uid "$front_end" \
  >/dev/null 2>"$folder/log" </dev/null &
server=$!
await_ready "$folder/log" "$server"
check "the log warns that every network is served" '"level":"warning"' "$(grep 'every network' "$folder/log" || true)"

unix="unix:$folder/s"
password="correct horse battery"
# token ROLE: signs a new account in.
token() {
  local email="$1@example.org"
  "$folder/rpc-cli" call UserService/CreateUser --address "$unix" \
    "{\"email\": \"$email\", \"nickname\": \"$1\", \"role\": \"ROLE_${1^^}\", \"password\": \"$password\"}" >/dev/null
  "$folder/rpc-cli" call AuthService/SignIn --address "$unix" "{\"email\": \"$email\", \"password\": \"$password\"}" |
    sed -n 's/.*"token": *"\([^"]*\)".*/\1/p'
}
admin="authorization=Bearer $(token admin)"
learner="authorization=Bearer $(token user)"

passes="exit code 0"
outside="OUTSIDE_ADMIN_NETWORK"
# call METHOD ADDRESS METADATA...: what rpc-cli says, with its exit code.
call() {
  local method=$1 address=$2 status=0 options=() pair
  shift 2
  for pair in "$@"; do options+=(--metadata "$pair"); done
  "${run[@]}" "$folder/rpc-cli" call "$method" --address "$address" --timeout 20s "${options[@]}" 2>&1 >/dev/null || status=$?
  echo "exit code $status"
}
# from PLACE EXPECTED TEXT METHOD ADDRESS METADATA...
from() {
  local run=(ip netns exec "$name-$1") expected=$2 text=$3
  shift 3
  check "$text" "$expected" "$(call "$@")"
}

metrics=OperationsService/GetMetrics
lessons=LessonService/ListLessons
forwarded="x-forwarded-for="

from home "$passes" "an admin from 192.168.1.17" "$metrics" "tcp:192.168.1.1:7070" "$admin"
from home "$passes" "an admin from fd00:1::17" "$metrics" "tcp:[fd00:1::1]:7070" "$admin"
from away "$outside" "an admin from 10.0.0.5 is outside" "$metrics" "tcp:10.0.0.1:7070" "$admin"
from away "$outside" "an admin from 2001:db8::5 is outside" "$metrics" "tcp:[2001:db8::1]:7070" "$admin"
from server "$passes" "an admin from 127.0.0.1" "$metrics" "tcp:127.0.0.1:7070" "$admin"
from server "$passes" "an admin from ::1" "$metrics" "tcp:[::1]:7070" "$admin"
from home "$passes" "a learner from 192.168.1.17" "$lessons" "tcp:192.168.1.1:7070" "$learner"
from away "$passes" "a learner from 10.0.0.5" "$lessons" "tcp:10.0.0.1:7070" "$learner"
from away "$passes" "a learner from 2001:db8::5" "$lessons" "tcp:[2001:db8::1]:7070" "$learner"
from away "$passes" "an admin from 10.0.0.5 as a learner" "$lessons" "tcp:10.0.0.1:7070" "$admin"
from home "ADMIN_REQUIRED" "a learner in the admin network is no admin" "$metrics" "tcp:192.168.1.1:7070" "$learner"
from home "CREDENTIALS_MISSING" "nobody from 192.168.1.17" "$metrics" "tcp:192.168.1.1:7070"
from home "CREDENTIALS_INVALID" "a wrong token from 192.168.1.17" "$metrics" "tcp:192.168.1.1:7070" "authorization=Bearer x"

from home "$outside" "who is no proxy and forwards is outside" "$metrics" "tcp:192.168.1.1:7070" "$admin" "${forwarded}192.168.1.50"
from away "$outside" "and gains nothing by it" "$metrics" "tcp:10.0.0.1:7070" "$admin" "${forwarded}192.168.1.50"
from server "$outside" "not even on this machine" "$metrics" "tcp:127.0.0.1:7070" "$admin" "${forwarded}127.0.0.1"
proxied() { from proxy "$1" "$2" "$metrics" "tcp:10.9.0.1:7070" "$admin" "${@:3}"; }
proxied "$outside" "a listed proxy itself is outside"
proxied "$passes" "a listed proxy for 192.168.1.50" "${forwarded}192.168.1.50"
proxied "$passes" "a listed proxy for fd00:1::50" "${forwarded}fd00:1::50"
proxied "$outside" "a listed proxy for 10.0.0.5" "${forwarded}10.0.0.5"
proxied "$outside" "a listed proxy for 10.0.0.5, who says 192.168.1.50" "${forwarded}192.168.1.50, 10.0.0.5"
proxied "$outside" "the same in two entries" "${forwarded}192.168.1.50" "${forwarded}10.0.0.5"
proxied "$passes" "two listed proxies one behind the other" "${forwarded}192.168.1.50, 10.9.0.2"
proxied "$outside" "a listed proxy for its own loopback" "${forwarded}127.0.0.1"
proxied "$outside" "a listed proxy for what is no address" "${forwarded}192.168.1.50:80"
from proxy "$outside" "an unlisted address of the proxy" "$metrics" "tcp:[2001:db8:9::1]:7070" "$admin" "${forwarded}192.168.1.50"

from server "$passes" "the system over the Unix socket" "$metrics" "$unix"
from away "$passes" "whatever its network" "$metrics" "$unix"
from server "$outside" "the system that forwards is outside" "$metrics" "$unix" "${forwarded}192.168.1.50"
from server "$outside" "so is an admin" "$metrics" "$unix" "$admin" "${forwarded}192.168.1.50"
front() {
  local run=(setpriv --reuid "$front_end" --regid "$front_end" --clear-groups)
  check "$2" "$1" "$(call "$metrics" "$unix" "${@:3}")"
}
front "CREDENTIALS_MISSING" "a front end without a token is nobody"
front "$passes" "a front end with an admin's token" "$admin"
front "$passes" "a front end for an admin at 192.168.1.50" "$admin" "${forwarded}192.168.1.50"
front "$outside" "a front end for an admin at 10.0.0.5" "$admin" "${forwarded}10.0.0.5"
conclude "admins act only from their network, whatever is forwarded."
