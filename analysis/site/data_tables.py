"""The rows of a figure on its page, for people: names in place of codes, units, ways to records.

The files beside the page hold the same rows as they stand, with the codes and names of columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from analysis.core.templates import rendered
from analysis.exhibits.data_model import CALENDAR
from analysis.exhibits.table import shown
from analysis.facts import labels, text

# Columns of keys, and the raw tables whose rows have records. The column after a key names its row.
RECORDED = {
    "announcement_id": "announcements",
    "programme_id": "stockpile_programmes",
    "project_id": "projects",
}
# Units at the end of a column's name, which its heading gives in brackets.
MEASURE = re.compile(r"_?(pct|pp|usd_per_kg|usd|t_per_year|t|months)$")
NO_UNIT = (CALENDAR, "as unit")  # that says something beside the name
WHOLE = 12  # signs of a text that needs no second line
CODE = re.compile(r"[a-z]+(_[a-z0-9]+)+")


def listed(name: Callable[[str], str]) -> Callable[[str], str]:
    """A name for each of several codes."""
    return lambda codes: ", ".join(name(code) for code in codes.split("|"))


NAMES: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(("country", "top_country", "actor", "jurisdiction"), labels.country),
    "parties": listed(labels.country),
    "mineral": labels.mineral,
    "product": labels.product,
    "stage": labels.stage,
    "status": labels.status,
    "outcome": labels.outcome,
}


class Cell(NamedTuple):
    """A cell: its words, where it leads from the site's root ("" for nowhere), whether a number."""

    words: str
    way: str
    is_number: bool


def data_table(
    theme: Path, root: str, record: Mapping[str, Any], records: Mapping[str, str]
) -> str:
    """The rows of a figure as a table, with what its columns mean.

    Parameters: the folder of the theme; the way from the page to the site's root; the exhibit's
    record; the way from that root to the record of a raw row, by `table:key`.
    """
    columns, units = record["columns"], record["units"]
    places = [place for place, name in enumerate(columns) if name not in RECORDED]
    rows = [cells(columns, row, places, records) for row in record["rows"]]
    return rendered(
        theme,
        "data_table.html",
        record=record,
        root=root,
        heads=[heading(columns[place], units.get(columns[place])) for place in places],
        rows=rows,
        kinds=list(kinds(rows)),
        fields=[
            (heading(field["name"], field.get("unit")), field)
            for field in record.get("fields", ())  # of older releases they are unknown
        ],
    )


def cells(
    columns: Sequence[str], row: Sequence[Any], places: Sequence[int], records: Mapping[str, str]
) -> list[Cell]:
    """The shown cells of a row; what follows a key leads to the record of the key's row."""
    found = []
    for place in places:
        before = columns[place - 1] if place else ""
        key = f"{RECORDED.get(before)}:{row[place - 1]}"
        said = words(columns[place], row[place])
        is_number = isinstance(row[place], int | float) and not isinstance(row[place], bool)
        found.append(Cell(said, records.get(key, ""), is_number))
    return found


def kinds(rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """The classes of a table by its columns: `n2` if the second holds numbers, `w2` if its cells
    stay whole, as dates do. One class for each cell would be a tenth of the page.
    """
    for place, column in enumerate(zip(*rows, strict=True), start=1):
        told = [cell for cell in column if cell.words]
        if told and all(cell.is_number for cell in told):
            yield f"n{place}"
        if all(len(cell.words) <= WHOLE for cell in told):
            yield f"w{place}"


def heading(name: str, unit: str | None) -> str:
    """The heading of a column: `share_pct` as `Share (%)`, `n_acts` of acts as `Acts`."""
    bare = MEASURE.sub("", name) if unit else name
    said = (bare or "quantity").removeprefix("n_").removesuffix("_id").replace("_", " ")
    plain = text.capitalised(said.replace("hhi", "HHI"))
    if unit is None or unit in NO_UNIT or unit == said or (unit == "d" and "days" in said):
        return plain
    return f"{plain} ({unit})"


def words(column: str, value: Any) -> str:
    """A value as people read it."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return shown(value)
    if column in NAMES:
        return text.capitalised(NAMES[column](value))
    return value.replace("_", " ") if CODE.fullmatch(value) else value
