"""How the transforms grow: time and memory at ten thousand, a hundred thousand, a million rows.

`python benchmarks/scaling.py` measures all sizes, each in a process of its own, and writes its
section of `benchmarks/README.md`. The rows are the real ones, repeated under new names until there
are enough announcements and shares; milestones and promises grow with the announcements.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from results import machine, markdown_table, write_section

from analysis.raw.load import RawData, load
from analysis.transforms import scorecard
from analysis.transforms.concentration import concentration
from analysis.transforms.graph import compute_all
from analysis.transforms.ladder import ladder_standing
from analysis.transforms.promises import promise_outcomes
from analysis.transforms.shares import shares

RAW = Path(__file__).parents[1] / "data" / "raw"
SIZES = (10_000, 100_000, 1_000_000)
BUDGET = "Budget at a million rows: 12 units, 2 GB, 1.05 per row; 10,000 drawn weightings: 2 s."
UNIT = "import pandas, altair, great_tables"
MEGABYTE = 1024  # ru_maxrss counts kilobytes on Linux


def repeated(frame: pd.DataFrame, copies: int, name: str) -> pd.DataFrame:
    """The rows `copies` times, each copy with its own names in the column `name`."""
    many = pd.concat([frame] * copies, ignore_index=True)
    copy = pd.Series(many.index // len(frame)).astype("str")
    return many.assign(
        **{name: many[name] + "-" + copy, "row_key": many["row_key"] + "-" + copy},
        source_row=many.index + 2,
    )


def enlarged(raw: RawData, rows: int) -> dict[str, pd.DataFrame]:
    """Announcements with all that belongs to them, and shares, of at least so many rows."""
    acts = -(-rows // len(raw["announcements"]))
    markets = -(-rows // len(raw["production"]))
    tables = {
        name: repeated(raw[name], acts, "announcement_id")
        for name in ("announcements", "milestones", "promises")
    }
    return tables | {"production": repeated(raw["production"], markets, "mineral")}


def steps(raw: RawData, big: dict[str, pd.DataFrame]) -> dict[str, Callable[[], pd.DataFrame]]:
    """The transforms that read announcements or shares."""
    return {
        "promises": lambda: promise_outcomes(
            big["promises"], big["announcements"], big["milestones"], raw.as_of
        ),
        "ladder": lambda: ladder_standing(
            big["announcements"],
            big["milestones"],
            raw["ladder"],
            raw["ladder_exceptions"],
            raw["allies"],
        ),
        "shares and concentration": lambda: concentration(
            shares(big["production"], raw["sources"]), raw["allies"]
        ),
    }


def measured(rows: int) -> dict[str, float]:
    """Seconds of processor time of each step at one size, and the peak of memory in megabytes."""
    raw = load(RAW)
    big = enlarged(raw, rows)
    seconds = {}
    for name, step in steps(raw, big).items():
        start = time.process_time()
        step()
        seconds[name] = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    return {**seconds, "all": sum(seconds.values()), "peak": peak}


def drawing() -> float:
    """Seconds of processor time for the scorecard under all drawn weightings."""
    components = compute_all(load(RAW), ("ladder", "support", "projects", "score_components"))
    start = time.process_time()
    scorecard.scorecard(components["score_components"])
    return time.process_time() - start


def in_own_process(rows: int) -> dict[str, float]:
    """`measured` in a fresh process, so that memory of one size does not count for the next."""
    command = [sys.executable, __file__, str(rows)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def unit() -> float:
    """Seconds of processor time for importing the libraries; the least of three, as of a build."""
    taken = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", UNIT], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(taken)


def main() -> None:
    """Measure all sizes and write the section."""
    found = {rows: in_own_process(rows) for rows in SIZES}
    names = [name for name in found[SIZES[0]] if name != "peak"]
    table = [
        [f"{rows:,}", *(f"{of[name]:.2f}" for name in names), f"{of['peak']:,.0f}"]
        for rows, of in found.items()
    ]
    one, most = unit(), found[SIZES[-1]]["all"]
    small, large = (found[rows]["all"] / rows for rows in (SIZES[-2], SIZES[-1]))
    header = ["announcements and shares", *(f"{name}, s" for name in names), "peak, MB"]
    write_section(
        "Scaling of the transforms",
        f"{markdown_table(header, table)}\n\nA row costs {large / small:.2f} times as much at a "
        "million as at a hundred thousand (1 is linear). A unit is what importing pandas, Altair "
        f"and Great Tables takes: {one:.2f} s; a million rows take {most / one:.1f} units. "
        f"{scorecard.DRAWS:,} drawn weightings: "
        f"{drawing():.2f} s. Processor time. {BUDGET} {machine()}",
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measured(int(sys.argv[1]))))
    else:
        main()
