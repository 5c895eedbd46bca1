from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.core.problems import ProblemsError
from analysis.transforms.buffer import buffer, buffer_basket

CONVERSIONS = pd.DataFrame(
    [("t", "kg", 1000.0), ("kg", "kg", 1.0), ("Ta", "Ta2O5", 1.25)],
    columns=["from_unit", "to_unit", "factor"],
)
PAIR = ["mineral", "measure", "coverage", "consumed_as", "price_form", "price_market", "priced_as"]


def basket(*rows: tuple[str | None, ...], also: str | None = None) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=PAIR, dtype="str")
    keys = ["buffer_basket:" + name for name in frame["mineral"]]
    also_ids = pd.Series([also] * len(frame), dtype="str")
    return frame.assign(
        also_price_ids=also_ids, reason="like", source_row=range(2, len(frame) + 2), row_key=keys
    )


def demand(*rows: tuple[str, int, float, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["mineral", "year", "quantity", "unit"])
    numbers = range(2, len(frame) + 2)
    return frame.astype({"year": "Int64"}).assign(
        jurisdiction="USA",
        measure="demand",
        coverage=pd.Series([None] * len(frame), dtype="str"),
        source_id="survey",
        source_row=numbers,
        row_key=[f"demand:{number}" for number in numbers],
    )


def prices(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["mineral", "form", "priced_on", "price_usd_per_kg"])
    keys = [f"{row[0]}-{row[2]}" for row in rows]
    return frame.assign(
        market="us", price_id=keys, source_id="paper", row_key=["prices:" + key for key in keys]
    )


def reliance(*minerals: str) -> pd.DataFrame:
    frame = pd.DataFrame({"mineral": minerals})
    return frame.assign(
        jurisdiction="USA",
        year=pd.array([2025] * len(frame), "Int64"),
        apparent_consumption=float("nan"),
        unit="t",
        source_id="list",
        source_row=range(2, len(frame) + 2),
        row_key=["trade_reliance:" + name for name in minerals],
    )


CONTENTS = pd.DataFrame(
    {
        "programme_id": ["us-project-vault"] * 2,
        "basis": ["target"] * 2,
        "unit": ["days of supply", "days of demand"],
        "quantity": [60.0, 45.0],
        "source_id": ["analyst"] * 2,
        "row_key": ["stockpile_contents:1", "stockpile_contents:2"],
    }
)


def money(public: float, private: float | None = None) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "programme_id": "us-project-vault",
            "stage": "announced",
            "kind": ["public", "private"],
            "reached_usd": [public, private],
            "source_ids": "bank",
            "raw_keys": "stockpile_funding:loan",
        }
    )


GALLIUM = ("gallium", "demand", None, "Ga", "metal", "us", "Ga")
USE = demand(("gallium", 2025, 3650, "kg"))
PRICE = prices(("gallium", "metal", "2025", 100))


def computed(
    pairs: pd.DataFrame,
    use: pd.DataFrame = USE,
    price: pd.DataFrame = PRICE,
    listed: tuple[str, ...] = ("gallium",),
    funding: pd.DataFrame | None = None,
    contents: pd.DataFrame = CONTENTS,
) -> pd.DataFrame:
    funding = money(1000) if funding is None else funding
    return buffer(pairs, use, price, reliance(*listed), contents, funding, CONVERSIONS)


def test_sixty_days_weigh_and_cost_what_the_year_does_over_365():
    # 3 650 kg a year are 10 kg a day: 600 kg in 60 days, at 100 USD/kg 60 000 USD.
    row = computed(basket(GALLIUM), funding=money(1000, 500)).iloc[0]
    assert row["status"] == "priced"
    assert row["target_t"] == pytest.approx(0.6)
    assert row["cost_usd"] == pytest.approx(60_000)
    assert row["days_alone"] == pytest.approx(1.5)  # 1 500 USD at 1 000 USD a day
    assert row["source_ids"] == "list|paper|survey"


def test_consumption_of_metal_meets_a_price_of_oxide_through_their_weights():
    # 10 kg Ta a day are 12.5 kg of Ta2O5 at 8 USD: 100 USD a day, 6 000 USD in 60 days.
    tantalum = ("tantalum", "demand", None, "Ta", "oxide", "us", "Ta2O5")
    row = computed(
        basket(tantalum),
        demand(("tantalum", 2025, 3.65, "t")),
        prices(("tantalum", "oxide", "2025", 8)),
        ("tantalum",),
    ).iloc[0]
    assert row["price_usd_per_kg"] == pytest.approx(10)
    assert row["target_t"] == pytest.approx(0.6)  # of metal, as it is consumed
    assert row["cost_usd"] == pytest.approx(6_000)


def test_unlike_substances_and_units_are_refused_together():
    oxide = ("yttrium", "demand", None, "Y2O3", "metal", "us", "Y")
    with pytest.raises(ProblemsError) as caught:
        computed(basket(oxide, GALLIUM), demand(("gallium", 2025, 1, "drum")))
    assert [(p.file, p.row, p.column, p.value) for p in caught.value.problems] == [
        ("buffer_basket.csv", 2, "priced_as", "Y2O3"),
        ("demand.csv", 2, "unit", "drum"),
    ]


def test_the_range_takes_three_years_and_the_quotes_that_are_named():
    use = demand(
        *(("gallium", year, kg, "kg") for year, kg in ((2022, 1), (2023, 365), (2025, 730)))
    )
    price = prices(
        ("gallium", "metal", "2022", 1),
        ("gallium", "metal", "2024", 50),
        ("gallium", "metal", "2025", 100),
        ("gallium", "quote", "2026-01", 400),
        ("gallium", "other quote", "2026-02", 900),
    )
    row = computed(basket(GALLIUM, also="gallium-2026-01"), use, price).iloc[0]
    assert (row["consumption_low_kg"], row["consumption_high_kg"]) == (365, 730)
    assert (row["price_low_usd_per_kg"], row["price_high_usd_per_kg"]) == (50, 400)
    assert row["cost_low_usd"] == pytest.approx(60 * 1 * 50)
    assert row["cost_high_usd"] == pytest.approx(60 * 2 * 400)
    assert row["days_alone_low"] == pytest.approx(1000 / 800)


def test_a_quote_of_one_day_is_no_annual_price():
    row = computed(basket(GALLIUM), price=prices(("gallium", "metal", "2025-06-01", 100))).iloc[0]
    assert row["status"] == "no fitting price"


def test_minerals_without_data_stay_in_the_list_empty():
    frame = computed(
        basket(GALLIUM, ("tungsten", *[None] * 6)), listed=("gallium", "tungsten", "zinc")
    ).set_index("mineral")
    assert frame.loc["tungsten", "status"] == "no consumption"
    assert frame.loc["zinc", "reason"] == "no price that fits was found"
    assert frame.loc[["tungsten", "zinc"], "cost_usd"].isna().all()


def test_nothing_is_computed_while_aim_or_money_is_unknown():
    assert computed(basket(GALLIUM), contents=CONTENTS.iloc[:0]).empty
    no_money = money(1000).iloc[:0]
    empty = computed(basket(GALLIUM), funding=no_money)
    assert empty.empty
    assert buffer_basket(empty, CONTENTS, no_money).empty


def test_the_basket_adds_the_costs_of_what_is_priced():
    # 1 000 and 3 000 USD a day: 60 days cost 240 000, and 12 000 USD buy 3 days.
    tin = ("tin", "demand", None, "Sn", "metal", "us", "Sn")
    minerals = computed(
        basket(GALLIUM, tin),
        demand(("gallium", 2025, 3650, "kg"), ("tin", 2025, 3.65, "t")),
        prices(("gallium", "metal", "2025", 100), ("tin", "metal", "2025", 300)),
        ("gallium", "tin", "zinc"),
        money(10_000, 2_000),
    )
    whole = buffer_basket(minerals, CONTENTS, money(10_000, 2_000)).iloc[0]
    assert (whole["minerals_listed"], whole["minerals_priced"]) == (3, 2)
    assert whole["cost_usd"] == pytest.approx(240_000)
    assert whole["days_bought"] == pytest.approx(3)
    assert whole["days_bought_low"] == pytest.approx(2.5)  # the public 10 000 alone
    assert whole["days_bought_high"] == pytest.approx(3)  # one use and one price: no range
    assert (whole["target_days"], whole["analyst_days"]) == (60, 45)
    assert minerals["share_of_cost_pct"].sum() == pytest.approx(100)
    assert minerals["mineral"].tolist() == ["tin", "gallium", "zinc"]


@given(
    st.lists(st.floats(1, 1e6), min_size=1, max_size=4),
    st.lists(st.floats(0.1, 1e4), min_size=1, max_size=4),
)
def test_every_range_holds_its_point(uses: list[float], quotes: list[float]):
    row = computed(
        basket(GALLIUM),
        demand(*(("gallium", 2025 - n, kg, "kg") for n, kg in enumerate(uses))),
        prices(*(("gallium", "metal", str(2025 - n), usd) for n, usd in enumerate(quotes))),
    ).iloc[0]
    slack = 1 + 1e-9
    assert row["cost_low_usd"] <= row["cost_usd"] * slack
    assert row["cost_usd"] <= row["cost_high_usd"] * slack
    assert row["days_alone_low"] <= row["days_alone"] * slack
    assert row["days_alone"] <= row["days_alone_high"] * slack
