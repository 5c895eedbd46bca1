"""Two versions of the report: the project's, and one in which a single datum is changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from two_versions import set_share

from analysis.citation import stamp_formats as carriers
from analysis.citation.catalogue import PACKAGE, Catalogue, catalogue
from analysis.citation.editions import TABLES_NAME, Edition, edition, write_edition
from analysis.citation.publication import Publication
from analysis.citation.stamps import stamp
from analysis.core.files import write_text
from analysis.core.project import ABOUT_FILE, PDF_NAME, Project
from analysis.exhibits import svg
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.registry import exhibit
from analysis.facts.processed import Processed, read_processed
from analysis.process import csv_text, process, write_json
from analysis.site.datapackages import data_package
from analysis.site.metadata import report_head
from analysis.site.permalinks import write_list, write_permalinks
from analysis.site.rendered import BRIEFING, set_head

ROOT = Path(__file__).parents[2]

# A figure and a table stand for all exhibits here; every exhibit is checked on the built site.
SAMPLE = ("fig-shares", "tbl-areas")
VERSION = "0.1.0"


@pytest.fixture(scope="session")
def fresh_processed(fresh_processed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The processed tables of the project under a version of these tests."""
    folder = tmp_path_factory.mktemp("versioned") / "processed"
    shutil.copytree(fresh_processed, folder)
    about = json.loads((folder / ABOUT_FILE).read_text(encoding="utf-8"))
    write_json(folder / ABOUT_FILE, about | {"data_version": VERSION})
    return folder


@pytest.fixture(scope="session")
def processed(fresh_processed: Path) -> Processed:
    """The same tables, read back."""
    return read_processed(fresh_processed)


@pytest.fixture(scope="session")
def publication(processed: Processed) -> Publication:
    return replace(Publication.of(Project(ROOT), processed.about), is_draft=False)


@pytest.fixture(scope="session")
def shown(processed: Processed) -> Sequence[Exhibit]:
    return [exhibit(name, processed) for name in SAMPLE]


@pytest.fixture(scope="session")
def listed(
    publication: Publication,
    shown: Sequence[Exhibit],
    facts: dict[str, dict[str, Any]],
    processed: Processed,
) -> Catalogue:
    return catalogue(publication, shown, list(facts.values()), processed)


@pytest.fixture(scope="session")
def next_processed(tmp_path_factory: pytest.TempPathFactory) -> Processed:
    """The processed tables of version 9.0.0, in which one share of `production.csv` differs."""
    folder = tmp_path_factory.mktemp("next")
    shutil.copytree(ROOT / "data" / "raw", folder / "raw")
    set_share(folder / "raw", "93")
    package = folder / "raw" / "datapackage.json"
    values = json.loads(package.read_text(encoding="utf-8")) | {"version": "9.0.0"}
    package.write_text(json.dumps(values), encoding="utf-8")
    process(folder / "raw", folder / "processed")
    return read_processed(folder / "processed")


@pytest.fixture(scope="session")
def exported(
    listed: Catalogue, shown: Sequence[Exhibit], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """What a reader of the first version took away: pictures, a table, its package."""
    folder = tmp_path_factory.mktemp("exported")
    record, picture = listed.exhibits["fig-shares"], shown[0].standalone()
    text = carriers.stamped_svg(picture, stamp(record, "", carriers.svg_hash(picture)))
    (folder / "shares.svg").write_text(text, encoding="utf-8")
    content = svg.png(picture)
    values = stamp(record, "", carriers.png_hash(content))
    (folder / "shares.png").write_bytes(carriers.stamped_png(content, values))
    table = csv_text(shown[0].data)
    write_text(folder / "fig-shares.csv", table)
    package = data_package(listed.publication, record, listed.references, table)
    write_json(folder / PACKAGE, package)
    return folder


@pytest.fixture(scope="session")
def old(listed: Catalogue, shown: Sequence[Exhibit]) -> Edition:
    """A released version 0.0.9, in which China's share of metal and alloy stood at 90 per cent."""
    kept = edition(listed, shown, {PDF_NAME: b"%PDF-1.7 of 0.0.9", TABLES_NAME: b"PK"})
    document = json.loads(json.dumps(kept.exhibits).replace("/v/0.1.0/", "/v/0.0.9/"))
    document["data_version"] = "0.0.9"
    record = document["exhibits"][0]
    column = record["columns"].index("share_pct")
    row = next(row for row in record["rows"] if row[column] == 95)
    row[column] = 90
    return replace(kept, version="0.0.9", exhibits=document)


@pytest.fixture(scope="session")
def built(
    tmp_path_factory: pytest.TempPathFactory,
    fresh_processed: Path,
    processed: Processed,
    shown: Sequence[Exhibit],
    listed: Catalogue,
    old: Edition,
) -> Path:
    """A site with two exhibits, all facts, and a released version beside the current one."""
    project = Project(tmp_path_factory.mktemp("permalinks"))
    shutil.copyfile(ROOT / "_quarto.yml", project.root / "_quarto.yml")
    shutil.copytree(ROOT / "report", project.report)
    shutil.copytree(fresh_processed, project.processed)
    write_edition(old, project.releases / "0.0.9")
    present = edition(listed, shown, {PDF_NAME: b"%PDF-1.7 of 0.1.0", TABLES_NAME: b"PK"})
    write_edition(present, project.releases / "0.1.0")
    shutil.copytree(project.report / "theme", project.site / "report" / "theme")
    write_text(project.site / BRIEFING, "<html><head></head><body></body></html>")
    written = write_permalinks(project, project.site, processed, shown)
    write_list(project.site, written)
    set_head(project.site / BRIEFING, report_head(written.listed))
    return project.site
