"""The report, an exhibit and a fact as works to cite: one CSL-JSON record each.

Whose data set a work shows comes first, then this report (`credited`). What the report compiled
from many is its own, and says on how many sources it rests. The address is that of the frozen
version, so that what was cited stays what it was.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from analysis.citation.publication import Publication, web
from analysis.facts.references import date_parts

# Of what a work rests on, whoever is named before the report has published so much.
LEAST_SHARE = Fraction(1, 2)

REPORT_ID = "report"
HASH_DIGITS = 12  # of a content hash, in a citation


def report_work(publication: Publication) -> dict[str, Any]:
    """The report in this version, as CSL-JSON."""
    return {
        "id": REPORT_ID,
        "type": "report",
        "title": publication.title,
        "author": [{"literal": publication.author}],
        **edition(publication, ""),
        **({"DOI": publication.doi} if publication.doi else {}),
    }


def exhibit_work(
    publication: Publication, record: Mapping[str, Any], producers: Iterable[str]
) -> dict[str, Any]:
    """A figure or table, as CSL-JSON. Parameters: its record (id, kind, title), producers."""
    name = record["id"]
    return {
        "id": name,
        "type": "dataset",
        "title": record["title"],
        "author": authors(publication, producers),
        "genre": told(publication, f"{record['kind'].capitalize()} {name}", record, f"{name}.csv"),
        "container-title": publication.title,
        **edition(publication, f"exhibits/{name}/"),
    }


def fact_work(
    publication: Publication, record: Mapping[str, Any], producers: Iterable[str]
) -> dict[str, Any]:
    """A number of the text, as CSL-JSON; names the table whose rows it is computed from.

    Parameters: the fact's record (id, label, text, processed_table), producers.
    """
    name = record["id"]
    return {
        "id": fact_key(name),
        "type": "dataset",
        "title": fact_title(record),
        "author": authors(publication, producers),
        "genre": told(
            publication,
            f"Fact {name}, computed from table {record['processed_table']}",
            record,
            f"{name}.json",
        ),
        "container-title": publication.title,
        **edition(publication, f"facts/{name}/"),
    }


def fact_title(record: Mapping[str, Any]) -> str:
    """What a number says, in one line that begins with a capital."""
    label = record["label"]
    return f"{label[:1].upper()}{label[1:]}: {record['text']}"


def number_line(record: Mapping[str, Any], work: Mapping[str, Any]) -> str:
    """A number in one line to copy: what it is, its day, its source, its version, its address."""
    parts = [
        record["text"],
        record["label"],
        f"as known on {iso_day(work['issued'])}",
        f"{makers(work)}, {founded(record)}",
        f"data version {work['version']}",
        work.get("URL", f"facts/{record['id']}"),
    ]
    return "; ".join(parts)


def credit_line(record: Mapping[str, Any], work: Mapping[str, Any], licence: str) -> str:
    """The credit below a picture or table in one line."""
    address = work.get("URL", f"exhibits/{record['id']}")
    version = f"data version {work['version']}"
    named = f"{record['kind'].capitalize()}: {makers(work)}"
    return ", ".join(part for part in (named, version, licence, address) if part)


def makers(work: Mapping[str, Any]) -> str:
    """Who is credited, as in a sentence."""
    return " and ".join(author["literal"] for author in work["author"])


def iso_day(date: Mapping[str, Any]) -> str:
    """A CSL date as `2026-11-22`, as exact as it is known."""
    year, *rest = date["date-parts"][0]
    return "-".join([f"{year:04d}", *(f"{part:02d}" for part in rest)])


def fact_key(name: str) -> str:
    """The key of a fact among the works; exhibits and report have other prefixes."""
    return f"fact-{name}"


def edition(publication: Publication, path: str) -> dict[str, Any]:
    """Version, date, publisher and frozen address of what lies under `path`.

    The date of access is the day of the data: what the address shows has not changed since.
    """
    day = {"date-parts": [date_parts(publication.about.as_of.isoformat())]}
    known = {"version": publication.version, "issued": day, "publisher": publication.author}
    address = web(publication.frozen(path))
    return known | ({"accessed": day, "URL": address} if address else {})


def told(publication: Publication, genre: str, record: Mapping[str, Any], file: str) -> str:
    """What kind of work it is, on how many sources it rests; without an address, also by what else
    it can be found again.
    """
    genre = f"{genre}, {founded(record)}"
    if publication.doi:  # of the version that it is a part of
        genre = f"{genre}, in https://doi.org/{publication.doi}"
    if publication.address:
        return genre
    return f"{genre}, file {file}, content hash {record['content_hash'][:HASH_DIGITS]}"


def founded(record: Mapping[str, Any]) -> str:
    """On how many sources a work rests."""
    sources = len(record["sources"])
    return f"based on {sources} source{'' if sources == 1 else 's'}"


def credited(rows: Iterable[Sequence[str]]) -> list[str]:
    """Who is named before the report: whoever stands behind at least half of a work.

    Parameters: for each row of the work the publishers of its sources, empty where nobody is named.
    Every row counts one, in equal parts for each of its sources; so two are named at most.
    """
    parts: dict[str, Fraction] = defaultdict(Fraction)
    for publishers in rows:
        for publisher in publishers:
            parts[publisher] += Fraction(1, len(publishers))
    whole = sum(parts.values())
    return sorted(name for name, part in parts.items() if name and part >= LEAST_SHARE * whole)


def authors(publication: Publication, producers: Iterable[str]) -> list[dict[str, str]]:
    """The producers who are credited, then the report's own author, nobody twice."""
    return [{"literal": name} for name in dict.fromkeys([*producers, publication.author])]


def accessed_on(work: Mapping[str, Any], day: dt.date) -> dict[str, Any]:
    """The same work, seen by a reader on this day."""
    return {**work, "accessed": {"date-parts": [[day.year, day.month, day.day]]}}
