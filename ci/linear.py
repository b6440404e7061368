#!/usr/bin/env python3
"""How time and memory of `rowmill extract` grow from 1 MB to 100 MB: in rows, in columns, in files.

    ci/linear.py target/release/rowmill

The exponent is that of a power law through the smallest and the largest work: 1 is linear. Time is that of the processor, the least of three
runs. Memory is what the process held at most; a tree is read page by page, so that it should hardly grow at all. Rows of more than 32 KB are not kept as
places, as those of the two wider tables, so that a cell takes more there. Fails where an exponent is above 1.05.
"""

import math
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator

LIMIT = 1.05
CELL = "north-west of the old harbour, built of stone, open in May"


def table(columns: int, rows: int) -> Iterator[str]:
    """Its lines. They are written one by one: what this process holds when it starts another one counts as that one's memory."""
    yield "|" + "|".join(f"c{column}" for column in range(columns)) + "|\n" + "|-" * columns + "|\n"
    for row in range(rows):
        yield "|" + "|".join(f"{CELL} {row * columns + column}" for column in range(columns)) + "|\n"


def write(path: pathlib.Path, lines: Iterator[str]) -> None:
    with path.open("w") as file:
        file.writelines(lines)


def measured(program: str, path: str) -> tuple[float, int]:
    """Seconds and bytes."""
    times, peak = [], 0
    for _ in range(3):
        process = subprocess.Popen([program, "extract", path, "--format", "ndjson", "--quiet"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, (path, process.returncode)
        times.append(usage.ru_utime + usage.ru_stime)
        peak = max(peak, usage.ru_maxrss * 1024)
    return min(times), peak


def main(program: str) -> int:
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for what, works in {
            "rows": [(8, 2_000), (8, 20_000), (8, 200_000)],
            "columns": [(160, 100), (1_600, 100), (16_000, 100)],
            "files": [100, 1_000, 10_000],
        }.items():
            found = []
            for number, work in enumerate(works):
                path = root / f"{what}-{number}"
                if isinstance(work, int):
                    path.mkdir()
                    page = f"# A page\n\n{'Some words. ' * 400}\n\n{''.join(table(8, 10))}"
                    for index in range(work):
                        (path / f"{index}.md").write_text(page)
                    size = work * len(page)
                else:
                    path = path.with_suffix(".md")
                    write(path, table(*work))
                    size = path.stat().st_size
                time, peak = measured(program, str(path))
                found.append((size, time, peak))
            (small, fast, little), (large, slow, much) = found[0], found[-1]
            of_time, of_memory = (math.log(b / a) / math.log(large / small) for a, b in ((fast, slow), (little, much)))
            shown = ", ".join(f"{size / 1e6:.1f} MB {time:.3f} s {peak / 1e6:.0f} MB" for size, time, peak in found)
            print(f"{what:8} time {of_time:.2f}, memory {of_memory:.2f}   ({shown})")
            failed |= of_time > LIMIT or of_memory > LIMIT
    return int(failed)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.exit(main(os.path.abspath(sys.argv[1])))
