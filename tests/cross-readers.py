#!/usr/bin/env python3
"""Reads what `cargo run --example torture -- FOLDER` or `ci/round-trips.py` wrote with Python's readers, and compares it with what the
file NAME.expected.txt beside each NAME says.

Usage: tests/cross-readers.py FOLDER

Needs `pip install pyyaml ruamel.yaml`. Prints each value that was misread, then `N passed, M failed` per reader and in
all, and exits with 1 when a value was misread. Another reader is one more entry of READERS.
"""

import csv
import json
import math
import sys
from pathlib import Path

import ruamel.yaml
import yaml


def expected_value(text):
    """A value of an expected.txt; examples/torture.rs says what its letters mean."""
    kind, rest = text[:1], text[1:]
    if kind == "l":
        return [expected_value(item) for item in rest.split(",")] if rest else []
    return {
        "n": lambda: None,
        "b": lambda: rest == "true",
        "i": lambda: int(rest),
        "f": lambda: float(rest),
        "s": lambda: bytes.fromhex(rest).decode("utf-8"),
    }[kind]()


def expected_rows(path):
    lines = path.read_text("ascii").split("\n")[:-1]
    names, *rows = [[expected_value(field) for field in line.split("\t")] for line in lines]
    return [list(zip(names, row)) for row in rows]


def same(found, wanted):
    """Equal in type and value: 1, 1.0 and True are three values here."""
    if isinstance(wanted, list):
        return isinstance(found, list) and len(found) == len(wanted) and all(map(same, found, wanted))
    if isinstance(wanted, float):
        return isinstance(found, float) and math.isclose(found, wanted, rel_tol=0, abs_tol=0)
    return type(found) is type(wanted) and found == wanted


def same_in_csv(found, wanted):
    """CSV has only texts: a missing value is an empty one, and the rest is as in JSON."""
    if wanted is None:
        return found == ""
    return found == wanted if isinstance(wanted, str) else same(json.loads(found), wanted)


def read_ruamel(version):
    def read(path):
        reader = ruamel.yaml.YAML(typ="safe", pure=True)
        reader.version = version
        return reader.load(path.read_text("utf-8"))

    return read


def read_csv(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


def read_text(path):
    return path.read_bytes().decode("utf-8")


READERS = [
    ("json", ".json", lambda path: json.loads(read_text(path)), same),
    ("json by line", ".ndjson", lambda path: [json.loads(line) for line in read_text(path).split("\n")[:-1]], same),
    ("csv", ".csv", read_csv, same_in_csv),
    ("PyYAML, pure", ".yaml", lambda path: yaml.load(read_text(path), yaml.SafeLoader), same),
    ("PyYAML, C", ".yaml", lambda path: yaml.load(read_text(path), yaml.CSafeLoader), same),
    ("ruamel.yaml 1.1", ".yaml", read_ruamel((1, 1)), same),
    ("ruamel.yaml 1.2", ".yaml", read_ruamel((1, 2)), same),
]


def compare(name, found, wanted, is_same):
    """The number of values that were read right, and a line for each that was not."""
    if len(found) != len(wanted):
        return 0, [f"{name}: {len(found)} records instead of {len(wanted)}"]
    passed, failures = 0, []
    for got, row in zip(found, wanted):
        if list(got) != [field for field, _ in row]:
            failures.append(f"{name}: fields {list(got)!a}")
            continue
        for field, value in row:
            if is_same(got[field], value):
                passed += 1
            else:
                failures.append(f"{name}: {field!a} is {got[field]!a} instead of {value!a}")
    return passed, failures


def main(folder):
    wanted = {path.name.removesuffix(".expected.txt"): expected_rows(path) for path in sorted(folder.glob("*.expected.txt"))}
    all_passed, all_failed = 0, 0
    for name, suffix, read, is_same in READERS:
        passed, failures = 0, []
        for file, rows in wanted.items():
            try:
                right, wrong = compare(f"{name}, {file}", read(folder / (file + suffix)), rows, is_same)
            except Exception as error:  # A reader that gives up has misread the file.
                right, wrong = 0, [f"{name}, {file}: {type(error).__name__}: {str(error)!a}"]
            passed, failures = passed + right, failures + wrong
        print(*failures, f"{name}: {passed} passed, {len(failures)} failed", sep="\n")
        all_passed, all_failed = all_passed + passed, all_failed + len(failures)
    print(f"{len(wanted)} tables, {all_passed} passed, {all_failed} failed")
    return 0 if wanted and not all_failed else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1])))
