#!/usr/bin/env bash
# The steps of action.yml: `version`, `install`, `run`. It needs what a runner sets, and nothing else of GitHub, so that a test runs it.
set -euo pipefail

root=$HOME/.rowmill
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

fail() {
    printf '::error title=rowmill::%s\n' "$1"
    exit 2
}

output() { printf '%s=%s\n' "$1" "$2" >> "$GITHUB_OUTPUT"; }

# The identity of what would be built: an action's own folder is no repository that could tell its commit.
version() {
    output version "$(cd "$source" && cat Cargo.toml Cargo.lock <(find src fixtures -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum) \
        | sha256sum | cut -d ' ' -f 1)"
}

install() {
    if [ ! -x "$root/bin/rowmill" ]; then
        cargo install --locked --path "$source" --root "$root"
    fi
    echo "$root/bin" >> "$GITHUB_PATH"
}

# The repairs in the data of the pages. They are in a folder of their own, so that nothing of the repository changes.
fresh_data() {
    rm -rf "$temporary/now"
    rowmill build ${RECIPE:+"$RECIPE"} --out "$temporary/now" --format json --quiet
}

# The number behind a name in the summary of rowmill's JSON. Only a line of its own with these blanks is one.
number() { sed -n "s/^    \"$2\": \([0-9]*\),\{0,1\}\$/\1/p" "$1"; }

check() {
    rowmill check ${RECIPE:+"$RECIPE"} --style github --fail-on "$FAIL_ON" --report "json=$temporary/findings.json" \
        ${SARIF:+--report "sarif=$SARIF"} || keep $?
    if [ -f "$temporary/findings.json" ]; then
        output findings $(($(number "$temporary/findings.json" error) + $(number "$temporary/findings.json" warning) \
            + $(number "$temporary/findings.json" note)))
    fi
}

# The folder of the recipe: the named one, else, as rowmill looks for it, the nearest one upwards.
recipe_folder() {
    if [ -d "$RECIPE" ]; then (cd -- "$RECIPE" && pwd -P); return; fi
    if [ -f "$RECIPE" ]; then (cd -- "$(dirname -- "$RECIPE")" && pwd -P); return; fi
    local here
    here=$(pwd -P)
    while [ ! -f "$here/rowmill.yaml" ] && [ "$here" != / ]; do here=$(dirname -- "$here"); done
    if [ -f "$here/rowmill.yaml" ]; then printf '%s\n' "$here"; else pwd -P; fi
}

compare() {
    local top folder name old
    top=$(cd -- "$(git rev-parse --show-toplevel)" && pwd -P)
    folder=$(recipe_folder)
    git rev-parse --verify --quiet --end-of-options "$BASE^{commit}" > /dev/null \
        || fail "there is no revision $(escaped "$BASE") here; \`fetch-depth: 2\` of actions/checkout has the one before"
    if [ ! -d "$temporary/now" ]; then
        echo "::notice title=rowmill::The pages do not build, so there is no data to compare."
        return
    fi
    name=$(basename "$temporary"/now/*/)
    old=${folder#"$top"}/out/$name
    old=${old#/}
    mkdir -p "$temporary/before"
    if git cat-file -e "$BASE:$old" 2> /dev/null; then
        git -C "$top" archive "$BASE" -- "$old" | tar -x -C "$temporary/before"
    fi
    if [ ! -d "$temporary/before/$old" ]; then
        echo "::notice title=rowmill::There was no data before."
        return
    fi
    # The log of the repairs is no data.
    rm -f "$temporary/before/$old/repairs.json" "$temporary/now/$name/repairs.json"
    local format
    for format in markdown json; do
        # 1 says that something changed.
        rowmill diff "$temporary/before/$old" "$temporary/now/$name" --format "$format" > "$temporary/diff.$format" || [ $? = 1 ]
    done
    # A blank line ends the table of the findings.
    { echo; cat "$temporary/diff.markdown"; } >> "$GITHUB_STEP_SUMMARY"
    for name in added removed renamed modified; do output "$name" "$(number "$temporary/diff.json" "$name")"; done
}

# What a runner takes for data, not for a command.
escaped() {
    local text=${1//'%'/%25}
    text=${text//$'\r'/%0D}
    printf '%s' "${text//$'\n'/%0A}"
}

# The worst exit code is the action's.
status=0
keep() { if [ "$1" -gt "$status" ]; then status=$1; fi; }

run() {
    temporary=$(mktemp -d "$RUNNER_TEMP/rowmill.XXXXXX")
    local command commands
    read -ra commands <<< "${COMMANDS//$'\n'/ }"
    for command in "${commands[@]}"; do
        case $command in
            build) rowmill build ${RECIPE:+"$RECIPE"} || keep $? ;;
            check) check ;;
            diff) ;;
            *) fail "the input \`commands\` has $(escaped "$command"), and not \`build\`, \`check\` or \`diff\`" ;;
        esac
    done
    if fresh_data 2> "$temporary/build.txt"; then
        output repairs "$(cat "$temporary"/now/*/repairs.json | grep -c '^    "applied": true,\{0,1\}$' || true)"
    else
        local failed=$?
        # What is wrong is said by `check`, with its own exit code.
        case " ${commands[*]} " in *' check '*) ;; *) keep $failed ;; esac
        rm -rf "$temporary/now"
    fi
    case " ${commands[*]} " in *' diff '*) compare ;; esac
    exit "$status"
}

case ${1-} in
    version | install | run) "$1" ;;
    *) fail "action.sh takes \`version\`, \`install\` or \`run\`" ;;
esac
