#!/usr/bin/env python3
"""Writes random tables into Markdown pages, lets `rowmill extract` read them, and says what must have been read.

Usage: ci/round-trips.py BINARY FOLDER [--tables N] [--seed N] [--texts FILE]

Each table is written into FOLDER/NAME.{csv,json,ndjson,yaml} by rowmill, and into FOLDER/NAME.expected.txt by this program, which knows
what it put into the cells; examples/torture.rs says how that file is to be read. `tests/cross-readers.py FOLDER` and
`tests/cross-readers.mjs FOLDER` then compare the two with the readers of others. FILE is an expected.txt whose texts are put into the
cells, among random ones. Exits with 1 when a table was not written.

Half of the pages are read with `--strings`, and their cells hold any text; the columns of the others each hold values of one type.
"""

import argparse
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

FORMATS = ["csv", "json", "ndjson", "yaml"]
TABLES_PER_PAGE = 50

# What Unicode counts as white space. No cell starts or ends with it: the blanks around a text are not part of it.
BLANKS = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"

# Ranges that random characters are from: ASCII, Latin, controls, marks that combine, other scripts, directions, emoji, the last plane.
RANGES = [(0x20, 0x7E), (0x20, 0x7E), (0xA0, 0x17F), (0x01, 0x9F), (0x300, 0x36F), (0x370, 0x5FF), (0x2000, 0x206F), (0x3040, 0x30FF), (0x1F300, 0x1F64F), (0x10FF00, 0x10FFFF)]

HOSTILE = [
    "<script>alert(1)</script>", "'; DROP TABLE towns; --", "=HYPERLINK(\"http://a.example\")", "+1+1", "@SUM(A1)", "{{7*7}}", "${jndi:ldap://a}", "%s%n", "../../etc/passwd",
    "\x1b]8;;http://a.example\x07link", "\x1b[2J", "::error::x", "%0A%0D", "]]>", "--></table>", "| a | b |", "|---|---|", "a,b\",\"c", "\"\"\"", "- a: b", "a: b # c", "!!python/object/apply:os.system ['id']",
    "*anchor", "&anchor x", "<<: *a", "? a", "'", "\"", "\\\"", "\\", "\\n", "null", "~", "NaN", "1e999", "0x1F", "1_000", "12:30:45", "yes", "NO", "On", "2020-01-17", "__proto__", "constructor", "toString",
]


class Generator:
    def __init__(self, seed, texts):
        self.random = random.Random(seed)
        self.texts = texts

    def any_text(self):
        """A text that a cell may hold: not empty, without blanks at its ends, and with line breaks that are nothing else."""
        kind = self.random.randrange(4)
        if kind == 0 and self.texts:
            text = self.random.choice(self.texts)
        elif kind <= 1:
            text = self.random.choice(HOSTILE)
        elif kind == 2:
            text = "".join(self.character() for _ in range(self.random.randint(1, 20)))
        else:
            text = self.random.choice(HOSTILE) + " " + "".join(self.character() for _ in range(self.random.randint(1, 6)))
        # A NUL cannot be written in Markdown. Blanks around a line break, and a bullet behind it, belong to the break.
        text = text.replace("\0", "").strip(BLANKS)
        text = re.sub(f"[{BLANKS}]*\n[^0-9A-Za-z]*", "\n", text).strip(BLANKS)
        return text or "x"

    def character(self):
        start, end = self.random.choice(RANGES)
        return chr(self.random.randint(start, end))

    def word(self):
        return "".join(self.random.choice("abcdefghijklmnopqrstuvwxyzéß東🙂") for _ in range(self.random.randint(3, 8)))

    def column(self, rows):
        """The name of a type, and for each row a value and its text."""
        kind = self.random.choice(["text", "integer", "number", "boolean", "list"])
        names = [self.word().capitalize() for _ in range(5)]
        values = [self.value(kind, names) for _ in range(rows)]
        if kind != "list":
            # A blank cell is a missing value, in lists an empty list; a column of nothing else would have no type.
            values = [value if index < 2 or self.random.random() < 0.9 else (None, "") for index, value in enumerate(values)]
        return values

    def value(self, kind, names):
        if kind == "integer":
            # Longer numbers are identifiers, and stay text.
            number = self.random.choice([self.random.randint(-(10**14) + 1, 10**15 - 1), self.random.randint(-9, 9999)])
            return number, str(number)
        if kind == "number":
            text = f"{self.random.choice(['', '-'])}{self.random.randint(0, 99999)}.{self.random.randint(0, 9999)}7"
            return float(text), text
        if kind == "boolean":
            value = self.random.random() < 0.5
            return value, self.random.choice(["yes", "Yes", "TRUE", "true"] if value else ["no", "No", "FALSE", "false"])
        if kind == "list":
            items = self.random.sample(names, self.random.randint(3, 5))
            return items, ", ".join(items)
        # A mark that keeps a column of texts from being one of another type.
        text = "t" + str(self.random.randint(10, 99)) + "_" + re.sub("[,;\n]", "", self.any_text()).strip(BLANKS)
        return text, text

    def names(self, count):
        """The headers: any text with one blank for those between words, no two alike in any case."""
        names = {}
        while len(names) < count:
            name = re.sub(f"[{BLANKS}]+", " ", self.any_text())
            names.setdefault(name.casefold(), name)
        return list(names.values())

    def table(self, is_typed):
        """The names of the columns, the values by row, and their texts by row."""
        columns, rows = self.random.randint(2, 6), self.random.randint(3, 8)
        texts = lambda: [(text, text) for text in (self.any_text() for _ in range(rows))]
        # The first column has a value in each row, and so has the second: a row of one cell would head others.
        first = [[(f"r{row}_", f"r{row}_") for row in range(rows)], [(f"s{row * 7 % 5}_{row}", f"s{row * 7 % 5}_{row}") for row in range(rows)]]
        cells = first + [self.column(rows) if is_typed else self.with_blanks(texts()) for _ in range(columns - 1)]
        # Some words of a header say what its column holds; no word starts so.
        plain = [f"n{index} qx{self.word().replace('🙂', '')}" for index in range(len(cells))]
        names = plain if is_typed else self.names(len(cells))
        return names, [list(row) for row in zip(*cells)]

    def with_blanks(self, cells):
        return [cell if self.random.random() < 0.95 else (None, "") for cell in cells]

    def markdown(self, text):
        """A text as the source of a cell."""
        return "".join(self.escaped(character) for character in text)

    def escaped(self, character):
        if character == "\n":
            return self.random.choice(["<br>", "<br/>", "<BR />"])
        if character in PUNCTUATION:
            return self.random.choice(["\\" + character, self.entity(character)])
        is_plain = character == " " or character.isprintable() or character in "\u202e\u200b\u200d\u2066\ufeff\u061c"
        return character if is_plain and self.random.random() < 0.97 else self.entity(character)

    def entity(self, character):
        return self.random.choice(["&#{};", "&#x{:x};", "&#X{:X};"]).format(ord(character))

    def pipes(self, names, rows):
        line = lambda cells: self.line([self.markdown(cell) for cell in cells])
        rule = self.line([self.random.choice(["---", ":--", "--:", ":-:", "-----"]) for _ in names])
        lines = [line(names), rule] + [line([text for _, text in row]) for row in rows]
        before = self.random.choice(["", "", "", "> ", "  ", "> > "])
        return [before + line for line in lines]

    def line(self, cells):
        blank = " " * self.random.randint(1, 3)
        return "|" + "|".join(blank + cell + " " for cell in cells) + "|" + self.random.choice(["", "", " "])

    def html(self, names, rows):
        cell = lambda name, text: f"<{name}>{self.html_text(text)}</{name}>"
        line = lambda name, texts: "<tr>" + "".join(cell(name, text) for text in texts) + "</tr>"
        return ["<table>", line("th", names)] + [line("td", [text for _, text in row]) for row in rows] + ["</table>"]

    def html_text(self, text):
        escape = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "\n": "<br>", '"': "&quot;"}
        return "".join(escape.get(character, character) for character in text)

    def page(self, is_typed):
        """The source of a page, and the names and rows of each of its tables."""
        lines, tables = ["# Tables", ""], []
        for _ in range(TABLES_PER_PAGE):
            names, rows = self.table(is_typed)
            tables.append((names, rows))
            is_in_html = self.random.random() < 0.2 and all(map(self.fits_html, names + [text for row in rows for _, text in row]))
            lines += (self.html if is_in_html else self.pipes)(names, rows) + ["", "Words between two tables.", ""]
        return self.random.choice(["\n", "\r\n"]).join(lines), tables

    @staticmethod
    def fits_html(text):
        """HTML has no way to write controls, and of blanks in a row it keeps one."""
        return text.replace("\n", "").isprintable() and "  " not in text


def encoded(value):
    if value is None:
        return "n"
    if isinstance(value, bool):
        return "btrue" if value else "bfalse"
    if isinstance(value, int):
        return f"i{value}"
    if isinstance(value, float):
        return f"f{value!r}"
    if isinstance(value, list):
        return "l" + ",".join(map(encoded, value))
    return "s" + value.encode("utf-8").hex()


def texts_of(path):
    """The texts of an expected.txt."""
    fields = set(re.split("[\t\n]", path.read_text("ascii")))
    return sorted(bytes.fromhex(field[1:]).decode("utf-8") for field in fields if field.startswith("s"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tables", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--texts", type=Path)
    options = parser.parse_args()
    shutil.rmtree(options.folder, ignore_errors=True)
    options.folder.mkdir(parents=True)
    texts = texts_of(options.texts) if options.texts else []
    written = 0
    for number in range(-(-options.tables // TABLES_PER_PAGE)):
        is_typed = number % 2 == 1
        generator = Generator(options.seed * 1_000_003 + number, texts)
        source, tables = generator.page(is_typed)
        page = options.folder / f"page{number}.md"
        page.write_bytes(source.encode("utf-8"))
        for format in FORMATS:
            strings = [] if is_typed else ["--strings"]
            command = [options.binary.resolve(), "extract", page.name, "--format", format, "--out", ".", "--quiet", *strings]
            subprocess.run(command, check=True, cwd=options.folder)
        for index, (names, rows) in enumerate(tables, 1):
            name = options.folder / f"page{number}-table-{index}"
            missing = [format for format in FORMATS if not name.with_suffix(f".{format}").exists()]
            if missing:
                sys.exit(f"{name}: not written as {', '.join(missing)}")
            lines = [[encoded(field) for field in names]] + [[encoded(value) for value, _ in row] for row in rows]
            name.with_suffix(".expected.txt").write_text("".join("\t".join(line) + "\n" for line in lines), "ascii")
            written += 1
    print(f"{written} tables")


if __name__ == "__main__":
    main()
