"""A release gives a version, says what changed, and keeps what was shown."""

from __future__ import annotations

import datetime as dt
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
import yaml
from rocrate.rocrate import ROCrate

from analysis.citation.catalogue import Catalogue, catalogue
from analysis.citation.credentials import TRUSTED, credentials, is_there
from analysis.citation.editions import PDF_NAME, TABLES_NAME, read_edition, released
from analysis.citation.identity import CERTIFICATE, Identity, new
from analysis.citation.publication import Publication, registered_doi
from analysis.citation.published import published
from analysis.citation.schema import invalid
from analysis.core.problems import ProblemsError
from analysis.core.project import Project
from analysis.exhibits.registry import exhibits
from analysis.facts.processed import About, read_processed
from analysis.process import process
from analysis.release import (
    Released,
    changelog,
    changelog_entry,
    citation_file,
    difference,
    refuse,
    refuse_other_values,
    refuse_unrecorded,
    release,
    with_badge,
)
from analysis.site.permalinks import is_released

DATUM = "rare_earth_metals,metal_alloy,2023,CHN,95,"
DOI = "10.5281/zenodo.11"
BY_HAND = "By hand: *read* <this>."


def unrendered(project: Project, raw: Path, out: Path) -> Path:
    """A stand-in for the report, whose rendering other tests look at."""
    out.mkdir()
    report = out / "report.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        described = (raw / "datapackage.json").read_bytes()
        pdf.attachments["datapackage.json"] = pikepdf.AttachedFileSpec(pdf, described)
        pdf.save(report, static_id=True, compress_streams=False)
    return report


def set_share(project: Project, share: str) -> str:
    """Write another share into `production.csv`; returns the row's beginning."""
    table = project.raw / "production.csv"
    text = table.read_text(encoding="utf-8")
    changed = DATUM.replace(",95,", f",{share},")
    assert text.count(DATUM) == 1
    table.write_text(text.replace(DATUM, changed), encoding="utf-8")
    return changed


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, but for what builds keep."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".kept" not in path.parts
    }


@pytest.fixture(scope="module")
def signer() -> Identity | None:
    """Who signs the second release; nobody where the library is not installed."""
    if not is_there():
        return None
    return new("Institute of Minerals", dt.datetime.now(dt.UTC) - dt.timedelta(minutes=5))


@pytest.fixture(scope="module")
def two_releases(
    tmp_path_factory: pytest.TempPathFactory,
    checkout: Callable[[Path], Project],
    signer: Identity | None,
) -> tuple[Project, Released, Released]:
    """A project that was released, changed by one datum and a note, and released again, signed."""
    project = checkout(tmp_path_factory.mktemp("released") / "project")
    shutil.rmtree(project.releases, ignore_errors=True)
    first = release(project, "1.0.0", rendered=unrendered)
    path = project.root / "CHANGELOG.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("## ", f"## Not yet released\n\n{BY_HAND}\n\n## ", 1), "utf-8")
    set_share(project, "93")
    process(project.raw, project.processed)
    return project, first, release(project, "1.1.0", unrendered, DOI, signer)


def test_a_release_keeps_what_the_version_shows(
    two_releases: tuple[Project, Released, Released],
) -> None:
    project, _, made = two_releases
    kept = read_edition(made.folder)
    assert kept.exhibits["data_version"] == "1.1.0"
    assert invalid(kept.exhibits, "exhibits") == []
    assert b'"version": "1.1.0"' in kept.attached[PDF_NAME]
    with zipfile.ZipFile(io.BytesIO(kept.attached[TABLES_NAME])) as tables:
        assert DATUM.replace(",95,", ",93,") in tables.read("raw/production.csv").decode()
        assert {"processed/shares.csv", "raw/datapackage.json"} <= set(tables.namelist())
    crate = ROCrate(made.folder)
    files = {entity.id for entity in crate.get_by_type("File")}
    assert {"exhibits.json", "facts.json", "exhibits/fig-shares.svg", "notes.md"} <= files
    listed = catalogue_of(project)
    assert is_released(listed, listed.publication.version, [kept])
    assert [old.version for old in released(project.releases)] == ["1.1.0", "1.0.0"]


def catalogue_of(project: Project) -> Catalogue:
    """The catalogue that a build of the project publishes."""
    processed = read_processed(project.processed)
    publication = Publication.of(project, processed.about)
    facts = json.loads((project.processed / "facts.json").read_text(encoding="utf-8"))["facts"]
    return catalogue(publication, exhibits(processed), facts, processed)


def test_every_file_that_names_the_version_names_the_new_one(
    two_releases: tuple[Project, Released, Released],
) -> None:
    root = two_releases[0].root
    for name in ("data/raw/datapackage.json", ".zenodo.json", "codemeta.json"):
        assert json.loads((root / name).read_text(encoding="utf-8"))["version"] == "1.1.0", name
    about = json.loads((root / "data/processed/about.json").read_text(encoding="utf-8"))
    assert about["data_version"] == "1.1.0"
    assert yaml.safe_load((root / "CITATION.cff").read_text("utf-8"))["version"] == "1.1.0"


def test_every_file_that_is_cited_from_names_the_doi_that_was_reserved(
    two_releases: tuple[Project, Released, Released],
) -> None:
    project, first, second = two_releases
    root = project.root
    assert json.loads((root / ".zenodo.json").read_text("utf-8"))["doi"] == DOI
    assert json.loads((root / "codemeta.json").read_text("utf-8"))["identifier"].endswith(DOI)
    assert yaml.safe_load((root / "CITATION.cff").read_text("utf-8"))["doi"] == DOI
    kept = read_edition(second.folder).exhibits
    assert all(DOI in text for text in kept["citations"].values())
    assert all(DOI in record["citations"]["apa"] for record in kept["exhibits"])
    assert catalogue_of(project).works["report"]["DOI"] == DOI
    assert DOI not in json.dumps(read_edition(first.folder).exhibits)


@pytest.mark.parametrize("doi", ["zenodo.11", "https://doi.org/10.5281/zenodo.11", "10.5/x y"])
def test_what_is_no_doi_is_refused(doi: str) -> None:
    with pytest.raises(ProblemsError, match="this is no DOI"):
        registered_doi(doi, "releases")


def test_the_readme_names_the_doi_of_all_versions_once() -> None:
    once = with_badge("# Title\n\nWords.\n", "10.5281/zenodo.1")
    assert once == "# Title\n\n[DOI 10.5281/zenodo.1](https://doi.org/10.5281/zenodo.1)\n\nWords.\n"
    assert with_badge(once, "10.5281/zenodo.1") == once
    assert "zenodo.1)" not in with_badge(once, "10.5281/zenodo.2")
    assert with_badge("# Title\n\nWords.\n", "") == "# Title\n\nWords.\n"


def test_the_file_for_citations_names_both_dois(tmp_path: Path) -> None:
    about = About("1.0.0", dt.date(2026, 1, 1), dt.date(2026, 1, 1))
    settings = {"concept-doi": "10.5281/zenodo.1"}
    publication = replace(Publication.from_settings(settings, about), doi="10.5281/zenodo.2")
    path = tmp_path / "CITATION.cff"
    path.write_text(citation_file(path, publication), encoding="utf-8")
    written = yaml.safe_load(citation_file(path, publication))
    assert written["doi"] == "10.5281/zenodo.2"
    assert [one["value"] for one in written["identifiers"]] == ["10.5281/zenodo.1"]
    with pytest.raises(ProblemsError, match="concept-doi"):
        Publication.from_settings({"concept-doi": "zenodo.1"}, about)


def test_the_changelog_says_by_hand_and_by_computation_what_changed(
    two_releases: tuple[Project, Released, Released],
) -> None:
    project, first, second = two_releases
    text = (project.root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "Not yet released" not in text
    assert text.index(second.entry) < text.index(first.entry) < text.index("## 0.1.0 (")
    assert second.entry.startswith("## 1.1.0 (2026-")
    assert BY_HAND in second.entry
    assert "What moved since version 1.0.0:" in second.entry
    assert "The answer stays" in second.entry
    assert "production: 1 changed" in second.entry
    assert "First release: there is no earlier version" in first.entry


def test_tag_and_message_are_prepared(two_releases: tuple[Project, Released, Released]) -> None:
    made = two_releases[2]
    assert made.commands == [
        "git add --all",
        'git commit --message "Release data version 1.1.0"',
        "git tag --annotate v1.1.0 --cleanup=verbatim --file releases/1.1.0/notes.md",
    ]
    assert (made.folder / "notes.md").read_text(encoding="utf-8") == made.entry


def test_a_version_that_is_none_or_not_later_is_refused(
    two_releases: tuple[Project, Released, Released],
) -> None:
    earlier = released(two_releases[0].releases)
    for version, words in (("1.1", "no version"), ("1.1.0", "not later"), ("0.9.9", "not later")):
        with pytest.raises(ProblemsError, match=words):
            refuse(version, earlier)
    refuse("1.1.1", earlier)
    refuse("0.0.1", [])


def test_a_release_of_wrong_tables_changes_nothing(project_copy: Project) -> None:
    set_share(project_copy, "950")
    before = contents(project_copy.root)
    with pytest.raises(ProblemsError, match="share_pct"):
        release(project_copy, "9.0.0", rendered=unrendered)
    assert contents(project_copy.root) == before


def test_processed_tables_of_other_raw_tables_are_refused_and_nothing_changes(
    project_copy: Project,
) -> None:
    set_share(project_copy, "93")
    before = contents(project_copy.root)
    with pytest.raises(ProblemsError) as caught:
        release(project_copy, "9.0.0", rendered=unrendered)
    told = {problem.file: str(problem) for problem in caught.value.problems}
    assert "is not what the raw tables give" in told["data/processed/shares.csv"]
    assert "data/processed/ladder.csv" not in told
    assert contents(project_copy.root) == before


def test_work_that_git_has_not_recorded_is_refused(project_copy: Project) -> None:
    refuse_unrecorded(project_copy)  # no checkout: nothing to record

    def git(*words: str) -> None:
        named = ("-c", "user.name=a", "-c", "user.email=a@b.example")
        subprocess.run(["git", *named, *words], cwd=project_copy.root, check=True)

    git("init", "--quiet")
    git("add", "--all")
    git("commit", "--quiet", "--message", "All")
    refuse_unrecorded(project_copy)
    set_share(project_copy, "93")
    (project_copy.root / "new file.txt").write_text("new", encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        refuse_unrecorded(project_copy)
    (problem,) = caught.value.problems
    assert problem.value == "data/raw/production.csv, new file.txt"
    assert "git has not recorded" in problem.message


def test_a_fact_that_its_query_does_not_give_stops_a_release(small_project: Project) -> None:
    path = small_project.processed / "facts.json"
    document = json.loads(path.read_text("utf-8"))
    changed = next(record for record in document["facts"] if record["id"] == "acts")
    changed["value"] += 1
    path.write_text(json.dumps(document), "utf-8")
    with pytest.raises(ProblemsError) as refused:
        refuse_other_values(small_project)
    [problem] = refused.value.problems
    assert (problem.column, problem.message) == ("acts", "is not what its query gives")


def test_a_test_that_moved_needs_a_decision(project_copy: Project) -> None:
    """What acts led to is asked since the tables that are kept of 0.1.0."""
    for folder in project_copy.releases.iterdir():
        if folder.name != "0.1.0":
            shutil.rmtree(folder)
    assert difference(project_copy, project_copy, "9.0.0")
    path = project_copy.raw / "decisions.csv"
    path.write_text(path.read_text(encoding="utf-8").partition("\n")[0] + "\n", encoding="utf-8")
    with pytest.raises(ProblemsError) as caught:
        difference(project_copy, project_copy, "9.0.0")
    assert "test-conversion" in {problem.value for problem in caught.value.problems}


def test_nothing_changed_is_said(two_releases: tuple[Project, Released, Released]) -> None:
    project = two_releases[0]
    same = difference(project, project, "1.1.1")
    day = read_processed(project.processed).about.as_of
    entry = changelog_entry("1.1.1", day, "", same)
    assert entry == f"## 1.1.1 ({day})\n\nNothing differs from version 1.1.0.\n"


def test_an_entry_takes_the_place_of_what_was_not_released(tmp_path: Path) -> None:
    path = tmp_path / "CHANGELOG.md"
    path.write_text(
        "# Changes\n\n## Not yet released\n\nBy hand.\n\n## 1.0.0 (2026-11-22)\n\nOlder.\n",
        encoding="utf-8",
    )
    entry = "## 1.1.0 (2026-11-23)\n\nBy hand.\n\nComputed.\n"
    assert changelog(Project(tmp_path), entry) == (
        "# Changes\n\n## 1.1.0 (2026-11-23)\n\nBy hand.\n\nComputed.\n\n"
        "## 1.0.0 (2026-11-22)\n\nOlder.\n"
    )
    path.unlink()
    assert changelog(Project(tmp_path), entry) == f"# Changes\n\n{entry}"


def test_a_signed_release_keeps_signed_pictures_and_the_certificate(
    two_releases: tuple[Project, Released, Released], signer: Identity | None
) -> None:
    _, first, second = two_releases
    assert not (first.folder / CERTIFICATE).exists() and not read_edition(first.folder).pictures
    if signer is None:
        pytest.skip("c2pa-python is not installed")
    kept = read_edition(second.folder)
    assert (second.folder / CERTIFICATE).read_bytes() == signer.certificate
    figures = [name for name, one in kept.exhibit_records.items() if one["kind"] == "figure"]
    assert [*kept.pictures] == sorted(f"{name}.png" for name in figures)
    held = published([kept], None)
    signed = TRUSTED.format(who="Institute of Minerals")
    for name in figures:
        picture = kept.files[f"{name}.svg"].encode()
        assert credentials(picture, "svg", held.certificates) == signed, name
        pixels = kept.pictures[f"{name}.png"]
        assert credentials(pixels, "png", held.certificates) == signed, name
    assert credentials(kept.attached[PDF_NAME], "pdf", held.certificates) == signed
