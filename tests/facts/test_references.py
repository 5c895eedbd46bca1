"""Sources as CSL-JSON: as exact as they are known, read by pandoc."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pypandoc
import pytest

from analysis.facts.references import (
    citation_key,
    csl_reference,
    csl_references,
    date_parts,
    short_reference,
    where_read,
)

SOURCE = {
    "source_id": "usgs-2026",
    "title": "Mineral Commodity Summaries",
    "publisher": "U.S. Geological Survey",
    "url": "https://example.org/mcs",
    "published_on": "2026-02",
    "accessed_on": "2026-11-22",
    "kind": "statistics",
}


def test_a_full_record_keeps_producer_title_address_and_dates() -> None:
    assert csl_reference(SOURCE) == {
        "id": "src-usgs-2026",
        "type": "dataset",
        "title": "Mineral Commodity Summaries",
        "author": [{"literal": "U.S. Geological Survey"}],
        "issued": {"date-parts": [[2026, 2]]},
        "accessed": {"date-parts": [[2026, 11, 22]]},
        "URL": "https://example.org/mcs",
    }


def test_what_is_unknown_is_left_out() -> None:
    bare = dict.fromkeys(SOURCE, pd.NA) | {"source_id": "nwf-2026"}
    assert csl_reference(bare) == {"id": "src-nwf-2026", "type": "document", "title": "nwf-2026"}


@pytest.mark.parametrize(
    ("interval", "parts"),
    [("2026", [2026]), ("2026-02", [2026, 2]), ("2026-02-04", [2026, 2, 4])],
)
def test_dates_are_as_exact_as_the_source(interval: str, parts: list[int]) -> None:
    assert date_parts(interval) == parts


def test_records_come_in_the_order_of_their_keys() -> None:
    frame = pd.DataFrame([SOURCE | {"source_id": name} for name in ("b", "a")])
    assert [record["id"] for record in csl_references(frame)] == ["src-a", "src-b"]


def test_no_key_is_taken_for_a_cross_reference() -> None:
    for prefix in ("sec-", "fig-", "tbl-"):
        assert not citation_key(f"{prefix}2026").startswith(prefix)


@pytest.mark.parametrize(("published", "year"), [("2026-02-04", "2026"), (pd.NA, "n.d.")])
def test_a_short_reference_names_producer_and_year(published: Any, year: str) -> None:
    source = pd.Series(SOURCE | {"published_on": published})
    assert short_reference(source) == f"U.S. Geological Survey ({year})"


def test_pandoc_can_cite_every_source(fresh_processed: Path, tmp_path: Path) -> None:
    path = fresh_processed / "references.json"
    keys = [record["id"] for record in json.loads(path.read_text(encoding="utf-8"))]
    cited = "; ".join(f"@{key}" for key in keys)
    text = pypandoc.convert_text(
        f"[{cited}]",
        "html",
        "markdown",
        extra_args=["--citeproc", "--fail-if-warnings", f"--bibliography={path}"],
    )
    assert text.count('role="listitem"') == len(keys)


UNKNOWN = {"place": None, "archived_url": None, "archived_on": None}


def test_what_a_style_has_no_words_for_follows_the_reference() -> None:
    kept = {"archived_url": "https://archive.test/1", "archived_on": "2026-11-23"}
    assert where_read(UNKNOWN | {"place": "p. 12, table 3"}) == "Read there: p. 12, table 3."
    assert where_read(UNKNOWN | kept) == (
        '<a href="https://archive.test/1">Archived copy</a> of 23\N{NO-BREAK SPACE}Nov'
        "\N{NO-BREAK SPACE}2026."
    )
    assert where_read(UNKNOWN) == ""


def test_place_and_address_of_a_copy_cannot_bring_markup() -> None:
    hostile = {"archived_url": 'https://a.test/"><b>', "archived_on": "2026"}
    assert where_read(UNKNOWN | {"place": "<b>p. 1</b>"}) == (
        "Read there: &lt;b&gt;p. 1&lt;/b&gt;."
    )
    assert where_read(UNKNOWN | hostile) == (
        '<a href="https://a.test/&quot;&gt;&lt;b&gt;">Archived copy</a> of 2026.'
    )
