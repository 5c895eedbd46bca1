"""A signed file says who published it, and one changed byte is reported."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pikepdf
import pytest

c2pa = pytest.importorskip("c2pa")

from analysis.citation import credentials as module  # noqa: E402 - c2pa may not be installed
from analysis.citation import stamp_formats as carriers  # noqa: E402
from analysis.citation.catalogue import Catalogue  # noqa: E402
from analysis.citation.credentials import (  # noqa: E402
    BROKEN,
    RECORD,
    STRANGE,
    TRUSTED,
    UNREAD,
    UNSOUND,
    Found,
    credentials,
    require_library,
    signed,
    signed_edition,
)
from analysis.citation.editions import Edition, edition, read_edition, write_edition  # noqa: E402
from analysis.citation.files_to_verify import single  # noqa: E402
from analysis.citation.identity import CERTIFICATE, Identity, new  # noqa: E402
from analysis.citation.published import Published, published, with_list  # noqa: E402
from analysis.citation.verify import Current, Status, of  # noqa: E402
from analysis.core.problems import ProblemsError  # noqa: E402
from analysis.core.project import PDF_NAME  # noqa: E402
from analysis.exhibits.exhibit import Exhibit  # noqa: E402

NAME = "Institute of Minerals"
HALF_AN_HOUR = dt.timedelta(minutes=30)
KINDS = {"svg": "fig-shares.svg", "png": "fig-shares.png", "pdf": PDF_NAME}


def identity_of(name: str) -> Identity:
    return new(name, dt.datetime.now(dt.UTC) - HALF_AN_HOUR)


def small_pdf() -> bytes:
    pdf, written = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.save(written, static_id=True)
    return written.getvalue()


@pytest.fixture(scope="module")
def signer() -> Identity:
    return identity_of(NAME)


@pytest.fixture(scope="module")
def unsigned(listed: Catalogue, shown: Sequence[Exhibit]) -> Edition:
    return edition(listed, shown, {PDF_NAME: small_pdf()})


@pytest.fixture(scope="module")
def kept(
    listed: Catalogue,
    unsigned: Edition,
    signer: Identity,
    tmp_path_factory: pytest.TempPathFactory,
) -> Edition:
    """A signed version as it is read back from its folder."""
    folder = tmp_path_factory.mktemp("signed") / unsigned.version
    write_edition(with_list(signed_edition(listed.publication, unsigned, signer)), folder)
    return read_edition(folder)


@pytest.fixture(scope="module")
def held(kept: Edition) -> Published:
    return published([kept], None)


def content(kept: Edition, kind: str) -> bytes:
    """The signed file of a kind."""
    name = KINDS[kind]
    found = kept.files.get(name) or kept.pictures.get(name) or kept.attached[name]
    return found.encode() if isinstance(found, str) else found


def changed(signed: bytes) -> bytes:
    """The same with one byte of its end changed."""
    place = len(signed) - 40
    return signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]


def record(content: bytes, kind: str) -> dict[str, Any]:
    """Our own record in the manifest, as another program reads it."""
    with c2pa.Reader(module.TYPES[kind], io.BytesIO(content)) as reader:
        [active] = json.loads(reader.json())["manifests"].values()
    return next(one["data"] for one in active["assertions"] if one["label"] == RECORD)


@pytest.mark.parametrize("kind", KINDS)
def test_a_signed_file_is_intact_and_names_its_publisher(
    kept: Edition, held: Published, kind: str
) -> None:
    said = credentials(content(kept, kind), kind, held.certificates)
    assert said == TRUSTED.format(who=NAME)


@pytest.mark.parametrize("kind", KINDS)
def test_one_changed_byte_is_reported(kept: Edition, held: Published, kind: str) -> None:
    assert credentials(changed(content(kept, kind)), kind, held.certificates) == BROKEN


@pytest.mark.parametrize("kind", KINDS)
def test_somebody_else_of_the_same_name_is_not_the_publisher(
    unsigned: Edition, held: Published, kind: str
) -> None:
    plain = {**unsigned.attached, "fig-shares.svg": unsigned.files["fig-shares.svg"].encode()}
    bare = plain.get(KINDS[kind]) or module.stamped_png(unsigned, "fig-shares")
    forged = signed(bare, kind, {"id": "fig-shares", "title": ""}, identity_of(NAME))
    assert credentials(forged, kind, held.certificates) == STRANGE.format(who=NAME)


def test_the_manifest_says_what_the_catalogue_says(listed: Catalogue, kept: Edition) -> None:
    known = listed.exhibits["fig-shares"]
    for kind in ("svg", "png"):
        assert record(content(kept, kind), kind) == {
            "id": "fig-shares",
            "title": known["title"],
            "data_version": "0.1.0",
            "content_hash": known["content_hash"],
            "licence": "https://creativecommons.org/licenses/by/4.0/",
            "sources": known["sources"],
            "address": known["frozen_address"],
        }


def test_the_manifest_of_the_report_has_the_hash_of_the_pdf_that_every_build_gives(
    unsigned: Edition, kept: Edition
) -> None:
    said = record(content(kept, "pdf"), "pdf")
    assert said["content_hash"] == sha256(unsigned.attached[PDF_NAME]).hexdigest()
    assert said["address"].endswith(f"/v/0.1.0/{PDF_NAME}")
    assert set(said["sources"]) == {*kept.exhibits["references"], *kept.facts["references"]}


def test_what_a_signed_picture_shows_is_what_it_showed_before(
    unsigned: Edition, kept: Edition
) -> None:
    before, after = (one.files["fig-shares.svg"] for one in (unsigned, kept))
    assert carriers.svg_hash(after) == carriers.svg_hash(before)
    assert carriers.svg_stamp(after) == carriers.svg_stamp(before)
    pixels = carriers.png_hash(content(kept, "png"))
    assert pixels == carriers.png_hash(module.stamped_png(unsigned, "fig-shares"))


def test_verify_says_both_what_is_shown_and_who_signed_it(
    listed: Catalogue, kept: Edition, held: Published, tmp_path: Path
) -> None:
    current = Current("0.1.0", listed.exhibits, held)
    path = tmp_path / "fig-shares.png"
    path.write_bytes(content(kept, "png"))
    (found,) = of(single(str(path)), current)
    assert found.status is Status.current
    assert list(found.sentences()) == [
        f"{path} (fig-shares): genuine and current, data version 0.1.0",
        f"  {TRUSTED.format(who=NAME)}",
    ]
    assert found.as_json()["credentials"] == TRUSTED.format(who=NAME)
    # What a last chunk is changed in shows the same; the signature tells.
    path.write_bytes(changed(content(kept, "png")))
    (found,) = of(single(str(path)), current)
    assert found.credentials == BROKEN


def test_the_list_holds_the_signed_files_and_the_certificate(
    kept: Edition, held: Published, signer: Identity
) -> None:
    listed = {(file.id, file.kind): file.sha256 for file in held.files}
    for kind in ("svg", "png"):
        assert listed["fig-shares", kind] == sha256(content(kept, kind)).hexdigest()
    assert listed["report", "pdf"] == sha256(content(kept, "pdf")).hexdigest()
    assert held.certificates == (signer.certificate.decode(),)
    assert kept.attached[CERTIFICATE] == signer.certificate


def test_a_version_that_was_not_signed_has_no_word_of_it(unsigned: Edition) -> None:
    plain = with_list(unsigned)
    assert "certificates" not in published([plain], None).as_json()
    assert plain.pictures == {}
    picture = plain.files["fig-shares.svg"].encode()
    assert credentials(picture, "svg", ()) == ""
    assert credentials(b"a,b\n1,2\n", "csv", ()) == ""


def test_a_certificate_that_is_not_good_any_more_is_told_from_a_changed_file(
    unsigned: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SIGNS", {"svg": (b"svg",)})
    codes = ["signingCredential.expired"]
    monkeypatch.setattr(module, "read", lambda *_: Found("Invalid", NAME, "1", codes))
    assert credentials(b"<svg/>", "svg", ()) == UNSOUND


def test_another_certificate_of_the_same_authority_is_not_the_publishers(
    kept: Edition, held: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "read", lambda *_: Found("Trusted", NAME, "1"))
    said = credentials(content(kept, "svg"), "svg", held.certificates)
    assert said == STRANGE.format(who=NAME)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_only_looks_signed_is_a_finding(kind: str) -> None:
    hostile = {
        "png": carriers.PNG_SIGNATURE + b"\0\0\0\4caBX" + b"\xff" * 8,
        "svg": b'<svg xmlns:c2pa="http://c2pa.org/manifest"><metadata><c2pa:manifest>AAAA'
        b"</c2pa:manifest></metadata></svg>",
        "pdf": b"%PDF-1.7\nc2pa\n%%EOF",
    }
    assert credentials(hostile[kind], kind, ()) in ("", BROKEN)


def test_without_the_library_it_is_said_that_nothing_was_checked(
    kept: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "is_there", lambda: False)
    assert credentials(content(kept, "svg"), "svg", ()) == UNREAD
    with pytest.raises(ProblemsError, match="c2pa-python is not installed"):
        require_library()


def test_a_certificate_of_another_key_is_refused(unsigned: Edition, signer: Identity) -> None:
    mixed = replace(signer, certificate=identity_of("Somebody").certificate)
    with pytest.raises(ProblemsError, match="cannot sign report as pdf"):
        signed(small_pdf(), "pdf", {"id": "report", "title": ""}, mixed)
