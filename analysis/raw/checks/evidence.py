"""Sources: whether they are told apart, used, and named as they are called."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from analysis.core.problems import Problem
from analysis.raw.cells import listed, problem_at, problems_at
from analysis.raw.reading import nearest
from analysis.raw.schemas.review import JUDGEMENTS, TIER_OF_KIND
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
            file=SOURCES.file,
            column="url",
            value=str(url),
            rule="shared-address",
            message=f"is the address of {len(same)} sources: {listed(same['source_id'], 9)}",
            repair="name the documents' own addresses where they can be found",
            severity="warning",
            count=len(same),
        )
        for url, same in shared.groupby("url")
    ]


def archived_copies(tables: Tables) -> list[Problem]:
    """The address of a copy and the day on which it was made come together."""
    sources = tables["sources"]
    return [
        problem
        for given, lacking in (("archived_url", "archived_on"), ("archived_on", "archived_url"))
        for problem in problems_at(
            SOURCES,
            sources,
            sources[given].notna() & sources[lacking].isna(),
            lacking,
            "archived-copy",
            f"is missing although {given} is given",
            f"fill it in, or empty {given}",
        )
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
            file=SOURCES.file,
            column="source_id",
            rule="uncited",
            message=f"{len(left)} sources are cited by no row: {listed(left)}",
            repair="cite or remove them",
            severity="warning",
            count=len(left),
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
                    file=SOURCES.file,
                    column=column,
                    rule="incomplete-source",
                    message=f"{len(lacking)} sources have no {what}: {listed(lacking)}",
                    repair="add it where the document can be found",
                    severity="warning",
                    count=len(lacking),
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
                        file=TABLES[name].file,
                        column=column,
                        rule="source-in-text",
                        message=f"names {len(strange)} documents that are not in {SOURCES.file}: "
                        f"{listed(strange, 9)}",
                        repair=f"add them to {SOURCES.file} with what is known of them",
                        severity="warning",
                        count=len(strange),
                    )
                )
    return problems


def tiers(tables: Tables) -> list[Problem]:
    """A source has the tier of its publisher's kind, or is a named exception."""
    sources, publishers = tables["sources"], tables["publishers"]
    kinds = publishers.drop_duplicates("publisher").set_index("publisher")["kind"]
    kind = sources["publisher"].map(kinds)
    named = tables["tier_exceptions"].drop_duplicates("source_id").set_index("source_id")["tier"]
    due = sources["source_id"].map(named).astype("str").fillna(kind.map(TIER_OF_KIND))
    problems = [
        problem_at(
            SOURCES,
            sources,
            at,
            "publisher",
            "unknown-publisher",
            f"is not in {TABLES['publishers'].file}, from which a source has its tier",
            _publisher_repair(str(name), list(publishers["publisher"].dropna())),
        )
        for at, name in sources.loc[kind.isna() & due.isna(), "publisher"].items()
    ]
    differs = due.notna() & (due != sources["tier"])
    return problems + [
        problem_at(
            SOURCES,
            sources,
            at,
            "tier",
            "tier",
            f"is not the tier of its publisher ({kind[at]})",
            f"write {due[at]}, or give a reason in {TABLES['tier_exceptions'].file}",
        )
        for at in sources.index[differs]
    ]


def audits(tables: Tables) -> list[Problem]:
    """Each row that an audit drew has one judgement."""
    frame = tables["audits"]
    judged = frame[list(JUDGEMENTS)].sum(axis=1, min_count=len(JUDGEMENTS))
    return [
        problem_at(
            TABLES["audits"],
            frame,
            at,
            "drawn_rows",
            "sum",
            f"is not the sum of {', '.join(JUDGEMENTS)}, which is {judged[at]}",
            "mend one of these numbers",
        )
        for at in frame.index[(judged != frame["drawn_rows"]).fillna(False).astype(bool)]
    ]


def mended_rows(tables: Tables) -> list[Problem]:
    """Only a row that a second reader found fault with is mended."""
    frame = tables["second_readings"]
    return problems_at(
        TABLES["second_readings"],
        frame,
        frame["mended_on"].notna() & (frame["judgement"] == "right"),
        "mended_on",
        "second-reading",
        "does not go with a row that was found right",
        "empty it, or mend the judgement",
    )


def _publisher_repair(name: str, known: list[str]) -> str:
    like = nearest(name, known)
    return f'write "{like}" if that is meant' if like else "add it there with its kind"
