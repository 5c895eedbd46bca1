"""The page that checks files says in the browser what the command says, and sends nothing away."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import Page
from svg_writers import WRITERS

from analysis.citation import stamp_formats as carriers
from analysis.citation.content import content_hash
from analysis.citation.files_to_verify import single
from analysis.citation.locations import Folder
from analysis.citation.published import LIST, of_report
from analysis.citation.stamps import stamp_text
from analysis.citation.verify import Status, current_of_site, of

pytestmark = pytest.mark.browser


def pdf_with(stamp: dict[str, Any]) -> bytes:
    """A small report with one attached stamp."""
    pdf, written = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.attachments["stamp.json"] = pikepdf.AttachedFileSpec(pdf, stamp_text(stamp).encode())
    pdf.save(written, static_id=True, compress_streams=False)
    return written.getvalue()


@pytest.fixture(scope="module")
def files(exported: Path, built: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Files of every kind and fate."""
    folder = tmp_path_factory.mktemp("files")
    svg = (exported / "shares.svg").read_text(encoding="utf-8")
    png = (exported / "shares.png").read_bytes()
    stamp = carriers.svg_stamp(svg)
    assert stamp is not None
    (folder / "same.svg").write_text(svg, encoding="utf-8")
    declared = '\ufeff<?xml version="1.0" encoding="UTF-8"?>\n' + svg + "\n"
    (folder / "edited.svg").write_text(declared, encoding="utf-8", newline="\r\n")
    for write in WRITERS:
        (folder / f"{write.__name__}.svg").write_text(write(svg), encoding="utf-8")
    (folder / "cut.svg").write_text(svg[:-9], encoding="utf-8")
    (folder / "other.svg").write_text(svg.replace("China 95%", "China 59%"), encoding="utf-8")
    (folder / "same.png").write_bytes(png)
    with Image.open(io.BytesIO(png)) as image:
        again = carriers.png_stamp(png)
        assert again is not None
        for name, mode in (("repacked", "RGB"), ("alpha", "RGBA")):
            (folder / f"{name}.png").write_bytes(stamped(image.convert(mode), again))
        Image.frombytes(image.mode, image.size, image.tobytes()).save(folder / "screenshot.png")
        for name, share in (("half", 0.5), ("odd", 0.37), ("large", 1.4)):
            size = (round(image.width * share), round(image.height * share))
            image.resize(size).save(folder / f"{name}.png")
        Image.new("RGB", (300, 200), "white").save(folder / "blank.png")
        image.putpixel((9, 9), (1, 2, 3))
        (folder / "pixel.png").write_bytes(stamped(image, again))
    (folder / "short.png").write_bytes(png[: len(png) // 2])
    (folder / "numbers.svg").write_text(restamped(svg, stamp | {"title": "Else"}), encoding="utf-8")
    (folder / "renamed.svg").write_text(renamed(svg, stamp), encoding="utf-8")
    later = restamped(svg, stamp | {"data_version": "0.7.0"})
    (folder / "later.svg").write_text(later, encoding="utf-8")
    spoilt = svg.replace('"rows":[[', '"rows":[[NaN,', 1)
    (folder / "spoilt.svg").write_text(spoilt, encoding="utf-8")
    with Image.open(io.BytesIO(png)) as image:
        for name, packed in (("text", False), ("ztxt", True)):
            texts = PngInfo()
            texts.add_text(carriers.PNG_KEYWORD, str(image.info[carriers.PNG_KEYWORD]), packed)
            image.save(folder / f"{name}.png", pnginfo=texts)
    (folder / "text.svg").write_text("<svg/>", encoding="utf-8")
    table = (exported / "fig-shares.csv").read_text(encoding="utf-8")
    (folder / "fig-shares.csv").write_text(table, encoding="utf-8-sig", newline="\r\n")
    (folder / "fig-shares (1).csv").write_text(table, encoding="utf-8")
    (folder / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (folder / "datapackage.json").write_bytes((exported / "datapackage.json").read_bytes())
    return sorted(folder.iterdir())


def stamped(image: Image.Image, stamp: dict[str, Any]) -> bytes:
    """A picture written anew, with a stamp."""
    plain = io.BytesIO()
    image.save(plain, "PNG")
    return carriers.stamped_png(plain.getvalue(), stamp)


def restamped(svg: str, stamp: dict[str, Any]) -> str:
    """The same picture with another stamp."""
    return carriers.stamped_svg(carriers.unstamped_svg(svg), stamp)


def renamed(svg: str, stamp: dict[str, Any]) -> str:
    """The same picture as that of an exhibit that no site has."""
    other = stamp | {"id": "fig-gone"}
    return restamped(svg, other | {"content_hash": content_hash(other)})


@pytest.fixture(scope="module", params=["same version", "next version"])
def site(request: Any, built: Path, second_site: Path) -> Path:
    """The site that shows the page: of the files' own version, or of one with a changed datum."""
    return built if request.param == "same version" else second_site


@pytest.fixture(scope="module")
def second_site(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site, in whose catalogue one number is changed, a row gone and a row added."""
    folder = tmp_path_factory.mktemp("second") / "site"
    folder.mkdir()
    for name in ("verify", "report", "exhibits", "sources"):
        copied(built / name, folder / name)
    path = folder / "exhibits" / "fig-shares" / "fig-shares.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    column = record["columns"].index("share_pct")
    for row in record["rows"]:
        moved = row[column] - 1.5 if isinstance(row[column], float) else row[column]
        row[column] = {95: 93, 5: 7, 94: 1e-07, 6: True}.get(row[column], moved)
    record["rows"] = [*record["rows"][1:], ["Recycling", *record["rows"][0][1:]]]
    record["title"] = "China’s share <fell>"
    record["sources"] = [*record["sources"][1:], "bgs-2026"]
    path.write_text(json.dumps(record), encoding="utf-8")
    index = folder / "exhibits" / "index.json"
    document = json.loads(index.read_text(encoding="utf-8")) | {"data_version": "9.0.0"}
    (entry,) = [one for one in document["exhibits"] if one["id"] == "fig-shares"]
    entry["content_hash"] = record["content_hash"] = "0" * 64
    path.write_text(json.dumps(record), encoding="utf-8")
    index.write_text(json.dumps(document), encoding="utf-8")
    return folder


def copied(source: Path, target: Path) -> None:
    """A folder with its files."""
    for path in (p for p in source.rglob("*") if p.is_file()):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes())


@pytest.fixture(scope="module")
def address(site: Path, serve: Any) -> Iterator[str]:
    with serve(site) as address:
        yield address


def said(page: Page) -> list[list[str]]:
    """Status, message and changes of each finding."""
    return page.evaluate(
        "[...document.querySelectorAll('.finding')].map(one => [one.dataset.status, "
        "...[...one.querySelectorAll('.finding-message, li')].map(e => e.textContent)])"
    )


def test_page_and_command_agree(page: Page, address: str, site: Path, files: list[Path]) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(f"{request.method} {request.url}"))
    page.goto(f"{address}/verify/index.html")
    page.set_input_files("#verify-files", files)
    checked = [path for path in files if path.suffix != ".json"]
    page.locator(".finding").nth(len(checked) - 1).wait_for()
    current = current_of_site(Folder(str(site)))
    expected = []
    for path in checked:
        (finding,) = of(single(str(path)), current)
        changes = [change.sentence() for change in finding.changes]
        expected.append([finding.status.value, finding.message, *changes])
    assert said(page) == expected
    statuses = {row[0] for row in expected}
    assert {Status.altered, Status.unknown, Status.unproven} <= statuses
    assert all(one.startswith(f"GET {address}/") for one in requests)


def test_a_picture_saved_in_another_form_is_not_called_altered(
    page: Page, serve: Any, built: Path, exported: Path, tmp_path: Path
) -> None:
    content = (exported / "shares.png").read_bytes()
    found = carriers.png_stamp(content)
    assert found is not None
    with Image.open(io.BytesIO(content)) as image:
        (tmp_path / "grey.png").write_bytes(stamped(image.convert("P"), found))
    with serve(built) as address:
        page.goto(f"{address}/verify/index.html")
        page.set_input_files("#verify-files", tmp_path / "grey.png")
        page.wait_for_selector(".finding")
        ((status, words),) = said(page)
    assert status == "undecided"
    assert "command line" in words


def test_a_report_is_known_by_its_bytes_and_else_left_to_the_command(
    page: Page, serve: Any, second_site: Path, exported: Path, tmp_path: Path
) -> None:
    stamp = carriers.svg_stamp((exported / "shares.svg").read_text(encoding="utf-8"))
    assert isinstance(stamp, dict)
    report = pdf_with(stamp | {"picture_hash": None})
    (tmp_path / "report.pdf").write_bytes(report)
    (tmp_path / "saved.pdf").write_bytes(report + b"\n")
    (tmp_path / "cut.pdf").write_bytes(b"%PDF-1.7\n")
    held = second_site / LIST
    known = json.loads(held.read_text(encoding="utf-8"))
    known["files"] += [vars(file) for file in of_report("0.1.0", report)]
    held.write_text(json.dumps(known), encoding="utf-8")
    with serve(second_site) as address:
        page.goto(f"{address}/verify/index.html")
        names = ("report.pdf", "saved.pdf", "cut.pdf")
        page.set_input_files("#verify-files", [tmp_path / name for name in names])
        page.locator(".finding").nth(2).wait_for()
        first, second, third = said(page)
    assert first[0] == Status.superseded
    assert second[0] == third[0] == "undecided"
    assert "command line" in second[1]
    current = current_of_site(Folder(str(second_site)))
    found = [of(single(str(tmp_path / name)), current) for name in ("report.pdf", "saved.pdf")]
    assert [finding.status for (finding,) in found] == [Status.superseded] * 2


def test_a_published_report_without_stamps_is_known_by_its_bytes(
    page: Page, serve: Any, built: Path, tmp_path: Path
) -> None:
    pdf, written = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page(page_size=(90, 80))
    pdf.save(written, static_id=True)
    site, bare = tmp_path / "site", tmp_path / "bare.pdf"
    for name in ("verify", "report", "exhibits"):
        copied(built / name, site / name)
    bare.write_bytes(written.getvalue())
    known = json.loads((site / LIST).read_text(encoding="utf-8"))
    version = json.loads((site / "exhibits" / "index.json").read_text("utf-8"))["data_version"]
    own = [vars(file) for file in of_report(version, bare.read_bytes())]
    others = [file for file in known["files"] if file["kind"] != "pdf"]
    (site / LIST).write_text(json.dumps({"files": own + others}), encoding="utf-8")
    with serve(site) as address:
        page.goto(f"{address}/verify/index.html")
        page.set_input_files("#verify-files", bare)
        page.wait_for_selector(".finding")
        ((status, words),) = said(page)
    (finding,) = of(single(str(bare)), current_of_site(Folder(str(site))))
    assert (status, words) == (Status.current, finding.message)


def test_from_disk_the_page_says_what_to_do_instead(page: Page, built: Path) -> None:
    page.goto((built / "verify" / "index.html").as_uri())
    assert page.locator("#verify-files").is_disabled()
    assert "briefing verify FILE" in page.locator("#verify-elsewhere").inner_text()


def test_the_page_may_ask_its_own_site_alone(built: Path) -> None:
    text = (built / "verify" / "index.html").read_text(encoding="utf-8")
    assert "default-src 'none'; script-src 'self';" in text
    assert "connect-src 'self'" in text
