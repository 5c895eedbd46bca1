"""A picture found later is genuine, superseded with its changed numbers, altered, or unknown."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from analysis.citation import stamp_formats as carriers
from analysis.citation.catalogue import PACKAGE, Catalogue, exhibit_record
from analysis.citation.content import content_hash
from analysis.citation.editions import edition
from analysis.citation.files_to_verify import single
from analysis.citation.locations import Folder
from analysis.citation.publication import Publication
from analysis.citation.published import LIST, Published, published
from analysis.citation.stamps import stamp, stamp_text
from analysis.citation.verify import Current, Status, current_of_site, exit_code, of, verify
from analysis.core.problems import ProblemsError
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.registry import exhibit
from analysis.facts.processed import Processed


@pytest.fixture(scope="module")
def first(listed: Catalogue, held: Published) -> Current:
    """The version from which the pictures are exported."""
    return Current(listed.publication.version, listed.exhibits, held)


@pytest.fixture(scope="module")
def held(listed: Catalogue, shown: Sequence[Exhibit]) -> Published:
    """What was published of that version."""
    return published([edition(listed, shown, {})], None)


@pytest.fixture(scope="module")
def second(publication: Publication, next_processed: Processed, held: Published) -> Current:
    """The version in which one datum is changed."""
    later = Publication(**{**vars(publication), "about": next_processed.about})
    names = ("fig-shares", "tbl-areas")
    records = [exhibit_record(later, exhibit(name, next_processed)) for name in names]
    return Current(later.version, {record["id"]: record for record in records}, held)


def only(path: Path, current: Current) -> Any:
    (finding,) = of(single(str(path)), current)
    return finding


@pytest.mark.parametrize("name", ["shares.svg", "shares.png", "fig-shares.csv"])
def test_a_picture_of_this_version_is_genuine_and_current(
    exported: Path, first: Current, name: str
) -> None:
    finding = only(exported / name, first)
    assert finding.status is Status.current
    assert finding.message == "genuine and current, data version 0.1.0"


@pytest.mark.parametrize("name", ["shares.svg", "shares.png", "fig-shares.csv"])
def test_against_the_next_version_the_changed_numbers_are_named_and_no_others(
    exported: Path, second: Current, name: str
) -> None:
    finding = only(exported / name, second)
    assert finding.status is Status.superseded
    assert finding.message == (
        "genuine, data version 0.1.0, superseded by data version 9.0.0; 2 changes"
    )
    changes = [(change.what, change.old, change.new) for change in finding.changes]
    assert changes == [("share_pct", 95, 93), ("share_pct", 5, 7)]
    assert "Metal and alloy" in finding.changes[0].sentence()
    assert "CHN" in finding.changes[0].sentence()


def test_a_picture_that_a_later_version_did_not_change_stays_current(
    exported: Path, first: Current
) -> None:
    later = Current("9.0.0", first.records, first.published)
    finding = only(exported / "shares.svg", later)
    assert finding.status is Status.current
    assert finding.message.endswith("nothing changed up to data version 9.0.0")


def test_one_pixel_changed_is_altered(exported: Path, first: Current, tmp_path: Path) -> None:
    content = (exported / "shares.png").read_bytes()
    values = carriers.png_stamp(content)
    assert values is not None
    with Image.open(io.BytesIO(content)) as image:
        red, green, blue, alpha = image.convert("RGBA").getpixel((9, 9))  # type: ignore[misc]
        image.putpixel((9, 9), (red ^ 1, green, blue, alpha))
        plain = io.BytesIO()
        image.save(plain, "PNG")
    path = tmp_path / "changed.png"
    path.write_bytes(carriers.stamped_png(plain.getvalue(), values))
    assert only(path, first).status is Status.altered


def test_a_changed_word_in_an_svg_is_altered(
    exported: Path, first: Current, tmp_path: Path
) -> None:
    text = (exported / "shares.svg").read_text(encoding="utf-8")
    head, metadata, rest = text.partition("</metadata>")
    path = tmp_path / "changed.svg"
    path.write_text(head + metadata + rest.replace("China 95%", "China 59%"), encoding="utf-8")
    assert "China 59%" in path.read_text(encoding="utf-8")
    assert only(path, first).status is Status.altered


def test_changed_numbers_in_the_stamp_are_altered(
    exported: Path, first: Current, tmp_path: Path
) -> None:
    text = (exported / "shares.svg").read_text(encoding="utf-8")
    values = carriers.svg_stamp(text)
    assert values is not None
    values["rows"][0][-2] = 1.5
    plain = carriers.unstamped_svg(text)
    path = tmp_path / "changed.svg"
    path.write_text(carriers.stamped_svg(plain, values), encoding="utf-8")
    finding = only(path, first)
    assert finding.status is Status.altered
    assert "the numbers in its stamp" in finding.message


def test_a_picture_whose_texts_were_taken_off_is_known_by_its_pixels(
    exported: Path, first: Current, second: Current, tmp_path: Path
) -> None:
    path = tmp_path / "stripped.png"
    with Image.open(exported / "shares.png") as image:
        Image.frombytes(image.mode, image.size, image.tobytes()).save(path)
    finding = only(path, first)
    assert finding.status is Status.current
    assert finding.message == (
        "no stamp, but the same as fig-shares of data version 0.1.0, which is current"
    )
    assert only(path, second).status is Status.superseded


def test_a_picture_that_was_made_smaller_looks_like_one_and_is_proved_nothing(
    exported: Path, first: Current, tmp_path: Path
) -> None:
    path = tmp_path / "smaller.png"
    with Image.open(exported / "shares.png") as image:
        image.resize((image.width // 2, image.height // 2)).save(path)
    finding = only(path, first)
    assert finding.status is Status.unknown
    assert finding.message == (
        "looks like fig-shares of data version 0.1.0; no stamp, so nothing is proved"
    )


def test_a_picture_of_something_else_looks_like_nothing(first: Current, tmp_path: Path) -> None:
    path = tmp_path / "noise.png"
    Image.effect_noise((400, 300), 90).save(path)
    assert only(path, first).message.startswith("no stamp, and like nothing that was published")


def test_a_picture_cut_off_after_its_stamp_is_altered(
    exported: Path, first: Current, tmp_path: Path
) -> None:
    content = (exported / "shares.png").read_bytes()
    path = tmp_path / "short.png"
    path.write_bytes(content[: len(content) // 2])
    assert only(path, first).status is Status.altered


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7", b"GIF89a", b"\xff\xd8"]
)
def test_any_other_file_has_no_stamp(content: bytes, first: Current, tmp_path: Path) -> None:
    path = tmp_path / "any"
    path.write_bytes(content)
    assert only(path, first).status is Status.unknown


DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "\n"),
        (f"{DECLARATION}\n", ""),
        ("\ufeff", "\n\n"),
        (f"\ufeff{DECLARATION}\r\n", "\r\n"),
    ],
)
def test_what_an_editor_puts_around_a_picture_is_no_change(
    exported: Path, first: Current, tmp_path: Path, before: str, after: str
) -> None:
    text = (exported / "shares.svg").read_text(encoding="utf-8")
    path = tmp_path / "saved.svg"
    path.write_bytes(f"{before}{text}{after}".encode())
    assert only(path, first).status is Status.current


def test_marks_and_line_ends_of_a_spreadsheet_are_no_change(
    exported: Path, first: Current, tmp_path: Path
) -> None:
    table = (exported / "fig-shares.csv").read_bytes()
    saved = b"\xef\xbb\xbf" + table.replace(b"\n", b"\r\n") + b"\r\n"
    (tmp_path / "fig-shares.csv").write_bytes(saved)
    shutil.copyfile(exported / PACKAGE, tmp_path / PACKAGE)
    assert only(tmp_path / "fig-shares.csv", first).status is Status.current


def test_a_changed_cell_in_a_table_is_altered(
    exported: Path, first: Current, tmp_path: Path
) -> None:
    text = (exported / "fig-shares.csv").read_text(encoding="utf-8")
    (tmp_path / "fig-shares.csv").write_text(text.replace("CHN,95,", "CHN,59,"), encoding="utf-8")
    shutil.copyfile(exported / PACKAGE, tmp_path / PACKAGE)
    assert only(tmp_path / "fig-shares.csv", first).status is Status.altered


def test_a_table_without_its_package_is_known_by_what_it_says(
    exported: Path, first: Current, tmp_path: Path
) -> None:
    shutil.copyfile(exported / "fig-shares.csv", tmp_path / "fig-shares (1).csv")
    shutil.copyfile(exported / PACKAGE, tmp_path / PACKAGE)
    finding = only(tmp_path / "fig-shares (1).csv", first)
    assert finding.status is Status.current
    assert "the same as fig-shares of data version 0.1.0" in finding.message
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert only(tmp_path / "other.csv", first).message == (
        "no stamp beside it, and like no table that was published here"
    )


# Forged: none of these is genuine.


def restamped(text: str, **values: Any) -> str:
    """An SVG with a stamp that says something else and agrees with itself."""
    found = carriers.svg_stamp(text)
    assert isinstance(found, dict)
    other = found | values
    return carriers.stamped_svg(
        carriers.unstamped_svg(text), other | {"content_hash": content_hash(other)}
    )


def test_a_stamp_moved_to_another_picture_is_forged_also_if_it_was_made_to_fit(
    exported: Path, first: Current, tmp_path: Path
) -> None:
    text = (exported / "shares.svg").read_text(encoding="utf-8")
    found = carriers.svg_stamp(text)
    assert isinstance(found, dict)
    other = text.replace("China 95%", "China 59%")
    fitted = carriers.stamped_svg(
        carriers.unstamped_svg(other), found | {"picture_hash": carriers.svg_hash(other)}
    )
    (tmp_path / "moved.svg").write_text(fitted, encoding="utf-8")
    finding = only(tmp_path / "moved.svg", first)
    assert finding.status is Status.altered
    assert "published no such file; the stamp was put on anew" in finding.message


def test_a_number_painted_over_under_a_stamp_made_anew_is_forged(
    exported: Path, first: Current, tmp_path: Path
) -> None:
    content = (exported / "shares.png").read_bytes()
    found = carriers.png_stamp(content)
    assert isinstance(found, dict)
    with Image.open(io.BytesIO(content)) as image:
        painted = image.convert("RGB")
        painted.paste((255, 255, 255), (300, 100, 360, 120))
        plain = io.BytesIO()
        painted.save(plain, "PNG")
    values = found | {"picture_hash": carriers.png_hash(plain.getvalue())}
    path = tmp_path / "painted.png"
    path.write_bytes(carriers.stamped_png(plain.getvalue(), values))
    assert only(path, first).status is Status.altered


def test_other_numbers_in_a_stamp_that_agrees_with_itself_are_forged(
    exported: Path, first: Current, tmp_path: Path
) -> None:
    text = (exported / "shares.svg").read_text(encoding="utf-8")
    (tmp_path / "said.svg").write_text(restamped(text, title="Else"), encoding="utf-8")
    assert "the stamp was put on anew" in only(tmp_path / "said.svg", first).message


def test_of_a_version_that_is_not_held_nothing_is_proved(
    exported: Path, first: Current, tmp_path: Path
) -> None:
    text = (exported / "shares.svg").read_text(encoding="utf-8")
    (tmp_path / "later.svg").write_text(restamped(text, data_version="0.7.0"), encoding="utf-8")
    assert only(tmp_path / "later.svg", first).status is Status.unproven


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace('"rows":[[', '"rows":[[NaN,', 1),
        lambda text: text.replace('"sources":[', '"sources":{"a":[', 1),
        lambda text: text.replace('"rows":[[', '"rows":' + "[" * 100_000, 1),
    ],
    ids=["a number that is none", "broken off", "nested without end"],
)
def test_a_damaged_or_hostile_stamp_is_a_finding_and_the_next_file_is_read(
    exported: Path, first: Current, tmp_path: Path, spoil: Callable[[str], str]
) -> None:
    text = (exported / "shares.svg").read_text(encoding="utf-8")
    (tmp_path / "a.svg").write_text(spoil(text), encoding="utf-8")
    shutil.copyfile(exported / "shares.png", tmp_path / "b.png")
    bad, good = verify([str(tmp_path / "a.svg"), str(tmp_path / "b.png")], first)
    assert (bad.status, good.status) == (Status.altered, Status.current)


@pytest.mark.parametrize("packed", [False, True])
def test_a_stamp_in_another_kind_of_text_chunk_is_read(
    exported: Path, first: Current, tmp_path: Path, packed: bool
) -> None:
    with Image.open(exported / "shares.png") as image:
        texts = PngInfo()
        for key, value in image.info.items():
            texts.add_text(key, str(value), zip=packed)
        image.save(tmp_path / "saved.png", pnginfo=texts)
    assert only(tmp_path / "saved.png", first).status is Status.current


def test_rows_in_another_order_are_no_news(exported: Path, first: Current) -> None:
    record = first.records["fig-shares"]
    other = {**record, "rows": record["rows"][::-1], "content_hash": "0" * 64}
    finding = only(
        exported / "shares.svg", Current("9.0.0", {"fig-shares": other}, first.published)
    )
    assert finding.message.endswith("nothing changed up to data version 9.0.0")


def test_an_exhibit_that_is_no_more_is_superseded(exported: Path, held: Published) -> None:
    finding = only(exported / "shares.svg", Current("9.0.0", {}, held))
    assert finding.status is Status.superseded
    assert finding.message.endswith("data version 9.0.0 has no fig-shares")


# The report as PDF.


@pytest.fixture
def report(listed: Catalogue, tmp_path: Path) -> Path:
    """A small report of three pages with two stamps attached."""
    pdf = pikepdf.new()
    for number in range(3):
        page = pdf.add_blank_page(page_size=(200, 200))
        page.Contents = pdf.make_stream(f"BT /F1 12 Tf ({number} of 3) Tj ET".encode())
    for name in ("fig-shares", "tbl-areas"):
        text = stamp_text(stamp(listed.exhibits[name], "", None)).encode()
        pdf.attachments[f"{name}.json"] = pikepdf.AttachedFileSpec(pdf, text)
    path = tmp_path / "report.pdf"
    pdf.save(path)
    return path


@pytest.fixture
def knowing(first: Current, listed: Catalogue, shown: Sequence[Exhibit], report: Path) -> Current:
    """What is known where that report was published."""
    held = published([edition(listed, shown, {})], report.read_bytes())
    return Current(first.version, first.records, held)


def found_in(path: Path, current: Current) -> list[Status]:
    return [finding.status for finding in of(single(str(path)), current)]


def test_the_report_as_it_was_published_is_genuine_with_all_its_stamps(
    report: Path, knowing: Current
) -> None:
    assert found_in(report, knowing) == [Status.current, Status.current]


def test_a_report_that_was_only_packed_anew_is_genuine(
    report: Path, knowing: Current, tmp_path: Path
) -> None:
    with pikepdf.open(report) as pdf:
        pdf.save(
            tmp_path / "packed.pdf",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            recompress_flate=True,
            linearize=True,
        )
    assert found_in(tmp_path / "packed.pdf", knowing) == [Status.current, Status.current]


def removed(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1]


def swapped(pdf: pikepdf.Pdf) -> None:
    pdf.pages.reverse()


def rewritten(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Contents = pdf.make_stream(b"BT /F1 12 Tf (9 of 3) Tj ET")


def added(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page()


@pytest.mark.parametrize("forge", [removed, swapped, rewritten, added])
def test_a_report_with_other_pages_is_altered(
    report: Path, knowing: Current, tmp_path: Path, forge: Callable[[pikepdf.Pdf], None]
) -> None:
    with pikepdf.open(report) as pdf:
        forge(pdf)
        pdf.save(tmp_path / "forged.pdf")
    (finding,) = of(single(str(tmp_path / "forged.pdf")), knowing)
    assert finding.message == (
        "altered: its pages are not those of the report of data version 0.1.0"
    )


def other_version(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "data_version": "0.0.9"}


def other_content(values: dict[str, Any]) -> dict[str, Any]:
    values = other_title(values)
    return {**values, "content_hash": content_hash(values)}


def other_title(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "title": "No longer"}


@pytest.mark.parametrize(
    ("forge", "words"),
    [
        (
            other_version,
            "altered: its stamp is of data version 0.0.9, which published no such file",
        ),
        (
            other_content,
            "altered: its stamp is of data version 0.1.0, which published no such file",
        ),
        (other_title, "altered: the numbers in its stamp are not those of data version 0.1.0"),
    ],
)
def test_genuine_pages_with_another_stamp_are_altered(
    report: Path,
    knowing: Current,
    tmp_path: Path,
    forge: Callable[[dict[str, Any]], dict[str, Any]],
    words: str,
) -> None:
    with pikepdf.open(report) as pdf:
        values = json.loads(pdf.attachments["fig-shares.json"].get_file().read_bytes())
        text = stamp_text(forge(values)).encode()
        pdf.attachments["fig-shares.json"] = pikepdf.AttachedFileSpec(pdf, text)
        pdf.save(tmp_path / "forged.pdf")
    forged, genuine = of(single(str(tmp_path / "forged.pdf")), knowing)
    assert forged.message.startswith(words)
    assert genuine.status is Status.current


def test_a_report_whose_stamps_were_taken_off_is_known_by_its_pages(
    report: Path, knowing: Current, tmp_path: Path
) -> None:
    with pikepdf.open(report) as pdf:
        for name in list(pdf.attachments):
            del pdf.attachments[name]
        pdf.save(tmp_path / "bare.pdf")
    (finding,) = of(single(str(tmp_path / "bare.pdf")), knowing)
    assert finding.message == (
        "no stamp, but the same as report of data version 0.1.0, which is current"
    )
    later = Current("0.2.0", knowing.records, knowing.published)
    assert found_in(tmp_path / "bare.pdf", later) == [Status.superseded]


def test_a_report_that_is_broken_off_has_no_stamp(
    report: Path, knowing: Current, tmp_path: Path
) -> None:
    (tmp_path / "short.pdf").write_bytes(report.read_bytes()[:300])
    assert Status.current not in found_in(tmp_path / "short.pdf", knowing)


def test_the_worst_finding_decides_the_exit_code(exported: Path, first: Current) -> None:
    found = of(single(str(exported / "shares.svg")), first)
    assert exit_code(found) == 0
    assert exit_code([]) == 0
    unknown = of(single(__file__), first)
    assert exit_code([*unknown, *found]) == 12


def test_all_missing_files_are_named_together(first: Current, tmp_path: Path) -> None:
    with pytest.raises(ProblemsError) as error:
        verify([str(tmp_path / "a.png"), str(tmp_path / "b.png")], first)
    assert [problem.rule for problem in error.value.problems] == ["missing-file"] * 2


def test_a_site_is_compared_by_its_catalogue(
    exported: Path, first: Current, tmp_path: Path
) -> None:
    folder = tmp_path / "exhibits"
    (folder / "fig-shares").mkdir(parents=True)
    record = first.records["fig-shares"]
    index = {"data_version": "0.1.0", "exhibits": [{"id": "fig-shares"}]}
    (folder / "index.json").write_text(json.dumps(index), encoding="utf-8")
    path = folder / "fig-shares" / "fig-shares.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    site = Folder(str(tmp_path))
    assert only(exported / "shares.png", current_of_site(site)).status is Status.unproven
    (tmp_path / LIST).parent.mkdir()
    (tmp_path / LIST).write_text(json.dumps(first.published.as_json()), encoding="utf-8")
    assert only(exported / "shares.png", current_of_site(site)).status is Status.current


def test_a_folder_without_catalogue_is_no_site(tmp_path: Path) -> None:
    with pytest.raises(ProblemsError, match=r"exhibits/index\.json"):
        current_of_site(Folder(str(tmp_path)))
