"""Plants with public money and without: moves as watched longest, the ratio at its widest."""

from __future__ import annotations

from small import facts_of, table

from analysis.facts.topics import supported

EFFECT = {
    "n_supported": 20,
    "n_unsupported": 30,
    "years_supported": 25,
    "years_unsupported": 50,
    "rate_ratio": 1.5,
}
ROWS = (
    {"followed_to": "last_seen", "moves_supported": 5, "moves_unsupported": 7, "ratio_low": 0.62,
     "ratio_high": 2.4},
    {"followed_to": "as_of", "moves_supported": 6, "moves_unsupported": 8, "ratio_low": 0.74,
     "ratio_high": 3.16},
)  # fmt: skip


def test_moves_are_those_watched_to_the_vintage_and_the_ratio_spans_both_watches() -> None:
    found = facts_of(supported.facts, support_effect=table("support_effect", *ROWS, **EFFECT))
    assert {name: (fact.value, fact.text) for name, fact in found.items()} == {
        "support-moves-supported": (6, "six"),
        "support-moves-unsupported": (8, "eight"),
        "support-ratio-low": (0.62, "0.6"),
        "support-ratio-high": (3.16, "3.2"),
    }


def test_a_ratio_of_one_or_more_has_two_digits() -> None:
    row = ROWS[1] | {"ratio_low": 1, "ratio_high": 12.4}
    found = facts_of(supported.facts, support_effect=table("support_effect", row, **EFFECT))
    assert found["support-ratio-low"].text == "1"
    assert found["support-ratio-high"].text == "12"


def test_without_an_effect_there_is_no_fact() -> None:
    assert facts_of(supported.facts) == {}
