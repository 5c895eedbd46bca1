"""Sources: whether they are told apart, used, and named as they are called."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from analysis.problems import Problem
from analysis.raw.cells import listed
from analysis.raw.tables import TABLES

Tables = Mapping[str, pd.DataFrame]

SOURCES = TABLES["sources"]
# Names of sources end in or contain a year: publisher-2026-02-04-subject.
SOURCE_NAME = re.compile(r"\b[a-z][a-z0-9]*(?:-[a-z0-9]+)*-20\d\d(?:-[a-z0-9]+)*\b")
NOT_A_NAME = re.compile(r"(?:mid|end|early|late|since|until|pre|post)-20\d\d(?:-\d\d)*")


def shared_addresses(tables: Tables) -> list[Problem]:
    """Documents that were found at one address, which a reader cannot tell apart."""
    sources = tables["sources"]
    shared = sources[sources["url"].notna() & sources["url"].duplicated(keep=False)]
    return [
        Problem(
            SOURCES.file,
            None,
            "url",
            str(url),
            "shared-address",
            f"is the address of {len(same)} sources: {listed(same['source_id'], 9)}",
            "name the documents' own addresses where they can be found",
            "warning",
        )
        for url, same in shared.groupby("url")
    ]


def uncited(tables: Tables) -> list[Problem]:
    """Sources on which no row rests."""
    if set(tables) != set(TABLES):
        return []
    cited = {
        key
        for name, frame in tables.items()
        for column, parent in TABLES[name].references.items()
        if parent == SOURCES.name
        for key in frame[column].dropna().str.split("|").explode()
    }
    left = sorted(set(tables["sources"]["source_id"].dropna()) - cited)
    if not left:
        return []
    return [
        Problem(
            SOURCES.file,
            None,
            "source_id",
            None,
            "uncited",
            f"{len(left)} sources are cited by no row: {listed(left)}",
            "cite or remove them",
            "warning",
        )
    ]


def untitled(tables: Tables) -> list[Problem]:
    """Sources that a reader cannot find: no title, or no address."""
    sources = tables["sources"]
    problems = []
    for column, what in (("title", "title"), ("url", "address")):
        lacking = sources.loc[sources[column].isna(), "source_id"]
        if len(lacking):
            problems.append(
                Problem(
                    SOURCES.file,
                    None,
                    column,
                    None,
                    "incomplete-source",
                    f"{len(lacking)} sources have no {what}: {listed(lacking)}",
                    "add it where the document can be found",
                    "warning",
                )
            )
    return problems


def named_in_text(tables: Tables) -> list[Problem]:
    """Names in remarks that look like a source's but are in no list."""
    known = {
        str(key)
        for name, frame in tables.items()
        if len(TABLES[name].key) == 1
        for key in frame[TABLES[name].key[0]]
    }
    problems = []
    for name, frame in tables.items():
        for column in (c for c in TABLES[name].fields if TABLES[name].kind(c) == "text"):
            found = frame[column].dropna().map(SOURCE_NAME.findall).explode().dropna()
            strange = sorted(
                {text for text in found if text not in known and not NOT_A_NAME.fullmatch(text)}
            )
            if strange:
                problems.append(
                    Problem(
                        TABLES[name].file,
                        None,
                        column,
                        None,
                        "source-in-text",
                        f"names {len(strange)} documents that are not in {SOURCES.file}: "
                        f"{listed(strange, 9)}",
                        f"add them to {SOURCES.file} with what is known of them",
                        "warning",
                    )
                )
    return problems
