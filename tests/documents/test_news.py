"""The change log of all versions, and its first lines."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from lxml import html

from analysis.core.project import Project
from analysis.diff.log import Entry
from analysis.documents import news
from analysis.documents.news import Version, feeds, lead, sentence, spread, versions

PROJECT = Project(Path(__file__).parents[2])
ENTRY = Entry("2026-11-26", "version 1", "looked", "all searches found nothing new")


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three versions: of seven entries, of one hostile entry, of none."""
    hostile = Entry("2026-11-01", "version 0", "method", "<b>x</b>", ("a: 1 → 2", "b"), True)
    subjects = {"actors/USA": (1, "a row"), "minerals/gallium": (2, "two rows")}
    found = [
        Version("version 0", "2026-11-01", (hostile,), subjects),
        Version("version 1", "2026-11-26", (ENTRY,) * 7, {}),
    ]
    monkeypatch.setattr(news, "versions", lambda project: found)


def shown() -> html.HtmlElement:
    markup = lead(PROJECT)
    return html.fromstring(markup.removeprefix("```{=html}\n").removesuffix("```\n"))


@pytest.mark.usefixtures("logged")
def test_five_entries_and_the_next_look_lead_the_briefing() -> None:
    items = [item.text_content() for item in shown().iter("li")]
    assert len(items) == news.SHOWN + 1
    said = "1 Nov 2026, method. <b>x</b>. A: 1 → 2. The verdict moved."
    assert " ".join(items[-2].split()) == said
    assert "looked and nothing new." in items[0] and "did not move" in items[0]
    assert items[-1].startswith("Next look on ")


@pytest.mark.usefixtures("logged")
def test_the_strip_has_a_name_and_nothing_in_it_scrolls() -> None:
    root = shown()
    assert root.get("tabindex") is None and root.get("role") == "region"
    assert root.xpath("//*[@id=$name]", name=root.get("aria-labelledby"))


@pytest.mark.usefixtures("logged")
def test_the_feeds_are_listed_by_the_names_of_minerals_and_governments() -> None:
    listed = feeds(PROJECT)
    assert "By mineral: [Gallium](../feeds/minerals/gallium.xml)." in listed
    assert "By government: [United States](../feeds/actors/USA.xml)." in listed


def test_days_and_kinds_come_once_before_any_comes_again() -> None:
    days = ["2026-11-26"] * 5 + ["2026-11-25"] * 2
    kinds = ["method"] * 4 + ["evidence", "looked", "looked"]
    log = [
        Entry(day, "a", kind, f"entry {place}")
        for place, (day, kind) in enumerate(zip(days, kinds, strict=True))
    ]
    assert [entry.sentence for entry in spread(log)] == [f"entry {n}" for n in (0, 1, 2, 4, 5)]
    assert spread([]) == []


def test_a_long_sentence_ends_at_a_pause_and_never_in_an_ellipsis() -> None:
    first = "plants that are not seen any more are late in one bound, in time in the other"
    on = "and on " * 30
    assert sentence(f"starts: {first}, {on}") == f"Starts: {first}."
    assert sentence(f"starts, {first}: once, {on}") == f"Starts, {first}."
    assert sentence("and on " * 30) == "And on " + "and on " * 29 + "."


def test_without_a_release_there_is_no_news(small_project: Project) -> None:
    assert versions(small_project) == []
    assert lead(small_project) == ""


def test_releases_are_compared_with_the_ones_before_the_newest_first(
    small_project: Project,
) -> None:
    shutil.copytree(PROJECT.releases, small_project.releases)
    found = [each for each in versions(small_project) if "not released" not in each.name]
    assert [each.name for each in found] == [f"version {name}" for name in ("0.3.0", "0.2.0")]
    assert all(entry.day <= found[0].day for each in found for entry in each.entries)
    assert "minerals/gallium" in found[0].subjects
