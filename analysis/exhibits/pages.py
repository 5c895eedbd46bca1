"""Parts of the method and data pages that are generated: lists of tables, the codebook."""

from __future__ import annotations

import pandas as pd

from analysis.exhibits.exhibit import escaped, single_block
from analysis.exhibits.processed import Processed
from analysis.exhibits.table import Column, Table, html, scrolling
from analysis.package import processed_codebook
from analysis.raw.descriptor import codebook as raw_codebook
from analysis.raw.tables import TABLES as RAW_TABLES
from analysis.transforms.registry import TABLES as PROCESSED_TABLES

CODEBOOK = (
    Column("column", "Column"),
    Column("type", "Type"),
    Column("unit", "Unit"),
    Column("description", "Meaning"),
    Column("allowed_values", "Values"),
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
    titles = {name: table.title for name, table in RAW_TABLES.items()}
    titles |= {table.name: table.title for table in PROCESSED_TABLES}
    columns = pd.concat([raw_codebook(), processed_codebook()]).fillna("")
    return "\n".join(
        section(str(name), titles[str(name)], rows)
        for name, rows in columns.groupby("table", sort=False)
    )


def section(name: str, title: str, rows: pd.DataFrame) -> str:
    """The part of the codebook on one table."""
    markup = html(Table(rows, CODEBOOK), f"codebook-{name}")
    region = single_block(scrolling(markup, f"Columns of {name}"))
    return (
        f"### {name} {{.unnumbered .unlisted}}\n\nOne row is {escaped(title)}.\n\n"
        f"```{{=html}}\n{region}\n```\n"
    )
