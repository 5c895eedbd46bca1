"""A figure in a card, in a PDF and in outlines is whole, and is the same figure."""

from __future__ import annotations

import io
import re
from html import unescape

import numpy as np
import pikepdf
import pytest
from PIL import Image

from analysis.exhibits import forms, svg
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.registry import MODULES, exhibit
from analysis.facts.processed import Processed

FIGURES = [name for name in MODULES if name.startswith("fig-")]
# What a chart holds: marks with halos; a pattern and two panels.
SOME = ("fig-shares", "fig-conversion")
LINE = re.compile(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*font-size="([\d.]+)"[^>]*>([^<]*)</text>')


@pytest.fixture(params=FIGURES)
def figure(request: pytest.FixtureRequest, processed: Processed) -> Exhibit:
    return exhibit(request.param, processed)


@pytest.mark.parametrize("shape", forms.CARDS)
def test_a_card_holds_title_subtitle_source_and_version_whole_and_apart(
    figure: Exhibit, shape: str
) -> None:
    width, height = forms.CARDS[shape]
    drawing = forms.card_svg(figure, width, height)
    words, _, footer = drawing.rpartition('<g transform="translate(0,')
    foot = float(footer.partition(")")[0])
    top = LINE.findall(words[: words.index("<svg", 9)])
    below = LINE.findall(footer)
    told = [unescape(" ".join(line[3] for line in lines)) for lines in (top, below)]
    assert told == [f"{figure.title} {figure.subtitle}", figure.footer()]
    assert figure.footer().endswith(f"data version {figure.processed.about.data_version}.")
    assert max(float(line[1]) for line in top) < foot
    assert foot + max(float(line[1]) for line in below) < height
    # A chart lies inside the card, and on none of the words.
    chart = re.search(r'x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" v', words)
    assert chart is not None
    left, above, across, high = map(float, chart.groups())
    assert left + across <= width - forms.EDGE + 0.1
    is_beside = left > forms.COLUMN + forms.EDGE
    assert is_beside == (shape == "wide")
    assert above + high <= (height - forms.EDGE if is_beside else foot)
    assert is_beside or above > max(float(line[1]) for line in top)


@pytest.mark.parametrize("name", SOME)
@pytest.mark.parametrize("shape", forms.CARDS)
def test_nothing_of_a_card_comes_near_its_edges(
    processed: Processed, name: str, shape: str
) -> None:
    made = forms.card(exhibit(name, processed), shape)
    with Image.open(io.BytesIO(made)) as image:
        assert image.size == forms.CARDS[shape]
        pixels = np.asarray(image.convert("RGB")).astype(int)
    differs = np.abs(pixels - pixels[0, 0]).max(axis=2) > 8
    inner = slice(forms.EDGE // 2, -forms.EDGE // 2)
    assert differs.sum() == differs[inner, inner].sum() > 0


@pytest.mark.parametrize("name", SOME)
def test_a_pdf_has_the_size_of_the_picture_its_fonts_and_words_and_the_same_bytes(
    processed: Processed, name: str
) -> None:
    shown = exhibit(name, processed)
    picture = shown.standalone()
    made = forms.pdf(picture, shown.title, shown.description)
    assert forms.pdf(picture, shown.title, shown.description) == made
    with pikepdf.open(io.BytesIO(made)) as read:
        (page,) = read.pages
        size = re.search(r'width="([\d.]+)" height="([\d.]+)"', picture)
        assert size is not None
        assert [float(one) for one in page.mediabox] == pytest.approx(
            [0, 0, *map(float, size.groups())]
        )
        assert str(read.docinfo["/Title"]) == shown.title
        fonts = [
            one
            for one in read.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
        ]
        assert {str(font["/FontName"]).split("+")[-1].split("-")[0] for font in fonts} == {
            "SourceSansPro"
        }
        assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)
        assert not any(
            one.get("/Subtype") == "/Image"
            for one in read.objects
            if isinstance(one, pikepdf.Stream)
        )


def test_text_in_outlines_is_no_text_and_reads_the_same(processed: Processed) -> None:
    picture = exhibit("fig-shares", processed).standalone()
    drawn = forms.outlined(picture)
    assert "<text" not in drawn and "@font-face" not in drawn
    words = [unescape(one) for one in re.findall(r"<text[^>]*>([^<]+)</text>", picture)]
    assert [unescape(one) for one in re.findall(r'aria-label="([^"]+)" ', drawn)][-len(words) :]
    dark = []
    for one in (picture, drawn):
        with Image.open(io.BytesIO(svg.png(one))) as image:
            dark.append(
                np.asarray(image.convert("L").resize((image.width // 8, image.height // 8)))
            )
    assert (
        np.abs(dark[0].astype(int) - dark[1]).mean() < 2
    )  # of 255: kerning moves letters by parts


def test_a_sign_that_the_font_has_not_stays_text() -> None:
    text = '<svg><text x="1" y="2" font-size="10">\u4e2d</text></svg>'
    assert forms.outlined(text) == text


def test_an_outline_is_anchored_and_set_as_its_text() -> None:
    start, end = (
        forms.outlined(
            f'<text text-anchor="{anchor}" transform="translate(5,5)" font-size="10px" '
            'fill="#123">I</text>'
        )
        for anchor in ("start", "end")
    )
    assert start.startswith('<path aria-label="I" transform="translate(5,5)" fill="#123" d="M')
    first = [float(re.search(r'd="M(-?[\d.]+)', one)[1]) for one in (start, end)]  # type: ignore[index]
    advance = forms.font("400")["hmtx"]["I"][0] * 10 / forms.font("400")["head"].unitsPerEm
    assert first[0] - first[1] == pytest.approx(advance, abs=0.02)
