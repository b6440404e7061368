#!/usr/bin/env python3
"""Sums an lcov file over the library: what lies in src, without the command line, and without modules of tests.

Usage: ci/coverage.py FILE --lines PERCENT --branches PERCENT

Prints a line for each file below one of the measures and for all together, writes the lines and branches that no test runs to missed.txt
beside FILE, and exits with 1 when the sum is below one.
"""

import argparse
import sys
from collections import defaultdict
from pathlib import Path


def is_of_library(path):
    parts = path.parts
    return parts[0] == "src" and parts[1] not in ("cli", "main.rs") and not is_test_module(path)


def is_test_module(path):
    """As tests/architecture.rs tells it: the module above declares the file as one of tests."""
    above = path.with_name("mod.rs")
    return above.exists() and f"#[cfg(test)]\nmod {path.stem};" in above.read_text("utf-8")


def end_of_code(path):
    """The number of the line at which the tests of a file start."""
    code = path.read_text("utf-8").split("\n#[cfg(test)]\nmod ")[0]
    return code.count("\n") + 2


def read(file, root):
    """By path: the lines with how often each was run, and the branches of a line with how often each was taken."""
    lines, branches = defaultdict(dict), defaultdict(dict)
    path = None
    for entry in file.read_text("utf-8").splitlines():
        kind, _, rest = entry.partition(":")
        if kind == "SF":
            full = Path(rest)
            path = full.relative_to(root) if full.is_relative_to(root) else None
            end = end_of_code(path) if path and is_of_library(path) else 0
        elif kind == "DA" and path:
            line, count = map(int, rest.split(",")[:2])
            if line < end:
                lines[path][line] = max(count, lines[path].get(line, 0))
        elif kind == "BRDA" and path:
            line, block, branch, taken = rest.split(",")
            if int(line) < end:
                key = (int(line), block, branch)
                branches[path][key] = max(0 if taken == "-" else int(taken), branches[path].get(key, 0))
    return lines, branches


def share(counts):
    found = sum(count > 0 for count in counts)
    return found, len(counts), 100 * found / len(counts) if counts else 100.0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--lines", type=float, required=True)
    parser.add_argument("--branches", type=float, required=True)
    options = parser.parse_args()
    lines, branches = read(options.file, Path.cwd())
    missed = []
    for path in sorted(lines):
        of_lines, of_branches = share(lines[path].values()), share(branches[path].values())
        if of_lines[2] < options.lines or of_branches[2] < options.branches:
            print(f"{path}: {of_lines[0]} of {of_lines[1]} lines, {of_branches[0]} of {of_branches[1]} branches")
        source = [""] + path.read_text("utf-8").splitlines()
        unrun = {line for line, count in lines[path].items() if count == 0}
        half = {line for (line, *_), count in branches[path].items() if count == 0} - unrun
        missed += [f"{path}:{line}: {'line' if line in unrun else 'branch'}: {source[line].strip()}\n" for line in sorted(unrun | half)]
    options.file.with_name("missed.txt").write_text("".join(missed), "utf-8")
    all_lines = share([count for counts in lines.values() for count in counts.values()])
    all_branches = share([count for counts in branches.values() for count in counts.values()])
    print("{} of {} lines, {:.1f} %".format(*all_lines))
    print("{} of {} branches, {:.1f} %".format(*all_branches))
    return int(all_lines[2] < options.lines or all_branches[2] < options.branches)


if __name__ == "__main__":
    sys.exit(main())
