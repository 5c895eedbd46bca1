"""Tables of the report: one description, written as HTML by Great Tables and as Typst.

Cells hold finished text (see `text`), so that both formats show the same. Text comes from data
and is escaped in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

import great_tables as gt
import pandas as pd

from analysis.core.cache import content_of, kept

ROWS_ON_PAGE = 30  # of the data behind a figure; all of them are in its CSV file


@dataclass(frozen=True)
class Column:
    """One column: its name in the frame, its heading, its side, its share of the PDF's width.

    A short column that does not wrap keeps `6–82%` on one line of the page. `ways` names the column
    of the frame that holds, from the site's root, the way to the page that a cell leads to.
    """

    name: str
    label: str
    align: str = "left"
    weight: float = 1.0
    wraps: bool = True
    ways: str | None = None


@dataclass(frozen=True)
class Table:
    """Rows of finished text. The first column heads the rows; `group` names a column of bands."""

    rows: pd.DataFrame
    columns: tuple[Column, ...]
    group: str | None = None

    def cells(self) -> pd.DataFrame:
        """The shown columns as text, unknown as an empty cell."""
        names = [column.name for column in self.columns]
        if self.group is not None:
            names = [self.group, *names]
        return self.rows[names].astype("str").fillna("").reset_index(drop=True)


def html(table: Table, name: str, root: str | None = None) -> str:
    """The HTML table element; `name` is the prefix of all its ids.

    `root` is the way from the page to the site's root; without it no cell leads anywhere.
    """
    named = [each.ways for each in table.columns if root is not None and each.ways in table.rows]
    ways = [table.rows[each].tolist() for each in named]
    made_from = repr([name, root, table.group, table.columns, content_of(table.cells()), ways])
    return kept("markup", made_from, lambda: written(table, name, root).encode()).decode()


def written(table: Table, name: str, root: str | None) -> str:
    """The HTML table element as Great Tables writes it."""
    head, *others = table.columns
    linked = [each for each in table.columns if root is not None and each.ways in table.rows]
    cells = table.cells()
    for column in linked:
        cells[column.name] = [
            f'<a href="{escape(f"{root}/{way}")}">{escape(words)}</a>'
            for words, way in zip(cells[column.name], table.rows[column.ways], strict=True)
        ]
    great = (
        gt.GT(cells, rowname_col=head.name, groupname_col=table.group, id=name)
        .cols_label(cases={column.name: column.label for column in others})
        .tab_stubhead(head.label)
        .fmt(str, columns=[column.name for column in linked])  # as it is: all others are escaped
    )
    for column in table.columns:
        great = great.cols_align(column.align, columns=column.name)
        if not column.wraps:
            whole = gt.style.css("white-space: nowrap")
            great = great.tab_style(whole, gt.loc.body(columns=column.name))
    markup = re.search(r"<table.*</table>", great.as_raw_html(), flags=re.DOTALL)
    if markup is None:
        raise ValueError(f"Great Tables wrote no table for {name}")
    # Its own style sheet is left out: tables take their look from the report's theme.
    return re.sub(r' data-quarto-\w+(-\w+)*="\w+"', "", markup[0])


def scrolling(markup: str, label: str) -> str:
    """A table in a region that scrolls by itself and can be reached by keyboard."""
    return (
        f'<div class="table-scroll" tabindex="0" role="region" '
        f'aria-label="{escape(label, quote=True)}">{markup}</div>'
    )


def typst(table: Table) -> str:
    """The Typst table: header repeated on every page, bands as full-width rows."""
    widths = ", ".join(f"{column.weight:g}fr" for column in table.columns)
    aligns = ", ".join(column.align for column in table.columns)
    header = ", ".join(string(column.label) for column in table.columns)
    lines = [f"columns: ({widths},)", f"align: ({aligns},)", f"table.header({header})"]
    body = ",\n  ".join([*lines, *typst_rows(table)])
    return f"#table(\n  {body},\n)"


def typst_rows(table: Table) -> Iterator[str]:
    """The body of the Typst table, one line a row."""
    names = [column.name for column in table.columns]
    band = None
    for row in table.cells().to_dict("records"):
        if table.group is not None and row[table.group] != band:
            band = row[table.group]
            yield f"table.cell(colspan: {len(names)}, strong({string(band)}))"
        yield ", ".join(string(row[name]) for name in names)


def string(text: str) -> str:
    """A Typst string literal; nothing in it is read as markup."""
    return quoted(text.replace("\n", " "))


def quoted(text: str) -> str:
    """A Typst string literal that keeps line ends; Quarto runs a shortcode even in there."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + escaped.replace("{{<", "{{\\u{3c}") + '"'


def plain(frame: pd.DataFrame, limit: int | None = ROWS_ON_PAGE) -> str:
    """The data behind a figure as a lean HTML table, one row per row of the frame.

    Parameters: the frame; how many rows stand on the page (None: all). A last row says how many
    more are in the file.
    """
    rows = frame if limit is None else frame.head(limit)
    numeric = [pd.api.types.is_numeric_dtype(frame[column]) for column in frame.columns]
    head = "".join(f'<th scope="col">{escape(str(column))}</th>' for column in frame.columns)
    body = "".join(
        "<tr>"
        + "".join(
            f'<td class="n">{escape(cell)}</td>' if number else f"<td>{escape(cell)}</td>"
            for cell, number in zip(row, numeric, strict=True)
        )
        + "</tr>"
        for row in rows.map(shown).itertuples(index=False, name=None)
    )
    left = len(frame) - len(rows)
    words = f"and {left} more row{'' if left == 1 else 's'} in the CSV file"
    more = f'<tr><td colspan="{len(numeric)}">{words}</td></tr>'
    return (
        f'<table class="data"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}{more if left else ''}</tbody></table>"
    )


def shown(value: object) -> str:
    """One value of a data table: numbers with at most four significant digits, unknown empty."""
    if pd.isna(value):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"
    return str(value)


def record_path(table: str, key: str) -> str:
    """The way from the site's root to the page of a row of a raw table."""
    return f"records/{table}/{key}/index.html"
