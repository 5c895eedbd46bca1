"""What is cited: producers first, the frozen address, and without one the file and its hash."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from analysis.citation.publication import Publication
from analysis.citation.styles import formatted
from analysis.citation.works import (
    accessed_on,
    credit_line,
    exhibit_work,
    fact_work,
    number_line,
    report_work,
)
from analysis.facts.processed import About

DAY = dt.date(2026, 2, 4)
HASH = "0123456789abcdef"
EXHIBIT = {
    "id": "fig-x",
    "kind": "figure",
    "title": "It rises",
    "sources": ["one"],
    "content_hash": HASH,
}
FACT = {
    "id": "moons",
    "label": "moons seen",
    "text": "two",
    "processed_table": "skies",
    "sources": ["one", "other"],
    "content_hash": HASH,
}


def publication(address: str = "https://a.org") -> Publication:
    about = About("1.2.0", DAY, DAY)
    return Publication("Report", "The project", address, "CC BY", "https://b.org", about)


def test_a_registered_version_is_cited_by_its_doi_and_its_parts_name_it() -> None:
    registered = replace(publication(), doi="10.5281/zenodo.7")
    report = report_work(registered)
    assert report["DOI"] == "10.5281/zenodo.7"
    assert "doi = {10.5281/zenodo.7}" in formatted([report], "bibtex")["report"]
    assert "DO  - 10.5281/zenodo.7" in formatted([report], "ris")["report"]
    assert "https://doi.org/10.5281/zenodo.7" in formatted([report], "apa")["report"]
    figure = exhibit_work(registered, EXHIBIT, [])
    assert figure["genre"].endswith("based on 1 source, in https://doi.org/10.5281/zenodo.7")
    assert "DOI" not in figure, "it is that of the whole"


def test_a_number_stands_in_one_line_with_day_source_version_and_address() -> None:
    work = fact_work(publication(), FACT, ["A", "B"])
    assert number_line(FACT, work) == (
        f"{FACT['text']}; {FACT['label']}; as known on 2026-02-04; A and B and The project, "
        f"based on {len(FACT['sources'])} sources; data version 1.2.0; "
        f"https://a.org/v/1.2.0/facts/{FACT['id']}/"
    )
    assert number_line(FACT, fact_work(publication(""), FACT, [])).endswith(f"facts/{FACT['id']}")


def test_a_picture_has_a_credit_of_one_line() -> None:
    work = exhibit_work(publication(), EXHIBIT, ["A"])
    assert credit_line(EXHIBIT, work, "CC BY 4.0") == (
        "Figure: A and The project, data version 1.2.0, CC BY 4.0, "
        f"https://a.org/v/1.2.0/exhibits/{EXHIBIT['id']}/"
    )


def names(work: dict[str, Any]) -> list[str]:
    return [author["literal"] for author in work["author"]]


def test_the_report_is_cited_by_version_day_and_frozen_address() -> None:
    day = {"date-parts": [[2026, 2, 4]]}
    assert report_work(publication()) == {
        "id": "report",
        "type": "report",
        "title": "Report",
        "author": [{"literal": "The project"}],
        "version": "1.2.0",
        "issued": day,
        "publisher": "The project",
        "accessed": day,
        "URL": "https://a.org/v/1.2.0/",
    }


@pytest.mark.parametrize(
    ("producers", "cited"),
    [
        ([], ["The project"]),
        (["USGS", "USGS", "IEA", "BGS"], ["USGS", "IEA", "BGS", "The project"]),
        (["The project"], ["The project"]),
    ],
)
def test_producers_stand_before_the_report_and_nobody_twice(
    producers: list[str], cited: list[str]
) -> None:
    assert names(exhibit_work(publication(), EXHIBIT, producers)) == cited


def test_a_number_says_what_it_is_and_the_table_it_comes_from() -> None:
    work = fact_work(publication(), FACT, ["USGS"])
    assert (work["id"], work["title"]) == ("fact-moons", "Moons seen: two")
    assert work["genre"] == "Fact moons, computed from table skies, based on 2 sources"
    assert work["URL"] == "https://a.org/v/1.2.0/facts/moons/"


def test_without_an_address_the_file_and_its_hash_stand_in_its_place() -> None:
    work = exhibit_work(publication(""), EXHIBIT, [])
    assert (
        work["genre"]
        == "Figure fig-x, based on 1 source, file fig-x.csv, content hash 0123456789ab"
    )
    assert not {"URL", "accessed"} & set(work)


def test_a_reader_sees_it_on_a_day_of_their_own() -> None:
    work = accessed_on(report_work(publication()), dt.date(2027, 3, 4))
    assert work["accessed"] == {"date-parts": [[2027, 3, 4]]}
    assert work["issued"] == {"date-parts": [[2026, 2, 4]]}
