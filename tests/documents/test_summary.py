"""The summary: its tests in short, its citation, and that it prints on two pages."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from playwright.sync_api import Browser
from small import processed as small
from small import table

from analysis.citation.publication import Publication
from analysis.core.project import Project
from analysis.documents.summary import citation, short_tests
from analysis.facts.processed import Processed

PROJECT = Project(Path(__file__).parents[2])
TEST = {
    "test_id": "starts",
    "question": "Do plants start | in time?",
    "measure": "share",
    "direction": "at_least",
    "threshold": 50.0,
    "unit": "%",
    "reason": "half",
    "result": "unknown",
    "weak_only": False,
}
THRESHOLD = {"test-starts-threshold": {"id": "test-starts-threshold", "text": "50%"}}


def test_a_test_without_data_says_so_and_its_threshold_is_a_fact() -> None:
    rests_on = {"test_id": "starts", "n_sources": 0, "n_changing": 0, "n_unknown": 0, "n_weak": 0}
    left = {"result": "unknown", "changing": "", "without_weak": "unknown"}
    row = short_tests(
        small(
            verdict_results=table("verdict_results", TEST),
            sensitivity_summary=table("sensitivity_summary", {**rests_on, **left}),
        ),
        THRESHOLD,
    ).splitlines()[4]
    assert row.startswith(r"| Do plants start \| in time? | no data | at least [50%](")
    assert row.endswith("| no data | \N{WHITE CIRCLE} cannot be said |")


def test_every_number_of_the_tests_is_a_fact(
    processed: Processed, facts: dict[str, dict[str, Any]]
) -> None:
    printed = short_tests(processed, facts)
    for row in processed["verdict_results"].itertuples():
        assert f'data-fact="test-{row.test_id}"' in printed
        assert f'data-fact="test-{row.test_id}-threshold"' in printed
        assert f'data-fact="test-{row.test_id}-weak-sources"' in printed


def test_the_citation_names_title_and_version(processed: Processed) -> None:
    said = citation(Publication.of(PROJECT, processed.about)).replace("\\", "")
    assert "Coordination versus capacity" in said
    assert processed.about.data_version in said


@pytest.mark.browser
def test_the_page_prints_on_two_pages_of_a4(site: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.goto((site / "report" / "summary.html").as_uri())
    with pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as printed:
        assert len(printed.pages) == 2
        width, height = (float(side) for side in printed.pages[0].mediabox[2:])
    page.close()
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 297)
