"""The interactive form of a figure: a page of its own, drawn by Vega when a reader asks for it.

The report's pages forbid scripts to make code from text, which Vega's expressions need. So the
interactive form lives in a page with a policy of its own, which the report shows in a sandboxed
frame (`report/theme/exhibits.js`) and which also opens by itself, from disk too.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import vl_convert as vlc

from analysis.core.cache import content_of, kept
from analysis.core.files import script_json, write_text
from analysis.exhibits import svg, theme
from analysis.exhibits.data_model import CALENDAR, units
from analysis.exhibits.exhibit import Exhibit
from analysis.site.vega import BUNDLE, write_bundle

PAGE = "explore.html"
STYLE = "explore.css"

# Nothing but own files, and no connection at all: what it draws stands in the page.
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
)
FRAME_FONTS = {400: "SourceSansPro-Regular.woff2", 600: "SourceSansPro-Semibold.woff2"}

# Marks that stand for rows; words and rules of a chart need no card of their own.
TOLD_MARKS = {"bar", "circle", "point", "rect", "rule", "square", "tick"}
MOST_FIELDS = 10  # a longer card hides the chart
# Endings by which a column's name says its unit, which its heading says in words.
UNIT_IN_NAME = re.compile(r"_(pct|pp|usd_per_kg|usd|t_per_year|t|days|months|years)$")
IN_WORDS = {"pp": "percentage points", "t/yr": "t per year", "d": "days"}


def specification(exhibit: Exhibit, width: int) -> dict[str, Any]:
    """The Vega-Lite specification of a figure's interactive form for a column of `width` px.

    A module may say more than its picture: `explore(data, width)` returns its interactive chart.
    Without it, the chart of the picture tells the values of each mark.
    """
    # With nothing on record there is nothing to explore: the picture says so.
    make = None if exhibit.data.empty else getattr(exhibit.module, "explore", None)
    spec = interactive(make, exhibit, width) if make else exhibit.specification(width)
    measured = units(exhibit.module.MODEL)
    add_tooltips(spec, spec, {name: measured.get(name) for name in exhibit.shown_data})
    return spec


def interactive(
    make: Callable[[pd.DataFrame, int], alt.TopLevelMixin], exhibit: Exhibit, width: int
) -> dict[str, Any]:
    """The specification of an interactive chart; kept, since Altair takes its time."""
    made_from = f"{exhibit.id} {width}\n{content_of(exhibit.data)}"

    def written() -> bytes:
        return json.dumps(svg.specification(make(exhibit.data, width))).encode()

    spec: dict[str, Any] = json.loads(kept("interactive", made_from, written))
    return spec


def add_tooltips(
    unit: dict[str, Any], spec: dict[str, Any], columns: Mapping[str, str | None], rows: Any = None
) -> None:
    """Give each mark a card with the values of those columns that its rows hold.

    Parameters: a part of the specification `spec`, changed in place; the unit of each column, if it
    has one; the rows that the part inherits.
    Marks that have a card already keep it.
    """
    rows = dataset(unit, spec) or rows
    for part in ("layer", "hconcat", "vconcat", "concat"):
        for child in unit.get(part, []):
            add_tooltips(child, spec, columns, rows)
    if isinstance(unit.get("spec"), dict):
        add_tooltips(unit["spec"], spec, columns, rows)
    encoding = unit.get("encoding", {})
    if rows and mark(unit) in TOLD_MARKS and "tooltip" not in encoding:
        held = [name for name in columns if name in rows[0]][:MOST_FIELDS]
        if held:
            unit["encoding"] = encoding | {
                "tooltip": [field(name, columns[name], rows) for name in held]
            }


def dataset(unit: dict[str, Any], spec: dict[str, Any]) -> Any:
    """The rows that a part of a specification names for itself; None if it names none."""
    data = unit.get("data") or {}
    return data.get("values") or spec.get("datasets", {}).get(data.get("name"))


def mark(unit: dict[str, Any]) -> str | None:
    """The kind of a unit's mark; None for a part that draws nothing itself."""
    drawn = unit.get("mark")
    return drawn.get("type") if isinstance(drawn, dict) else drawn


def field(name: str, unit: str | None, rows: list[dict[str, Any]]) -> dict[str, str]:
    """One line of a card: the column's heading and its value, numbers in four digits."""
    values = [row.get(name) for row in rows]
    numeric = any(isinstance(value, int | float) for value in values) and unit != CALENDAR
    kind = "quantitative" if numeric else "nominal"
    line = {"field": name, "title": heading(name, unit), "type": kind}
    return line | ({"format": ",.4~r"} if numeric else {})


def heading(column: str, unit: str | None) -> str:
    """A column's name in words with its unit, once: `share_pct` as `Share (%)`."""
    if unit is None or unit == CALENDAR:
        return words(column)
    name, said = words(UNIT_IN_NAME.sub("", column)), IN_WORDS.get(unit, unit)
    return name if said in name.lower() else f"{name} ({said})"


def words(name: str) -> str:
    return name.replace("_", " ").strip().capitalize()


def page(exhibit: Exhibit) -> str:
    """The page of a figure's interactive form.

    It holds its specifications, wide and narrow, because a sandboxed frame may fetch nothing; as
    Vega, so that the reader's machine need not compile them.
    """
    specs = "".join(
        f'<script type="application/json" id="{name}">{script_json(value)}</script>\n'
        for name, value in (
            ("wide", vlc.vegalite_to_vega(specification(exhibit, theme.WIDE))),
            ("narrow", vlc.vegalite_to_vega(specification(exhibit, theme.NARROW))),
            ("dark-colours", dark_colours()),
        )
    )
    title = escape(exhibit.title)
    return (
        f'<!DOCTYPE html>\n<html lang="en-GB" id="light">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n<meta name="robots" content="noindex">\n'
        f"<title>{title}</title>\n"
        f'<link rel="stylesheet" href="../../vega/{STYLE}">\n{specs}'
        f'<script src="../../report/theme/explore.js" defer></script>\n</head>\n'
        '<body id="dark">\n<main>\n'
        f'<h1>{title}</h1>\n<p class="measure">{escape(exhibit.subtitle)}</p>\n'
        f'<p class="description">{escape(exhibit.description)}</p>\n'
        f'<div id="chart" data-bundle="../../vega/{BUNDLE}"></div>\n'
        f'<p id="status" role="status"></p>\n'
        f"<noscript><p>The interactive form needs JavaScript. "
        f'<a href="{exhibit.id}.svg">The picture</a> and '
        f'<a href="{exhibit.id}.csv">its data</a> do not.</p></noscript>\n'
        f'<p class="source">{escape(exhibit.footer())}</p>\n</main>\n</body>\n</html>\n'
    )


def dark_colours() -> dict[str, str]:
    """The dark value of each light colour that charts name."""
    light, dark = theme.tokens()["light"], theme.tokens()["dark"]
    # Of tokens that share a light value the first one counts; they share the dark one too.
    return {light[token]: dark[token] for token in reversed(light)}


def write_style(theme_folder: Path, target: Path) -> None:
    """Write the style of the interactive pages with its fonts inside.

    A sandboxed frame belongs to no site, so that it may not load the fonts of any.
    """
    faces = "".join(font_faces(theme_folder / "fonts" / "web"))
    write_text(target, faces + (theme_folder / STYLE).read_text(encoding="utf-8"))


def font_faces(folder: Path) -> Iterator[str]:
    for weight, name in FRAME_FONTS.items():
        content = base64.b64encode((folder / name).read_bytes()).decode("ascii")
        yield (
            f'@font-face {{ font-family: "{theme.FONT}"; font-weight: {weight}; '
            f'src: url("data:font/woff2;base64,{content}") format("woff2"); }}\n'
        )


def write_pages(figures: Iterable[Exhibit], theme_folder: Path, site: Path) -> None:
    """Write the interactive pages of all figures, and the one library and style they share."""
    for exhibit in figures:
        write_text(site / "exhibits" / exhibit.id / PAGE, page(exhibit))
    bundle = write_bundle(theme_folder / "vega")
    write_text(site / "vega" / BUNDLE, bundle.read_text(encoding="utf-8"))
    write_style(theme_folder, site / "vega" / STYLE)
