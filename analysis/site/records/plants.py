"""The records of plants, mines and their phases: capacity, dates promised and kept, support."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from analysis.exhibits import tbl_projects
from analysis.facts import labels, text
from analysis.site.records.known import (
    Known,
    causes,
    chosen,
    doubted,
    link_to,
    plain,
    replies,
    searches,
)
from analysis.site.records.record import Line, Record, Row, Section, filled, stated
from analysis.site.records.wording import dated, in_words, joined, listed, meaning, money, names

TABLE = "projects"
JUDGED = ("material", "product", "capacity_class", "net_t_per_year")
OWN = ("project_history", "project_support", "project_marks")


def plants(known: Known) -> list[Record]:
    """The records of all plants and phases, by name."""
    rows = sorted(plain(known.raw[TABLE]), key=lambda row: (row["name"], row["project_id"]))
    return [plant(known, row) for row in rows]


def plant(known: Known, row: Row) -> Record:
    """The record of one plant or phase."""
    key = row["project_id"]
    judged = known.made(TABLE, "project_id", key)  # none of a plant in China
    looked, looks = searches(known, (TABLE,), key)
    answered, answers = replies(known, TABLE, key)
    rows = {
        TABLE: [row],
        **{name: known.of(name, "project_id", key) for name in OWN},
        "searches": looks,
        "replies": answers,
    }
    support = rows["project_support"]
    sections = filled(
        Section("marks", "How it is read", marks(rows["project_marks"])),
        Section("dates", "Start, promised and seen", starts(known, key)),
        Section("history", "History", history(rows["project_history"])),
        Section("support", "Public support by stage", supports(support)),
        Section("before", "Acts that led to it", acts_behind(known, key, support)),
        Section("inside", "Counted inside it", phases(known, key)),
        looked,
        answered,
        doubted(known, rows),
    )
    subtitle = f"{labels.stage(row['stage'])}, {labels.country(row['country'])}"
    return Record(
        TABLE,
        key,
        row["name"],
        subtitle,
        row["note"] or "",
        details(known, row, judged),
        sections,
        rows,
        chosen(judged[0], *JUDGED) if judged else {},
    )


def details(known: Known, row: Row, judged: list[Row]) -> list[tuple[str, Line]]:
    """What is known of a plant once. Parameters: its raw row, its row of the processed projects."""
    products = [tbl_projects.product(each["product"], row["mineral"]) for each in judged]
    total = row["contained_in"]
    return stated(
        ("Company", row["company"]),
        ("Place", joined(row["region"], labels.country(row["country"]), by=", ")),
        ("Minerals", names(row["mineral"], labels.mineral)),
        ("Makes", text.capitalised(listed(row["output_form"]))),
        ("Counted as", joined(*products)),
        ("Capacity", Line(capacity(row), remark=bases(row), sources=(row["source_id"],))),
        ("Already counted in", Line(link=link_to(known, TABLE, total)) if total else None),
        (
            "Status",
            Line(
                tbl_projects.status(row["status"], row["status_on"]),
                sources=(row["status_source_id"],) if row["status_source_id"] else (),
            ),
        ),
        ("Start expected", dated(row["expected_start"])),
        ("First made public", dated(row["first_announced_on"])),
    )


def capacity(row: Row) -> str:
    """A capacity as stated: `1,000 tonnes a year`."""
    if row["capacity"] is None:
        return "Not known"
    return joined(text.trimmed(row["capacity"], 2), meaning(TABLE, "unit", row["unit"]), by=" ")


def bases(row: Row) -> str:
    """What a capacity means, in words."""
    codes = (row["capacity_basis"] or "").split("|")
    return joined(*(meaning(TABLE, "capacity_basis", code) for code in codes))


def marks(rows: Iterable[Row]) -> list[Line]:
    """How capacity or dates of a plant are read where they are not what they seem."""
    return [
        Line(
            text.capitalised(meaning("project_marks", "mark", row["mark"])),
            remark=row["reason"],
            sources=(row["source_id"],),
        )
        for row in rows
    ]


def starts(known: Known, key: str) -> list[Line]:
    """The start as first promised and as seen, and what the report makes of it."""
    lines = []
    for row in known.made("slippage", "project_id", key):
        lines += [
            Line(dated(row["first_promise"]), "Promised first"),
            Line(dated(row["current_promise"]), "Promised last"),
            Line(dated(row["started_up_on"]), "First seen starting up"),
            Line(dated(row["started_on"]), "First seen operating"),
            Line(text.capitalised(in_words(row["outcome"])), "By the first promise"),
        ]
    return [line for line in lines if line.words]


def history(rows: list[Row]) -> list[Line]:
    """The dated events of a plant, with the start that was promised then."""
    ordered = sorted(rows, key=lambda row: str(row["status_on"]))
    return [
        Line(
            joined(event(row), row["note"], by=": "),
            text.day(row["status_on"]),
            remark=f"start promised for {text.day(row['promised_start'])}"
            if row["promised_start"]
            else "",
            sources=(row["source_id"],),
        )
        for row in ordered
    ]


def event(row: Row) -> str:
    """What happened, and the status after it where that is another word."""
    happened, status = in_words(row["event"]), labels.status(row["status"])
    return text.capitalised(happened if happened == status else f"{happened} ({status})")


def supports(rows: list[Row]) -> list[Line]:
    """Public support of a plant, the earliest stage first."""
    stages = ("announced", "committed", "disbursed")
    ordered = sorted(rows, key=lambda row: (stages.index(row["stage"]), row["announced_on"]))
    return [
        Line(
            joined(row["funder"], in_words(row["instrument"]), money(row), by=", "),
            joined(text.capitalised(row["stage"]), dated(row["announced_on"]), by=", "),
            remark=joined(
                "" if row["counts_in_total"] == "yes" else "not counted in totals", row["note"]
            ),
            sources=(row["source_id"],),
        )
        for row in ordered
    ]


def acts_behind(known: Known, key: str, support: list[Row]) -> list[Line]:
    """The acts that led to a plant or to its support."""
    behind = (causes(known, "project_support", row["support_id"]) for row in support)
    return [*causes(known, TABLE, key), *chain.from_iterable(behind)]


def phases(known: Known, key: str) -> list[Line]:
    """The plants and phases whose capacity a plant already counts."""
    inside = known.of(TABLE, "contained_in", key)
    return [Line(link=link_to(known, TABLE, row["project_id"])) for row in inside]
