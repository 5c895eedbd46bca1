"""The sources by what rests on them, and the command that lists and checks them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from analysis.cli import app
from analysis.worklists.addresses import Answer, NoNetworkError
from analysis.worklists.carrying import carried
from analysis.worklists.source_list import (
    KEYS,
    answers_as_text,
    as_json,
    as_text,
    by_weight,
    is_amiss,
    with_answers,
)

ROOT = Path(__file__).parents[2]
PLAIN = {
    "title": "Title",
    "publisher": "Paper",
    "accessed_on": "2026-09-30",
    "access": "opened",
    "archived_url": None,
    "archived_on": None,
}
KEPT = {"archived_url": "http://archive.test/1", "archived_on": "2026-11-23"}


def listed() -> pd.DataFrame:
    """Four sources: two rows rest on `weak`, one on `quoted` and on `strong`, none on `idle`."""
    sources = pd.DataFrame(
        [
            {"source_id": name, "url": f"http://{name}.test/", "tier": tier, **PLAIN}
            for name, tier in [
                ("idle", "weak"), ("quoted", "primary"), ("strong", "primary"), ("weak", "weak"),
            ]
        ],
        dtype="str",
    )  # fmt: skip
    sources.loc[sources["source_id"] == "quoted", ["access", "title"]] = ["quoted", None]
    sources.loc[sources["source_id"] == "quoted", list(KEPT)] = list(KEPT.values())
    sources.loc[sources["source_id"] == "idle", "url"] = None
    rests = pd.DataFrame(
        [
            ("weak", "prices:1"),
            ("weak", "prices:2"),
            ("quoted", "prices:1"),
            ("strong", "prices:3"),
        ],
        columns=["source_id", "row_key"],
    )
    record = {"processed_table": "x", "inputs": [{"table": "prices", "keys": ["1", "2", "3", "4"]}]}
    return by_weight(sources, rests, carried({"test-a": record}, ["a"], []))


def test_weak_sources_come_first_and_among_them_those_that_carry_most() -> None:
    found = listed().set_index("source_id")
    # Two of four rows of a whole test, one of four, none; a quoted source counts as weak.
    assert found["weight"].to_dict() == {"weak": 50.0, "quoted": 25.0, "idle": 0.0, "strong": 25.0}
    assert found.index.tolist() == ["weak", "quoted", "idle", "strong"]
    assert found.loc["weak", ["rows", "facts", "headline_facts"]].tolist() == [2, 1, 1]
    assert found.loc["idle", ["rows", "facts", "headline_facts"]].tolist() == [0, 0, 0]


def test_the_text_has_a_line_for_each_source() -> None:
    lines = as_text(listed()).splitlines()
    assert lines[0].startswith("4 sources; the 3 weak ones first")
    assert lines[3] == "   50.0      2      1     1  weak       opened  weak  Title, Paper"
    assert len(lines) == 7


def test_the_check_names_what_is_amiss_by_kind() -> None:
    answers = {
        "http://weak.test/": Answer("gone", 404),
        "http://quoted.test/": Answer("moved", 200, "http://new.test/\x1b[31m"),
        "http://strong.test/": Answer("opened", 200),
    }
    checked = with_answers(listed(), answers)
    assert is_amiss(checked)
    assert answers_as_text(checked).splitlines() == [
        "3 addresses asked: 1 opened, 1 moved, 1 gone",
        "",
        "gone: the host says that there is no such page",
        "   50.0  weak  Title, Paper  http://weak.test/ (404)",
        "",
        "moved: leads elsewhere for good",
        "   25.0  quoted  Paper  http://quoted.test/ (200; now http://new.test/[31m; "
        "copy of 2026-11-23: http://archive.test/1)",
    ]


def test_an_address_that_bars_programs_is_told_but_not_amiss() -> None:
    checked = with_answers(listed(), {"http://weak.test/": Answer("barred", 403)})
    assert not is_amiss(checked)
    assert "barred: the host answers, but not to a program" in answers_as_text(checked)


def test_the_json_explains_its_keys() -> None:
    plain = json.loads(as_json(listed()))
    assert plain["keys"] == KEYS
    assert [list(source) for source in plain["sources"]] == [list(KEYS)] * 4
    assert plain["sources"][2]["url"] is None
    answers = {"http://weak.test/": Answer("moved", 200, "http://new.test/")}
    checked = json.loads(as_json(with_answers(listed(), answers)))
    first, second = checked["sources"][:2]
    assert set(first) == set(checked["keys"])
    assert (first["finding"], first["status"], first["target"]) == (
        "moved",
        200,
        "http://new.test/",
    )
    assert (second["finding"], second["status"]) == (None, None)


# The command.


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """A function that runs `briefing sources` in the project."""
    monkeypatch.chdir(ROOT)

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["sources", *arguments], catch_exceptions=False)

    return call


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """The four sources above instead of those of the project, which take seconds."""
    monkeypatch.setattr("analysis.worklists.source_list.listed", lambda *_: listed())


def test_the_command_lists_all_sources_or_those_read_since_a_day(
    sources: Callable[..., Result],
    monkeypatch: pytest.MonkeyPatch,
    facts: dict[str, dict[str, Any]],
) -> None:
    monkeypatch.setattr("analysis.worklists.source_list.state_now", lambda *_: (facts, None))
    raw = pd.read_csv(ROOT / "data" / "raw" / "sources.csv", dtype="str")
    everything = json.loads(sources("--json").stdout)["sources"]
    assert {source["source_id"] for source in everything} == {*raw["source_id"]}
    nothing = json.loads(sources("--json", "--since", "2099-01-01").stdout)["sources"]
    assert nothing == []


@pytest.mark.parametrize(
    ("finding", "arguments", "code"),
    [
        ("gone", ["--check"], 0),
        ("gone", ["--check", "--strict"], 1),
        ("opened", ["--check", "--strict"], 0),
        ("gone", ["--strict"], 0),
    ],
)
@pytest.mark.usefixtures("few")
def test_an_address_that_is_amiss_fails_a_strict_check_alone(
    sources: Callable[..., Result],
    monkeypatch: pytest.MonkeyPatch,
    finding: str,
    arguments: list[str],
    code: int,
) -> None:
    def look(urls: Any) -> dict[str, Answer]:
        return {url: Answer(finding, 200) for url in urls}

    monkeypatch.setattr("analysis.worklists.addresses.look_at_all", look)
    assert sources(*arguments).exit_code == code


@pytest.mark.usefixtures("few")
def test_without_a_network_one_sentence_is_said(
    sources: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    def look(urls: Any) -> dict[str, Answer]:
        raise NoNetworkError("none of the first 8 hosts could be reached")

    monkeypatch.setattr("analysis.worklists.addresses.look_at_all", look)
    result = sources("--check")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "none of the first 8 hosts could be reached; is there a network?\n"
    assert sources("--check", "--strict").exit_code == 1
