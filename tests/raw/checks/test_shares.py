"""Shares against each other and against their quantities."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from analysis.core.problems import Problem
from analysis.raw.checks import shares

MakeTable = Callable[..., pd.DataFrame]
Sentences = Callable[[list[Problem]], list[str]]


def market(**countries: str) -> list[dict[str, str]]:
    """Rows of tin mining with the share of each country."""
    return [
        {"mineral": "tin", "country": country, "share_pct": share, "source_id": "s"}
        for country, share in countries.items()
    ]


def test_nothing_falls_by_more_than_all_of_it(table: MakeTable, sentences: Sentences) -> None:
    figures = {"-100.1": "%", "-100": "%", "4400": "%", "-500": "t"}
    rows = table("disruption", *({"figure": f, "unit": unit} for f, unit in figures.items()))
    assert sentences(shares.falls({"disruption": rows})) == [
        'disruption.csv row 2, figure: "-100.1" is a fall by more than all there was; '
        "mend the number, or its unit"
    ]


def test_shares_that_add_up_to_too_much_are_an_error(
    table: MakeTable, sentences: Sentences
) -> None:
    rows = table("production", *market(WLD="100", CHN="70", IDN="36"))
    assert sentences(shares.sums({"production": rows})) == [
        'production.csv row 2, share_pct: "100" is one of the shares of tin mining 2024 production '
        "that add up to 106.0 %; look for a row counted twice or a wrong share"
    ]


def test_an_excess_is_one_warning_that_says_what_rounding_explains(
    table: MakeTable, sentences: Sentences
) -> None:
    tonnes = {"unit": "metric tons"}
    tin = market(WLD="100", CHN="70", IDN="33")
    zinc = [row | {"mineral": "zinc"} for row in market(WLD="100", CHN="70", PER="31")]
    # 1000 t may stand for 1049.9 t, so 103 % is rounding; 1234 t may not stand for 1246 t.
    rows = table(
        "production",
        tin[0] | tonnes | {"quantity": "1000"},
        *tin[1:],
        zinc[0] | tonnes | {"quantity": "1234"},
        *zinc[1:],
    )
    found = shares.sums({"production": rows})
    assert [problem.severity for problem in found] == ["warning"]
    assert sentences(found) == [
        'production.csv, share_pct: "s" has shares that add up to more than 100 % in 2 cases, at '
        "most 103.0 % (tin mining 2024 production); rounded totals explain 1 of them, the other "
        "1 have a total below its countries; quote shares of rounded totals without decimals, "
        "and name any other excess"
    ]


@pytest.mark.parametrize(
    ("total", "points"),
    [(1000.0, 5.0), (110000.0, 100 * 5000 / 110000), (1230.0, 100 * 5 / 1230), (0.0, 0.0)],
)
def test_the_fewer_digits_a_total_has_the_more_it_may_be_rounded(
    total: float, points: float
) -> None:
    assert shares.rounding_pp(total) == pytest.approx(points)


def test_production_and_capacity_are_different_markets(table: MakeTable) -> None:
    capacity = [row | {"measure": "capacity"} for row in market(CHN="70")]
    rows = table("production", *market(CHN="70"), *capacity)
    assert shares.sums({"production": rows}) == []


def test_a_total_is_all_of_itself(table: MakeTable, sentences: Sentences) -> None:
    rows = table("production", *market(WLD="99"))
    assert sentences(shares.totals({"production": rows})) == [
        'production.csv row 2, share_pct: "99" is the share of a total; write 100'
    ]


def test_a_share_follows_from_its_quantity(table: MakeTable, sentences: Sentences) -> None:
    tonnes = {"unit": "metric tons"}
    rows = table(
        "production",
        *[
            row | tonnes | {"quantity": quantity, "bound": bound}
            for row, quantity, bound in zip(
                market(WLD="100", CHN="33.33", IDN="40", PER="25", MMR="20"),
                ["300", "100", "90", "90", "90"],
                ["", "", "", "lower", "upper"],
                strict=True,
            )
        ],
    )
    # 100/300 = 33.33; 90/300 = 30: 40 is wrong, 25 is a true lower bound, 20 is no upper bound.
    assert sentences(shares.match_quantities({"production": rows})) == [
        'production.csv row 4, share_pct: "40" is not the share that 90 metric tons have in the '
        "source's total (30.00 %); mend the share or the quantity, or fill in bound",
        'production.csv row 6, share_pct: "20" is not the share that 90 metric tons have in the '
        "source's total (30.00 %); mend the share or the quantity, or fill in bound",
    ]


def test_quantities_in_other_units_are_not_compared(table: MakeTable) -> None:
    world, china = market(WLD="100", CHN="50")
    rows = table(
        "production",
        world | {"quantity": "300", "unit": "kt"},
        china | {"quantity": "100", "unit": "metric tons"},
    )
    assert shares.match_quantities({"production": rows}) == []


def test_rows_without_any_figure_must_say_why(table: MakeTable, sentences: Sentences) -> None:
    rows = table(
        "production",
        {"country": "CHN", "note": "value withheld by source"},
        {"country": "USA", "note": "words"},
    )
    assert sentences(shares.withheld({"production": rows})) == [
        "production.csv, quantity: 1 rows have neither share nor quantity: "
        "x/mining/2024/USA/production/x; say in the note why"
    ]
