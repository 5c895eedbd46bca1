"""Keys, references, lists, places, and what belongs together in one row."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from functools import cache

import pandas as pd
import pycountry

from analysis.core.problems import Problem
from analysis.raw.cells import problem_at, problems_at
from analysis.raw.reading import nearest
from analysis.raw.tables import TABLES, Table

Tables = Mapping[str, pd.DataFrame]

BLOCS = {
    "EU": "European Union",
    "G7": "Group of Seven",
    "IEA": "members of the International Energy Agency",
    "ROW": "rest of the world, not listed by the source",
    "WLD": "world",
    "WLD ex CHN": "world without China",
    "WLD ex CHN ex USA": "world without China and the United States",
}
OTHERS = ", ".join(BLOCS)
# In use by the European Union and the World Bank; ISO 3166 has none.
KOSOVO = "XKX"
# Codes and names that ISO 3166 gave up or never had.
OTHER_CODES = {
    "UK": "GBR", "ROM": "ROU", "ZAR": "COD", "BUR": "MMR", "TMP": "TLS", "XK": KOSOVO,
    "KOSOVO": KOSOVO, "TURKEY": "TUR", "SOUTH KOREA": "KOR", "CONGO": "COG", "DRC": "COD",
    "EUU": "EU", "WORLD": "WLD",
}  # fmt: skip
NAMING_ROWS = ("second_readings", "replies")  # by the columns table and key
LISTS = ("identifiers", "texts", "places")
UNITS = {
    "production": (("quantity", "unit"),),
    "stockpile_contents": (("quantity", "unit"),),
    "projects": (("capacity", "unit"), ("capacity", "capacity_basis")),
    "trade_reliance": (("apparent_consumption", "unit"), ("imports", "unit")),
    "project_support": (("amount", "currency"),),
    "disruption": (("figure", "unit"),),
}


def unique_keys(tables: Tables) -> list[Problem]:
    """No key stands twice."""
    problems = []
    for name, frame in tables.items():
        table = TABLES[name]
        first = frame.drop_duplicates("row_key").set_index("row_key")["source_row"]
        column = table.key[0] if len(table.key) == 1 else None
        for at in frame.index[frame["row_key"].duplicated() & frame["row_key"].notna()]:
            key = str(frame.loc[at, "row_key"])
            problems.append(
                Problem(
                    file=table.file,
                    row=int(frame.loc[at, "source_row"]),
                    column=column,
                    value=key.partition(":")[2],
                    rule="duplicate-key",
                    message=f"is also the key of row {first[key]}",
                    repair=f"give each row its own {' + '.join(table.key)}, or remove one of "
                    "the two",
                )
            )
    return problems


def references(tables: Tables) -> list[Problem]:
    """Every key of another table is there; in lists, each of them."""
    problems = []
    for name, frame in tables.items():
        for column, parent in TABLES[name].references.items():
            if parent not in tables:
                continue
            keys = tables[parent][TABLES[parent].key[0]]
            problems += _unknown(TABLES[name], frame, column, TABLES[parent], set(keys.dropna()))
    return problems


def _unknown(
    table: Table, frame: pd.DataFrame, column: str, parent: Table, keys: set[str]
) -> list[Problem]:
    problems = []
    for at, key in _strange(frame[column], keys).items():
        like = nearest(key, keys)
        hint = f'; nearest is "{like}"' if like else ""
        named = "" if key == frame.loc[at, column] else f' ("{key}")'
        problems.append(
            problem_at(
                table,
                frame,
                at,
                column,
                "foreign-key",
                f"names nothing in {parent.file}{named}{hint}",
                f"mend the name or add the row to {parent.file}",
            )
        )
    return problems


def _strange(values: pd.Series, known: AbstractSet[str]) -> pd.Series:
    """The entries of values, and of the lists among them, that are not known."""
    # Different texts are few, and mostly known: only what is strange is looked for in the rows.
    parts = {text: str(text).split("|") for text in values.dropna().unique() if text not in known}
    strange = [text for text, each in parts.items() if any(p and p not in known for p in each)]
    if not strange:
        return values.iloc[:0]
    each = values[values.isin(strange)].str.split("|").explode()
    return each[~each.isin(known) & (each != "")]


def named_rows(tables: Tables) -> list[Problem]:
    """A second reading and a reply name a row that is there."""
    keys = {key for other in tables.values() for key in other["row_key"].dropna()}
    problems = []
    for name in NAMING_ROWS:
        frame = tables[name]
        named = frame["table"] + ":" + frame["key"]
        wrong = frame["table"].isin(set(tables)) & ~named.isin(keys)
        wrong |= ~frame["table"].isin(set(TABLES))
        message, repair = "names no row of that table", "write the key as the table's pages show it"
        problems += problems_at(TABLES[name], frame, wrong, "key", "foreign-key", message, repair)
    return problems


def lists(tables: Tables) -> list[Problem]:
    """Lists have no empty, padded or repeated entries."""
    problems = []
    for name, frame in tables.items():
        table = TABLES[name]
        for column in (c for c in table.fields if table.kind(c) in LISTS):
            each = frame[column].dropna().str.split("|")
            wrong = each.map(
                lambda items: (
                    "" in items
                    or len(set(items)) < len(items)
                    or any(item != item.strip() for item in items)
                )
            ).astype(bool)
            problems += problems_at(
                table,
                frame,
                wrong.reindex(frame.index, fill_value=False),
                column,
                "list",
                "has an empty, padded or repeated entry",
                "separate entries by a single | without blanks, each once",
            )
    return problems


def places(tables: Tables) -> list[Problem]:
    """Places are ISO 3166-1 alpha-3 codes or blocs that the project names."""
    problems = []
    for name, frame in tables.items():
        table = TABLES[name]
        for column in (c for c in table.fields if table.kind(c) == "places"):
            for at, place in _strange(frame[column], countries() | set(BLOCS)).items():
                problems.append(
                    problem_at(
                        table,
                        frame,
                        at,
                        column,
                        "place",
                        f'holds "{place}", which is no country code or bloc',
                        f"write {code_of(place) or f'a code of ISO 3166-1 or one of {OTHERS}'}",
                    )
                )
    return problems


@cache
def countries() -> frozenset[str]:
    """ISO 3166-1 alpha-3 codes of present countries, and the code in use for Kosovo."""
    return frozenset({KOSOVO} | {country.alpha_3 for country in pycountry.countries})


def code_of(place: str) -> str | None:
    """The code that another name or code of a country stands for; None if that is not plain."""
    found = OTHER_CODES.get(place.upper()) or nearest(place.upper(), BLOCS)
    if found is None and len(place) > 1:
        with suppress(LookupError):
            found = pycountry.countries.lookup(place).alpha_3
    if found is None and len(place) > 3:
        with suppress(LookupError):
            matches = pycountry.countries.search_fuzzy(place)
            found = matches[0].alpha_3 if len(matches) == 1 else None
    return found and f'"{found}" if that is meant'


def repeated_facts(tables: Tables) -> list[Problem]:
    """No two rows say the same from the same source under different names."""
    problems = []
    for name, frame in tables.items():
        table = TABLES[name]
        if "source_id" not in table.fields or len(table.key) > 1 or table.key == ("source_id",):
            continue
        facts = [column for column in table.fields if column not in table.key]
        again = frame.index[frame.duplicated(facts)]
        if again.empty:
            continue
        first = frame.groupby(facts, dropna=False)["source_row"].transform("min")
        problems += [
            problem_at(
                table,
                frame,
                at,
                table.key[0],
                "repeated-fact",
                f"says the same as row {first[at]}, from the same source",
                "remove one of the two",
            )
            for at in again
        ]
    return problems


def figures_have_units(tables: Tables) -> list[Problem]:
    """A figure without its unit says nothing."""
    problems = []
    for name, pairs in UNITS.items():
        if name not in tables:
            continue
        frame = tables[name]
        for figure, unit in pairs:
            problems += problems_at(
                TABLES[name],
                frame,
                frame[figure].notna() & frame[unit].isna(),
                unit,
                "unit",
                f"is missing although {figure} is given",
                "fill it in",
            )
    return problems
