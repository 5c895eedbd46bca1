"""Stamps survive in their files, change nothing that is seen, and tell changed pictures."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from xml.etree import ElementTree

import pytest
from PIL import Image
from svg_writers import WRITERS

from analysis.citation import stamp_formats as carriers
from analysis.citation.catalogue import Catalogue
from analysis.citation.files_to_verify import Sample
from analysis.citation.schema import invalid
from analysis.citation.stamps import is_consistent, read_stamp, stamp, stamp_text
from analysis.citation.verify import content_of, stamps_in
from analysis.exhibits import svg
from analysis.exhibits.exhibit import Exhibit

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


@pytest.fixture(scope="module")
def picture(shown: Sequence[Exhibit]) -> str:
    return shown[0].standalone()


@pytest.fixture(scope="module")
def stamped(listed: Catalogue, picture: str) -> str:
    record = listed.exhibits["fig-shares"]
    return carriers.stamped_svg(picture, stamp(record, LICENCE, carriers.svg_hash(picture)))


@pytest.fixture(scope="module")
def png(listed: Catalogue, picture: str) -> bytes:
    content = svg.png(picture)
    values = stamp(listed.exhibits["fig-shares"], LICENCE, carriers.png_hash(content))
    return carriers.stamped_png(content, values)


def repainted(content: bytes, paint: Callable[[Image.Image], None]) -> bytes:
    """The picture with its text chunks, painted over."""
    with Image.open(io.BytesIO(content)) as image:
        image.load()
        paint(image)
        plain = io.BytesIO()
        image.save(plain, "PNG")
    found = carriers.png_stamp(content)
    assert found is not None
    return carriers.stamped_png(plain.getvalue(), found)


def test_a_stamp_fits_its_schema(stamped: str) -> None:
    found = carriers.svg_stamp(stamped)
    assert found is not None
    assert invalid(found, "stamp") == []
    assert is_consistent(found)


def test_a_stamped_svg_is_well_formed_and_names_its_sources_for_everybody(stamped: str) -> None:
    root = ElementTree.fromstring(stamped)
    sources = [e.text for e in root.iter("{http://purl.org/dc/elements/1.1/}source")]
    rights = [e.text for e in root.iter("{http://purl.org/dc/elements/1.1/}rights")]
    assert "iea-cm-dataset-2025" in sources
    assert rights == [LICENCE]


def test_without_its_stamp_an_svg_is_what_it_was(picture: str, stamped: str) -> None:
    assert carriers.unstamped_svg(stamped) == picture
    assert carriers.svg_hash(stamped) == carriers.svg_hash(picture)


@pytest.mark.parametrize("write", WRITERS)
def test_a_picture_written_anew_by_other_software_is_what_it_was(
    stamped: str, write: Callable[[str], str]
) -> None:
    again = write(stamped)
    assert again != stamped
    assert carriers.svg_hash(again) == carriers.svg_hash(stamped)
    assert carriers.svg_stamp(again) == carriers.svg_stamp(stamped)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</text>", " or not</text>"),
        ('fill="none"', 'fill="red"'),
        ("translate(", "translate(1"),
        ("</svg>", "<text>added</text></svg>"),
    ],
)
def test_whatever_is_drawn_otherwise_changes_the_hash(stamped: str, old: str, new: str) -> None:
    changed = stamped.replace(old, new, 1)
    assert changed != stamped
    assert carriers.svg_hash(changed) != carriers.svg_hash(stamped)


@pytest.mark.parametrize("cut", [10, 500, 5000])
def test_a_picture_that_is_no_xml_any_more_has_no_stamp_and_no_hash(stamped: str, cut: int) -> None:
    assert carriers.svg_hash(stamped[:-cut]) is None
    assert carriers.svg_stamp(stamped[:-cut]) is None


def test_a_stamp_of_an_older_version_still_fits_its_picture(
    listed: Catalogue, picture: str
) -> None:
    values = stamp(listed.exhibits["fig-shares"], LICENCE, carriers.older_svg_hash(picture))
    sample = Sample("shares.svg", carriers.stamped_svg(picture, values).encode(), None)
    (found,) = stamps_in(sample)
    assert isinstance(found, dict)
    assert found["picture_hash"] in content_of(sample).older


def test_text_from_data_cannot_leave_the_stamp() -> None:
    values = {"title": "</stamp></metadata><script>alert(1)</script>&amp;"}
    text = stamp_text(values)
    assert not set("<>&") & set(text)


def test_a_png_keeps_its_pixels_and_its_stamp(png: bytes, picture: str) -> None:
    plain = svg.png(picture)
    assert carriers.png_hash(png) == carriers.png_hash(plain)
    found = carriers.png_stamp(png)
    assert found is not None
    assert found["picture_hash"] == carriers.png_hash(plain)


def test_other_software_reads_the_text_of_the_png(png: bytes) -> None:
    with Image.open(io.BytesIO(png)) as image:
        image.load()
        assert read_stamp(str(image.info["Coordination versus capacity"])) is not None


def test_one_pixel_changes_the_hash(png: bytes) -> None:
    changed = repainted(png, lambda image: image.putpixel((5, 5), (255, 0, 0, 255)))
    assert carriers.png_hash(changed) != carriers.png_hash(png)


def test_the_same_pixels_compressed_otherwise_have_the_same_hash(png: bytes) -> None:
    with Image.open(io.BytesIO(png)) as image:
        quick = io.BytesIO()
        image.save(quick, "PNG", compress_level=1)
    again = quick.getvalue()
    assert again != png
    assert carriers.png_hash(again) == carriers.png_hash(png)


def test_a_screenshot_has_no_stamp(png: bytes) -> None:
    shot = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        Image.frombytes(image.mode, image.size, image.tobytes()).save(shot, "PNG")
    assert carriers.png_stamp(shot.getvalue()) is None


def test_a_png_cut_off_in_the_middle_has_no_pixels_but_raises_no_other_error(png: bytes) -> None:
    assert carriers.png_stamp(png[:60]) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"stamp": "other/1"}', '{"id": 3}'])
def test_other_texts_are_no_stamps(text: str) -> None:
    assert read_stamp(text) is None
