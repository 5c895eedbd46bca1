"""The code that shows an exhibit in other people's pages, as high as what it shows at every width.

Nothing tells the page around a frame how high its content is without a script. But the content is
known here: a picture of two forms, wide and narrow, and words that break into lines. So the height
is written into the code as a formula of the width, which every browser of today computes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from math import ceil, floor
from typing import Any

from analysis.citation.editions import Edition
from analysis.exhibits.svg import MEAN_GLYPH_WIDTH, wrapped

WIDTH = 760  # px at which an embedded exhibit is looked at where nobody says another width
BREAK = 600  # px; below it the narrow picture is shown, as the page's style says
NARROWEST, WIDEST = 300, 1000  # px at which the words are counted
EDGES = 24  # px of padding to the left and right
TABLE = (1.0, 440.0)  # width and height in px: one height at every width, after which it scrolls
EXPLORER = 50  # px of what opens the interactive form
MARGINS = 52  # px between and around words and picture
SIZE = re.compile(r'<svg [^>]*viewBox="0 0 ([\d.]+) ([\d.]+)"')


@dataclass(frozen=True)
class Words:
    """A text beside the picture. Attributes: the size of its signs and of its lines, in px."""

    text: str
    size: float
    line: float

    def height(self, width: float) -> float:
        """How high it stands in a frame of this width, in px."""
        return lines(self.text, int((width - EDGES) / (self.size * MEAN_GLYPH_WIDTH))) * self.line


@cache
def lines(text: str, signs: int) -> int:
    """Into how many lines of so many signs a text breaks; many widths in px hold the same."""
    return len(wrapped(text, signs))


@dataclass(frozen=True)
class Form:
    """One form of an embedded exhibit.

    Attributes:
        picture: natural width and height of its picture in px; a picture never grows beyond.
        base, slope: the height of all else is at most base + slope * width.
    """

    picture: tuple[float, float]
    base: float
    slope: float

    def height(self, width: float) -> float:
        """The height in px in a frame of this width."""
        wide, high = self.picture
        words = self.base + self.slope * min(width, WIDEST)
        return min(high, (width - EDGES) * high / wide) + words

    def css(self) -> str:
        """The same as a formula of CSS, where 100% is the width."""
        wide, high = self.picture
        scaled = f"min({ceil(high)}px,(100% - {EDGES}px)*{high / wide:.3f})"
        steep = floor(-1000 * self.slope) / 1000
        return f"{scaled} + {ceil(self.base)}px - min(100%,{WIDEST}px)*{steep}"


@dataclass(frozen=True)
class Shape:
    """An embedded exhibit: its wide form, and its narrow one."""

    wide: Form
    narrow: Form

    def height(self, width: float) -> int:
        """The height in px in a frame of this width."""
        return ceil((self.narrow if width < BREAK else self.wide).height(width))

    def css(self) -> str:
        """The height as a formula of CSS: of one form below the break, of the other from there."""
        return f"clamp({self.wide.css()},({BREAK}px - 100%)*9999,{self.narrow.css()})"


def footer(title: str, record: Mapping[str, Any], version: str) -> tuple[str, str]:
    """The line below an embedded exhibit: of which report it is, and the words that lead there."""
    return title, f"{record['id']}, data version {version}: sources, data, citation"


def frame(record: Mapping[str, Any], shown: Shape, at: str = "address", colours: str = "") -> str:
    """The code that shows an exhibit; `at` names the address, `colours` those that it keeps."""
    height = shown.height(WIDTH)
    address = f"{record[at]}embed.html{colours}"
    return (
        f'<div style="position:relative;padding-top:{shown.css()}">'
        f'<iframe src="{escape(address)}" title="{escape(record["title"])}" width="100%" '
        f'height="{height}" loading="lazy" style="position:absolute;top:0;left:0;width:100%;'
        'height:100%;border:0"></iframe></div>'
    )


def shape(title: str, kept: Edition, record: Mapping[str, Any], has_explorer: bool) -> Shape:
    """The shape of an exhibit as the page to embed shows it (its style stands in `embeds.py`).

    Parameters: the title of the report; the edition; the exhibit's record; whether the page offers
    an interactive form.
    """
    words = (
        Words(record["title"], 19, 23.4),
        Words(record["subtitle"], 15, 21.75),
        Words(", ".join(footer(title, record, kept.version)), 13, 18.85),
    )
    sizes = [(float(wide), float(high)) for wide, high in SIZE.findall(kept.displays[record["id"]])]
    wide, narrow = sizes if len(sizes) == 2 else [TABLE] * 2
    fixed = MARGINS + (EXPLORER if has_explorer else 0)
    return Shape(
        Form(wide, *bound(words, fixed, BREAK, WIDEST)),
        Form(narrow, *bound(words, fixed, NARROWEST, BREAK - 1)),
    )


def bound(words: Sequence[Words], fixed: float, least: int, most: int) -> tuple[float, float]:
    """Base and slope of the lowest line of this steepness below which all words stand.

    The line goes as those at both ends do, and is raised until no width between needs more.
    """
    heights = {width: sum(one.height(width) for one in words) for width in range(least, most + 1)}
    slope = (heights[most] - heights[least]) / (most - least)
    base = max(height - slope * width for width, height in heights.items())
    return fixed + base, slope
