"""How long a build takes: in full, with nothing changed, and with one row of a table changed.

`python benchmarks/build.py` builds a copy of the project three times with the command that users
run, and writes its section of `benchmarks/README.md`. The project itself is not touched.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from results import machine, markdown_table, write_section

ROOT = Path(__file__).parents[1]
COMMAND = Path(sys.executable).parent / "briefing"
NEEDED = ("_quarto.yml", "data", "report")
TABLE, COLUMN = "prices", "note"
BUDGETS = {"in full": 15.0, "nothing changed": 0.5, "one row changed": 6.0}


def copied(folder: Path) -> Path:
    """What a build reads, in a folder of its own; without earlier results."""
    for name in NEEDED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("processed"))
        else:
            shutil.copyfile(source, folder / name)
    return folder


def seconds(project: Path) -> float:
    """Wall time of one build, the start of Python included."""
    start = time.perf_counter()
    subprocess.run([COMMAND, "build"], cwd=project, check=True, capture_output=True)
    return time.perf_counter() - start


def change_one_row(project: Path) -> None:
    """Change the remark of the first row of a table."""
    path = project / "data" / "raw" / f"{TABLE}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, first, *others = csv.reader(file)
    first[header.index(COLUMN)] += " (seen again)"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, first, *others])


def main() -> None:
    """Measure the three builds and write the section."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        project = copied(Path(folder))
        found = {"in full": seconds(project), "nothing changed": seconds(project)}
        change_one_row(project)
        found["one row changed"] = seconds(project)
    rows = [[name, f"{taken:.1f}", f"{BUDGETS[name]:.1f}"] for name, taken in found.items()]
    table = markdown_table(["build", "seconds", "budget"], rows)
    write_section("Building the report", f"{table}\n\nWall time. {machine()}")


if __name__ == "__main__":
    main()
