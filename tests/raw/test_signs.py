"""Signs that nobody sees are cleaned away, and those that no page can carry are named."""

from __future__ import annotations

import pytest

from analysis.raw.signs import cleaned, forbidden, hidden, is_plain, name

HYPHEN, NBSP, JOINER = "\N{SOFT HYPHEN}", "\N{NO-BREAK SPACE}", "\N{WORD JOINER}"


@pytest.mark.parametrize(
    ("cell", "plain", "clean"),
    [
        ("two words\nand a line", True, "two words\nand a line"),
        ("Øre – “so”", True, "Øre – “so”"),
        (f"mag{HYPHEN}net", False, "magnet"),
        (f"5{NBSP}t", False, "5 t"),
        ("a\t\tb", False, "a b"),
        (f" {JOINER}x ", False, "x"),
    ],
)
def test_what_is_not_seen_goes_and_the_rest_stays(cell: str, plain: bool, clean: str) -> None:
    assert is_plain(cell) == plain
    assert cleaned(cell) == clean


@pytest.mark.parametrize(
    ("cell", "sign"),
    [
        ("a\x0bb", "U+000B"),
        ("lost \N{REPLACEMENT CHARACTER}", "U+FFFD replacement character"),
        ("half \ud800", "U+D800"),
        ("line\nend\tand tab", None),
    ],
)
def test_a_sign_that_no_page_can_carry_is_named(cell: str, sign: str | None) -> None:
    assert forbidden(cell) == sign
    assert is_plain(cell) == (sign is None and "\t" not in cell)


def test_hidden_signs_inside_a_text_are_named_once_each() -> None:
    cell = f"{NBSP}a{HYPHEN}b{HYPHEN}c{NBSP}{NBSP}d {NBSP}"
    assert list(hidden(cell)) == ["U+00AD soft hyphen", "U+00A0 no-break space"]
    assert list(hidden(" plain text\n")) == []


def test_a_sign_has_its_number_and_its_name() -> None:
    assert name(NBSP) == "U+00A0 no-break space"
    assert name("\x07") == "U+0007"
