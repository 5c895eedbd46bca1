"""Sentences of two states: those that differ, the answer first, lists by their items."""

from __future__ import annotations

import pytest

from analysis.diff import sentences
from analysis.diff.sentences import SentenceChange, sentence_changes, shortened, spoken
from analysis.facts.headline import STATEMENTS as HEADLINE
from analysis.facts.sentence_files import MissingFactError

LAST = min(HEADLINE)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three sentences: each says its fact, a state without it cannot say it."""

    def statement(name: str, records: dict[str, str]) -> str:
        if name not in records:
            raise MissingFactError([])
        return records[name]

    monkeypatch.setattr(sentences, "statement", statement)
    monkeypatch.setattr(sentences, "statement_ids", lambda: ["acts", "plants", LAST])


@pytest.mark.usefixtures("said")
def test_sentences_that_differ_are_plain_text_and_those_of_the_answer_come_first() -> None:
    old = {
        "acts": "same",
        "plants": '[one](../facts/plants/index.html){.fact data-fact="plants"} plant',
        LAST: "No.",
    }
    new = {
        "acts": "same",
        "plants": '[two](../facts/plants/index.html){.fact data-fact="plants"} plants',
        LAST: "Yes.",
    }
    assert sentence_changes(old, new) == [
        SentenceChange(LAST, "No.", "Yes."),
        SentenceChange("plants", "one plant", "two plants"),
    ]
    assert [each.is_headline for each in sentence_changes(old, new)] == [True, False]


@pytest.mark.usefixtures("said")
def test_a_sentence_that_a_state_cannot_say_is_new() -> None:
    assert sentence_changes({}, {"acts": "Now."}) == [SentenceChange("acts", None, "Now.")]
    assert sentence_changes({"acts": "Then."}, {})[0].as_json() == {
        "id": "acts",
        "old": "Then.",
        "new": None,
    }


@pytest.mark.usefixtures("said")
def test_the_facts_that_sentences_name_are_found() -> None:
    six, one = (
        f'[{text}](../facts/{name}/index.html){{.fact data-fact="{name}"}}'
        for text, name in (("6", "acts-all"), ("1", "b"))
    )
    assert spoken({"acts": f"of {six}, {one}"}) == {"acts-all", "b"}


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        ("- a\n- b\n- c", "- a\n- d\n- c", ("b", "d")),
        ("- a", "- a\n- b\n- c", (None, "b c")),
        ("one line", None, ("one line", None)),
    ],
)
def test_of_a_list_those_items_stay_that_differ(
    old: str | None, new: str | None, left: tuple[str | None, str | None]
) -> None:
    each = shortened(SentenceChange("acts", old, new))
    assert (each.old, each.new) == left
