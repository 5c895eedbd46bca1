"""Pictures: hatched where they guess, coloured by the page, named, and whole when copied away."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import altair as alt
import pandas as pd
import pytest
from fontTools.ttLib import TTFont
from lxml import etree

from analysis.core.cache import FOLDER
from analysis.exhibits import svg, theme
from analysis.exhibits.svg import Picture

EVIL = "</title><script>alert('x')</script> & \"more\""
SVG = "{http://www.w3.org/2000/svg}"


def drawing(content: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="20" height="10" viewBox="0 0 20 10">{content}</svg>'
    )


@pytest.fixture(scope="module")
def bars() -> Picture:
    """A bar of each soft colour and one of a strong colour."""
    rows = pd.DataFrame({"kind": ["a", "b", "c", "d"], "value": [1, 2, 3, 4]})
    rows["fill"] = [theme.colour(token) for token in (*svg.HATCHED, "accent")]
    chart = alt.Chart(rows).mark_bar(clip=True)
    chart = chart.encode(x="value:Q", y="kind:N", color=alt.Color("fill:N", scale=None))
    return svg.draw(svg.specification(chart.properties(width=200)))


def test_each_soft_colour_becomes_stripes_of_its_strong_one(bars: Picture) -> None:
    for soft, strong in svg.HATCHED.items():
        pattern = re.search(rf'<pattern id="hatch-{soft}".*?</pattern>', bars.svg)
        assert pattern is not None
        assert theme.colour(soft) in pattern[0]
        assert theme.colour(strong) in pattern[0]
        assert bars.svg.count(f'fill="url(#hatch-{soft})"') == 1


def test_a_picture_without_soft_colours_stays_as_it_is() -> None:
    plain = drawing(f'<rect fill="{theme.colour("accent")}"/>')
    assert svg.hatched(plain) == plain


@pytest.mark.parametrize("token", theme.tokens()["light"])
def test_every_colour_of_the_palette_is_taken_from_the_page(token: str) -> None:
    value = theme.colour(token)
    same = [name for name, other in theme.tokens()["light"].items() if other == value]
    found = svg.themed(drawing(f'<rect fill="{value}" stroke="{value}"/>'))
    assert f'fill="var(--{same[0]}, {value})" stroke="var(--{same[0]}, {value})"' in found


def test_colours_outside_the_palette_are_left_alone() -> None:
    foreign = drawing('<rect fill="#123456" stroke="none"/>')
    assert svg.themed(foreign) == foreign


def test_the_page_gets_one_name_and_one_description_escaped(bars: Picture) -> None:
    root = etree.fromstring(svg.inline(bars, "fig-a-wide", EVIL, EVIL))
    assert root.get("role") == "img"
    for label, tag in (("aria-labelledby", "title"), ("aria-describedby", "desc")):
        [named] = [node for node in root.iter() if node.get("id") == root.get(label)]
        assert named.tag == SVG + tag
        assert named.text == EVIL
    assert "<script" not in svg.inline(bars, "fig-a-wide", EVIL, EVIL)


def test_two_pictures_of_one_page_share_no_id(bars: Picture) -> None:
    page = "".join(svg.inline(bars, name, "Title", "Words") for name in ("one", "two"))
    identifiers = re.findall(r'\bid="([^"]+)"', page)
    assert len(identifiers) == len(set(identifiers))
    assert {f"#{name}" for name in identifiers} >= set(re.findall(r"url\((#[^)]+)\)", page))


def test_an_inline_picture_may_shrink(bars: Picture) -> None:
    root = etree.fromstring(svg.inline(bars, "one", "Title", "Words"))
    assert root.get("viewBox") == f"0 0 {bars.width:g} {bars.height:g}"


def test_a_picture_alone_shows_finding_measure_and_source(bars: Picture) -> None:
    root = etree.fromstring(svg.standalone(bars, EVIL, "Tonnes a year", "Source: a & b (2026)."))
    shown = [" ".join(node.itertext()) for node in root.findall(f"{SVG}text")]
    assert " ".join(shown) == f"{EVIL} Tonnes a year Source: a & b (2026)."
    assert root.findtext(f"{SVG}title") == EVIL
    assert root.findtext(f"{SVG}desc") == "Tonnes a year"


def test_nothing_of_a_picture_alone_lies_outside_it(bars: Picture) -> None:
    words = "a long finding that needs more than one line of the picture " * 2
    root = etree.fromstring(svg.standalone(bars, words, words, words))
    [inner] = root.findall(f"{SVG}svg")
    lines = [float(node.get("y") or "") for node in root.findall(f"{SVG}text")]
    drawn_from, drawn_to = float(inner.get("y") or ""), float(inner.get("y") or "") + bars.height
    assert lines == sorted(lines)
    assert not [y for y in lines if drawn_from < y < drawn_to]
    assert lines[-1] < float(root.get("height") or "")


def test_the_same_chart_gives_the_same_bytes(bars: Picture) -> None:
    chart = alt.Chart(pd.DataFrame({"a": [1, 2]})).mark_bar().encode(x="a:Q")
    first, second = (svg.draw(svg.specification(chart)) for _ in range(2))
    assert first == second


def test_the_report_sets_its_own_type(bars: Picture) -> None:
    families = set(re.findall(r'font-family="([^"]+)"', bars.svg))
    assert families == {theme.FONT_STACK}


def test_an_svg_without_a_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(svg.vlc, "vegalite_to_svg", lambda spec: "<svg></svg>")
    with pytest.raises(ValueError, match="without a size"):
        svg.draw({})


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("one two three", ["one two", "three"]),
        ("USD\N{NO-BREAK SPACE}12 and", ["USD\N{NO-BREAK SPACE}12", "and"]),
        ("unbreakably long", ["unbreakably", "long"]),
    ],
)
def test_lines_break_at_blanks_only(text: str, lines: list[str]) -> None:
    assert svg.wrapped(text, 8) == lines


def test_a_png_has_twice_the_size_of_its_picture() -> None:
    image = svg.png(drawing('<rect width="20" height="10" fill="#000000"/>'))
    assert image[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(image[16:20], "big") == 40
    assert int.from_bytes(image[20:24], "big") == 20


def test_page_and_charts_share_one_palette() -> None:
    light, dark = theme.tokens()["light"], theme.tokens()["dark"]
    assert light.keys() == dark.keys()
    assert all(re.fullmatch("#[0-9a-f]{6}", value) for value in (light | dark).values())


def test_colours_that_are_one_by_day_are_one_by_night() -> None:
    light, dark = theme.tokens()["light"], theme.tokens()["dark"]
    for value in set(light.values()):
        same = {dark[token] for token in light if light[token] == value}
        assert len(same) == 1


def test_soft_colours_are_used_for_stripes_alone() -> None:
    light = list(theme.tokens()["light"].values())
    for soft in svg.HATCHED:
        assert light.count(theme.colour(soft)) == 1


def test_what_is_drawn_is_known_without_drawing_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    rows = pd.DataFrame({"value": [1]})
    assert not svg.is_drawn("bar")
    drawing = svg.drawn("bar", lambda: alt.Chart(rows).mark_bar().encode(x="value:Q"))
    assert svg.is_drawn("bar")
    assert not svg.has_png(drawing.picture.svg)
    svg.png(drawing.picture.svg)
    assert svg.has_png(drawing.picture.svg)


def test_a_picture_alone_brings_the_signs_of_its_fonts_and_no_more(bars: Picture) -> None:
    root = etree.fromstring(svg.standalone(bars, "Zwölf", "Tonnes", "Source: no one."))
    [style] = root.iter("{*}style")
    faces = re.findall(r"font-weight:([\d ]+);.*?base64,([^\"]+)", style.text)
    found = {
        weights: set(TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap())
        for weights, data in faces
    }
    assert set(map(ord, "Zwölf")) == found["600 700"]
    assert set(map(ord, "TonesSurc:.")) < found["400"]
    assert ord("Q") not in found["400"]
