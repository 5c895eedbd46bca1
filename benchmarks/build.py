"""How long a build takes, in seconds and in units of what importing the libraries alone takes.

`python benchmarks/build.py` measures a copy of the project with the commands that users run, and
writes its section of `benchmarks/README.md`. The project itself is not touched. The unit is the
time of `import pandas, altair, great_tables` in the same run, so that machines can be compared;
processor time of all processes stands beside wall time, which other programs lengthen.
"""

from __future__ import annotations

import csv
import http.client
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
from results import machine, markdown_table, write_section

ROOT = Path(__file__).parents[1]
RUN = [sys.executable, "-c", "from analysis.cli import main; main()"]
UNIT = [sys.executable, "-c", "import pandas, altair, great_tables"]
NEEDED = ("_quarto.yml", "data", "report", "releases")
TABLE, COLUMN = "announcements", "summary"
TICK_S, WEIGHING_S = 0.02, 0.2
WAIT_S = 600
# In units; memory in MB.
BUDGETS = {
    "full, nothing kept": 15.0,
    "one row of announcements.csv changed": 4.0,
    "one sentence of a document changed": 2.5,
    "preview, one row changed": 2.0,
    "preview, one sentence changed": 2.0,
    "nothing changed": 0.25,
    "check, nothing kept": 1.0,
    "cite": 0.5,
    "verify of one file": 0.5,
}
MOST_MEMORY_MB = 1000


@dataclass
class Taken:
    """What a command took: wall and processor time in s, most memory of all processes in MB."""

    wall: float
    processor: float
    memory: float


class Watched:
    """Processor time and memory of a process and of all below it, looked at again and again."""

    def __init__(self, process: psutil.Process) -> None:
        self.process = process
        self.times: dict[int, float] = {}
        self.memory, self.weighed = 0.0, 0.0

    def look(self) -> None:
        """Look once; what ended meanwhile counts as far as it was seen."""
        with suppress(psutil.Error):
            living = [self.process, *self.process.children(recursive=True)]
            for each in living:
                with suppress(psutil.Error):
                    used = each.cpu_times()
                    self.times[each.pid] = used.user + used.system
            if time.perf_counter() - self.weighed > WEIGHING_S:
                self.weighed = time.perf_counter()
                self.memory = max(self.memory, sum(map(share_of_memory, living)))


def share_of_memory(process: psutil.Process) -> float:
    """The memory of a process in MB; what several share counts once (all of it, off Linux)."""
    with suppress(psutil.Error):
        used = process.memory_full_info()
        return float(getattr(used, "pss", used.rss)) / 1e6
    return 0.0


def taken(command: list[str], folder: Path) -> Taken:
    """What a command takes, the start of Python included."""
    start = time.perf_counter()
    with psutil.Popen(command, cwd=folder, stdout=subprocess.DEVNULL) as process:
        watched = Watched(process)
        while process.poll() is None:
            watched.look()
            time.sleep(TICK_S)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with exit code {process.returncode}")
    return Taken(time.perf_counter() - start, sum(watched.times.values()), watched.memory)


def copied(folder: Path) -> Path:
    """What a build reads, in a folder of its own; without earlier results."""
    for name in NEEDED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("processed"))
        else:
            shutil.copyfile(source, folder / name)
    return folder


def change_one_row(project: Path) -> None:
    """Change words of the first row of a table."""
    path = project / "data" / "raw" / f"{TABLE}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, first, *others = csv.reader(file)
    first[header.index(COLUMN)] += " (seen again)"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, first, *others])


def change_one_sentence(project: Path) -> None:
    """Add a sentence to a document."""
    with (project / "report" / "index.qmd").open("a", encoding="utf-8") as file:
        file.write("\nThis sentence was added.\n")


@contextmanager
def preview(project: Path) -> Iterator[Callable[[Callable[[Path], None]], Taken]]:
    """A preview of the project, in which the briefing is looked at.

    Yields what measures a change until that page is served as it becomes. The rest of the site is
    waited for, and not counted.
    """
    command = [*RUN, "preview", "--port", "0", "--no-browser"]
    with psutil.Popen(command, cwd=project, stdout=subprocess.PIPE, text=True) as process:
        watched = Watched(process)
        port = int(process.stdout.readline().split("127.0.0.1:")[1].split("/")[0])

        def wait_until(happened: Callable[[dict[str, str]], bool]) -> None:
            for _ in range(int(WAIT_S / TICK_S)):
                watched.look()
                if happened(state(port)):
                    return
                time.sleep(TICK_S)
            raise SystemExit("the preview shows no new page")

        def is_done(told: dict[str, str]) -> bool:
            return not told["building"] and told["version"] != ""

        def change(make: Callable[[Path], None]) -> Taken:
            before, spent = state(port)["version"], sum(watched.times.values())
            watched.memory, start = 0.0, time.perf_counter()
            make(project)
            wait_until(lambda told: told["version"] not in ("", before))
            wall = time.perf_counter() - start
            taken = Taken(wall, sum(watched.times.values()) - spent, watched.memory)
            wait_until(is_done)
            return taken

        wait_until(is_done)
        try:
            yield change
        finally:
            process.terminate()


def state(port: int) -> dict[str, str]:
    """What a preview tells open pages."""
    asking = http.client.HTTPConnection("127.0.0.1", port)
    asking.request("GET", "/.preview/state?page=/report/index.html&seen=1")
    told: dict[str, str] = json.loads(asking.getresponse().read())
    asking.close()
    return told


def measured(project: Path) -> dict[str, Taken]:
    """What each of the commands takes, in the order of the budgets."""
    found = {"check, nothing kept": taken([*RUN, "check"], project)}
    found["full, nothing kept"] = taken([*RUN, "build"], project)
    found["nothing changed"] = taken([*RUN, "build"], project)
    found["cite"] = taken([*RUN, "cite", "fig-shares"], project)
    picture = "_site/exhibits/fig-shares/fig-shares.svg"
    found["verify of one file"] = taken([*RUN, "verify", picture], project)
    change_one_row(project)
    found["one row of announcements.csv changed"] = taken([*RUN, "build"], project)
    change_one_sentence(project)
    found["one sentence of a document changed"] = taken([*RUN, "build"], project)
    with preview(project) as change:
        found["preview, one row changed"] = change(change_one_row)
        found["preview, one sentence changed"] = change(change_one_sentence)
    return {name: found[name] for name in BUDGETS}


def main() -> None:
    """Measure, and write the section."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        units = [taken(UNIT, ROOT) for _ in range(3)]
        found = measured(copied(Path(folder)))
    unit = min(units, key=lambda each: each.wall)
    rows = [
        [
            name,
            f"{each.wall:.2f}",
            f"{each.processor:.2f}",
            f"{each.wall / unit.wall:.2f}",
            f"{BUDGETS[name]:.2f}",
            f"{each.memory:,.0f}",
        ]
        for name, each in found.items()
    ]
    header = ["command", "wall, s", "processor, s", "units", "budget, units", "memory, MB"]
    said = (
        f"A unit is what importing pandas, Altair and Great Tables takes: {unit.wall:.2f} s of "
        f"wall time, {unit.processor:.2f} s of processor time. Memory is the most that all "
        f"processes together held; budget {MOST_MEMORY_MB:,} MB. {machine()}"
    )
    write_section("Building the report", f"{markdown_table(header, rows)}\n\n{said}")
    print(markdown_table(header, rows), said, sep="\n\n")


if __name__ == "__main__":
    main()
