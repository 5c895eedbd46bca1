"""Two versions of the report: the project's, and one in which a single datum is changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from two_versions import set_share

from analysis.citation.catalogue import Catalogue, catalogue
from analysis.citation.publication import Publication
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.processed import Processed, read_processed
from analysis.exhibits.registry import exhibit
from analysis.process import process
from analysis.project import Project

ROOT = Path(__file__).parents[2]

# A figure and a table stand for all exhibits here; every exhibit is checked on the built site.
SAMPLE = ("fig-shares", "tbl-areas")


@pytest.fixture(scope="session")
def publication(processed: Processed) -> Publication:
    return Publication.of(Project(ROOT), processed.about)


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
