"""Whether the formula of a fact names a rule: what it reads, and what it does with it.

A formula is read by people who have the tables and nothing else. It names tables as
`raw/<table>.csv` and `processed/<table>.csv`, and other facts as `facts/<id>`, which are the places
where they are published. A formula that names none, that only points elsewhere, or that has no
operation in it is refused: nobody could compute its number again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from textwrap import shorten

from analysis.core.problems import Problem
from analysis.facts.headline import Records

TABLE = re.compile(r"\b(raw|processed)/(\w+)\.csv\b")
FACT = re.compile(r"\bfacts/(\w+(?:-\w+)*)")

# A clause that tells where the rule stands instead of telling it, up to the end of the clause.
POINTER = re.compile(
    r"(?:^|(?<=[;,.:]))\s*(?:see|refer to|(?:described|explained) (?:in|on))\b.*?(?:;|\.(?=\s)|$)",
    re.IGNORECASE,
)

OPERATIONS = (
    *("count", "sum", "mean", "median", "percentile", "lowest", "highest", "divided by", "less"),
    *("first", "last", "latest", "newest", "value"),
)
OPERATION = re.compile(rf"\b(?:{'|'.join(OPERATIONS)})\b", re.IGNORECASE)

SHOWN_CHARACTERS = 80

REPAIR = "say in its formula which rows of which table are counted, added or compared, and how"

Tables = Mapping[str, Collection[str]]


def without_rule(records: Records, tables: Tables) -> list[Problem]:
    """A problem for each fact whose formula names no rule, and for each name that does not exist.

    Parameters: the records of `facts.json` by id; the names of the tables by folder (`raw`,
    `processed`).
    """
    grounded = _grounded(records)
    return [
        Problem(
            file="facts.json",
            column=name,
            value=shorten(record["formula"], SHOWN_CHARACTERS, placeholder=" …"),
            rule="formula",
            message=fault,
            repair=REPAIR,
        )
        for name, record in records.items()
        for fault in _faults(name, record["formula"], grounded, records, tables)
    ]


def _faults(
    name: str, formula: str, grounded: Collection[str], records: Records, tables: Tables
) -> Iterator[str]:
    """What is wrong with one formula: names that do not exist, else the first lack of a rule."""
    unknown = [
        *(f"{at}/{table}.csv" for at, table in named_tables(formula) if table not in tables[at]),
        *(f"facts/{fact}" for fact in named_facts(formula) if fact not in records),
    ]
    told = POINTER.sub("", formula).strip()
    if unknown:
        yield f"has a formula that names {', '.join(unknown)}, which does not exist"
    elif not told:
        yield "has a formula that only points elsewhere"
    elif not named_tables(told) and not named_facts(told):
        yield "has a formula that names no table and no other fact"
    elif not named_tables(told) and set(named_facts(told)) == {name}:
        yield "has a formula that refers to itself alone"
    elif name not in grounded:
        yield "has a formula that leads back to itself and to no table"
    elif not OPERATION.search(told):
        yield f"has a formula without an operation, which is one of {', '.join(OPERATIONS)}"


def named_tables(formula: str) -> list[tuple[str, str]]:
    """The tables that a formula names, as folder and name, in their order."""
    return TABLE.findall(formula)


def named_facts(formula: str) -> list[str]:
    """The ids of the facts that a formula names, in their order."""
    return FACT.findall(formula)


def _grounded(records: Records) -> set[str]:
    """The facts whose formulas name a table, or other facts that lead to one."""
    named = {name: set(named_facts(record["formula"])) for name, record in records.items()}
    found = {name for name, record in records.items() if named_tables(record["formula"])}
    while True:
        more = {name for name, others in named.items() if others & found} - found
        if not more:
            return found
        found |= more
