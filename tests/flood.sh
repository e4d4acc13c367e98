#!/usr/bin/env bash
# flood.sh [MEGABYTES]: floods a built store of its own, on this machine only, with bodies and workbooks, and prints the peak of its memory. Fails beyond
# MEGABYTES (600). The rate limit is opened wide, since it counts by sender and a flood has many. Linux only: the peak comes from /proc.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
most="${1:-600}"
store=src/BaiguStore.Web/bin/Release/net10.0/BaiguStore.Web.dll
[ -e "$store" ] || dotnet build src/BaiguStore.Web -c Release -v quiet --nologo
work=$(mktemp -d)
port=$(( 20000 + RANDOM % 20000 ))
start() {
  Store__DataPath="$work" Store__Seed="${Store__Seed:-Samples}" Comments__PerMinute=1000 ASPNETCORE_URLS="http://127.0.0.1:$port" dotnet exec "$store" >>"$work/output" 2>&1 &
  pid=$!
  for _ in $(seq 120); do curl -fsS -o "$work/ready" "http://127.0.0.1:$port/healthz/ready" 2>/dev/null && break; sleep 1; done
  [ -s "$work/ready" ] || { echo "The store did not start:" >&2; tail "$work/output" >&2; exit 1; }
  sleep 5 # the search index is built, the first pages are made
}
stop() { kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; rm -f "$work/ready"; }
trap 'stop; rm -rf "$work"' EXIT
peak() { awk '/^VmHWM/ { print int($2 / 1024) }' "/proc/$pid/status"; }

start # fills its database, which takes more memory than any visitor
stop
start
echo "before: $(peak) MB"
dotnet run tests/flood.cs -- "http://127.0.0.1:$port" "$pid"
curl -fsS -o "$work/ready" "http://127.0.0.1:$port/healthz/ready" # it still answers
reached=$(peak)
echo "peak: $reached MB (allowed: $most MB)"
[ "$reached" -le "$most" ]
