"""A diff in words: what leads, what is left out, and that text of the data stays text."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import html5lib
import pypandoc
import pytest
from lxml import html as reader

from analysis.core.project import Project
from analysis.diff import words
from analysis.diff.comparison import compare
from analysis.diff.formats import formatted, literal
from analysis.diff.page import review_page
from analysis.diff.review import review
from analysis.diff.states import State

Make = Callable[..., State]

HOSTILE = '<script>alert(1)</script> {{< include x >}} @someone [x](http://x.test) \x1b[31m\u202e"&'


@pytest.fixture
def hostile(altered: Make) -> State:
    """A state with hostile text in a row, in a fact of the headline and in a decision."""
    return altered(
        {"promises-kept-of-due": {"text": HOSTILE, "label": HOSTILE}},
        {
            "claims": [{"claim_id": HOSTILE, "statement": HOSTILE}],
            "decisions": [{"what": "x", "reason": HOSTILE, "by": HOSTILE}],
        },
    )


def test_nothing_differs_between_a_state_and_itself(committed: State) -> None:
    diff = compare(committed, committed)
    assert not diff
    assert formatted(diff, "text") == "From before to before\n\nNothing differs.\n"
    assert "Nothing differs." in formatted(diff, "md")
    assert "Nothing differs." in formatted(diff, "html")


def test_the_verdict_leads_then_its_numbers_then_the_rows(committed: State, altered: Make) -> None:
    row = {"claim_id": "new-claim"}
    moved = {"promises-kept-of-due": {"text": "98 of 99"}, "acts": {"text": "7,777", "value": 7777}}
    text = formatted(compare(committed, altered(moved, {"claims": [row]})), "text")
    lines = [line for line in text.splitlines() if line and not line.startswith(" ")]
    assert lines == [
        "From before to after",
        "Verdict",
        "Headline numbers",
        "Other numbers",
        "Sentences",
        "Raw tables",
        "Rows",
        "Shortened; --all shows everything.",
    ]
    acts = committed.facts["acts"]
    assert f"{acts['label']}: {acts['text']} → 7,777 (acts) [acts]" in text
    assert "  claims: 1 added\n" in text
    assert "    claims/new-claim added\n" in text


def test_a_test_that_moves_is_told_with_its_result_measure_and_threshold(
    committed: State, altered: Make
) -> None:
    moved = {"test-conversion-result": {"text": "met"}, "test-conversion": {"text": "999%"}}
    text = formatted(compare(committed, altered(moved)), "text")
    assert "1 test with another result:" in text
    before, wanted = (
        committed.facts[name]["text"] for name in ("test-conversion", "test-conversion-threshold")
    )
    assert f"open → met, {before} → 999%; wanted at least {wanted} [conversion]" in text


def test_a_moved_number_without_a_changed_row_says_so(committed: State, altered: Make) -> None:
    text = formatted(compare(committed, altered({"acts": {"text": "7,777"}})), "text")
    assert "no row behind it changed: the rules or the draws did" in text


def test_long_lists_are_shortened_unless_everything_is_wanted(
    committed: State, altered: Make
) -> None:
    diff = compare(committed, altered(rows={"claims": [{"claim_id": f"c{n}"} for n in range(9)]}))
    assert "and 4 more rows" in formatted(diff, "text")
    assert "claims/c8 added" not in formatted(diff, "text")
    assert "claims/c8 added" in formatted(diff, "text", everything=True)
    assert "--all" not in formatted(diff, "text", everything=True)


def test_json_holds_the_whole_diff(committed: State, altered: Make) -> None:
    diff = compare(committed, altered({"acts": {"text": "7,777"}}, {"claims": [{"claim_id": "c"}]}))
    read = json.loads(formatted(diff, "json"))
    assert [fact["id"] for fact in read["facts"]] == ["acts"]
    assert read["facts"][0]["new"] == {"value": committed.facts["acts"]["value"], "text": "7,777"}
    assert read["tables"][0]["rows"] == [
        {"key": "c", "kind": "added", "cells": [{"column": "claim_id", "old": None, "new": "c"}]}
    ]
    assert read["verdict"]["moves"] is False


def test_text_for_the_terminal_steers_no_terminal(committed: State, hostile: State) -> None:
    text = formatted(compare(committed, hostile), "text", everything=True)
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_markdown_takes_text_of_the_data_literally(committed: State, hostile: State) -> None:
    text = formatted(compare(committed, hostile), "md", everything=True)
    tree = reader.document_fromstring(pypandoc.convert_text(text, "html", format="gfm"))
    assert not tree.xpath("//script | //img")
    assert [link.text for link in tree.xpath("//a") if link.text not in link.get("href")] == []
    assert HOSTILE[:25] in tree.text_content()
    assert "{{<" not in text
    assert "@someone" not in text
    assert literal("@someone") == "@<!-- -->someone"


@pytest.fixture
def page(committed: State, hostile: State, tmp_path: Path) -> str:
    """A review in which hostile text stands wherever text of the data can stand."""
    return review_page(review(Project(tmp_path), committed, hostile))


def test_the_page_is_valid_and_takes_text_of_the_data_literally(page: str) -> None:
    parser = html5lib.HTMLParser()
    parser.parse(page)
    assert [(place, code) for place, code, _ in parser.errors] == []
    assert not reader.document_fromstring(page).xpath("//script | //main//a | //img | //@src")
    assert "\x1b" not in page


def test_the_page_asks_no_other_file_and_forbids_itself_to(page: str) -> None:
    tree = reader.document_fromstring(page)
    assert not tree.xpath("//link | //iframe | //object | //form | //@href | //@onclick")
    [policy] = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    assert "url(" not in "".join(tree.xpath("//style/text()"))


def test_the_page_is_the_same_each_time(committed: State, hostile: State, page: str) -> None:
    again = review(Project(Path("none")), committed, hostile)
    assert review_page(again) == page


def test_a_review_names_the_line_that_is_missing(
    committed: State, altered: Make, tmp_path: Path
) -> None:
    moved = altered({"promises-kept-of-due": {"text": "98 of 99"}})
    [problem] = review(Project(tmp_path), committed, moved).problems()
    assert problem.sentence().startswith('decisions.csv, what: "promises-kept-of-due" moved and')
    assert "add a line with the day, who decided, the kind" in problem.repair


@pytest.mark.parametrize(
    ("text", "shown"), [("a\nb\tc", "a b c"), ("a\u200b\u202eb", "a b"), ("USD\xa05", "USD 5")]
)
def test_text_stands_on_one_line_without_invisible_signs(text: str, shown: str) -> None:
    assert words.printable(text) == shown
