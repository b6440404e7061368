#!/usr/bin/env python3
"""Reads what `cargo run --example reports -- FOLDER` wrote with Python's readers, and compares the numbers of findings.

Usage: tests/report-readers.py FOLDER SARIF-SCHEMA

Needs `pip install jsonschema[format-nongpl]`; the schema is the one of OASIS. Prints what is wrong, and exits with 1 when something is.
"""

import gzip
import json
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

import jsonschema

HOSTILE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
COMMAND = re.compile(r"##\[|##vso\[", re.IGNORECASE)


def of(words, counted):
    return tuple(counted[word] for word in words)


def read_json(text):
    document = json.loads(text)
    assert document["version"] == 1
    counts = of(("error", "warning", "note"), Counter(finding["severity"] for finding in document["findings"]))
    assert counts == tuple(document["summary"].values())
    assert len({finding["fingerprint"] for finding in document["findings"]}) == len(document["findings"])
    return counts


def read_ndjson(text):
    return of(("error", "warning", "note"), Counter(json.loads(line)["severity"] for line in text.splitlines()))


def read_gitlab(text):
    issues = json.loads(text)
    for issue in issues:
        assert issue["description"] and issue["check_name"] and issue["fingerprint"] and issue["location"]["path"]
        assert issue["location"]["lines"]["begin"] >= 1
    return of(("major", "minor", "info"), Counter(issue["severity"] for issue in issues))


def read_junit(text):
    root = ElementTree.fromstring(text)
    cases = root.findall("testsuite/testcase")
    assert int(root.get("tests")) == len(cases) == sum(int(suite.get("tests")) for suite in root)
    assert int(root.get("failures")) == len(root.findall("testsuite/testcase/failure"))
    names = [(case.get("classname"), case.get("name")) for case in cases]
    assert len(set(names)) == len(names), "two cases have one name"
    failures = [failure.text.split("\n")[0] for failure in root.iter("failure")]
    warnings = sum(1 for line in failures if re.search(r":\d+:\d+: warning: ", line))
    return len(failures) - warnings, warnings, len(list(root.iter("system-out")))


def read_sarif(schema):
    validator = jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker())

    def read(text):
        document = json.loads(text)
        errors = list(validator.iter_errors(document))
        assert not errors, [f"{error.json_path}: {error.message}"[:300] for error in errors[:5]]
        (run,) = document["runs"]
        assert run["automationDetails"]["id"].endswith("/") and run["columnKind"] == "utf16CodeUnits"
        assert len(gzip.compress(text.encode("utf-8"))) < 10_000_000
        for rule in run["tool"]["driver"]["rules"]:
            texts = [rule["shortDescription"]["text"], rule["fullDescription"]["text"], rule["help"]["text"]]
            assert all(texts) and all(len(text) <= 1024 for text in texts[:2]), rule
        for result in run["results"]:
            assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
            assert result["partialFingerprints"]["primaryLocationLineHash"] and result["message"]["text"]
            place = result["locations"][0]["physicalLocation"]
            region = place["region"]
            assert re.fullmatch(r"[\w\-.~/%]+", place["artifactLocation"]["uri"], re.ASCII)
            assert set(region) == {"startLine", "startColumn", "endLine", "endColumn"}
        counts = tuple(run["properties"][word] for word in ("error", "warning", "note"))
        shown = Counter(result["level"] for result in run["results"])
        if sum(counts) <= 5000:
            assert of(("error", "warning", "note"), shown) == counts
        else:
            text = run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]
            assert text.startswith(f"showing 5000 of {sum(counts)} ") and sum(shown.values()) == 5000
        return counts

    return read


def read_github(text):
    """Reads commands as the runner does: `::name properties::data`, at the start of a line."""
    counted, cut = Counter(), {}
    for line in text.splitlines():
        name, properties, data = re.fullmatch(r"::(error|warning|notice) ([^\r\n]*?)::(.*)", line).groups()
        properties = dict(part.split("=", 1) for part in properties.split(","))
        if properties["title"] == "rowmill":
            cut = {word: int(total) for total, word in re.findall(r"\d+ of (\d+) (error|warning|note)s", data)}
        else:
            counted["note" if name == "notice" else name] += 1
    assert all(counted[word] <= 10 for word in counted)
    return of(("error", "warning", "note"), {word: cut.get(word, counted[word]) for word in ("error", "warning", "note")})


def read_markdown(text):
    assert len(text.encode("utf-8")) < 1 << 20
    first = text.splitlines()[0]
    number = lambda word: int((re.search(rf"(\d+) {word}s?(?:,|\*\*$)", first) or [0, 0])[1])
    return number("error"), number("warning"), number("note")


def main(folder, schema):
    readers = {
        "json": read_json,
        "ndjson": read_ndjson,
        "gitlab": read_gitlab,
        "junit": read_junit,
        "sarif": read_sarif(json.loads(Path(schema).read_text("utf-8"))),
        "github": read_github,
        "markdown": read_markdown,
    }
    failed = 0
    for expected in sorted(Path(folder).glob("*.expected")):
        wanted = tuple(int(number) for number in expected.read_text("ascii").split())
        for style, read in readers.items():
            text = expected.with_suffix("." + style).read_bytes().decode("utf-8")
            try:
                found = read(text)
                assert found == wanted, f"{found} in place of {wanted}"
                assert not HOSTILE.search(text) and not COMMAND.search(text), "something hostile"
                if style != "github":
                    assert not re.search(r"(?m)^\s*::\w", text), "a line that is a command"
            except Exception as error:  # whatever it is, the next style is read too
                failed += 1
                print(f"{expected.stem}.{style}: {type(error).__name__}: {error}")
    print(f"{len(readers)} styles read back, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
