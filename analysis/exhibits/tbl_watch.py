"""What to watch: every day that a government or a company named, and what became of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pandas as pd

from analysis.exhibits.blank import no_rows
from analysis.exhibits.data_model import EVIDENCE, model, own, taken
from analysis.exhibits.table import Column, Table, record_path
from analysis.facts import labels, text
from analysis.facts.processed import Processed
from analysis.facts.references import short_reference
from analysis.transforms.watch import STATES

ID = "tbl-watch"

COLUMNS = (
    Column("date", "Day", weight=1.1),
    Column("days", "Days left", align="right", weight=0.7),
    Column("name", "Act or plant", weight=2.6, ways="record"),
    Column("awaited", "What is awaited", weight=2.6),
    Column("parties", "Who", weight=1.3),
    Column("tests", "Test", weight=1.1),
    Column("became", "What became of it", weight=1.7),
    Column("source", "Source", weight=1.6, ways="said_at"),
)

BANDS = {"ahead": "Ahead", "past": "Past", "settled": "Settled before its day"}

RECORD_OF = {"promises": "announcements"}
"""Where the record of a row is that has none of its own."""

TESTS = {"starts": "plants in time"}

MODEL = model(
    "due_by",
    **taken("watch", "kind", "due_on", "due_by", "days", "state", "name", "awaited", "parties"),
    **taken("watch", "minerals", "tests", "outcome", "seen_on", "searches", "said_in"),
    **taken("watch", "waiting", "table", "key"),
    source=own("str", "publisher and year of the source that names the day"),
    **EVIDENCE,
)


def data(processed: Processed) -> pd.DataFrame:
    """The days of the table `watch`: those ahead by date, then the past, the newest first."""
    watch = processed["watch"]
    said = [short_reference(processed.sources.loc[source]) for source in watch["said_in"]]
    frame = watch.assign(source=pd.Series(said, watch.index, dtype="str"))
    bands = [frame[frame["state"] == state] for state in STATES]
    newest_first = [bands[0], bands[1].iloc[::-1], *bands[2:]]
    return pd.concat(newest_first, ignore_index=True)


def counts(data: pd.DataFrame) -> dict[str, int]:
    """How many days there are of each state."""
    return {state: int((data["state"] == state).sum()) for state in STATES}


def title(data: pd.DataFrame) -> str:
    found = counts(data)
    if data.empty:
        return "No government and no company has named a day yet"
    return (
        f"{text.capitalised(text.counted(found['ahead'], 'named day'))} "
        f"{'lies' if found['ahead'] == 1 else 'lie'} ahead, and of "
        f"{text.count(found['past'])} that passed, {text.count(unsettled(data))} "
        f"{'is' if unsettled(data) == 1 else 'are'} not settled"
    )


def unsettled(data: pd.DataFrame) -> int:
    """Days that passed and of which the next look may tell more."""
    return int((data["waiting"] & (data["state"] == "past")).sum())


def subtitle(data: pd.DataFrame) -> str:
    return (
        "Deadlines, ends of suspended export controls, and starts that plants last promised, by "
        "date; days are counted from the state of knowledge"
    )


def description(data: pd.DataFrame) -> str:
    found = ", ".join(f"{BANDS[state].lower()} {n}" for state, n in counts(data).items())
    return f"A table with one row a named day, in bands: {found}."


def note(data: pd.DataFrame) -> str:
    return (
        "A month or a year is counted to its last day. Of a plant the newest promise counts. "
        "Searches are those that reach past the day. Tests are those of the verdict that count the "
        "row, or will."
    )


def table(data: pd.DataFrame) -> Table:
    """One row a day, in bands by whether it lies ahead."""
    if data.empty:
        return no_rows(COLUMNS)
    rows = pd.DataFrame(
        {
            "band": data["state"].map(BANDS),
            "date": data["due_on"].map(text.short_day),
            "days": data["days"].map(text.number),
            "name": data["name"],
            "awaited": data["awaited"].map(text.capitalised),
            "parties": data["parties"].map(parties),
            "tests": data["tests"].map(tests),
            "became": [became(row) for row in data.itertuples(index=False)],
            "source": data["source"],
            "record": [
                record_path(RECORD_OF.get(table, table), key)
                for table, key in zip(data["table"], data["key"], strict=True)
            ],
            "said_at": "sources/index.html#" + data["said_in"].map(quote),
        }
    )
    return Table(rows, COLUMNS, group="band")


def parties(codes: Any) -> str:
    """The names of countries and blocs; empty where they are unknown."""
    return text.enumeration([labels.country(code) for code in named(codes)])


def tests(codes: Any) -> str:
    """The tests by their names, a dash where there is none."""
    return ", ".join(TESTS.get(code, code) for code in named(codes)) or text.EN_DASH


def named(codes: Any) -> list[str]:
    """The codes in a cell."""
    return codes.split("|") if isinstance(codes, str) and codes else []


def became(row: Any) -> str:
    """What is known of it: `kept, 3 May 2026`; `under construction, seen Mar 2026; 1 search`."""
    said = labels.outcome(row.outcome)
    if isinstance(row.seen_on, str):
        said += f", {'seen ' if row.kind == 'start' else ''}{text.short_day(row.seen_on)}"
    searched = text.counted(row.searches, "search", "searches")
    return f"{said}; {searched} since" if row.searches and row.state == "past" else said
