"""The two type families of the briefing, as files: whole for print and charts, small for the web.

Source Serif Pro sets the text, Source Sans Pro the labels, tables and figures. Both come from
installed packages under the SIL Open Font License, which reserves the name "Source" for unchanged
files: the subsets are therefore renamed inside, and each family's licence travels with it.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import fontTools

from analysis.core.cache import kept

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

# Titles of sources stand in the bibliography in their own script, which the families do not have.
FALLBACK_PACKAGE, FALLBACK_FILE = "mplfonts", "NotoSansCJKsc-Regular.otf"

STAMP = "fonts.sha256"
WEB_FOLDER = "web"


@dataclass(frozen=True)
class Family:
    """One type family: its package, the stem of its files, and what its subsets are called."""

    package: str
    stem: str
    subset_name: str
    print_styles: tuple[str, ...] = (
        "Regular",
        "It",
        "Semibold",
        "SemiboldIt",
        "Bold",
        "BoldIt",
    )
    web_styles: tuple[str, ...] = ("Regular", "It", "Semibold")

    def source(self, style: str) -> bytes:
        """The bytes of one installed TrueType file."""
        return files(self.package).joinpath("files", f"{self.stem}-{style}.ttf").read_bytes()

    def licence(self) -> bytes:
        """The text of the licence that must go with the files."""
        return files(self.package).joinpath("files", "LICENSE.txt").read_bytes()


FAMILIES = (
    Family("font_source_serif_pro", "SourceSerifPro", "Briefing Serif"),
    Family("font_source_sans_pro", "SourceSansPro", "Briefing Sans"),
)

# What pages need: first the signs of English and of most tables, then those of other European
# names and of formulas, in files of their own that a browser fetches only for a page with such a
# sign. The style sheet declares the same ranges.
WEB_CHARACTERS = {
    "": frozenset(
        chain(
            range(0x0020, 0x007F),  # Basic Latin
            range(0x00A0, 0x0100),  # Latin-1
            range(0x2002, 0x200B),  # spaces of set widths
            range(0x2010, 0x2027),  # dashes, quotation marks, bullet, ellipsis
            (0x202F, 0x20AC),  # narrow space, euro
            range(0x2190, 0x2194),  # arrows
            (0x2212, 0x2248, 0x2264, 0x2265),  # minus, about, at most, at least
        )
    ),
    "-Extended": frozenset(
        chain(
            range(0x0100, 0x0180),  # Latin Extended-A
            range(0x0391, 0x03CA),  # Greek
            (0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044),  # per mille, primes, fraction slash
            range(0x2070, 0x208F),  # superscripts and subscripts
            (0x2116, 0x2122),  # numero, trade mark
            range(0x2194, 0x219A),  # other arrows
            (0x2206, 0x220F, 0x2211, 0x221A, 0x221E, 0x2260, 0x25CA),  # operators, not equal
        )
    ),
}
WEB_FEATURES = ("kern", "liga", "lnum", "onum", "pnum", "tnum")
COPYRIGHT, FAMILY, STYLE, UNIQUE, FULL, VERSION, POSTSCRIPT = range(7)
LICENCE_TEXT, LICENCE_ADDRESS = 13, 14


def web_subset(source: bytes, family: str, style: str, characters: frozenset[int]) -> bytes:
    """A TrueType file as a small WOFF2 file with the features that pages need.

    Parameters: `source`, the bytes of the font; `family` and `style`, its names inside the subset;
    `characters`, the code points to keep, as far as the font has them.
    Returns the same bytes for the same input: the font's own time stamp is kept.
    Raises fontTools.ttLib.TTLibError if `source` is not a font.
    """
    # Slow to import, and needed only where no fonts were kept.
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options()
    options.layout_features = list(WEB_FEATURES)
    options.hinting = False
    options.name_IDs = [COPYRIGHT, FAMILY, STYLE, VERSION, LICENCE_TEXT, LICENCE_ADDRESS]
    font = TTFont(BytesIO(source), recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    _rename(font, family, style)
    font.flavor = "woff2"
    target = BytesIO()
    font.save(target)
    return target.getvalue()


def face(name: str, style: str, weights: str, characters: frozenset[int]) -> str:
    """The CSS rule that brings the sans-serif along, with the signs that a picture shows.

    Parameters: the name by which the picture asks for it; the style and its weights in CSS
    (`600 700`); the code points.
    """
    family = FAMILIES[1]

    def make() -> bytes:
        return base64.b64encode(
            web_subset(family.source(style), family.subset_name, style, characters)
        )

    data = kept("font", f"{style} {sorted(characters)}", make).decode()
    return (
        f'@font-face{{font-family:"{name}";font-weight:{weights};'
        f'src:url("data:font/woff2;base64,{data}")format("woff2")}}'
    )


def _rename(font: TTFont, family: str, style: str) -> None:
    """Give a subset names of its own, as its licence asks of a changed file."""
    names = {
        FAMILY: family,
        STYLE: style,
        UNIQUE: f"{family} {style}",
        FULL: f"{family} {style}",
        POSTSCRIPT: f"{family}-{style}".replace(" ", ""),
    }
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)


def source_hash() -> str:
    """SHA-256 over everything that decides the written bytes: fonts, this module, fontTools."""
    digest = hashlib.sha256(fontTools.version.encode())
    digest.update(Path(__file__).read_bytes())
    for family in FAMILIES:
        for style in family.print_styles:
            digest.update(family.source(style))
    return digest.hexdigest()


def font_files(folder: Path) -> list[Path]:
    """The files that `write_fonts` keeps in `folder`, sorted; no file is touched."""
    web = folder / WEB_FOLDER
    of_families = (
        path
        for family in FAMILIES
        for path in (
            *(folder / f"{family.stem}-{style}.ttf" for style in family.print_styles),
            *(
                web / f"{family.stem}-{style}{part}.woff2"
                for style in family.web_styles
                for part in WEB_CHARACTERS
            ),
            web / f"{family.stem}-LICENSE.txt",
        )
    )
    return sorted((folder / FALLBACK_FILE, *of_families))


def write_fonts(folder: Path) -> list[Path]:
    """Write the fonts of print, charts and pages, unless `folder` already holds these very fonts.

    Parameters: `folder`, created if missing. TrueType files go into it, for Typst and the charts;
    WOFF2 subsets and the licences into its `web` folder, for the pages.
    Returns all files, sorted. Same bytes for the same installed packages.
    Raises ModuleNotFoundError or FileNotFoundError if a font package is missing or incomplete.
    """
    stamp, hashed, paths = folder / STAMP, source_hash(), font_files(folder)
    current = stamp.is_file() and stamp.read_text(encoding="ascii").strip() == hashed
    if current and all(path.is_file() for path in paths):
        return paths
    web = folder / WEB_FOLDER
    web.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)  # an interrupted run must not look complete
    fallback = files(FALLBACK_PACKAGE).joinpath("fonts", FALLBACK_FILE)
    (folder / FALLBACK_FILE).write_bytes(fallback.read_bytes())
    for family in FAMILIES:
        for style in family.print_styles:
            (folder / f"{family.stem}-{style}.ttf").write_bytes(family.source(style))
        for style in family.web_styles:
            for part, characters in WEB_CHARACTERS.items():
                subset = web_subset(family.source(style), family.subset_name, style, characters)
                (web / f"{family.stem}-{style}{part}.woff2").write_bytes(subset)
        (web / f"{family.stem}-LICENSE.txt").write_bytes(family.licence())
    stamp.write_text(hashed + "\n", encoding="ascii")
    return paths
