#!/usr/bin/env python3
"""Compares the tables that `rowmill extract` reads from a folder of Markdown files with those of cmark-gfm, GitHub's own reader.

Usage: tests/cmark-gfm.py FOLDER [ROWMILL]

ROWMILL is the program, `target/release/rowmill` by default. Needs `pip install pycmarkgfm==1.2.1`.

Compared are all pipe tables that cmark-gfm sees: their number in each file, by the line that they start on, and of each table
the rows and the text of every cell without white space. Tables that only rowmill sees (HTML, and tables that GitHub shows
as text) are counted, not compared. Prints each difference with its reason: a finding that rowmill makes about the table, or a
deviation that docs/deviations.md names. Exits with 1 when a difference has none. Another known reason is one more entry of REASONS.
"""

import collections
import json
import re
import subprocess
import sys
from pathlib import Path

import pycmarkgfm
from pycmarkgfm import _cmark

LIB, FFI = _cmark.lib, _cmark.ffi
ENTER = LIB.CMARK_EVENT_ENTER

# A finding about a table to the reason why its rows differ.
REASONS = {
    "pipe-in-code": "a pipe inside a code span does not end the cell",
    "joined-rows": "two records on one line are two",
    "section-row": "a row of one cell heads the rows below",
    "glued-prose": "a line of text below a table is no row",
}


def tables_of_cmark(text):
    """Line to rows, each a list of cells, of the tables of a text; a footnote reference and a tag are no text.

    The header's line is reckoned from the table's last one: cmark-gfm begins a table that follows a paragraph with the paragraph.
    """
    tables, row, cell = [], None, None
    with pycmarkgfm.parse_gfm(text, pycmarkgfm.options.footnotes) as document:
        iterator = pycmarkgfm.cmark.Document.Iterator(document.root)
        while True:
            try:
                event, node = next(iterator)
            except StopIteration:
                return {end - max(len(rows) - 1, 0) - 1: rows for end, rows in tables}
            kind = FFI.string(LIB.cmark_node_get_type_string(node))
            if event != ENTER:
                cell = None if kind == b"table_cell" else cell
            elif kind == b"table":
                rows = []
                tables.append((LIB.cmark_node_get_end_line(node), rows))
            elif kind in (b"table_header", b"table_row"):
                row = []
                rows.append(row)
            elif kind == b"table_cell":
                cell = []
                row.append(cell)
            elif cell is not None and kind in (b"text", b"code", b"html_inline"):
                literal = FFI.string(LIB.cmark_node_get_literal(node)).decode()
                cell.append(("tag" if kind == b"html_inline" else "text", literal))


def text_of(cell, with_superscript=True):
    """The text of a cell without white space; what stands in <sup> is left out if it may be a mark."""
    text, hidden = "", False
    for kind, literal in cell:
        if kind == "tag":
            hidden = not with_superscript and re.match(r"<sup\b", literal, re.I) is not None
        elif not hidden:
            text += literal
    return "".join(text.split())


def without_front_matter(text):
    """GitHub takes the front matter off before the text is Markdown; here its lines are made blank, so that numbers stay."""
    lines = text.split("\n")
    closings = {"---": ("---", "..."), "+++": ("+++",)}.get(lines[0].removeprefix("\ufeff").rstrip())
    if not closings or len(lines) < 2 or not lines[1].strip():
        return text
    ends = [number for number, line in enumerate(lines) if number and line.rstrip() in closings]
    return "\n" * (ends[0] + 1) + "\n".join(lines[ends[0] + 1 :]) if ends else text


def run(program, command, paths):
    """What the program prints about files, named one by one: it would not look into hidden folders by itself."""
    for start in range(0, len(paths), 1000):
        arguments = [program, *command, "--format", "json", *map(str, paths[start : start + 1000])]
        output = subprocess.run(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout
        yield from json.loads(output or "[]")


def tables_of_rowmill(program, paths):
    """Path to line to the rows of a table and the codes of its findings."""
    codes = {(row["path"], row["line"]): row["findings"] for row in run(program, ["ls"], paths) if row["kind"] == "table"}
    tables = collections.defaultdict(dict)
    for table in run(program, ["extract", "--strings"], paths):
        header = [field["name"] for field in table["fields"]]
        rows = [header, *([record[name] for name in header] for record in table["records"])]
        place = (table["path"], table["line"])
        tables[place[0]][place[1]] = (rows, codes.get(place, []))
    return tables


def same_cell(ours, theirs):
    ours = "".join((ours or "").split())
    return ours == text_of(theirs) or ours == text_of(theirs, with_superscript=False)


def same_name(ours, theirs, names):
    """A field's name is its header's text, unless that is empty or an other one's too."""
    return same_cell(ours, theirs) or not text_of(theirs) or [text_of(name) for name in names].count(text_of(theirs)) > 1


def first_difference(ours, theirs):
    """Where two tables differ first, in words; None where they do not."""
    if len(ours[0]) != len(theirs[0]):
        return f"{len(ours[0])} columns, {len(theirs[0])} in cmark-gfm"
    for column, (name, header) in enumerate(zip(ours[0], theirs[0])):
        if not same_name(name, header, theirs[0]):
            return f"header {column + 1}: {name!r}, {text_of(header)!r} in cmark-gfm"
    for number, (row, other) in enumerate(zip(ours[1:], theirs[1:]), 1):
        for column, (cell, other_cell) in enumerate(zip(row, other)):
            if not same_cell(cell, other_cell):
                return f"row {number}, cell {column + 1}: {cell!r}, {text_of(other_cell)!r} in cmark-gfm"
    if len(ours) != len(theirs):
        return f"{len(ours) - 1} rows, {len(theirs) - 1} in cmark-gfm"
    return None


def compare(ours, theirs):
    """The differences of a file: the line, what differs, and the reason if one is known."""
    for line, rows in sorted(theirs.items()):
        if line not in ours:
            yield line, "rowmill has no table here", None
            continue
        table, codes = ours[line]
        difference = first_difference(table, rows)
        if difference:
            yield line, difference, next((REASONS[code] for code in codes if code in REASONS), None)


def main():
    folder = Path(sys.argv[1])
    program = sys.argv[2] if len(sys.argv) > 2 else "target/release/rowmill"
    paths = sorted(path for path in folder.rglob("*.md") if path.is_file())
    read = tables_of_rowmill(program, paths)
    count, reasons = collections.Counter(), collections.Counter()
    for path in paths:
        try:
            text = path.read_bytes().decode()
        except UnicodeDecodeError:
            count["unreadable"] += 1
            continue
        theirs = tables_of_cmark(without_front_matter(text.replace("\r\n", "\n").replace("\r", "\n")))
        ours = read.get(str(path), {})
        count["tables"] += len(theirs)
        count["rows"] += sum(len(rows) - 1 for rows in theirs.values())
        count["cells"] += sum(len(row) for rows in theirs.values() for row in rows)
        count["beyond"] += len(ours.keys() - theirs.keys())
        differences = list(compare(ours, theirs))
        count["different" if differences else "equal"] += 1
        for line, difference, reason in differences:
            reasons[reason or "not explained"] += 1
            print(f"{path}:{line}: {difference}: {reason or 'NOT EXPLAINED'}")
    print(f"{count['equal']} files equal, {count['different']} different, {count['unreadable']} not UTF-8")
    print(f"{count['tables']} tables, {count['rows']} rows, {count['cells']} cells in cmark-gfm")
    print(f"{count['beyond']} tables only in rowmill")
    for reason, number in reasons.most_common():
        print(f"{number} tables differ: {reason}")
    return 1 if reasons["not explained"] else 0


if __name__ == "__main__":
    sys.exit(main())
