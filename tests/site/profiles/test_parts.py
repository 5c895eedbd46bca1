"""Parts of profiles: the words for numbers, starts and imports."""

from __future__ import annotations

import pytest

from analysis.site.profiles.parts import findings, late, net_imports, number, numbers, started


def test_numbers_stand_by_what_they_count() -> None:
    found = numbers({"plants": (12, "plants"), "acts-statement": (1, "acts"), "acts": (2, "acts")})
    assert [family.title for family in found] == [
        "Acts of partner governments",
        "Plants and phases outside China",
    ]
    assert [(count.measure, count.words, count.part) for count in found[0].counts] == [
        ("acts", "2", ""),
        ("acts-statement", "1", "statement"),
    ]


def test_money_is_written_in_dollars() -> None:
    assert number(5.9e9, "USD") == "USD\N{NO-BREAK SPACE}5.9\N{NO-BREAK SPACE}billion"
    assert number(1234, "acts") == "1,234"


def test_where_nothing_can_be_said_that_is_said() -> None:
    assert findings("", "it does", "", otherwise="act") == ["it does"]
    assert findings("", otherwise="act or plant") == ["no act or plant is on record"]


@pytest.mark.parametrize(
    ("outcome", "months", "said"),
    [
        ("late", 7.2, "started late by seven months"),
        ("overdue", 1.0, "overdue by at least one month"),
        ("overdue", 0.2, "overdue"),
        ("not_due", 0.0, "not due yet"),
        ("in_time", None, "started in time"),
    ],
)
def test_a_start_says_how_late_it_is(outcome: str, months: float | None, said: str) -> None:
    slip = {
        "outcome": outcome,
        "first_promise": "2025",
        "slip_months": months,
        "at_least_months": months,
    }
    assert started(slip).remark == said
    assert started(slip).words == "2025"


def test_a_plant_without_a_promise_has_a_dash() -> None:
    assert started(None).words == "\N{EN DASH}"


@pytest.mark.parametrize(
    ("share", "sign", "said"),
    [(95.0, ">", "over 95%"), (60.0, None, "60%"), (None, "E", "net exporter"), (None, ">", "")],
)
def test_net_imports_may_be_a_bound(share: float | None, sign: str | None, said: str) -> None:
    assert net_imports({"net_import_reliance_pct": share, "nir_qualifier": sign}) == said


def test_late_plants_stand_by_what_is_open_and_then_by_months() -> None:
    def row(name: str) -> dict[str, object]:
        return {"project_id": name, "name": name, "stage": "refining", "status": "announced",
                "status_on": None}  # fmt: skip

    def slip(outcome: str, months: float) -> dict[str, object]:
        return {"outcome": outcome, "first_promise": "2024", "slip_months": months,
                "at_least_months": months}  # fmt: skip

    slips = {
        "built": slip("late", 40), "short": slip("overdue", 2), "long": slip("overdue", 30),
        "punctual": slip("in_time", 0),
    }  # fmt: skip
    names = ["built", "short", "long", "punctual", "unpromised"]
    found = late([row(name) for name in names], slips)
    assert [cells[0].words for cells in found.rows] == ["long", "short", "built"]
    assert found.rows[0][3].remark == "overdue by at least 30 months"


@pytest.mark.parametrize(
    ("change", "said"),
    [(25.2, "+25%"), (-7.0, "\N{MINUS SIGN}7%"), (0.3, "no change"), (-0.3, "no change")],
)
def test_a_change_has_its_sign(change: float, said: str) -> None:
    assert number(change, "%") == said
