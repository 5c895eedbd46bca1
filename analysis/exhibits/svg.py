"""From an Altair chart to the pictures of an exhibit: inline for the page, alone for a file.

vl-convert writes the same SVG bytes for the same specification on every machine once the fonts
are registered; everything here is text in, text out.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from html import escape, unescape
from importlib.resources import files
from typing import Any

import altair as alt
import vl_convert as vlc

from analysis.core.cache import is_kept, kept
from analysis.core.fonts import face
from analysis.exhibits import theme

# Tokens whose fills are hatched wherever a chart uses them: estimates and projections must not
# look like records. Each hatch draws stripes of the strong colour on the soft one.
HATCHED = {"accent-soft": "accent", "accent-2-soft": "accent-2", "grey-4": "grey-3"}

# Dates of a chart are drawn in the zone of the process: the same for everybody. The converter reads
# it once, when it first runs.
os.environ["TZ"] = "UTC"
if hasattr(time, "tzset"):  # not on Windows
    time.tzset()

BOLD = re.compile(r'<text[^>]* font-weight="(?:600|bold)"[^>]*>(.*?)</text>', re.DOTALL)
MARGIN = 24  # px around the parts of a standalone picture
TITLE_SIZE, TEXT_SIZE = 20, 14  # px
LINE_HEIGHT = 1.3  # of the font size
MEAN_GLYPH_WIDTH = 0.5  # of the font size, Source Sans Pro in running text


@dataclass(frozen=True)
class Picture:
    """An SVG drawing and its size in px."""

    svg: str
    width: float
    height: float


@dataclass(frozen=True)
class Drawing:
    """A Vega-Lite specification and its picture."""

    spec: dict[str, Any]
    picture: Picture


def drawn(made_from: str, chart: Callable[[], alt.TopLevelMixin]) -> Drawing:
    """The drawing of a chart, made once of the same: documents and files show the same pictures.

    Parameters: all that the chart depends on besides the code, as text; the chart.
    """

    def make() -> bytes:
        spec = specification(chart())
        return json.dumps(asdict(Drawing(spec, draw(spec)))).encode()

    record = json.loads(kept("drawing", made_from, make))
    return Drawing(record["spec"], Picture(**record["picture"]))


def is_drawn(made_from: str) -> bool:
    """Whether the drawing of a chart is among what is kept. Parameters: as for `drawn`."""
    return is_kept("drawing", made_from)


@cache
def register_fonts() -> None:
    """Make the report's sans-serif known to the converter, so that no machine picks its own."""
    vlc.register_font_directory(str(files("font_source_sans_pro").joinpath("files")))


def specification(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """The Vega-Lite specification of a chart, in the report's theme."""
    spec = chart.to_dict()
    spec["config"] = theme.config() | {
        key: value for key, value in spec.get("config", {}).items() if key != "view"
    }
    return spec


def draw(spec: dict[str, Any]) -> Picture:
    """The picture of a Vega-Lite specification."""
    register_fonts()
    svg = vlc.vegalite_to_svg(spec)
    size = re.search(r'width="([\d.]+)" height="([\d.]+)"', svg)
    if size is None:
        raise ValueError("the converter wrote an SVG without a size")
    return Picture(hatched(svg), float(size[1]), float(size[2]))


def hatched(svg: str) -> str:
    """Stripes in place of the soft fills that mark estimates and projections."""
    patterns = []
    for soft, strong in HATCHED.items():
        fill = f'fill="{theme.colour(soft)}"'
        if fill in svg:
            svg = svg.replace(fill, f'fill="url(#hatch-{soft})"')
            patterns.append(
                f'<pattern id="hatch-{soft}" width="6" height="6" patternUnits="userSpaceOnUse" '
                f'patternTransform="rotate(45)"><rect width="6" height="6" '
                f'fill="{theme.colour(soft)}"/><rect width="1.5" height="6" '
                f'fill="{theme.colour(strong)}"/></pattern>'
            )
    return svg.replace(">", f"><defs>{''.join(patterns)}</defs>", 1) if patterns else svg


def inline(picture: Picture, name: str, title: str, description: str) -> str:
    """An SVG element for the page: named, described, in the page's colours, free to shrink.

    `name` makes the ids of this picture unique within the page.
    """
    svg = re.sub(r'(id="|url\(#)(hatch-|clip)', rf"\g<1>{name}-\g<2>", picture.svg)
    # The picture has one name and one description; its marks are no further pictures.
    svg = re.sub(r' (role="graphics-\w+"|aria-roledescription="[^"]*")', "", svg)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {picture.width:g} '
        f'{picture.height:g}" width="{picture.width:g}" height="{picture.height:g}" role="img" '
        f'aria-labelledby="{name}-title" aria-describedby="{name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>'
    )
    return themed(slim(re.sub(r"<svg [^>]*>", lambda _: opening, svg, count=1)))


def slim(svg: str) -> str:
    """The same drawing in fewer bytes: tenths of a pixel, no attribute that says the default.

    The page gives the font family (`.chart text`), so that it need not stand at every word.
    """
    svg = re.sub(r' (font-family|class|pointer-events|stroke-miterlimit)="[^"]*"', "", svg)
    svg = re.sub(r' (aria-hidden="true"|(fill-|stroke-)?opacity="1"|font-weight="normal")', "", svg)
    svg = re.sub(r"-?\d+\.\d{2,}", lambda match: f"{float(match[0]):.1f}", svg)
    return re.sub(r'<path( d="(M0,0h0v0h0Z)?"| display="none")+/>|<g></g>', "", svg)


def themed(svg: str) -> str:
    """The same drawing with each token's colour taken from the page, light or dark."""
    # Of tokens that share a light value the first one counts; they share the dark one too.
    names = {value: token for token, value in reversed(theme.tokens()["light"].items())}

    def custom_property(match: re.Match[str]) -> str:
        token = names.get(match[2].lower())
        return f'{match[1]}="var(--{token}, {match[2]})"' if token else match[0]

    return re.sub(r'\b(fill|stroke)="(#[0-9a-fA-F]{6})"', custom_property, svg)


def standalone(picture: Picture, title: str, subtitle: str, footer: str) -> str:
    """A picture that explains itself wherever it is copied: finding, measure, chart, source."""
    width = picture.width + 2 * MARGIN
    blocks = [
        (title, TITLE_SIZE, 600, theme.colour("ink")),
        (subtitle, TEXT_SIZE, 400, theme.colour("ink-2")),
    ]
    parts, y = [], float(MARGIN)
    for text, size, weight, fill in blocks:
        lines, y = text_block(text, size, weight, fill, picture.width, y)
        parts.append(lines)
    y += MARGIN / 2
    drawing = re.sub(r"<svg ", f'<svg x="{MARGIN}" y="{y:g}" ', picture.svg, count=1)
    parts.append(drawing)
    y += picture.height + MARGIN / 2
    lines, y = text_block(footer, 12, 400, theme.colour("ink-3"), picture.width, y)
    parts.append(lines)
    height = y + MARGIN / 2
    return with_fonts(
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}" role="img">'
        f"<title>{escape(title)}</title><desc>{escape(subtitle)}</desc>"
        f'<rect width="100%" height="100%" fill="{theme.colour("paper")}"/>{"".join(parts)}</svg>'
    )


def with_fonts(svg: str) -> str:
    """A picture with the signs of its fonts that it shows, so that it looks alike everywhere."""
    bold = "".join(BOLD.findall(svg))
    regular = face(theme.FONT, "Regular", "400", signs(svg))
    faces = regular + face(theme.FONT, "Semibold", "600 700", signs(bold))
    return svg.replace("<desc>", f"<style>{faces}</style><desc>", 1)


def signs(markup: str) -> frozenset[int]:
    """The code points of the text in markup."""
    return frozenset(map(ord, unescape(re.sub(r"<[^>]*>", "", markup))))


def text_block(
    text: str, size: int, weight: int, fill: str, width: float, top: float, left: float = MARGIN
) -> tuple[str, float]:
    """SVG lines of wrapped text from `top` downwards, and where the next block begins."""
    step = size * LINE_HEIGHT
    lines = wrapped(text, int(width / (size * MEAN_GLYPH_WIDTH)))
    elements = [
        f'<text x="{left:g}" y="{top + size + index * step:g}" font-family="{theme.FONT_STACK}" '
        f'font-size="{size}" font-weight="{weight}" fill="{fill}">{escape(line)}</text>'
        for index, line in enumerate(lines)
    ]
    return "".join(elements), top + len(lines) * step + size * 0.4


def wrapped(text: str, characters: int) -> list[str]:
    """Lines of at most so many characters, broken at blanks but not at no-break spaces."""
    lines = [""]
    for word in text.split(" "):
        candidate = f"{lines[-1]} {word}".strip()
        if len(candidate) <= characters or not lines[-1]:
            lines[-1] = candidate
        else:
            lines.append(word)
    return [line for line in lines if line]


def png(svg: str) -> bytes:
    """The picture at twice its size, for slides and articles."""

    def make() -> bytes:
        register_fonts()
        return vlc.svg_to_png(svg, scale=2)

    return kept("png", svg, make)


def has_png(svg: str) -> bool:
    """Whether the picture of a drawing is among what is kept."""
    return is_kept("png", svg)
