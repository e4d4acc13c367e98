#!/usr/bin/env bash
# fuzz.sh [SECONDS] [SEED]: made-up requests at every route of a store of its own, an hour by default, with another seed each time. What fails is printed
# with its number; BAIGU_FUZZ_ONE=NUMBER with the same seed sends that request alone.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
export BAIGU_FUZZ_SECONDS="${1:-3600}" BAIGU_FUZZ_SEED="${2:-$RANDOM}"
echo "$BAIGU_FUZZ_SECONDS seconds with seed $BAIGU_FUZZ_SEED"
[ -n "${BAIGU_FUZZ_BUILT:-}" ] || dotnet build tests/BaiguStore.Web.Tests -c Release -v quiet --nologo
dotnet exec tests/BaiguStore.Web.Tests/bin/Release/net10.0/BaiguStore.Web.Tests.dll --progress off --no-ansi --filter-class '*.FuzzTests'
