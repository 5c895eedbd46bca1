"""A figure in the forms that print and social cards ask for; the same bytes each time.

A PDF with its fonts, an SVG whose text is outlines, and pictures of fixed shapes, in which title,
source and version always have their place: the chart is made to fit what they leave.
"""

from __future__ import annotations

import io
import re
import tempfile
from functools import cache
from html import escape, unescape
from importlib.resources import files
from pathlib import Path

import typst
import vl_convert as vlc
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from analysis.exhibits import svg, theme
from analysis.exhibits.exhibit import Exhibit

FONTS = files("font_source_sans_pro").joinpath("files")
TEXT = re.compile(r"<text\b([^>]*?)(?:/>|>([^<]*)</text>)")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
OF_TEXT = ("x", "y", "text-anchor", "font-family", "font-size", "font-weight")  # not of a path
ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}  # of the width, before the anchor

CARDS = {"wide": (1200, 630), "square": (1080, 1080)}  # width and height in px
EDGE = 48  # px of paper on each side of a card
TITLES = (44, 40, 36, 32, 28, 24)  # px; the first at which the words leave the chart its place
LARGEST_WORDS = 0.4  # of a card's height, above the chart
COLUMN = 390  # px of words beside the chart
SUBTITLE, FOOTER = 22, 17  # px


def pdf(picture: str, title: str, alt: str) -> bytes:
    """A standalone SVG picture as PDF of its size, with fonts and a description."""
    width, height = re.findall(r'(?:width|height)="([\d.]+)"', picture)[:2]
    with tempfile.TemporaryDirectory(prefix="figure-") as folder:
        Path(folder, "figure.svg").write_text(picture, encoding="utf-8")
        page = Path(folder, "page.typ")
        page.write_text(
            f"#set document(title: {quoted(title)}, date: none)\n"
            f"#set page(width: {width}pt, height: {height}pt, margin: 0pt)\n"
            f'#image("figure.svg", width: 100%, alt: {quoted(alt)})\n',
            encoding="utf-8",
        )
        made = typst.compile(
            str(page), font_paths=[str(FONTS)], ignore_system_fonts=True, timestamp=0
        )
    assert isinstance(made, bytes)
    return made


def quoted(text: str) -> str:
    """A text as Typst reads it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@cache
def font(weight: str) -> TTFont:
    """The font of a weight in a picture."""
    style = "Semibold" if weight in ("600", "bold") else "Regular"
    return TTFont(io.BytesIO(FONTS.joinpath(f"SourceSansPro-{style}.ttf").read_bytes()))


def outlined(picture: str) -> str:
    """A standalone SVG picture whose text is outlines, for printers without its fonts.

    A text with a sign that the font has not stays text.
    """
    bare = re.sub(r"<style>.*?</style>", "", picture, count=1, flags=re.DOTALL)
    return TEXT.sub(outline, bare)


def outline(found: re.Match[str]) -> str:
    """One text as a path, at its place and in its colours."""
    attributes, words = dict(ATTRIBUTE.findall(found[1])), unescape(found[2] or "")
    face = font(attributes.get("font-weight", "400"))
    signs, names = face.getGlyphSet(), face.getBestCmap()
    if not all(ord(sign) in names for sign in words):
        return found[0]
    scale = float(attributes["font-size"].removesuffix("px")) / face["head"].unitsPerEm
    glyphs = [signs[names[ord(sign)]] for sign in words]
    before = ANCHORS[attributes.get("text-anchor", "start")]
    x = float(attributes.get("x", 0)) - before * scale * sum(glyph.width for glyph in glyphs)
    y = float(attributes.get("y", 0))
    pen = SVGPathPen(signs, lambda number: f"{number:.2f}".rstrip("0").rstrip("."))
    for glyph in glyphs:
        glyph.draw(TransformPen(pen, (scale, 0, 0, -scale, x, y)))
        x += glyph.width * scale
    kept = "".join(
        f' {name}="{value}"' for name, value in attributes.items() if name not in OF_TEXT
    )
    return f'<path aria-label="{escape(words)}"{kept} d="{pen.getCommands()}"/>'


def card(exhibit: Exhibit, shape: str) -> bytes:
    """A figure as PNG of a shape in `CARDS`: title, subtitle, chart, source and version, all whole.

    Of its two charts the one is taken that fills the place better.
    """
    svg.register_fonts()
    return vlc.svg_to_png(card_svg(exhibit, *CARDS[shape]), scale=1)


def card_svg(exhibit: Exhibit, width: int, height: int) -> str:
    """The drawing of a card of this size: words above the chart, or beside it on a wide card."""
    is_wide = width > 1.5 * height
    across = COLUMN if is_wide else width - 2 * EDGE
    footer, below = block(exhibit.footer(), FOOTER, 400, "ink-3", across, 0)
    foot = height - EDGE - below
    for size in TITLES:
        title, top = block(exhibit.title, size, 600, "ink", across, EDGE)
        subtitle, top = block(exhibit.subtitle, SUBTITLE, 400, "ink-2", across, top)
        if top <= (foot if is_wide else LARGEST_WORDS * height):
            break
    left, top, bottom = (COLUMN + 2 * EDGE, EDGE, height - EDGE) if is_wide else (EDGE, top, foot)
    drawing = fitted(exhibit, left, top, width - EDGE - left, bottom - top - EDGE / 2)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width}" height="{height}"><rect width="100%" height="100%" '
        f'fill="{theme.colour("paper")}"/>{title}{subtitle}{drawing}'
        f'<g transform="translate(0,{foot:g})">{footer}</g></svg>'
    )


def fitted(exhibit: Exhibit, left: float, top: float, width: float, height: float) -> str:
    """The one of a figure's charts that fills a place better, as large as the place allows."""
    charts = {
        min(width / one.width, height / one.height): one for one in (exhibit.narrow, exhibit.wide)
    }
    scale, chart = max(charts.items(), key=lambda one: one[0] ** 2 * one[1].width * one[1].height)
    place = (
        f'x="{left:g}" y="{top:g}" width="{chart.width * scale:.1f}" '
        f'height="{chart.height * scale:.1f}" viewBox="0 0 {chart.width:g} {chart.height:g}"'
    )
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" {place}>'
    return re.sub(r"<svg [^>]*>", opening, chart.svg, count=1)


def block(
    text: str, size: int, weight: int, colour: str, width: float, top: float
) -> tuple[str, float]:
    """Lines of a card's text from `top` downwards, and where the next begin."""
    return svg.text_block(text, size, weight, theme.colour(colour), width, top, EDGE)
