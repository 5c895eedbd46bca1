"""The page "What changed": versions, the newest first, each against the one before."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from analysis.citation.editions import TABLES_NAME, Edition, archive, write_edition
from analysis.core.project import Project
from analysis.diff.comparison import compare
from analysis.diff.decisions import Decision
from analysis.diff.facts import FactChange
from analysis.diff.states import State, find_state, last_release_or_commit, of_release
from analysis.documents.changes import changes_page, methods, of_method

ROOT = Path(__file__).parents[2]
HOSTILE = "<b>9</b> {{< include x >}} [x](y.qmd) ::: {#sec-x}"


def release(project: Project, version: str, state: State, facts: Mapping[str, Any]) -> None:
    """Keep the project's tables as a release whose facts are others."""
    records = [{**record, **facts.get(name, {})} for name, record in state.facts.items()]
    about = {"as_of": "2026-01-31"}
    tables = archive({"raw": project.raw, "processed": project.processed})
    edition = Edition(
        version,
        about | {"exhibits": list(state.exhibits.values())},
        about | {"facts": records},
        {},
        {"fig-shares.csv": "kept\n"},
        {TABLES_NAME: tables},
    )
    write_edition(edition, project.releases / version)


@pytest.fixture(scope="module")
def released(committed: State, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with two releases: promises, and acts, were counted otherwise before."""
    project = Project(tmp_path_factory.mktemp("released"))
    shutil.copytree(ROOT / "data", project.root / "data")
    earlier = {
        "promises-kept-of-due": {"text": "98 of 99"},
        "acts": {"text": "7,777", "value": 7777},
    }
    release(project, "0.9.0", committed, earlier)
    release(project, "0.10.0", committed, {"acts": {"text": "7,777", "value": 7777}})
    return project


@pytest.fixture(scope="module")
def page(released: Project) -> str:
    """The page of this project."""
    return changes_page(released)


def test_without_a_release_the_page_says_so(small_project: Project) -> None:
    assert changes_page(small_project).startswith("No version of the data has been released yet.")


def test_the_newest_version_stands_first_and_the_first_one_last(page: str) -> None:
    headings = re.findall(r"^## (.*) \{", page, flags=re.MULTILINE)
    assert headings == ["Since version 0.10.0", "Version 0.10.0", "Version 0.9.0"]


def test_each_version_says_what_moved_since_the_one_before(page: str, committed: State) -> None:
    since, tenth, ninth = page.split("\n## ")
    assert "Not released yet: a draft." in since
    assert ">7,777<" in since
    assert f">{committed.facts['acts']['text']}<" in since
    assert "State of knowledge: 31\xa0January\xa02026. Compared with version 0.9.0." in tenth
    assert ">98 of 99<" in tenth
    assert "**The verdict did not move:**" in tenth
    assert "No row of the data changed." in tenth
    assert "This is the first version" in ninth


def test_the_tables_of_several_versions_have_names_of_their_own(page: str) -> None:
    names = re.findall(r'role="region" aria-label="([^"]*)"', page)
    assert "Numbers that moved from version 0.9.0 to version 0.10.0" in names
    assert len(names) == len(set(names)) > 1


def test_the_page_of_an_unchanged_release_says_so(small_project: Project, committed: State) -> None:
    release(small_project, "1.0.0", committed, {})
    assert "This report shows version 1.0.0 of the data, unchanged." in changes_page(small_project)


def test_a_briefing_of_an_earlier_day_is_not_taken_for_a_change(
    small_project: Project, committed: State
) -> None:
    release(small_project, "1.0.0", committed, {})
    about = small_project.processed / "about.json"
    told = json.loads(about.read_text(encoding="utf-8")) | {"as_of": "2026-02-04"}
    about.write_text(json.dumps(told), encoding="utf-8")
    assert changes_page(small_project).startswith("This is the briefing of an earlier day;")


def test_the_page_is_the_same_each_time(released: Project, page: str) -> None:
    assert changes_page(released) == page


def test_text_of_the_data_stays_text(
    small_project: Project, committed: State, pandoc_text: Callable[[str], str]
) -> None:
    said = {"text": HOSTILE, "label": HOSTILE}
    release(small_project, "1.0.0", committed, {"promises-kept-of-due": said})
    written = changes_page(small_project)
    assert "{{<" not in written
    assert "<b>9" not in pandoc_text(written)
    assert 'id="sec-x"' not in pandoc_text(written)


@pytest.fixture
def pandoc_text() -> Callable[[str], str]:
    """Markdown as the HTML that pandoc makes of it."""
    import pypandoc

    return lambda text: str(pypandoc.convert_text(text, "html", format="markdown"))


def test_a_release_is_a_state_and_the_last_one_what_a_review_begins_from(
    released: Project,
) -> None:
    old, last = find_state(released, "0.9.0"), last_release_or_commit(released)
    assert (old.name, last.name) == ("version 0.9.0", "version 0.10.0")
    moved = [fact.id for fact in compare(old, last).headline]
    assert moved == ["promises-kept-of-due"]


def test_a_release_that_kept_no_tables_is_compared_by_its_facts(
    released: Project, tmp_path: Path
) -> None:
    bare = Path(shutil.copytree(released.releases / "0.9.0", tmp_path / "0.9.0"))
    (bare / TABLES_NAME).unlink()
    old, new = of_release(bare), of_release(released.releases / "0.10.0")
    diff = compare(old, new)
    assert [fact.id for fact in diff.headline] == ["promises-kept-of-due"]
    assert diff.notes == ("version 0.9.0 did not keep its raw tables: rows are not compared.",)


def change(name: str, old: str | None, new: str) -> FactChange:
    """A number that moved from one text to another."""
    was, now = (
        text and {"id": name, "label": f"the {name}", "unit": "%", "text": text}
        for text in (old, new)
    )
    return FactChange(was or None, now or None)


def decision(kind: str, *what: str) -> Decision:
    return Decision("2026-11-26", "editors", kind, what, f"because of {kind} {HOSTILE}")


def test_numbers_of_a_method_stand_by_old_and_new_under_the_reason(committed: State) -> None:
    moving = [
        change("test-starts", "4\N{EN DASH}39%", "2\N{EN DASH}57%"),
        change("test-money", "8%", "93%"),
        change("acts", None, "88"),
    ]
    made = [
        decision("method", "starts"),
        decision("evidence", "money"),
        decision("method", "starts"),
    ]
    found = of_method(moving, made)
    # One decision on method names a number; another on evidence does not count, a second one late.
    assert [(each is made[0], fact.id) for each, fact in found] == [(True, "test-starts")]
    table = methods(compare(committed, committed), found)
    assert "By the old and the new method (1)" in table
    assert re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", table.split("<tbody")[1])[-3:] == [
        "the test-starts",
        "4\N{EN DASH}39%",
        "2\N{EN DASH}57%",
    ]
    assert "because of method &lt;b&gt;" in table
    assert methods(compare(committed, committed), []) == ""


def test_an_answer_is_named_as_the_verdict(committed: State) -> None:
    moved = change("verdict-level", "not", "open")
    assert of_method([moved], [decision("method", "verdict")])
    assert not of_method([moved], [decision("method", "verdict-tests")])
