"""Long tables on pages of their own: what readers may filter by, and what columns sort by.

The page holds the whole table. Beside it stands this record, from which `report/theme/tables.js`
makes the search, the filters and the sorting; without JavaScript nothing is missing but these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.core.files import script_json
from analysis.exhibits import tbl_claims
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.table import Table
from analysis.facts import labels, text


@dataclass(frozen=True)
class Filter:
    """A choice above the table: its label, the data's column (`|`-separated), names of codes."""

    label: str
    column: str
    name: Callable[[str], str] = text.capitalised


@dataclass(frozen=True)
class View:
    """How readers may look at one long table.

    Attributes:
        filters: the choices above it.
        keys: for columns that do not sort as they read, the data's column that they sort by.
        rows: the data with one row per row of the table, in its order.
    """

    filters: tuple[Filter, ...]
    keys: Mapping[str, str] = field(default_factory=dict)
    rows: Callable[[pd.DataFrame], pd.DataFrame] = lambda data: data


def capitalised_mineral(code: str) -> str:
    return text.capitalised(labels.mineral(code))


def purpose(code: str) -> str:
    """`stockpile` as `Stockpile`, `cooperation` as `Cooperation`."""
    return text.capitalised(code.replace("_", " "))


def outcome(code: str) -> str:
    return text.capitalised(labels.outcome(code))


def topics(data: pd.DataFrame) -> pd.DataFrame:
    """The claims with one row per topic: all its articles and judgements."""
    first = data.drop_duplicates("topic").drop(columns=["article", "verdict"])
    said = data[data["verdict"].notna()]
    joined = said.groupby("topic")[["article", "verdict"]].agg(
        lambda values: "|".join(sorted(set(values)))
    )
    return first.merge(joined, on="topic", how="left")


VIEWS: dict[str, View] = {
    "tbl-announcements": View(
        (
            Filter("Party", "parties", labels.country),
            Filter(
                "Instrument", "instrument", lambda code: text.capitalised(labels.instrument(code))
            ),
            Filter("Mineral", "minerals", capitalised_mineral),
            Filter("Rung", "rung_name"),
            Filter("Own deadline", "outcome"),
        ),
        {"date": "announced_on", "deadline": "deadline_on"},
    ),
    "tbl-projects": View(
        (
            Filter("Country", "country", labels.country),
            Filter("Mineral", "mineral", capitalised_mineral),
            Filter("Stage", "stage", labels.stage),
            Filter("Status", "status", lambda code: text.capitalised(labels.status(code))),
        ),
        {"capacity": "capacity_t_per_year", "start": "expected_start"},
    ),
    "tbl-stockpiles": View(
        (
            Filter("Where", "jurisdiction", labels.country),
            Filter("Purpose", "purpose", purpose),
        ),
        {"money": "announced_usd"},
    ),
    "tbl-claims": View(
        (
            Filter("Article", "article", str),
            Filter("Record", "verdict", lambda code: text.capitalised(tbl_claims.VERDICTS[code])),
        ),
        rows=topics,
    ),
    "tbl-watch": View(
        (
            Filter("Who", "parties", labels.country),
            Filter("Mineral", "minerals", capitalised_mineral),
            Filter("Kind", "kind"),
            Filter("What became of it", "outcome", outcome),
        ),
        {"date": "due_by", "days": "days"},
    ),
}


def order_on_page(table: Table) -> list[int]:
    """The rows of a table as the page shows them: bands in the order of their first row."""
    if table.group is None:
        return list(range(len(table.rows)))
    bands = pd.Series(pd.factorize(table.rows[table.group])[0])
    places: list[int] = bands.sort_values(kind="stable").index.tolist()
    return places


def record(exhibit: Exhibit) -> dict[str, Any]:
    """The filters and sorting keys of a long table, in the order of its rows on the page.

    Returns {"table": id, "filters": [{"label", "values": [[name, ...] per row]}],
    "keys": {place of the column: [value per row]}}.
    Raises KeyError if the exhibit has no view.
    """
    view = VIEWS[exhibit.id]
    if exhibit.data.empty:
        return {"table": exhibit.id, "filters": [], "keys": {}}
    rows = view.rows(exhibit.data).reset_index(drop=True).iloc[order_on_page(exhibit.table)]
    places = [column.name for column in exhibit.table.columns]
    return {
        "table": exhibit.id,
        "filters": [
            {"label": each.label, "values": [named(cell, each.name) for cell in rows[each.column]]}
            for each in view.filters
        ],
        "keys": {
            str(places.index(column)): [key(value) for value in rows[source]]
            for column, source in view.keys.items()
        },
    }


def named(cell: object, name: Callable[[str], str]) -> list[str]:
    """The names in one cell of codes; none if it is unknown."""
    return [name(code) for code in cell.split("|")] if isinstance(cell, str) and cell else []


def key(value: Any) -> str | float | None:
    """A value to sort by, as JSON knows it; unknown sorts last."""
    return None if pd.isna(value) else value


def markdown(exhibit: Exhibit) -> str:
    """The table as a numbered float, and on the page the record of its view."""
    content = script_json(record(exhibit))
    script = f'<script type="application/json" class="table-view">{content}</script>'
    return f"{exhibit.markdown()}\n```{{=html}}\n{script}\n```\n"
