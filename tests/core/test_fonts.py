"""The fonts of print, charts and pages."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont, TTLibError

from analysis.core.fonts import (
    FAMILIES,
    STAMP,
    WEB_CHARACTERS,
    Family,
    font_files,
    web_subset,
    write_fonts,
)

STYLE_SHEET = Path(__file__).parents[2] / "report" / "theme" / "briefing.css"
FIRST_VIEW = (
    "SourceSerifPro-Regular",
    "SourceSerifPro-Semibold",
    "SourceSansPro-Regular",
    "SourceSansPro-Semibold",
)
FIRST_VIEW_BUDGET = 65_000  # bytes; leaves 85 kB of the page's 150 kB for everything else


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("fonts")
    write_fonts(target)
    return target


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in font_files(folder)}


def test_every_family_comes_whole_for_print_and_small_for_the_web_with_its_licence(
    folder: Path,
) -> None:
    names = contents(folder)
    for family in FAMILIES:
        assert f"{family.stem}-BoldIt.ttf" in names
        assert f"{family.stem}-It.woff2" in names
        assert b"SIL OPEN FONT LICENSE" in names[f"{family.stem}-LICENSE.txt"]


def test_the_files_of_print_keep_their_family_name_for_typst_and_charts(folder: Path) -> None:
    font = TTFont(folder / "SourceSansPro-Semibold.ttf")
    assert font["name"].getBestFamilyName() == "Source Sans Pro"
    assert font["OS/2"].usWeightClass == 600


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.stem)
@pytest.mark.parametrize("style", ["Regular", "It", "Semibold"])
def test_a_subset_can_set_names_units_and_comparisons(
    folder: Path, family: Family, style: str
) -> None:
    first, other = (
        set(TTFont(folder / "web" / f"{family.stem}-{style}{part}.woff2").getBestCmap())
        for part in WEB_CHARACTERS
    )
    assert {sign for sign in "AzÉß 0–—‘’“”…€%×−≤≥≈²³½·§†" if ord(sign) not in first} == set()
    assert {sign for sign in "łŽ₂⁴‰√" if ord(sign) not in other} == set()
    assert first & other == set()


def test_the_upright_subsets_hold_the_greek_and_the_arrows_of_formulas(folder: Path) -> None:
    for family in FAMILIES:
        held = {
            sign
            for part in WEB_CHARACTERS
            for sign in TTFont(folder / "web" / f"{family.stem}-Regular{part}.woff2").getBestCmap()
        }
        assert {sign for sign in "Σασ→↓√" if ord(sign) not in held} == set()


def test_the_style_sheet_names_the_characters_of_each_file(folder: Path) -> None:
    faces = re.findall(
        r'url\("fonts/web/([^"]+)"\)[^}]*?unicode-range: ([^;]+);',
        STYLE_SHEET.read_text(encoding="utf-8"),
    )
    assert {name for name, _ in faces} == {path.name for path in (folder / "web").glob("*.woff2")}
    for name, ranges in faces:
        declared: set[int] = set()
        for bounds in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", ranges):
            low, high = (int(bound or bounds[0], 16) for bound in bounds)
            declared |= set(range(low, high + 1))
        assert declared == WEB_CHARACTERS["-Extended" if "-Extended" in name else ""]


def test_serif_subsets_keep_kerning_and_both_kinds_of_figures(folder: Path) -> None:
    font = TTFont(folder / "web" / "SourceSerifPro-Regular.woff2")
    tags = {
        record.FeatureTag
        for table in ("GSUB", "GPOS")
        for record in font[table].table.FeatureList.FeatureRecord
    }
    assert {"kern", "liga", "tnum", "pnum", "lnum", "onum"} <= tags


def test_a_subset_does_not_carry_the_name_that_the_licence_reserves(folder: Path) -> None:
    for path in (folder / "web").glob("*.woff2"):
        names = TTFont(path)["name"]
        shown = [names.getDebugName(number) or "" for number in (1, 3, 4, 6, 16)]
        assert not any("source" in name.lower() for name in shown)
        assert names.getDebugName(1).startswith("Briefing ")


def test_the_fonts_of_the_first_view_fit_their_budget(folder: Path) -> None:
    sizes = [(folder / "web" / f"{name}.woff2").stat().st_size for name in FIRST_VIEW]
    assert sum(sizes) <= FIRST_VIEW_BUDGET


def test_the_same_font_gives_the_same_bytes() -> None:
    family = FAMILIES[0]
    first, second = (
        web_subset(family.source("It"), "Briefing Serif", "It", WEB_CHARACTERS[""])
        for _ in range(2)
    )
    assert first == second
    whole, subset = TTFont(BytesIO(family.source("It"))), TTFont(BytesIO(first))
    assert subset["head"].modified == whole["head"].modified


def test_a_folder_that_holds_these_fonts_is_left_alone(folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in font_files(folder)}
    assert write_fonts(folder) == sorted(before)
    assert {path: path.stat().st_mtime_ns for path in font_files(folder)} == before


def test_a_folder_that_lost_a_file_or_holds_other_fonts_is_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    italic = replace(FAMILIES[0], print_styles=("It",), web_styles=("It",))
    monkeypatch.setattr("analysis.core.fonts.FAMILIES", (italic,))
    lost = write_fonts(tmp_path)[0]
    whole = lost.read_bytes()
    lost.unlink()
    write_fonts(tmp_path)
    assert lost.read_bytes() == whole
    lost.write_bytes(b"another font")
    (tmp_path / STAMP).write_text("another source\n", encoding="ascii")
    write_fonts(tmp_path)
    assert lost.read_bytes() == whole


def test_bytes_that_are_not_a_font_are_refused() -> None:
    with pytest.raises(TTLibError, match="Not a TrueType or OpenType font"):
        web_subset(b"not a font at all", "Briefing Serif", "Regular", WEB_CHARACTERS[""])
