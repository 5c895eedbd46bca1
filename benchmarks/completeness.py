"""How late events are published, and how many a first research missed that a second found.

Two captures of one list: the tables of the first research, which `releases/0.1.0` keeps, and those
of today. Prints, for each table of events, the delay from event to publication, and for the newest
months of the first research the share that it held of what is on record now. The second research
set out from the first and looked for news above all: the share is an upper bound of how complete
the first was, and says nothing of how complete the second is.

    python benchmarks/completeness.py
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pandas as pd

from analysis.core.project import Project
from analysis.raw.intervals import first_days, last_days
from analysis.raw.load import load

FIRST = "0.1.0"
NEWEST_MONTHS = 3
ONE_MONTH = 31  # days; a date known to less than a month gives no delay

# Table of events, the key of an event, and its date.
EVENTS = {
    "announcements": (["announcement_id"], "announced_on"),
    "milestones": (["announcement_id", "event_on", "status"], "event_on"),
    "project_history": (["project_id", "status", "status_on"], "status_on"),
}


def first_tables(project: Project) -> dict[str, pd.DataFrame]:
    """The tables of events as the first research left them, as text."""
    with zipfile.ZipFile(project.releases / FIRST / "tables.zip") as kept:
        return {
            name: pd.read_csv(io.BytesIO(kept.read(f"raw/{name}.csv")), dtype="str")
            for name in EVENTS
        }


def delays(events: pd.DataFrame, date: str, published: pd.Series) -> pd.Series:
    """Days from event to publication, where both are known to a month or better."""
    seen = events["source_id"].map(published)
    apart = (first_days(seen) - last_days(events[date])).dt.days
    return apart[exact(seen) & exact(events[date])].clip(lower=0)


def exact(dates: pd.Series) -> pd.Series:
    """Which dates are known to a month or better."""
    return (last_days(dates) - first_days(dates)).dt.days < ONE_MONTH


def held(first: pd.DataFrame, now: pd.DataFrame, key: list[str], date: str) -> pd.DataFrame:
    """Events of today's table by month and by whether the first research held them."""
    keys = [frame[key].astype("str").agg("/".join, axis=1) for frame in (first, now)]
    month = last_days(now[date]).dt.to_period("M")
    events = pd.DataFrame({"month": month, "held": keys[1].isin(set(keys[0]))})
    return events[exact(now[date])]


def main() -> None:
    project = Project(Path(__file__).parents[1])
    now = load(project.raw).tables
    published = now["sources"].set_index("source_id")["published_on"]
    first = first_tables(project)
    for name, (key, date) in EVENTS.items():
        days = delays(now[name], date, published)
        levels = {f"{level:.0%}": int(days.quantile(level)) for level in (0.5, 0.75, 0.9)}
        print(f"{name}: published after so many days, of {len(days)} events: {levels}")
        events = held(first[name], now[name], key, date)
        newest = events.loc[events["held"], "month"].max()
        recent = events["month"].between(newest - NEWEST_MONTHS + 1, newest)
        for words, part in (
            (f"the {NEWEST_MONTHS} months to {newest}", events[recent]),
            ("earlier months", events[events["month"] <= newest - NEWEST_MONTHS]),
        ):
            print(f"  {words}: the first research held {part['held'].sum()} of {len(part)}")


if __name__ == "__main__":
    main()
