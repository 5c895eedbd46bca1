"""Files and sites are found in folders and at addresses; what cannot be reached is a problem."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from analysis.citation.files_to_verify import samples
from analysis.citation.locations import (
    Address,
    Folder,
    is_address,
    is_site_address,
    place,
    read_json,
    site_address,
)
from analysis.citation.verify import Status, current_of_site, verify
from analysis.cli import app
from analysis.core.problems import ProblemsError


@pytest.fixture(scope="module")
def nobody() -> str:
    """An address of this machine at which nobody answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("https://example.org/report/", "https://example.org/report"),
        ("https://example.org/report/index.html", "https://example.org/report"),
        ("https://example.org?from=mail#top", "https://example.org"),
    ],
)
def test_the_address_of_a_site_is_that_of_its_first_page(name: str, address: str) -> None:
    assert site_address(name) == address
    assert place(name) == Address(address)


def test_addresses_of_files_are_told_from_those_of_sites() -> None:
    assert is_address("HTTPS://example.org/a.png")
    assert not is_address("https/a.png")
    assert not is_site_address("https://example.org/a.PNG")
    assert is_site_address("https://example.org/a.png/")


def test_a_file_is_read_from_a_folder_and_from_an_address(exported: Path, serve: Any) -> None:
    content = (exported / "shares.png").read_bytes()
    with serve(exported) as address:
        for where in (Folder(str(exported)), Address(address)):
            assert where.read("shares.png") == content
            assert where.read("nothing.png") is None


def test_an_address_that_cannot_be_reached_is_a_problem(nobody: str) -> None:
    with pytest.raises(ProblemsError, match=r"this could not be reached .*check address and"):
        Address(nobody).read("a.png")


@pytest.mark.parametrize("name", ["http://", "http://[", "http://no such host/"])
def test_an_address_that_is_none_is_a_problem(name: str) -> None:
    with pytest.raises(ProblemsError, match="could not be reached"):
        Address(name).read("a.png")


def test_a_page_that_is_no_json_is_no_catalogue(tmp_path: Path, serve: Any) -> None:
    (tmp_path / "index.json").write_text("<html>", encoding="utf-8")
    with serve(tmp_path) as address:
        for name in ("index.json", "none.json"):
            with pytest.raises(ProblemsError, match=f"there is no {name} that can be read"):
                read_json(Address(address), name)


def test_a_folder_stands_for_its_pictures_and_stamped_tables(exported: Path) -> None:
    (exported / "other.csv").write_text("a,b\n", encoding="utf-8")
    names = [Path(sample.name).name for sample in samples([str(exported)])]
    assert names == ["fig-shares.csv", "shares.png", "shares.svg"]


def test_a_published_site_is_checked_file_by_file(built: Path, serve: Any) -> None:
    with serve(built) as address:
        findings = verify([address], current_of_site(place(address)))
    assert {finding.status for finding in findings} == {Status.current}
    endings = sorted(finding.file.rpartition("/")[2] for finding in findings)
    assert endings == ["fig-shares.csv", "fig-shares.png", "fig-shares.svg", "tbl-areas.csv"]


def test_a_picture_at_an_address_is_compared_with_a_published_site(
    built: Path, serve: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with serve(built) as address:
        name = f"{address}/v/0.0.9/exhibits/fig-shares/fig-shares.svg"
        done = CliRunner().invoke(app, ["verify", name, "--against", f"{address}/"])
        assert (done.exit_code, "genuine and current" in done.stdout) == (0, True)
        assert CliRunner().invoke(app, ["verify", address]).exit_code == 0
        missing = CliRunner().invoke(app, ["verify", f"{address}/none.png", "--against", address])
    assert missing.exit_code == 1
    assert "there is no such file or folder" in missing.stderr


def test_a_site_that_does_not_answer_is_told_without_a_traceback(
    exported: Path, nobody: str
) -> None:
    done = CliRunner().invoke(app, ["verify", str(exported), "--against", nobody])
    assert done.exit_code == 1
    assert f"{nobody}/exhibits/index.json: this could not be reached" in done.stderr
    assert "Traceback" not in done.output


def test_outside_a_project_a_site_must_be_named(
    exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["verify", str(exported)])
    assert done.exit_code == 2
    assert "--against" in done.stderr
