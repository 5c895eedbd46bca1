"""Parts of pages that are generated: lists of tables, the codebook, the gallery of exhibits."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import pandas as pd

from analysis.core.cache import kept
from analysis.exhibits.exhibit import Exhibit, escaped, single_block
from analysis.exhibits.table import Column, Table, html, scrolling
from analysis.facts.package import processed_codebook
from analysis.facts.processed import Processed
from analysis.raw.descriptor import codebook as raw_codebook
from analysis.raw.tables import TABLES as RAW_TABLES
from analysis.transforms.graph import TABLES as PROCESSED_TABLES

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
    """Markdown: one section per table with all its columns, for the page only.

    It follows from the code alone. Some tables have the same name raw and processed; the folder
    tells them apart.
    """
    return kept("codebook", "", lambda: written_codebook().encode()).decode()


def written_codebook() -> str:
    """The codebook, written anew."""
    raw = {name: table.title for name, table in RAW_TABLES.items()}
    made = {table.name: table.title for table in PROCESSED_TABLES}
    parts = (("raw", raw, raw_codebook()), ("processed", made, processed_codebook()))
    return "\n".join(
        section(folder, str(name), titles[str(name)], rows)
        for folder, titles, columns in parts
        for name, rows in columns.groupby("table", sort=False)
    )


def section(folder: str, name: str, title: str, rows: pd.DataFrame) -> str:
    """The part of the codebook on one table."""
    shown = rows.reindex(columns=[column.name for column in CODEBOOK])
    markup = html(Table(shown, CODEBOOK), f"codebook-{folder}-{name}")
    region = single_block(scrolling(markup, f"Columns of {folder}/{name}"))
    return (
        f"### {folder}/{name} {{.unnumbered .unlisted}}\n\nOne row is {escaped(title)}.\n\n"
        f"```{{=html}}\n{region}\n```\n"
    )


THUMB_WIDTH, THUMB_HEIGHT, THUMB_ROWS = 240, 150, 9  # of a table's small picture; px, px, lines
MEAN_CHARACTERS = 40  # a cell this long fills its column


def gallery(exhibits: Iterable[Exhibit], kind: str) -> str:
    """Markdown: the exhibits of a kind (`figure` or `table`), with picture, title and files."""
    chosen = [each for each in exhibits if each.is_figure == (kind == "figure")]
    entries = "\n".join(gallery_entry(each) for each in chosen)
    return f'```{{=html}}\n<ul class="gallery">\n{entries}\n</ul>\n```\n'


def gallery_entry(exhibit: Exhibit) -> str:
    """One exhibit of the gallery; its picture is loaded when it comes into view."""
    name, folder = exhibit.id, f"../exhibits/{exhibit.id}"
    if exhibit.is_figure:
        alt = escape(exhibit.subtitle, quote=True)
        width, height = exhibit.wide.width, exhibit.wide.height
        picture = (
            f'<img src="{folder}/{name}.svg" alt="{alt}" loading="lazy" '
            f'width="{width:.0f}" height="{height:.0f}">'
        )
    else:
        picture = table_picture(exhibit.table)
    return (
        f'<li><div class="gallery-picture">{picture}</div>'
        f'<p class="gallery-title"><a href="{folder}/index.html">{escape(exhibit.title)}</a></p>'
        f"{exhibit.links()}</li>"
    )


def table_picture(table: Table) -> str:
    """A small drawing of a table's shape: one bar a cell, as long as its words are many."""
    total = sum(column.weight for column in table.columns)
    cells = table.cells().head(THUMB_ROWS)
    bars, x, step = [], 0.0, THUMB_HEIGHT / (THUMB_ROWS + 1)
    for column in table.columns:
        width = THUMB_WIDTH * column.weight / total
        bars.append(thumb_bar(x, 0, width - 8, "heading"))
        for line, cell in enumerate(cells[column.name], start=1):
            share = min(1.0, max(0.15, len(str(cell)) / MEAN_CHARACTERS))
            bars.append(thumb_bar(x, line * step, (width - 8) * share, "cell"))
        x += width
    return (
        f'<svg class="table-picture" viewBox="0 0 {THUMB_WIDTH} {THUMB_HEIGHT}" '
        f'width="{THUMB_WIDTH}" height="{THUMB_HEIGHT}" aria-hidden="true">{"".join(bars)}</svg>'
    )


def thumb_bar(x: float, y: float, width: float, kind: str) -> str:
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="6"/>'
