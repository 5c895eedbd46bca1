"""A release gives a version, says what changed, and keeps what was shown."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from rocrate.rocrate import ROCrate
from two_versions import DATUM, set_share

from analysis.citation.catalogue import Catalogue, catalogue, invalid
from analysis.citation.editions import (
    PDF_NAME,
    TABLES_NAME,
    Edition,
    edition,
    read_edition,
    write_edition,
)
from analysis.citation.permalinks import is_released
from analysis.citation.publication import Publication
from analysis.citation.release import changelog_entry, prepend, refuse, release
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.processed import read_processed
from analysis.exhibits.registry import exhibits
from analysis.problems import ProblemsError
from analysis.project import Project


@pytest.fixture(scope="module")
def before(listed: Catalogue, shown: Sequence[Exhibit]) -> Edition:
    return replace(edition(listed, shown, {}), version="1.0.0")


def unrendered(project: Project, raw: Path, out: Path) -> Path:
    """A stand-in for the report, whose rendering other tests look at."""
    out.mkdir()
    report = out / "report.pdf"
    report.write_bytes(b"%PDF-1.7 over " + (raw / "datapackage.json").read_bytes())
    return report


def test_a_release_writes_version_changes_and_all_that_is_kept(
    project_copy: Project, before: Edition
) -> None:
    write_edition(before, project_copy.releases / "1.0.0")
    set_share(project_copy.raw, "93")
    changed = DATUM.replace(",95,", ",93,")
    made = release(project_copy, "1.1.0", rendered=unrendered)
    package = json.loads((project_copy.raw / "datapackage.json").read_text(encoding="utf-8"))
    assert package["version"] == "1.1.0"
    assert "share_pct 95 → 93" in made.entry
    changelog = (project_copy.root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert changelog.index("## 1.1.0 (") < changelog.index("## 0.1.0 (")
    kept = read_edition(made.folder)
    assert kept.exhibits["data_version"] == "1.1.0"
    assert invalid(kept.exhibits, "exhibits") == []
    assert b'"version": "1.1.0"' in kept.attached[PDF_NAME]
    with zipfile.ZipFile(io.BytesIO(kept.attached[TABLES_NAME])) as tables:
        assert changed in tables.read("raw/production.csv").decode()
        assert {"processed/shares.csv", "raw/datapackage.json"} <= set(tables.namelist())
    citation = yaml.safe_load((project_copy.root / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == "1.1.0"
    assert json.loads((project_copy.root / ".zenodo.json").read_text())["version"] == "1.1.0"
    assert json.loads((project_copy.root / "codemeta.json").read_text())["version"] == "1.1.0"
    crate = ROCrate(made.folder)
    files = {entity.id for entity in crate.get_by_type("File")}
    assert {"exhibits.json", "facts.json", "exhibits/fig-shares.svg"} <= files
    assert is_released(catalogue_of(project_copy), [kept])


def catalogue_of(project: Project) -> Catalogue:
    """The catalogue that a build of the project publishes."""
    processed = read_processed(project.processed)
    publication = Publication.of(project, processed.about)
    facts = json.loads((project.processed / "facts.json").read_text(encoding="utf-8"))["facts"]
    return catalogue(publication, exhibits(processed), facts, processed)


def test_a_version_that_is_none_or_not_later_is_refused(before: Edition) -> None:
    for version, words in (("1.1", "no version"), ("1.0.0", "not later"), ("0.9.9", "not later")):
        with pytest.raises(ProblemsError, match=words):
            refuse(version, [before])
    refuse("1.0.1", [before])
    refuse("0.0.1", [])


def test_a_refused_release_changes_nothing(project_copy: Project) -> None:
    set_share(project_copy.raw, "950")
    package = (project_copy.raw / "datapackage.json").read_bytes()
    with pytest.raises(ProblemsError, match="share_pct"):
        release(project_copy, "1.1.0", rendered=unrendered)
    assert (project_copy.raw / "datapackage.json").read_bytes() == package
    assert not project_copy.releases.exists()


def test_nothing_changed_is_said(before: Edition) -> None:
    entry = changelog_entry(replace(before, version="1.0.1"), before)
    assert "No exhibit and no number changed." in entry


def test_an_entry_that_people_wrote_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "CHANGELOG.md"
    path.write_text("# Changes\n\n## 1.0.0 (2026-11-22)\n\nBy hand.\n", encoding="utf-8")
    prepend(path, "## 1.0.0 (2026-11-22)\n\nComputed.\n", "1.0.0")
    assert "Computed." not in path.read_text(encoding="utf-8")
    prepend(path, "## 1.1.0 (2026-11-23)\n\nComputed.\n", "1.1.0")
    assert path.read_text(encoding="utf-8") == (
        "# Changes\n\n## 1.1.0 (2026-11-23)\n\nComputed.\n\n## 1.0.0 (2026-11-22)\n\nBy hand.\n"
    )
