"""Ids that are no more: each lost one is refused, each told one has a page that leads on."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from lxml import html

from analysis.citation.editions import Edition
from analysis.citation.publication import Publication
from analysis.core.project import Project
from analysis.facts.processed import About
from analysis.site.citable_pages import PagePlace
from analysis.site.gone import Known, lost, write_gone_pages
from analysis.site.shell import Shell, shell

ROOT = Path(__file__).parents[2]
DAY = "2026-01-01"


def stones(*rows: tuple[str, str, str | None]) -> pd.DataFrame:
    """Tombstones as (id, kind, successors)."""
    frame = pd.DataFrame(rows, columns=["gone_id", "kind", "successors"])
    return frame.assign(last_version="0.1.0", reason="it <b>misled</b>")


def edition(facts: list[str], exhibits: list[str]) -> Edition:
    return Edition(
        "0.1.0",
        {"as_of": DAY, "exhibits": [{"id": name, "title": f"Figure {name}"} for name in exhibits]},
        {"facts": [{"id": name, "label": f"number <i>{name}</i>"} for name in facts]},
        {},
        {},
        {},
    )


OLD = edition(["kept", "old"], ["fig-old"])
NOW = Known(fact={"kept", "new"}, exhibit={"fig-old"})


def told(now: Known, gone: pd.DataFrame, as_of: str = DAY) -> list[str]:
    return [problem.sentence() for problem in lost(now, as_of, [OLD], gone)]


def test_a_released_id_that_is_neither_there_nor_accounted_for_is_refused() -> None:
    assert told(NOW, stones()) == [
        'tombstones.csv: "old" the fact was released in 0.1.0 and is no more; add it to '
        "tombstones.csv with the reason and what took its place, or bring it back"
    ]
    assert told(NOW, stones(("old", "fact", "new"))) == []
    assert len(told(Known({"kept", "new"}, set()), stones(("old", "fact", "new")))) == 1


def test_an_id_that_is_there_is_not_gone_and_a_successor_has_to_be_there() -> None:
    assert told(NOW, stones(("old", "fact", None), ("kept", "fact", None))) == [
        'tombstones.csv: "kept" the fact is there; take it out of tombstones.csv'
    ]
    assert told(NOW, stones(("old", "fact", "new|newer"))) == [
        'tombstones.csv: "newer" no fact of this name is there to take its place; correct '
        "successors in tombstones.csv"
    ]


def test_what_was_known_before_a_release_owes_nothing_to_it() -> None:
    assert told(NOW, stones(), as_of="2025-12-31") == []
    assert told(NOW, stones(), as_of="2026-01-02")


@pytest.fixture(scope="module")
def frame() -> Shell:
    return shell(Project(ROOT))


def test_the_address_of_a_lost_id_says_why_and_leads_on(frame: Shell, tmp_path: Path) -> None:
    day = pd.Timestamp(DAY).date()
    publication = Publication.of(Project(ROOT), About("0.2.0", day, day))
    place = PagePlace(frame, publication, "../..", False)
    gone = stones(("old", "fact", "new|kept"), ("older", "fact", None))
    write_gone_pages(place, ROOT / "report" / "theme", NOW, gone, [OLD], tmp_path)
    page = html.parse(tmp_path / "facts" / "old" / "index.html").getroot()
    text = " ".join(page.text_content().split())
    assert "The report no longer gives this number: it <b>misled</b>." in text
    assert "number <i>old</i>" in text
    links = page.xpath("//main//a/@href")
    assert "../../facts/new/index.html" in links
    assert "../../v/0.1.0/facts/old/index.html" in links
    nowhere = html.parse(tmp_path / "facts" / "older" / "index.html").getroot()
    assert "Data version 0.1.0 had it last; this site does not hold" in nowhere.text_content()
