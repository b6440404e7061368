#!/usr/bin/env python3
"""Fails one file call of a build after the other, and looks at what is left.

usage: ci/faults.py BINARY [--first N] [--errors ENOSPC,EIO,EACCES]

A build replaces the output of an earlier one while strace lets the n-th call of a kind fail, for each kind, each n up to the number of
calls that a build makes (at most N), and each error. Afterwards

* the output is all new and the exit code is 0, or it is all old, the exit code is 2 and the message names a file and the cause;
* no unfinished file is left, unless removing one is what failed;
* the next build gives all new output, and leaves no unfinished file whatever happened before.
"""

import argparse
import collections
import errno
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

CALLS = ["openat", "write", "fsync", "rename", "renameat", "renameat2", "linkat", "unlink", "unlinkat", "mkdir", "fchmod", "flock", "close"]

RECIPE = """recipe: cities
sources: [cities.md]
datasets:
  cities:
    tables: [{ under: Cities }]
    primary_key: [city]
    fields:
      - { name: city, from: City }
      - { name: zone, from: Zone, type: integer }
"""


def page(count):
    rows = "".join(f"| City {number} | {number} |\n" for number in range(count))
    return f"# Cities\n\n| City | Zone |\n|------|------|\n{rows}"


def state(folder):
    """Every written file and its bytes."""
    files = list((folder / "out").rglob("*")) + [folder / "rowmill.lock"]
    return {str(file.relative_to(folder)): file.read_bytes() for file in files if file.is_file() and not file.name.startswith(".rowmill-")}


def leftovers(folder):
    return sorted(str(file.relative_to(folder)) for file in folder.rglob(".rowmill-*"))


def build(binary, folder, *before):
    return subprocess.run([*before, binary, "build"], cwd=folder, capture_output=True, text=True, timeout=60)


def calls_of(log):
    """How often each call is made, from a log of strace."""
    counts = collections.Counter()
    for line in log.splitlines():
        found = re.match(r"(?:\d+ +)?(\w+)\(", line)
        if found:
            counts[found.group(1)] += 1
    return counts


class Harness:
    def __init__(self, binary, top):
        self.binary = binary
        self.kept = top / "old"
        self.kept.mkdir()
        (self.kept / "rowmill.yaml").write_text(RECIPE)
        (self.kept / "cities.md").write_text(page(200))
        assert build(binary, self.kept).returncode == 0
        self.old = state(self.kept)
        (self.kept / "cities.md").write_text(page(300))
        self.folder = top / "work"
        self.fresh()
        log = top / "log"
        assert build(binary, self.folder, "strace", "-f", "-o", log).returncode == 0
        self.new = state(self.folder)
        assert self.old.keys() == self.new.keys() and all(self.old[name] != self.new[name] for name in self.old if "repairs" not in name)
        self.calls = calls_of(log.read_text())

    def fresh(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.kept, self.folder)

    def fault(self, call, number, error):
        """What is wrong after a build in which a call fails; whether it failed before the program began."""
        self.fresh()
        inject = f"inject={call}:error={error}:when={number}"
        run = build(self.binary, self.folder, "strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject)
        if "error while loading shared libraries" in run.stderr or run.returncode == 127:
            return None
        found, wrong = state(self.folder), []
        if run.returncode == 0 and found != self.new:
            wrong.append("exit code 0, and the output is not the new one")
        if run.returncode == 2 and found != self.old:
            wrong.append("exit code 2, and the output is not the old one")
        if run.returncode not in (0, 2):
            wrong.append(f"exit code {run.returncode}")
        cause = os.strerror(getattr(errno, error))
        # What cannot be written to standard error cannot be read there.
        if run.returncode == 2 and call != "write" and not (cause in run.stderr and "`" in run.stderr):
            wrong.append(f"the message does not name a file and the cause: {run.stderr[-300:]!r}")
        if not call.startswith("unlink") and leftovers(self.folder):
            wrong.append(f"left over: {leftovers(self.folder)}")
        again = build(self.binary, self.folder)
        if again.returncode != 0 or state(self.folder) != self.new or leftovers(self.folder):
            wrong.append(f"the next run: exit code {again.returncode}, left over: {leftovers(self.folder)}")
        return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("--first", type=int, default=200)
    parser.add_argument("--errors", default="ENOSPC,EIO,EACCES")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as top:
        harness = Harness(arguments.binary.resolve(), pathlib.Path(top))
        runs = early = failed = 0
        for call in CALLS:
            for number in range(1, min(harness.calls[call], arguments.first) + 1):
                for error in arguments.errors.split(","):
                    wrong = harness.fault(call, number, error)
                    if wrong is None:
                        early += 1
                        continue
                    runs += 1
                    failed += bool(wrong)
                    for what in wrong:
                        print(f"{call} {number} {error}: {what}")
        made = ", ".join(f"{harness.calls[call]} {call}" for call in CALLS if harness.calls[call])
        print(f"a build makes {made}")
        print(f"{runs} builds with a failing call, {failed} with something wrong; {early} failed before the program began")
        sys.exit(bool(failed))


main()
