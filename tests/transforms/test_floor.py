from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.transforms.floor import floor_payments, floor_prices

MILESTONES = pd.DataFrame(
    {
        "announcement_id": ["dod-mp-2025-07-10", "dod-mp-2025-07-10"],
        "status": ["signed", "in_force"],
        "event_on": ["2025-07-09", "2025-10-01"],
    }
)
Price = tuple[str, str, float | None]


def prices(*rows: Price, floor: float | None = 110) -> pd.DataFrame:
    contract: list[Price] = [] if floor is None else [("floor_contract", "2025-07-10", floor)]
    frame = pd.DataFrame([*contract, *rows], columns=["market", "priced_on", "price_usd_per_kg"])
    names = [f"price-{number}" for number in range(len(frame))]
    return frame.astype({"price_usd_per_kg": "float64"}).assign(
        mineral="neodymium_praseodymium",
        form="oxide",
        price_id=names,
        source_id="paper",
        row_key=["prices:" + name for name in names],
    )


def periods(*rows: tuple[str, str, str, str | None, float]) -> pd.DataFrame:
    columns = ["period", "from_on", "to_on", "support_id", "output_t"]
    frame = pd.DataFrame(rows, columns=columns).astype({"support_id": "str"})
    return frame.assign(
        output_basis="reported",
        sales_t=float("nan"),
        reason="output",
        also_source_ids=pd.Series([None] * len(frame), dtype="str"),
        source_id="filing",
        row_key=["floor_payments:" + row[0] for row in rows],
    )


SUPPORT = pd.DataFrame(
    {
        "support_id": ["q4"],
        "amount_usd": [50_000.0],
        "source_id": ["report"],
        "row_key": ["project_support:q4"],
    }
)
QUARTER = periods(("2025-Q4", "2025-10", "2025-12", "q4", 1.0))


def payment(priced: pd.DataFrame, rows: pd.DataFrame = QUARTER) -> pd.Series:
    frame = floor_payments(rows, floor_prices(priced, MILESTONES), SUPPORT, MILESTONES)
    assert len(frame) == 1
    return frame.iloc[0]


def test_a_chinese_home_price_is_compared_without_its_tax():
    # 113 USD with 13 % tax are 100 USD without: the floor of 110 adds 10, or nothing if taxed.
    row = floor_prices(prices(("china_domestic", "2025-12-31", 113)), MILESTONES).iloc[0]
    assert row["price_untaxed_usd_per_kg"] == pytest.approx(100)
    assert row["gap_usd_per_kg"] == pytest.approx(10)
    assert row["gap_taxed_usd_per_kg"] == 0


def test_an_export_price_holds_no_tax():
    row = floor_prices(prices(("export_china", "2025", 69)), MILESTONES).iloc[0]
    assert row["price_untaxed_usd_per_kg"] == 69
    assert row["gap_usd_per_kg"] == 41


def test_the_floor_runs_from_the_day_it_came_into_force():
    frame = floor_prices(
        prices(("export_china", "2025-09-30", 60), ("export_china", "2025-10-01", 60)), MILESTONES
    )
    assert frame["in_force"].tolist() == [False, True]


def test_without_a_floor_there_is_nothing_to_compare():
    market = prices(("export_china", "2025", 69), floor=None)
    priced = floor_prices(market, MILESTONES)
    assert priced.empty
    assert floor_payments(QUARTER, priced, SUPPORT, MILESTONES).empty


def test_payment_lies_between_the_smallest_and_the_largest_mean_of_the_lags():
    # One tonne. 79.1 USD taxed are 70 untaxed, all through July to December: the floor adds 40 at
    # most, and 30.9 at least. Averages of years and later days are no part of it.
    row = payment(
        prices(
            ("china_domestic", "2025-07-01", 79.1),
            ("china_domestic", "2026-01-01", 79.1),
            ("export_china", "2025", 10),
        )
    )
    assert row["prices"] == 2
    assert (row["implied_low_usd"], row["implied_high_usd"]) == pytest.approx((30_900, 40_000))
    assert pd.isna(row["implied_mean_usd"])


def test_a_price_that_rises_through_the_quarters_makes_the_lag_count():
    # From 60 on 3 July to 120 on 30 December, a third of a dollar a day: the mean of the fourth
    # quarter is that of its middle, 15 November, and 90 days earlier it is 30 less.
    row = payment(prices(("export_china", "2025-07-03", 60), ("export_china", "2025-12-30", 120)))
    assert row["market_low_usd_per_kg"] == pytest.approx(75, abs=0.6)
    assert row["market_high_usd_per_kg"] == pytest.approx(105, abs=0.6)


@pytest.mark.parametrize(("until", "is_checked"), [("2025-11-14", False), ("2025-11-15", True)])
def test_a_quarter_that_is_quoted_for_less_than_half_is_not_checked(until, is_checked):
    """The fourth quarter has 92 days, and 46 of them are over on 15 November."""
    row = payment(prices(("export_china", "2025-06-01", 70), ("export_china", until, 70)))
    assert pd.notna(row["implied_high_usd"]) == is_checked


def test_what_is_sold_may_be_what_is_paid_for():
    quarter = QUARTER.assign(sales_t=2.0)
    row = payment(
        prices(("export_china", "2025-07-01", 70), ("export_china", "2025-12-31", 70)), quarter
    )
    assert (row["implied_low_usd"], row["implied_high_usd"]) == pytest.approx((40_000, 80_000))
    assert row["source_ids"] == "filing|paper|report"


def test_an_average_of_the_whole_period_gives_a_payment_of_its_own():
    year = periods(("2025", "2025-01", "2025-12", None, 2.0))
    row = payment(prices(("export_china", "2025", 69)), year)
    assert row["implied_mean_usd"] == pytest.approx(82_000)  # 41 USD/kg on 2 000 kg
    assert not row["in_force"]
    assert pd.isna(row["reported_usd"])


def test_prices_landed_in_europe_are_no_reference():
    row = payment(prices(("rotterdam", "2025-11-01", 84)))
    assert row["prices"] == 0
    assert pd.isna(row["implied_high_usd"])


@given(st.lists(st.floats(1, 500), min_size=1, max_size=5))
def test_implied_payments_are_ordered_and_never_negative(quotes: list[float]):
    rows: list[Price] = [
        ("china_domestic", f"2025-11-0{n}", usd) for n, usd in enumerate(quotes, 1)
    ]
    ends: list[Price] = [("china_domestic", day, 80) for day in ("2025-07-01", "2025-12-31")]
    row = payment(prices(*ends, *rows))
    assert 0 <= row["implied_low_usd"] <= row["implied_high_usd"]
