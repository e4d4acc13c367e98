#!/usr/bin/env bash
# Runs every test of the project. Installs what the tests need, starts a real PostgreSQL of its own in a temporary folder,
# and ends with the line "N passed, N failed, N skipped". Set BAIGU_TEST_SQLSERVER to a connection string to have the data
# layer's tests run against a real SQL Server too.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# Tests run most code once or twice. Instrumenting it costs a fifth of their time; compiling it anew after 30 calls instead of 512 (0x200), and memory
# that is never writable and executable at once, cost some more.
export DOTNET_TieredPGO=0 DOTNET_TC_CallCountThreshold=200 DOTNET_EnableWriteXorExecute=0

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
pg_bin() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }

if [ -z "$(pg_bin)" ] && ! command -v initdb >/dev/null; then
  echo "Installing PostgreSQL ..."
  if command -v apt-get >/dev/null; then
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null
  elif command -v dnf >/dev/null; then as_root dnf install -y -q postgresql-server
  elif command -v brew >/dev/null; then brew install -q postgresql@16
  else echo "Please install PostgreSQL (initdb and pg_ctl on the path) and run this again." >&2; exit 1
  fi
fi
PATH="$(pg_bin):$PATH"

# The headless shell draws no window of its own: the browser's tests take two thirds of the time.
shell=chromium-headless-shell
find_chromium() { command -v "${BAIGU_TEST_CHROMIUM:-$shell}" || command -v chromium || command -v chromium-browser || command -v google-chrome || true; }
has_font() { command -v fc-list >/dev/null && fc-list "$1" | grep -q .; }
has_shell() { [ -n "${BAIGU_TEST_CHROMIUM:-}" ] || command -v "$shell" >/dev/null; }

if ! has_shell || ! has_font :lang=zh || ! has_font :family="Noto Color Emoji"; then
  if command -v apt-get >/dev/null; then
    echo "Installing chromium and fonts ..."
    install() { as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" fonts-noto-cjk fonts-noto-color-emoji fontconfig >/dev/null; }
    as_root apt-get update -qq
    install "$shell" 2>/dev/null || install chromium # not every release has the shell
  elif [ -z "$(find_chromium)" ]; then
    echo "Please install chromium, or name it in BAIGU_TEST_CHROMIUM, and run this again." >&2; exit 1
  fi
fi
BAIGU_TEST_CHROMIUM="$(find_chromium)"
export BAIGU_TEST_CHROMIUM

# The W3C's HTML checker, a Java program that comes as an npm package, and an SMTP server; kept between runs.
tools="${XDG_CACHE_HOME:-$HOME/.cache}/baigu-tests"
has_tools() { [ -e "$tools/node_modules/vnu-jar" ] && [ -e "$tools/node_modules/smtp-server" ]; }
if ! command -v java >/dev/null || ! command -v node >/dev/null || { ! has_tools && ! command -v npm >/dev/null; }; then
  echo "Installing java and npm ..."
  if command -v apt-get >/dev/null; then
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends default-jre-headless npm >/dev/null
  elif command -v dnf >/dev/null; then as_root dnf install -y -q java-latest-openjdk-headless npm
  elif command -v brew >/dev/null; then brew install -q openjdk node
  else echo "Please install java and npm and run this again." >&2; exit 1
  fi
fi
has_tools || npm install --silent --no-audit --no-fund --prefix "$tools" vnu-jar@26.9.27 smtp-server@3.21.6
BAIGU_TEST_VNU="$(ls "$tools"/node_modules/vnu-jar/build/dist/vnu.jar)"
export BAIGU_TEST_VNU

work=$(mktemp -d)
export BAIGU_TEST_SAMPLES="$work/samples" # filled by the first project that needs it
# PostgreSQL refuses to run as root; then the account that its package made runs it.
as_pg() { if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- env PATH="$PATH" "$@"); else "$@"; fi; }
smtp=
testing=
stop() {
  for process in $testing $smtp; do kill "$process" 2>/dev/null || true; done
  as_pg pg_ctl -D "$work/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap stop EXIT
mkdir "$work/data" "$work/socket"
if [ "$(id -u)" = 0 ]; then chmod 711 "$work"; chown postgres "$work/data" "$work/socket"; fi
port=$(( 20000 + RANDOM % 20000 ))
as_pg initdb -D "$work/data" -U baigu --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
as_pg pg_ctl -D "$work/data" -w -l "$work/socket/log" \
  -o "-p $port -k $work/socket -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200" start >/dev/null
export BAIGU_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=baigu;Database=postgres"

mkdir "$work/letters"
NODE_PATH="$tools/node_modules" node tests/smtp-server.cjs "$work/letters" >"$work/smtp" &
smtp=$!
for _ in $(seq 100); do [ -s "$work/smtp" ] && break; sleep 0.1; done
export BAIGU_TEST_SMTP="$(head -n 1 "$work/smtp");$work/letters"

log="$work/tests.log"
status=0
build() { dotnet build "$1" -c Release -v quiet --nologo || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }; }
# Half as many tests at once as there are processors besides: most wait now and then, for a database, a browser or another process.
run() { dotnet exec "tests/$1/bin/Release/net10.0/$1.dll" --max-threads 1.5x --progress off --no-ansi --show-slowest-tests 10 2>&1; }

# Core's tests need no more than Core, and a build leaves much of a second processor idle. The other projects run one after the other, since each
# uses every processor.
core=BaiguStore.Core.Tests
build "tests/$core"
run $core >"$work/core.log" &
testing=$!
build BaiguStore.sln
echo "== $core"
wait $testing || status=1
tee -a "$log" <"$work/core.log"
for name in BaiguStore.Web.Tests BaiguStore.Browser.Tests; do
  echo "== $name"
  run $name | tee -a "$log" || status=1
done

grep -A 6 '^failed ' "$log" | grep -v ' INF \| WRN ' || true # again at the end, where they are found
echo "The slowest tests:"
grep -hE '^ +([0-9]+m )?([0-9]+s )?[0-9]+ms BaiguStore\.' "$log" | awk '{ t = 0; for (i = 1; i < 4; i++) { n = $i + 0; if ($i ~ /ms$/) t += n; else if ($i ~ /m$/) t += 60000 * n; else if ($i ~ /s$/) t += 1000 * n } print t "\t" $0 }' |
  sort -rn | cut -f 2 | head -n 10 || true
count() { sed -nE "s/^ *$1: ([0-9]+).*/\1/p" "$log" | awk '{ n += $1 } END { print n + 0 }'; }
echo "$(count succeeded) passed, $(count failed) failed, $(count skipped) skipped"
[ "$(count succeeded)" -gt 0 ] && exit $status
