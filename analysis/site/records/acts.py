"""The records of announcements: what was promised, what followed, what it led to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from analysis.exhibits import tbl_announcements
from analysis.facts import labels, text
from analysis.site.records.known import (
    Known,
    causes,
    chosen,
    doubted,
    how_known,
    link_to,
    plain,
    replies,
    searches,
)
from analysis.site.records.record import Line, Record, Row, Section, filled, stated
from analysis.site.records.wording import (
    dated,
    in_words,
    joined,
    listed,
    money,
    names,
    with_meaning,
)

TABLE = "announcements"
LINKED = {"announcements": "Later act", "projects": "Plant", "project_support": "Support"}
OWN = ("milestones", "promises", "ladder_exceptions", "roadmap_evidence")


def acts(known: Known) -> list[Record]:
    """The records of all announcements, by date."""
    rows = sorted(plain(known.raw[TABLE]), key=lambda row: (row["announced_on"], row["title"]))
    return [act(known, row) for row in rows]


def act(known: Known, row: Row) -> Record:
    """The record of one announcement."""
    key = row["announcement_id"]
    [standing] = known.made("ladder", "announcement_id", key)
    looked, looks = searches(known, (TABLE, "promises"), key)
    answered, answers = replies(known, TABLE, key)
    rows = {
        TABLE: [row],
        **{name: known.of(name, "announcement_id", key) for name in OWN},
        "act_links": [
            link
            for link in known.of("act_links", "act_id", key)
            if known.has(link["linked_table"], link["linked_id"])
        ],
        "searches": looks,
        "replies": answers,
    }
    sections = filled(
        Section("promise", "Promise", promise(known, rows["promises"])),
        Section("milestones", "Milestones", milestones(rows["milestones"])),
        Section("effects", "What it led to", effects(known, rows["act_links"])),
        Section("before", "What led to it", causes(known, TABLE, key)),
        Section("roadmap", "Items of the roadmap", items(known, rows["roadmap_evidence"])),
        looked,
        answered,
        doubted(known, rows),
    )
    return Record(
        TABLE,
        key,
        row["title"],
        f"Announcement of {text.day(row['announced_on'])}",
        row["summary"] or "",
        details(row, standing),
        sections,
        rows,
        chosen(standing, "rung", "side", "reached_on", "counted"),
    )


def details(row: Row, standing: Row) -> list[tuple[str, Line]]:
    """What is known of an announcement once. Parameters: its raw row, its row of the ladder."""
    rung = tbl_announcements.rung(standing["rung"], standing["rung_name"], standing["counted"])
    why = joined(standing["rung_reason"], f"since {text.day(standing['reached_on'])}")
    return stated(
        ("Announced", Line(text.day(row["announced_on"]), sources=(row["source_id"],))),
        ("Parties", names(row["parties"], labels.country)),
        ("Led or signed by", listed(row["lead_bodies"])),
        ("Instrument", text.capitalised(labels.instrument(row["instrument"]))),
        ("Minerals", names(row["minerals"], labels.mineral)),
        ("In its own words", listed(row["coverage"])),
        ("Binding", with_meaning(TABLE, "bindingness", row["bindingness"])),
        ("Rung", Line(text.capitalised(rung), remark=f"{why}; {standing['counted_reason']}")),
        ("Own deadline", joined(dated(row["deadline_on"]), row["deadline_text"])),
        ("Export controls", "Suspended by this act" if row["suspends_controls"] else ""),
    )


def promise(known: Known, rows: list[Row]) -> list[Line]:
    """The promise of an announcement, its deadline, and what became of it as the report says."""
    judged = (known.made("promises", "announcement_id", row["announcement_id"]) for row in rows)
    lines = chain.from_iterable(map(promised, rows, judged))
    return [line for line in lines if line.words]


def promised(row: Row, judged: list[Row]) -> Iterator[Line]:
    """The lines on one promise, some of them without words. Parameters: its raw and judged row."""
    yield Line(row["promise"], dated(row["promised_on"]), remark=row["place"] or "")
    yield Line(text.day(row["deadline_on"]), "Deadline")
    for each in judged:
        outcome = with_meaning("promises", "outcome", each["outcome"])
        yield Line(dated(each["fulfilled_on"]), "Fulfilled")
        yield Line(outcome, "Outcome", remark=each["reason"] or "", sources=(row["source_id"],))
    yield Line(row["not_own_reason"] or "", "No promise of its own")


def milestones(rows: list[Row]) -> list[Line]:
    """The later events of an announcement, by date."""
    ordered = sorted(rows, key=lambda row: str(row["event_on"]))
    return [
        Line(
            f"{text.capitalised(in_words(row['status']))}: {row['note']}",
            text.day(row["event_on"]),
            sources=(row["source_id"],),
        )
        for row in ordered
    ]


def effects(known: Known, rows: list[Row]) -> list[Line]:
    """What an announcement led to, each with a link where it has a page."""
    return [linked(known, row) for row in rows]


def linked(known: Known, row: Row) -> Line:
    """One thing that an announcement led to."""
    table, key, words = row["linked_table"], row["linked_id"], ""
    if table == "project_support":
        support = known.one(table, key)
        words = f"{support['funder']}, {in_words(support['instrument'])}, {money(support)}"
        table, key = "projects", support["project_id"]
    return Line(
        words,
        LINKED[row["linked_table"]],
        link_to(known, table, key),
        how_known(row),
        (row["source_id"],),
    )


def items(known: Known, rows: list[Row]) -> list[Line]:
    """What an announcement did to items of the roadmap."""
    return [
        Line(
            f"{known.one('roadmap_areas', row['item_id'])['item']}: {in_words(row['event'])}",
            text.day(row["event_on"]),
            remark=row["reason"],
            sources=(row["source_id"],),
        )
        for row in rows
    ]
