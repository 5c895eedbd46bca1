"""What acts led to: the interval within a year, and words at the ends of the lines."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from small import processed, table

from analysis.exhibits import fig_conversion as figure
from analysis.exhibits.exhibit import Exhibit
from analysis.exhibits.theme import NARROW, WIDE
from analysis.transforms.conversion import GROUPS, READINGS, RUNGS_REACHED


def curve(group: str, reading: str, low: float, high: float, months: int = 13) -> Any:
    """One group and reading: nothing before the twelfth month, then a fifth with money."""
    return [
        {
            "group": group,
            "reading": reading,
            "rung": rung,
            "rung_name": name,
            "month": month,
            "n_acts": 10,
            "n_reached": 2 * (month >= 12 and name == "money"),
            "n_at_risk": 8,
            "share_pct": 20.0 * (month >= 12 and name == "money"),
            "low_pct": low,
            "high_pct": high,
        }
        for rung, name in RUNGS_REACHED.items()
        for month in range(months)
    ]


PATH = {
    "announcement_id": "act",
    "title": "An act",
    "parties": "USA",
    "instrument": "mou",
    "signed_on": "2025-01-01",
    "first_rung": 0,
    "own_rung": 0,
    "rung": 0,
    "age_months": 13,
}


def drawn(*rows: Any) -> Exhibit:
    flat = [row for part in rows for row in part]
    paths = [
        {"group": group, "reading": reading, "source_ids": f"{group}-source", **PATH}
        for group in GROUPS
        for reading in READINGS
    ]
    curves = table("conversion_curve", *flat)
    return Exhibit(figure, processed(conversion_curve=curves, act_paths=table("act_paths", *paths)))


BOTH = drawn(
    curve("joint", "stated", 5, 30),
    curve("joint", "inferred", 6, 35),
    curve("national", "stated", 9, 46),
    curve("national", "inferred", 9, 46),
)


def test_the_title_gives_the_widest_interval_within_a_year_of_either_group() -> None:
    assert BOTH.title == (
        "Within a year, 5–35% of acts of several parties led to money, a contract or a plant, and "
        "9–46% of acts of one party"
    )


def test_too_young_acts_have_no_share_within_a_year() -> None:
    assert drawn(curve("joint", "stated", 5, 30, months=6)).title == (
        "Too few acts are a year old to say what they led to"
    )


def test_every_line_is_told_with_counts() -> None:
    assert "acts of several parties, money: 2 of 10 acts, 20% after 12 months" in BOTH.description
    assert "acts of one party alone, operation: 0 of 10 acts" in BOTH.description


def test_words_at_the_ends_stand_a_line_apart() -> None:
    stated = BOTH.data[(BOTH.data["group"] == "joint") & (BOTH.data["reading"] == "stated")]
    places = sorted(figure._ends(stated, 40.0)["place"])
    line = 40.0 * figure.LINE_PX / figure.HEIGHT
    assert all(b - a >= line * 0.999 for a, b in pairwise(places))


def test_where_nothing_was_reached_all_acts_of_the_group_are_the_evidence() -> None:
    rows = BOTH.data.set_index(["group", "reading", "rung_name", "month"])["source_ids"]
    assert rows["national", "stated", "operation", 12] == "national-source"
    assert rows["national", "stated", "money", 12] == "a-source"


def test_months_in_which_nothing_moves_are_left_out() -> None:
    rows = BOTH.data[(BOTH.data["rung_name"] == "money") & (BOTH.data["group"] == "joint")]
    assert sorted(set(rows["month"])) == [0, 12]


def test_it_draws_at_both_widths_and_without_acts() -> None:
    for exhibit in (BOTH, drawn()):
        for width in (WIDE, NARROW):
            assert figure.chart(exhibit.data, width).to_dict()
