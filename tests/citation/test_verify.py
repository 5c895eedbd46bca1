"""A picture found later is genuine, superseded with its changed numbers, altered, or unknown."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from analysis.citation import stamp_formats as carriers
from analysis.citation.catalogue import PACKAGE, Catalogue, exhibit_record
from analysis.citation.files_to_verify import single
from analysis.citation.locations import Folder
from analysis.citation.publication import Publication
from analysis.citation.stamps import stamp, stamp_text
from analysis.citation.verify import Current, Status, current_of_site, exit_code, of, verify
from analysis.core.problems import ProblemsError
from analysis.exhibits.registry import exhibit
from analysis.facts.processed import Processed


@pytest.fixture(scope="module")
def first(listed: Catalogue) -> Current:
    """The version from which the pictures are exported."""
    return Current(listed.publication.version, listed.exhibits)


@pytest.fixture(scope="module")
def second(publication: Publication, next_processed: Processed) -> Current:
    """The version in which one datum is changed."""
    later = Publication(**{**vars(publication), "about": next_processed.about})
    names = ("fig-shares", "tbl-areas")
    records = [exhibit_record(later, exhibit(name, next_processed)) for name in names]
    return Current(later.version, {record["id"]: record for record in records})


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
    later = Current("9.0.0", first.records)
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


def test_a_screenshot_has_no_stamp_and_is_not_called_false(
    exported: Path, first: Current, tmp_path: Path
) -> None:
    path = tmp_path / "screenshot.png"
    with Image.open(exported / "shares.png") as image:
        Image.frombytes(image.mode, image.size, image.tobytes()).save(path)
    finding = only(path, first)
    assert finding.status is Status.unknown
    assert "nothing can be said" in finding.message


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


def test_a_table_without_its_package_has_no_stamp(
    exported: Path, first: Current, tmp_path: Path
) -> None:
    shutil.copyfile(exported / "fig-shares.csv", tmp_path / "fig-shares.csv")
    assert only(tmp_path / "fig-shares.csv", first).status is Status.unknown


def test_rows_in_another_order_are_no_news(exported: Path, first: Current) -> None:
    record = first.records["fig-shares"]
    other = {**record, "rows": record["rows"][::-1], "content_hash": "0" * 64}
    finding = only(exported / "shares.svg", Current("9.0.0", {"fig-shares": other}))
    assert finding.message.endswith("nothing changed up to data version 9.0.0")


def test_an_exhibit_that_is_no_more_is_superseded(exported: Path) -> None:
    finding = only(exported / "shares.svg", Current("9.0.0", {}))
    assert finding.status is Status.superseded
    assert finding.message.endswith("data version 9.0.0 has no fig-shares")


def test_a_stamp_attached_to_a_pdf_is_found(listed: Catalogue, tmp_path: Path) -> None:
    values = stamp(listed.exhibits["tbl-areas"], "", None)
    stream = stamp_text(values).encode()
    path = tmp_path / "report.pdf"
    body = b"1 0 obj\n<</Type/EmbeddedFile>>\nstream\n" + stream + b"\nendstream\nendobj\n"
    path.write_bytes(b"%PDF-1.7\n" + body)
    current = Current("0.1.0", listed.exhibits)
    assert only(path, current).status is Status.current


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
    assert (
        only(exported / "shares.png", current_of_site(Folder(str(tmp_path)))).status
        is Status.current
    )


def test_a_folder_without_catalogue_is_no_site(tmp_path: Path) -> None:
    with pytest.raises(ProblemsError, match=r"exhibits/index\.json"):
        current_of_site(Folder(str(tmp_path)))
