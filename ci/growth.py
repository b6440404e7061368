#!/usr/bin/env python3
"""How the cost of a page grows with its length, for every family of tests/families: time up to 4 MB, and instructions, which noise cannot move.

    ci/growth.py PROGRAM FAMILIES [--only PART]

PROGRAM is a release build of rowmill, FAMILIES one of `examples/families.rs`. Fails where twice the page costs more than 2.5 times the time or
2.1 times the instructions. Instructions need valgrind; without it only times are measured.
"""

import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile

# The commands that read a page, look through it and write what they found; `diff` reads it twice.
COMMANDS = [["extract", "--format", "ndjson"], ["ls"], ["repair"], ["init", "--out", "-"], ["diff"]]
TIMED = [1_000_000, 2_000_000, 4_000_000]
COUNTED = [125_000, 250_000, 500_000]
MOST_TIME, MOST_INSTRUCTIONS = 2.5, 2.1
# Below this a time tells of the start of the program and of noise.
LEAST_SECONDS = 0.05


def run(arguments):
    return subprocess.run(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace")


def seconds(arguments):
    """The least time of the processor, of three runs."""
    costs = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        said = run(arguments)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert said.returncode in (0, 1, 2), f"{arguments}: exit code {said.returncode}\n{said.stderr}"
        costs.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(costs)


def instructions(arguments):
    said = run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *arguments])
    return int(re.search(r"Collected : (\d+)", said.stderr).group(1))


def growth(cost, program, command, folder, family, sizes, least):
    """The greatest growth from one size to twice that, and the cost at the end."""
    pages = 2 if command == ["diff"] else 1
    costs = [cost([program, *command, *[os.path.join(folder, str(size), family)] * pages]) for size in sizes]
    pairs = [(short, long) for short, long in zip(costs, costs[1:]) if long > least]
    return max((long / max(short, least / 4) for short, long in pairs), default=0.0), costs[-1]


def main():
    program, families = map(os.path.abspath, sys.argv[1:3])
    part = sys.argv[4] if sys.argv[3:4] == ["--only"] else ""
    has_valgrind = shutil.which("valgrind") is not None
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        for size in {*TIMED, *(COUNTED if has_valgrind else [])}:
            subprocess.run([families, os.path.join(folder, str(size)), str(size)], check=True)
        for family in sorted(os.listdir(os.path.join(folder, str(TIMED[0])))):
            if part not in family:
                continue
            for command in COMMANDS:
                time, last = growth(seconds, program, command, folder, family, TIMED, LEAST_SECONDS)
                line = f"{family:<45} {command[0]:<8} {time:4.2f} × the time ({last:.2f} s at 4 MB)"
                count = 0.0
                if has_valgrind:
                    count, _ = growth(instructions, program, command, folder, family, COUNTED, 10_000_000)
                    line += f", {count:4.2f} × the instructions"
                is_too_much = time > MOST_TIME or count > MOST_INSTRUCTIONS
                print(line + ("  TOO MUCH" if is_too_much else ""), flush=True)
                failed += [family] if is_too_much else []
    if failed:
        sys.exit(f"too much: {', '.join(failed)}")


if __name__ == "__main__":
    main()
