#!/usr/bin/env bash
# Runs the hooks of .pre-commit-hooks.yaml with the real pre-commit in a repository of its own: each lets good pages pass and stops bad
# ones. Takes the folders of `pre-commit` and of `rowmill`. What pre-commit would build, at the length of a release build, is
# taken from that folder: the hooks are tested with `language: system` for `language: rust`.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH="$(cd "$1" && pwd):$(cd "$2" && pwd):$PATH"
export PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME=$work GIT_CONFIG_SYSTEM=/dev/null GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@example.org
export GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@example.org

passed=0
fail() { echo "$1"; exit 1; }
# The hook NAME must end with EXIT and say TEXT.
expect() {
    local hook=$1 exit=$2 text=$3 status=0 said
    git add --all
    said=$(pre-commit run "$hook" --all-files --color never 2>&1) || status=$?
    [ "$status" = "$exit" ] || fail "$hook: exit code $status, not $exit: $said"
    case $said in *"$text"*) passed=$((passed + 1)) ;; *) fail "$hook: no \"$text\" in: $said" ;; esac
}

mkdir "$work/hooks" "$work/repository"
pre-commit validate-manifest .pre-commit-hooks.yaml
[ "$(grep -c 'language: rust$' .pre-commit-hooks.yaml)" = "$(grep -c -- '- id:' .pre-commit-hooks.yaml)" ] || fail "a hook is not built"
sed 's/language: rust$/language: system/' .pre-commit-hooks.yaml > "$work/hooks/.pre-commit-hooks.yaml"
git -C "$work/hooks" init --quiet
git -C "$work/hooks" add --all
git -C "$work/hooks" commit --quiet --message hooks
# The example of the documentation, with this repository for its own.
config=$(sed -e "s|repo: .*|repo: $work/hooks|" -e "s|rev: .*|rev: $(git -C "$work/hooks" rev-parse HEAD)|" examples/ci/pre-commit-config.yaml)

cd "$work/repository"
git init --quiet
echo "$config" > .pre-commit-config.yaml
pre-commit validate-config
cat > cities.md << 'PAGE'
# Cities

| City | Zone | Rivers       |
|------|------|--------------|
| Lyon | 1    | Rhône, Saône |
| Graz | 2    | Mur          |
| Bern | 4    | Aare, Rhône  |
| Linz | 5    | Donau, Rhein |
| Ulm  | 6    | Donau, Aare  |
| Köln | 7    | Rhein, Aare  |
PAGE
rowmill init cities.md --quiet
rowmill build --quiet
expect rowmill-build 0 'Passed'
expect rowmill-check 0 'Passed'
expect rowmill-repair 0 'Passed'

sed -i.old 's/| 2 /| two /' cities.md
expect rowmill-check 1 'cities.md:6:10: error[type-mismatch]'
expect rowmill-build 1 'type-mismatch'
mv cities.md.old cities.md
expect rowmill-check 0 'Passed'

sed -i.old 's/Rhône, Saône /Rhône, Saône, Saône /' cities.md
rm cities.md.old
expect rowmill-check 1 'stale-output'
expect rowmill-repair 1 '1 repair written into 1 page'
expect rowmill-repair 0 'Passed'
expect rowmill-check 0 'Passed'

sed -i.old 's/| 2 /| 3 /' cities.md
rm cities.md.old
expect rowmill-check 1 'cities.md:6:10: error[stale-output]'
expect rowmill-build 1 'files were modified by this hook'
expect rowmill-check 0 'Passed'
echo "$passed passed, 0 failed"
