"""The records of stockpile programmes: aims, money by stage, what is sought, ordered and held."""

from __future__ import annotations

from analysis.facts import labels, text
from analysis.raw.schemas.stockpiles import CONTENT_BASES, STAGES
from analysis.site.records.known import (
    Known,
    doubted,
    link_to,
    plain,
    replies,
    searches,
    sources_of,
)
from analysis.site.records.record import Line, Record, Row, Section, filled, stated
from analysis.site.records.wording import (
    dated,
    in_words,
    joined,
    listed,
    meaning,
    money,
    names,
    with_meaning,
)

TABLE = "stockpile_programmes"


def programmes(known: Known) -> list[Record]:
    """The records of all programmes, by name."""
    rows = sorted(plain(known.raw[TABLE]), key=lambda row: str(row["programme"]))
    return [programme(known, row) for row in rows]


def programme(known: Known, row: Row) -> Record:
    """The record of one programme."""
    key = row["programme_id"]
    funding = known.of("stockpile_funding", "programme_id", key)
    looked, looks = searches(known, (TABLE, "stockpile_funding"), key, *ids(funding))
    answered, answers = replies(known, TABLE, key)
    rows = {
        TABLE: [row],
        "programme_scope": known.of("programme_scope", "programme_id", key),
        "stockpile_funding": funding,
        "funding_scope": [each for name in ids(funding) for each in scope(known, name)],
        "stockpile_contents": known.of("stockpile_contents", "programme_id", key),
        "searches": looks,
        "replies": answers,
    }
    sections = filled(
        Section("money", "Money by stage", sums(known, funding)),
        Section("contents", "Materials", materials(rows["stockpile_contents"])),
        looked,
        answered,
        doubted(known, rows),
    )
    return Record(
        TABLE,
        key,
        row["programme"],
        f"Stockpile programme, {names(row['jurisdiction'], labels.country)}",
        row["summary"] or "",
        details(known, row, rows["programme_scope"]),
        sections,
        rows,
        {},
    )


def ids(funding: list[Row]) -> list[str]:
    """The keys of sums."""
    return [row["funding_id"] for row in funding]


def scope(known: Known, funding_id: str) -> list[Row]:
    """How a sum is read, if that is said."""
    return known.of("funding_scope", "funding_id", funding_id)


def details(known: Known, row: Row, scopes: list[Row]) -> list[tuple[str, Line]]:
    """What is known of a programme once. Parameters: its raw row, its rows of programme_scope."""
    purposes = [
        Line(with_meaning("programme_scope", "purpose", each["purpose"]), remark=each["reason"])
        for each in scopes
    ]
    holders = [each["contained_in"] for each in scopes if each["contained_in"]]
    return stated(
        ("Described", Line(described(row), sources=sources_of(row))),
        ("Run by", row["operator"]),
        ("Serves", text.capitalised(meaning(TABLE, "scope", row["scope"]).removeprefix("for "))),
        *(("Purpose", purpose) for purpose in purposes),
        *(("Its money is part of", Line(link=link_to(known, TABLE, name))) for name in holders),
        ("Minerals", names(row["minerals"], labels.mineral)),
        ("In its own words", listed(row["coverage"])),
        ("Aim", row["target"]),
        ("How it works", row["mechanism"]),
    )


def described(row: Row) -> str:
    """When a programme was made public, as far as that is known."""
    return f"Made public on {text.day(row['announced_on'])}" if row["announced_on"] else "Undated"


def sums(known: Known, funding: list[Row]) -> list[Line]:
    """The money of a programme, the earliest stage first. Sums overlap and are not added."""
    stages = list(STAGES)
    ordered = sorted(funding, key=lambda row: (stages.index(row["stage"]), row["stage_on"] or ""))
    return [
        Line(
            joined(in_words(row["component"]), money(row), by=", "),
            joined(text.capitalised(row["stage"]), dated(row["stage_on"]), by=", "),
            remark=joined(row["note"], row["fx_note"], *how_read(scope(known, row["funding_id"]))),
            sources=sources_of(row),
        )
        for row in ordered
    ]


def how_read(scopes: list[Row]) -> list[str]:
    """How the report reads a sum, with the reason."""
    return [
        f"read as {meaning('funding_scope', 'treatment', each['treatment'])}: {each['reason']}"
        for each in scopes
    ]


def materials(contents: list[Row]) -> list[Line]:
    """What a programme aims at, sought, ordered or holds, in this order."""
    bases = list(CONTENT_BASES)
    ordered = sorted(contents, key=lambda row: (bases.index(row["basis"]), row["as_of"] or ""))
    return [
        Line(
            joined(names(row["mineral"], labels.mineral), row["form"], quantity(row), by=", "),
            joined(
                text.capitalised(meaning("stockpile_contents", "basis", row["basis"])),
                dated(row["as_of"]),
                by=", ",
            ),
            remark=joined(listed(row["coverage"]), row["note"]),
            sources=(row["source_id"],),
        )
        for row in ordered
    ]


def quantity(row: Row) -> str:
    """How much it is, and what that is worth, as far as stated: `7,480 t, USD 500 million`."""
    amount = "" if row["quantity"] is None else f"{text.trimmed(row['quantity'], 1)} {row['unit']}"
    return joined(amount, "" if row["value_usd"] is None else text.usd(row["value_usd"]), by=", ")
