#!/usr/bin/env bash
# Makes sure that Chromium is there for the browser tests; Debian's package, nothing else.
set -euo pipefail

if command -v chromium >/dev/null; then
  exit 0
fi
if [ "$(id -u)" = 0 ]; then
  as_root=()
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  as_root=(sudo -n)
else
  echo "The browser tests need Chromium. Run this, then try again:  sudo apt-get install -y chromium" >&2
  exit 1
fi
echo "Installing Chromium for the browser tests"
export DEBIAN_FRONTEND=noninteractive
install=(apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core)
"${as_root[@]}" "${install[@]}" >/dev/null 2>&1 ||
  { "${as_root[@]}" apt-get update -qq && "${as_root[@]}" "${install[@]}" >/dev/null; }
