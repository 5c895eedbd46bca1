"""What should be visible by now: the title follows from bars and marks, in either direction."""

from __future__ import annotations

from small import processed, table

from analysis.exhibits import fig_expected as figure
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.theme import NARROW, WIDE

BARS = {
    ("decision", "works"): (4, 30),
    ("decision", "does_not"): (0, 8),
    ("operation", "works"): (0, 4),
    ("operation", "does_not"): (0, 1),
}


def drawn(seen: int, bars: dict[tuple[str, str], tuple[float, float]] = BARS) -> Exhibit:
    """Acts of which so many have led to a decision and none to operation."""
    rows = [
        {
            "step": step,
            "hypothesis": hypothesis,
            "followed_to": "as_of",
            "reading": "stated",
            "share_pct": 50 if hypothesis == "works" else 10,
            "n_acts": 78,
            "seen": seen if step == "decision" else 0,
            "expected": (low + high) / 2,
            "low": low,
            "high": high,
            **dict.fromkeys(("expected_constant", "low_constant", "high_constant"), 99),
        }
        for (step, hypothesis), (low, high) in bars.items()
    ]
    return Exhibit(figure, processed(expected_by_now=table("expected_by_now", *rows)))


def test_more_decisions_than_without_an_effect_are_said_so() -> None:
    assert drawn(9).title == (
        "More decisions than if acts led to nothing; either way, four or fewer would have led to a "
        "plant that operates by now"
    )


def test_decisions_between_both_bars_do_not_tell() -> None:
    assert drawn(6).title.startswith("Decisions do not tell yet whether acts lead to plants")


def test_fewer_decisions_than_with_an_effect_are_said_so() -> None:
    late = BARS | {("decision", "works"): (12, 30), ("operation", "works"): (3, 9)}
    assert drawn(2, late).title == (
        "Fewer decisions than if acts led to plants; by now 3 or more should operate"
    )


def test_the_description_gives_bars_and_marks() -> None:
    assert (
        "money committed or works begun, if 50% of acts lead to a plant: 4–30 expected, 9 seen"
        in drawn(9).description
    )


def test_without_acts_nothing_is_expected_and_both_widths_draw() -> None:
    nothing = Exhibit(figure, processed())
    assert nothing.title == "No act that began as words or rules is on record yet"
    for exhibit in (nothing, drawn(9)):
        for width in (WIDE, NARROW):
            assert figure.chart(exhibit.data, width).to_dict()
