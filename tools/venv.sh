#!/bin/sh
# venv.sh FOLDER PIP-ARGUMENTS…: makes a virtual environment where there is none, and installs into it.
# Needs a Python 3.11 or later (PYTHON names one); says what to do where it finds none.
set -eu
venv=$1
shift

find_python() {
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo 'govlint needs Python 3.11 or later, and none was found. Install it (Debian 12: apt-get install python3 python3-venv;' >&2
    echo 'macOS: brew install python), or name one: make run PYTHON=/path/to/python3' >&2
    exit 1
}

make_venv() {
    rm -rf "$venv"
    if "$1" -c 'import ensurepip' 2>/dev/null; then
        "$1" -m venv "$venv"
    elif "$1" -c 'import virtualenv' 2>/dev/null; then
        "$1" -m virtualenv --quiet "$venv"
    elif command -v uv >/dev/null 2>&1; then
        uv venv --quiet --seed --python "$1" "$venv"
    else
        echo "$1 cannot make virtual environments: its module ensurepip is missing. On Debian and Ubuntu install it with" >&2
        echo '  apt-get install python3-venv' >&2
        echo '(as root, or with sudo), then run make again.' >&2
        exit 1
    fi
}

if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    python=$(find_python)
    echo "Making $venv with $("$python" --version) …"
    make_venv "$python"
fi
echo "Installing govlint into $venv …"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
