"""Parts of the method and data pages that are generated: lists of tables, the codebook."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa

from analysis.columns import unit_of
from analysis.exhibits.exhibit import escaped, single_block
from analysis.exhibits.processed import Processed
from analysis.exhibits.table import Column, Table, html, scrolling
from analysis.raw.tables import TABLES as RAW_TABLES
from analysis.transforms.registry import TABLES as PROCESSED_TABLES

CODEBOOK = (
    Column("column", "Column"),
    Column("type", "Type"),
    Column("unit", "Unit"),
    Column("meaning", "Meaning"),
)


def processed_tables() -> str:
    """Markdown: the processed tables, each with what one of its rows is."""
    lines = [f"- `{table.name}`: {escaped(table.title)}" for table in PROCESSED_TABLES]
    return "\n".join(lines) + "\n"


def downloads(processed: Processed) -> str:
    """Markdown: links to the files of all tables, raw first."""
    raw = [link("raw", name, table.title) for name, table in RAW_TABLES.items()]
    made = [
        link("processed", table.name, f"{table.title} ({len(processed[table.name])} rows)")
        for table in PROCESSED_TABLES
    ]
    return "Raw tables:\n\n{}\n\nProcessed tables:\n\n{}\n".format("\n".join(raw), "\n".join(made))


def link(folder: str, name: str, title: str) -> str:
    """One line of the list of downloads."""
    return f"- [{name}.csv](../data/{folder}/{name}.csv): {escaped(title)}"


def codebook() -> str:
    """Markdown: one section per table with all its columns, for the page only."""
    tables = [(name, table.title, table.model) for name, table in RAW_TABLES.items()]
    tables += [(table.name, table.title, table.model) for table in PROCESSED_TABLES]
    return "\n".join(section(*table) for table in tables)


def section(name: str, title: str, model: type[pa.DataFrameModel]) -> str:
    """The part of the codebook on one table."""
    markup = scrolling(
        html(Table(columns_of(model), CODEBOOK), f"codebook-{name}"), f"Columns of {name}"
    )
    return (
        f"### {name} {{.unnumbered .unlisted}}\n\nOne row is {escaped(title)}.\n\n"
        f"```{{=html}}\n{single_block(markup)}\n```\n"
    )


def columns_of(model: type[pa.DataFrameModel]) -> pd.DataFrame:
    """The columns of a model: name, type, unit, meaning (text)."""
    return pd.DataFrame(
        [
            {
                "column": name,
                "type": str(column.dtype),
                "unit": unit_of(column) or "",
                "meaning": column.description or "",
            }
            for name, column in model.to_schema().columns.items()
        ]
    )
