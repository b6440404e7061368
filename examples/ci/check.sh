#!/bin/sh
# Exits with what `rowmill check` exits with, and keeps what it found for whoever wants to read it.
set -eu
rowmill check --style concise --report json=findings.json --report junit=findings.xml || {
    code=$?
    case $code in
        1) echo "the data is wrong, or not up to date: see above" >&2 ;;
        *) echo "rowmill could not do its job" >&2 ;;
    esac
    exit "$code"
}
