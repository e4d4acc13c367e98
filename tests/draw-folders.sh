#!/bin/sh
# Draws the folders of docs/architecture.md anew, from the code.
cd "$(dirname "$0")/.." || exit 1
BAIGU_DRAW_FOLDERS=1 exec dotnet run --project tests/BaiguStore.Web.Tests -c Release -- --filter-class '*.FolderPictureTests'
