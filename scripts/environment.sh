#!/usr/bin/env bash
# Makes .venv and installs the locked dependencies into it. usage: environment.sh base|dev
# Installs only when a lock has changed since, so that a second run costs nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
set_name=$1
python=${PYTHON:-python3}

if [ -L .venv ]; then
  exit 0 # someone else's environment, shared on purpose: used as it is
fi

fail() {
  echo "$*" >&2
  exit 1
}

command -v "$python" >/dev/null || fail "Muster needs Python 3.11 or newer. Run:  sudo apt-get install -y python3 python3-venv"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  fail "Muster needs Python 3.11 or newer; $python is older. Name another one:  make demo PYTHON=/path/to/python3.11"

make_environment() {
  echo "Making the environment in .venv"
  rm -rf .venv
  if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    "$python" -m venv .venv
  elif "$python" -m pip --version >/dev/null 2>&1; then
    # Debian keeps ensurepip in a package of its own; a pip that is there can fill the environment.
    "$python" -m venv --without-pip .venv
    "$python" -m pip --python .venv/bin/python install --quiet pip
  elif [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    local package
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    echo "Installing $package, which Debian keeps apart from Python"
    apt-get install -y -qq "$package" >/dev/null 2>&1 ||
      { apt-get update -qq && apt-get install -y -qq "$package" >/dev/null; }
    "$python" -m venv .venv
  else
    fail "Python's venv module is missing. Run this, then try again:  sudo apt-get install -y python3-venv"
  fi
}

# pip's full words go to a log; a newcomer sees one line per package.
pip_install() {
  mkdir -p build
  .venv/bin/python -m pip --disable-pip-version-check install --no-input "$@" 2>&1 | tee -a build/install.log |
    sed -un 's/^Collecting \([^ ;]*\).*/  \1/p; s/^Installing collected packages.*/  installing .../p' ||
    { tail -20 build/install.log >&2; fail "The installation failed; the whole log is in build/install.log"; }
}

if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
  make_environment
fi

# The hash covers the folder too: an environment that was moved points to the old place.
# What the tests need holds what Muster needs, in the same versions: dev serves for base too.
wanted=$( (pwd -P; cat pyproject.toml requirements/*.txt) | sha256sum | cut -d' ' -f1)
for stamp in .venv/installed-dev ".venv/installed-$set_name"; do
  if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
    exit 0
  fi
done

echo "Installing the locked dependencies ($set_name)"
rm -f build/install.log
pip_install --require-hashes -r requirements/build.txt
pip_install --require-hashes -r "requirements/$set_name.txt"
pip_install --no-deps --no-build-isolation -e .
echo "$wanted" >".venv/installed-$set_name"
