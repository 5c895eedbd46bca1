"""The page of corrections: what was wrong, what is in doubt, what those concerned replied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analysis.facts import text
from analysis.facts.doubts import FOUND
from analysis.facts.processed import Processed
from analysis.raw.load import RawData
from analysis.site.citable_pages import PagePlace
from analysis.site.records.known import plain
from analysis.site.records.pages import sourced_page
from analysis.site.records.record import Line, Link, Row, Section
from analysis.site.records.wording import dated, in_words, joined

TITLE = "Corrections and replies"
SUBTITLE = "What was wrong and is mended, what is in doubt, and what others say"
NONE = Line("None so far.")
RIGHT = "right"


def mended_page(place: PagePlace, raw: RawData, processed: Processed) -> str:
    """The page of all corrections. `place.records` leads to the pages of raw rows."""
    found = sections(raw, place.records)
    return sourced_page(place, "mended.html", "corrections/", TITLE, SUBTITLE, found, processed)


def sections(raw: RawData, pages: Mapping[str, str]) -> list[Section]:
    """What the page says. Parameters: the raw tables; the way to the page of each raw row."""
    readings = [row for row in plain(raw["second_readings"]) if row["judgement"] != RIGHT]
    changes = plain(raw["corrections"])
    mended = [*read_again(readings, pages, True), *changed(changes, pages, False)]
    doubted = [*read_again(readings, pages, False), *changed(changes, pages, True)]
    return [
        Section("moved", "What moved the answer because a value was wrong", moved(raw) or [NONE]),
        Section("mended", "Mended", mended or [NONE]),
        Section("doubts", "In doubt", doubted or [NONE]),
        Section("replies", "Replies, not judged", replied(raw, pages) or [NONE]),
    ]


def moved(raw: RawData) -> list[Line]:
    """The decisions by which a mended value moved a test of the verdict or a headline."""
    return [
        Line(row["reason"], dated(row["decided_on"]), remark=f"{row['what']}; {row['by']}")
        for row in plain(raw["decisions"])
        if row["kind"] == "correction"
    ]


def read_again(rows: list[Row], pages: Mapping[str, str], is_mended: bool) -> Iterator[Line]:
    """What second readers found, mended or standing."""
    for row in rows:
        if bool(row["mended_on"]) == is_mended:
            words, link = named(pages, row["table"], row["key"])
            found = joined(FOUND[row["judgement"]], row["note"])
            day = row["mended_on"] or row["read_on"]
            yield Line(words, dated(day), link, text.capitalised(found))


def changed(rows: list[Row], pages: Mapping[str, str], is_doubt: bool) -> Iterator[Line]:
    """What `corrections.csv` changes in the tables, or flags as doubtful."""
    for row in rows:
        if (row["action"] == "flag") == is_doubt:
            words, link = named(pages, row["table"], row["key"])
            what = in_words(row["column"])
            if row["action"] == "override":
                what = (
                    f"{what}: {row['value'] or 'unknown'} in place of {row['expect'] or 'nothing'}"
                )
            remark = text.capitalised(joined(what, row["reason"]))
            yield Line(words, link=link, remark=remark, sources=(row["source_id"],))


def replied(raw: RawData, pages: Mapping[str, str]) -> list[Line]:
    """The replies, the newest first."""
    rows = sorted(plain(raw["replies"]), key=lambda row: str(row["replied_on"]), reverse=True)
    return [
        Line(
            row["words"],
            f"{dated(row['replied_on'])}, {row['by']}",
            named(pages, row["table"], row["key"])[1],
            sources=(row["source_id"],),
        )
        for row in rows
    ]


def named(pages: Mapping[str, str], table: str, key: str) -> tuple[str, Link | None]:
    """A raw row in words, or as a link if its record has a page."""
    words = f"{in_words(table)} {key}"
    path = pages.get(f"{table}:{key}")
    return ("", Link(words, path)) if path else (words, None)
