"""The announcements, one by one: what was said or signed, by whom, and how far it has come."""

from __future__ import annotations

from functools import partial

import pandas as pd

from analysis.exhibits.blank import no_rows
from analysis.exhibits.data_model import DOUBT, EVIDENCE, model, taken
from analysis.exhibits.table import Column, Table, record_path
from analysis.facts import labels, text
from analysis.facts.doubts import beside, doubts, of_rows
from analysis.facts.processed import Processed
from analysis.transforms.ladder import acts_of_partners, on_capacity
from analysis.transforms.provenance import join_columns

ID = "tbl-announcements"

COLUMNS = (
    Column("date", "Date", weight=1.15),
    Column("title", "Announcement", weight=3.4, ways="way"),
    Column("parties", "Parties", weight=1.8),
    Column("instrument", "Instrument", weight=1.2),
    Column("rung", "Rung", weight=1.4),
    Column("deadline", "Own deadline", weight=1.2),
)
MOST_PARTIES = 4  # more are counted, not named

MODEL = model(
    "announced_on",
    **taken("ladder", "announcement_id", "announced_on", "title", "parties", "instrument"),
    **taken("ladder", "minerals", "rung", "rung_name", "side", "reached_on", "counted"),
    **taken("promises", "promise", "deadline_on", "outcome", unknown=True),
    doubt=DOUBT,
    **EVIDENCE,
)


def data(processed: Processed) -> pd.DataFrame:
    """The announcements by date, with the rung they stand on and the outcome of own deadlines."""
    promises = processed["promises"]
    names = {"source_ids": "promise_sources", "raw_keys": "promise_keys"}
    own = ["announcement_id", "promise", "deadline_on", "outcome", *names]
    rows = processed["ladder"].merge(
        promises[own].rename(columns=names), on="announcement_id", how="left", validate="1:1"
    )
    rows = rows.assign(
        source_ids=join_columns(rows, ["source_ids", "promise_sources"]),
        raw_keys=join_columns(rows, ["raw_keys", "promise_keys"]),
    )
    rows = rows.assign(doubt=of_rows(rows["raw_keys"], doubts(processed)))
    return rows.sort_values(["announced_on", "announcement_id"], ignore_index=True)


def counts(data: pd.DataFrame) -> tuple[int, int]:
    """Acts of the partners, and those of them that stand on a rung of capacity."""
    acts = acts_of_partners(data)
    return len(acts), int(on_capacity(acts).sum())


def title(data: pd.DataFrame) -> str:
    counted, capacity = counts(data)
    if not counted:
        return "No act of partner governments is on record"
    return (
        f"{text.capitalised(text.counted(counted, 'act'))} of partner governments: "
        f"{text.count(counted - capacity)} on the rungs of words and rules, {text.count(capacity)} "
        "on those of money, contracts and plants"
    )


def subtitle(data: pd.DataFrame) -> str:
    others = int((~data["counted"].astype(bool)).sum())
    return (
        "Announcements by date, with the highest rung they stand on and the deadline they set "
        f"themselves; {text.counted(others, 'act')} of China or without a partner government "
        "shown but not counted"
    )


def description(data: pd.DataFrame) -> str:
    found = data.groupby(["rung", "rung_name"])["announcement_id"].size()
    rungs = ", ".join(f"{name} {n}" for (_, name), n in found.items())
    return f"A table with one row an announcement, in bands by year. By rung: {rungs or 'no rows'}."


def note(data: pd.DataFrame) -> str:
    return (
        "Rungs: 0 statement, 1 signed framework, 2 rule in force, 3 money committed, 4 offtake or "
        "floor contract, 5 plant under construction, 6 plant operating. An act falls back when it "
        "is suspended or cancelled. A dash: no deadline of its own was found."
    )


def table(data: pd.DataFrame) -> Table:
    """One row an announcement, in bands by year."""
    if data.empty:
        return no_rows(COLUMNS)
    rows = pd.DataFrame(
        {
            "way": data["announcement_id"].map(partial(record_path, "announcements")),
            "year": data["announced_on"].str[:4],
            "date": data["announced_on"].map(text.short_day),
            "title": [beside(row.title, row.doubt) for row in data.itertuples(index=False)],
            "parties": data["parties"].map(parties),
            "instrument": data["instrument"].map(labels.instrument).map(text.capitalised),
            "rung": [rung(row.rung, row.rung_name, bool(row.counted)) for row in data.itertuples()],
            "deadline": [deadline(row.deadline_on, row.outcome) for row in data.itertuples()],
        }
    )
    return Table(rows, COLUMNS, group="year")


def parties(codes: str) -> str:
    """The names of the parties; of many, the first and a count."""
    names = [labels.country(code) for code in codes.split("|")]
    if len(names) > MOST_PARTIES:
        return text.shortened(names, MOST_PARTIES)
    return text.enumeration(names)


def rung(rung: int, name: str, counted: bool) -> str:
    """`1 signed framework`; what does not count says so."""
    return f"{rung} {name}" if counted else f"{rung} {name} (not counted)"


def deadline(deadline_on: object, outcome: object) -> str:
    """A deadline and what became of it: `31 Dec 2025, kept`; a dash if there is none."""
    if not isinstance(deadline_on, str):
        return text.EN_DASH
    return f"{text.short_day(deadline_on)}, {outcome}"
