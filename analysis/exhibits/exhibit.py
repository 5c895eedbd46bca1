"""What an exhibit is, and everything that is done once for all of them.

A module of this folder is an exhibit when it has `ID` (`fig-...` or `tbl-...`), the `MODEL` of its
data and the functions of `Module` below. Titles state the finding and are computed.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Protocol, cast

import altair as alt
import pandas as pd
import pandera.pandas as pa

from analysis.core.cache import content_of
from analysis.exhibits import svg, theme
from analysis.exhibits.data_model import conforming
from analysis.exhibits.recalled import recalled
from analysis.exhibits.table import Table, html, plain, scrolling, string, typst
from analysis.facts.processed import Processed, source_ids
from analysis.facts.references import citation_key, short_reference
from analysis.transforms.model import EVIDENCE

# Captions name so many sources; the rest stands in the exhibit's data.
NAMED_SOURCES = 3
NO_SOURCE = "none on record at this date"  # of an exhibit without rows


class Module(Protocol):
    """What an exhibit's module has. Figures have `chart` besides, tables have `table`."""

    ID: str
    MODEL: pa.DataFrameSchema  # columns of the data: `data_model.py`

    def data(self, processed: Processed) -> pd.DataFrame:
        """The tidy data behind the exhibit: the columns of `MODEL`, others are left out."""

    def title(self, data: pd.DataFrame) -> str:
        """The finding, in one sentence without a full stop."""

    def subtitle(self, data: pd.DataFrame) -> str:
        """What is measured, in which unit, for which period."""

    def description(self, data: pd.DataFrame) -> str:
        """What a reader who cannot see the exhibit needs to know: its shape and main values."""

    def note(self, data: pd.DataFrame) -> str:
        """Method and caveats, in one to three sentences."""


class FigureModule(Module, Protocol):
    def chart(self, data: pd.DataFrame, width: int) -> alt.TopLevelMixin:
        """The chart for a column of `width` px (`theme.WIDE` or `theme.NARROW`)."""


class TableModule(Module, Protocol):
    def table(self, data: pd.DataFrame) -> Table:
        """The table as it is printed."""


@dataclass(frozen=True)
class Exhibit:
    """An exhibit's module applied to the processed tables."""

    module: FigureModule | TableModule
    processed: Processed

    @property
    def id(self) -> str:
        return self.module.ID

    @property
    def is_figure(self) -> bool:
        return self.id.startswith("fig-")

    @cached_property
    def data(self) -> pd.DataFrame:
        """The tidy data behind the exhibit, exactly as its model says."""
        return recalled(self.id, self.processed, self._compute)

    def _compute(self, processed: Processed) -> pd.DataFrame:
        return conforming(self.module.MODEL, self.module.data(processed))

    @cached_property
    def title(self) -> str:
        return self.module.title(self.data)

    @cached_property
    def subtitle(self) -> str:
        return self.module.subtitle(self.data)

    @cached_property
    def description(self) -> str:
        return self.module.description(self.data)

    @cached_property
    def note(self) -> str:
        return self.module.note(self.data)

    @cached_property
    def sources(self) -> list[str]:
        """The sources of the rows that went in, the most used first."""
        return source_ids(self.data)

    @cached_property
    def table(self) -> Table:
        return cast(TableModule, self.module).table(self.data)

    def specification(self, width: int = theme.WIDE) -> dict[str, Any]:
        """The Vega-Lite specification of a figure; a copy, to change at will."""
        return deepcopy(self._drawings[width].spec)

    @property
    def wide(self) -> svg.Picture:
        return self._drawings[theme.WIDE].picture

    @property
    def narrow(self) -> svg.Picture:
        return self._drawings[theme.NARROW].picture

    @property
    def is_drawn(self) -> bool:
        """Whether the figure for both columns is among what is kept."""
        return all(svg.is_drawn(made_from) for made_from in self._made_from.values())

    @cached_property
    def _made_from(self) -> dict[int, str]:
        """What the figure for each column depends on besides the code, as text."""
        data = content_of(self.data)
        return {width: f"{self.id} {width}\n{data}" for width in (theme.WIDE, theme.NARROW)}

    @cached_property
    def _drawings(self) -> dict[int, svg.Drawing]:
        """The figure for both columns."""
        chart = cast(FigureModule, self.module).chart
        return {
            width: svg.drawn(made_from, partial(chart, self.data, width))
            for width, made_from in self._made_from.items()
        }

    @property
    def shown_data(self) -> pd.DataFrame:
        """The data as printed beside a figure: without the columns of evidence."""
        return self.data.drop(columns=list(EVIDENCE))

    def footer(self) -> str:
        """Sources and version in plain text, for pictures that leave the page."""
        named = [
            short_reference(self.processed.sources.loc[s]) for s in self.sources[:NAMED_SOURCES]
        ]
        sources = "; ".join(named) or NO_SOURCE
        return f"Source: {sources}{self._more_sources()}. {self._stamp()}."

    def caption(self) -> str:
        """The caption in Markdown: finding, measure, note, sources with citations, version."""
        cited = "; ".join(f"@{citation_key(source)}" for source in self.sources[:NAMED_SOURCES])
        return (
            f"[**{escaped(self.title)}.**]{{.exhibit-title}} "
            f"[*{escaped(self.subtitle)}.*]{{.exhibit-subtitle}} "
            f"[{escaped(self.note)}]{{.exhibit-note}} "
            f"[Source: {cited or NO_SOURCE}{self._more_sources()}; {self.processed.about.stamp}.]"
            "{.exhibit-source}"
        )

    def _more_sources(self) -> str:
        more = len(self.sources) - NAMED_SOURCES
        if more <= 0:
            return ""
        return f" and {more} more source{'s' if more > 1 else ''}, named in the data"

    def _stamp(self) -> str:
        stamp = self.processed.about.stamp
        return f"Coordination versus capacity, {self.id}, {stamp}"

    def standalone(self) -> str:
        """The figure as an SVG file that explains itself: finding, measure, source, version."""
        return svg.standalone(self.wide, self.title, self.subtitle, self.footer())

    def html(self) -> str:
        """What stands in the page: pictures or table, data and downloads."""
        if self.is_figure:
            return self._figure_html()
        return f'<div class="exhibit exhibit-table">{self.display("..")}{self.links()}</div>'

    def display(self, root: str | None = None) -> str:
        """The pictures of a figure, wide and narrow, or the table, and nothing else.

        Rows of a table lead to their records if `root` says how the page reaches the site's root.
        """
        if not self.is_figure:
            return scrolling(html(self.table, self.id, root), self.title)
        return "".join(
            f'<div class="chart chart-{size}">'
            f"{svg.inline(picture, f'{self.id}-{size}', self.title, self.description)}</div>"
            for size, picture in (("wide", self.wide), ("narrow", self.narrow))
        )

    def _figure_html(self) -> str:
        data = scrolling(plain(self.shown_data), f"Data: {self.title}")
        return (
            f'<div class="exhibit">{self.display()}<details class="exhibit-data">'
            f"<summary>Data behind this figure</summary>{data}</details>"
            f"{self.links(self._explore_link())}</div>"
        )

    def _explore_link(self) -> str:
        """The link to the interactive form; pages with JavaScript open it in place."""
        return (
            f'<a class="explore-link" href="../exhibits/{self.id}/explore.html" '
            f'aria-describedby="{self.id}-wide-title">Explore</a>'
        )

    def links(self, before: str = "") -> str:
        """Links to the exhibit's files, as seen from a page of the report; `before` leads them."""
        formats = ("svg", "png", "csv", "json") if self.is_figure else ("csv", "json")
        links = " ".join(
            f'<a href="../exhibits/{self.id}/{self.id}.{kind}" '
            f'aria-label="{kind.upper()} of {self.id}">{kind.upper()}</a>'
            for kind in formats
        )
        return f'<p class="exhibit-links">{before}<span>Download</span> {links}</p>'

    def typst(self) -> str:
        """What stands in the PDF: a vector picture with its description, or a real table."""
        if not self.is_figure:
            return typst(self.table)
        picture = f'bytes({string(self.wide.svg)}), format: "svg", width: 100%'
        return f"#image({picture}, alt: {string(f'{self.title}. {self.description}')})"

    def markdown(self) -> str:
        """The numbered float of a document, in the vocabulary that both engines read."""
        return (
            f"::: {{#{self.id}}}\n\n"
            f"```{{=html}}\n{single_block(self.html())}\n```\n\n"
            f"```{{=typst}}\n{single_block(self.typst())}\n```\n\n"
            f"{self.caption()}\n\n:::\n"
        )


def escaped(text: str) -> str:
    """Plain text that Markdown takes literally."""
    special = "\\`*_{}[]()<>#+|~^$@!&"
    return "".join(f"\\{char}" if char in special else char for char in text)


def single_block(markup: str) -> str:
    """Markup without blank lines or fences, which would end a raw block."""
    return "\n".join(line for line in markup.splitlines() if line.strip()).replace("```", "`` `")
