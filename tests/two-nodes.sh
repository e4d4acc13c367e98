#!/usr/bin/env bash
# Starts two nodes at the same moment on an empty PostgreSQL database, with all samples, ten times, and prints a table: what each node
# answers for the products, and the errors in its log. Ends with 1 if a node died, counts otherwise, or logged an error.
#   BAIGU_TEST_POSTGRES="Host=127.0.0.1;Port=5432;Username=baigu;Database=postgres" tests/two-nodes.sh [TIMES]
# Needs psql, curl, and the store built in Release. The server's account is taken without a password.
set -euo pipefail
cd "$(dirname "$0")/../src/BaiguStore.Web"
times=${1:-10} products=50983 patience=180
part() { sed -nE "s/.*(^|;)$1=([^;]*).*/\2/p" <<<"$BAIGU_TEST_POSTGRES"; }
export PGHOST=$(part Host) PGPORT=$(part Port) PGUSER=$(part Username) PGDATABASE=postgres
work=$(mktemp -d)
nodes=()
stop() { [ ${#nodes[@]} = 0 ] || kill "${nodes[@]}" 2>/dev/null || true; wait || true; nodes=(); }
trap 'stop; rm -rf "$work"' EXIT

start() { # FOLDER DATABASE PORT
  ASPNETCORE_URLS="http://127.0.0.1:$3" Database__Provider=Postgres Store__DataPath="$1" Store__Seed=Samples \
    ConnectionStrings__Store="$(sed -E "s/Database=[^;]*/Database=$2/" <<<"$BAIGU_TEST_POSTGRES")" \
    dotnet bin/Release/net10.0/BaiguStore.Web.dll >"$1.out" 2>&1 &
  nodes+=($!)
}
count() { # PORT PID: waits until the node answers, or has ended
  for _ in $(seq $((patience * 2))); do
    kill -0 "$2" 2>/dev/null || { echo dead; return; }
    curl -fs "http://127.0.0.1:$1/api/v1/products?size=1" 2>/dev/null | sed -nE 's/.*"total":([0-9]+).*/\1/p' | grep . && return
    sleep 0.5
  done
  echo late
}
errors() { cat "$1".out "$1"/logs/*.log 2>/dev/null | grep -cE ' \[?(ERR|FTL)\]? |cannot start|Unhandled' || true; }

failed=0
printf '%5s %10s %10s %8s %8s %9s\n' run first second errors errors seconds
for run in $(seq "$times"); do
  database="two_nodes_$$_$run"
  port=$(( 20000 + RANDOM % 20000 ))
  psql -qc "CREATE DATABASE $database"
  began=$SECONDS
  start "$work/a$run" "$database" $port
  start "$work/b$run" "$database" $((port + 1))
  one=$(count $port "${nodes[0]}") two=$(count $((port + 1)) "${nodes[1]}")
  took=$((SECONDS - began))
  stop
  first=$(errors "$work/a$run") second=$(errors "$work/b$run")
  printf '%5s %10s %10s %8s %8s %9s\n' "$run" "$one" "$two" "$first" "$second" "$took"
  [ "$one $two $first $second" = "$products $products 0 0" ] || { failed=1; tail -n 5 "$work/a$run.out" "$work/b$run.out"; }
  psql -qc "DROP DATABASE $database WITH (FORCE)"
done
exit $failed
