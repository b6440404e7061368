#!/usr/bin/env bash
# Counts the instructions of the program at fixed work and holds them to tests/instructions.csv: noise cannot move them, as it does times.
# Fails where one is more than 5 % above its figure; a change that is worth it writes the file anew, with its reason in the commit.
#
#     tests/instructions.sh PROGRAM [--write]
#
# PROGRAM is a release build. Needs valgrind.
set -euo pipefail
program=$(realpath "$1")
figures=$(realpath "$(dirname "$0")")/instructions.csv
command -v valgrind > /dev/null || { echo "valgrind is missing: apt-get install valgrind"; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# A large table; pages of prose with small tables; the same without any; one wide table.
awk 'BEGIN { print "| id | city | date | value | open | link |\n|---|---|---|---|---|---|"
    for (i = 0; i < 3000; i++) printf "| %d | City %d | 2024-%02d-%02d | %.1f | %s | [page %d](https://example.org/%d) |\n",
        i, i % 97, i % 12 + 1, i % 28 + 1, i / 8, i % 3 ? "yes" : "no", i, i }' > large.md
prose='## Part\n\nSome words, `code`, **bold** and a [link](x.md) - a | b.\nMore of them.\n\n- one\n- two\n\n```\na | b\n```\n'
awk -v prose="$prose" 'BEGIN { for (i = 0; i < 600; i++) { print prose
    if (i % 3 == 0) printf "| Key | `Type` | Notes |\n|:--|---|--:|\n| **a%d** | `b` | c, d |\n| e | `f` `g` | _h_ <br> i |\n\n", i } }' > mixed.md
awk -v prose="$prose" 'BEGIN { for (i = 0; i < 4000; i++) print prose }' > none.md
awk 'BEGIN { for (r = 0; r < 22; r++) { for (c = 0; c < 2000; c++) printf "|%s", r == 1 ? "-" : "w" r c; print "|" } }' > wide.md

count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" "${@:2}" 2>&1 > /dev/null |
        awk -v name="$1" '/Collected/ { print name "," $4; found = 1 } END { exit !found }'
}
{
    echo work,instructions
    count start --version
    count build build expressroute --out out --quiet
    count "large table" extract large.md --format ndjson
    count "small tables" extract mixed.md --format ndjson
    count "no table" extract none.md --format ndjson
    count "wide table" extract wide.md --format ndjson
    count list ls mixed.md
} > found.csv || { echo "a command did not run"; cat found.csv; exit 2; }

if [ "${2:-}" = --write ]; then
    cp found.csv "$figures"
    cat "$figures"
    exit
fi
awk -F, 'NR == FNR { known[$1] = $2; next } FNR > 1 {
    change = ($2 / known[$1] - 1) * 100
    verdict = !known[$1] || change > 5 ? "TOO MANY" : change < -5 ? "fewer: write the figures anew" : "as known"
    printf "%-14s %12d  %+6.1f %%  %s\n", $1, $2, change, verdict
    failed += verdict == "TOO MANY" } END { exit failed > 0 }' "$figures" found.csv
