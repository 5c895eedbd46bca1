"""The filters of sentences: words agree with a count, lists leave out what says nothing."""

from __future__ import annotations

import jinja2
import pytest

from analysis.facts.grammar import FILTERS, prose

COUNTS = {"none": 0, "one": 1, "two": 2, "share": 0.5}


def rendered(template: str) -> str:
    """A template over these counts, whose text is their name in asterisks."""
    environment = jinja2.Environment(autoescape=False)  # noqa: S701 - what it gives is no HTML
    environment.filters.update(FILTERS)
    known = {"value": COUNTS.__getitem__, "fact": lambda name: f"*{name}*"}
    return environment.from_string(f"{{{{ {template} }}}}").render(**known)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ('"none" | is_or_are', "are"),
        ('"one" | is_or_are', "is"),
        ('"two" | is_or_are', "are"),
        ("1 | was_or_were", "was"),
        ("0 | was_or_were", "were"),
        ('"share" | has_or_have', "have"),
        ('"one" | has_or_have', "has"),
        ('"two" | one_or_more("it", "them")', "them"),
        ('"none" | counted("act")', "no acts"),
        ('"one" | counted("act")', "*one* act"),
        ('"two" | counted("ally", "allies")', "*two* allies"),
        ('3 | counted("act")', "three acts"),
        ('["a", " ", " b\n", ""] | series("; ")', "a; b"),
        ('["a", "", "b ", "c"] | enumeration', "a, b and c"),
        ("4 | in_words", "four"),
        ('"aN act" | capitalised', "AN act"),
    ],
)
def test_words_follow_a_count_by_id_or_number(template: str, said: str) -> None:
    assert rendered(template) == said


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("  one\n  line , and\n\n more .\n", "one line, and more."),
        ("- a\n  b\n\n- c ;\n", "- a b\n- c;"),
        ("Two : - kept", "Two: - kept"),
        ("\n\n", ""),
    ],
)
def test_what_a_template_gives_is_a_line_or_a_line_for_each_item(text: str, markdown: str) -> None:
    assert prose(text) == markdown
