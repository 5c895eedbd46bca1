from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.transforms.support import public_support, support_totals

FUNDERS = pd.DataFrame(
    {
        "funder": ["ministry", "bank", "pool", "carmaker"],
        "jurisdiction": ["USA", "JPN", "USA", "FRA"],
        "capital": ["public", "public", "mixed", "private"],
    }
)
PROJECTS = pd.DataFrame(
    {
        "project_id": ["plant", "smelter"],
        "name": ["Plant", "Smelter"],
        "country": ["AUS", "USA"],
        "stage": ["magnet", "refining"],
    }
)
RATES = pd.DataFrame(
    {"currency": ["EUR"], "year": pd.array([2025], "Int64"), "usd_per_unit": [1.1]}
)
SOURCES = pd.DataFrame(
    {
        "source_id": ["paper", "blog"],
        "tier": ["reputable", "weak"],
        "access": ["opened", "opened"],
    }
)

Row = tuple[str, str, str, float | None, str, str]


def supports(*rows: Row, counts: str = "yes") -> pd.DataFrame:
    columns = ["project_id", "funder", "instrument", "amount", "stage", "source_id"]
    frame = pd.DataFrame(rows, columns=columns)
    names = [f"support-{number}" for number in range(len(rows))]
    frame = frame.assign(
        support_id=names,
        amount=frame["amount"].astype("float64"),
        amount_usd=frame["amount"].astype("float64"),
        currency="USD",
        announced_on="2025-06",
        counts_in_total=counts,
        source_row=range(2, len(rows) + 2),
        row_key=["project_support:" + name for name in names],
    )
    return public_support(frame, FUNDERS, PROJECTS, RATES, SOURCES)


def total(frame: pd.DataFrame, instrument: str, stage: str, jurisdiction: str = "all") -> pd.Series:
    totals = support_totals(frame).set_index(["jurisdiction", "instrument", "stage"])
    return totals.loc[(jurisdiction, instrument, stage)]


def test_a_row_that_does_not_count_is_left_out():
    assert supports(("plant", "ministry", "grant", 5, "committed", "paper"), counts="no").empty


def test_private_money_is_no_public_support_and_mixed_money_is_marked():
    frame = supports(
        ("plant", "carmaker", "offtake", None, "committed", "paper"),
        ("plant", "pool", "loan", 40, "announced", "paper"),
        ("plant", "ministry", "loan", 60, "announced", "paper"),
    )
    loans = total(frame, "loan", "announced")
    assert frame["capital"].tolist() == ["mixed", "public"]
    assert (loans["amount_usd"], loans["mixed_usd"]) == (100, 40)


def test_where_all_is_private_nothing_is_left():
    assert supports(("plant", "carmaker", "offtake", None, "committed", "paper")).empty


def test_support_belongs_to_the_funder_and_not_to_the_site():
    frame = supports(("plant", "bank", "equity", 7, "committed", "paper"))
    assert (frame.loc[0, "country"], frame.loc[0, "jurisdiction"]) == ("AUS", "JPN")


def test_a_purchase_promise_is_no_money_given():
    frame = supports(
        ("plant", "ministry", "offtake", 900, "committed", "paper"),
        ("plant", "ministry", "price_floor", None, "committed", "paper"),
        ("plant", "ministry", "grant", 10, "committed", "paper"),
    )
    assert total(frame, "all_money", "committed")["amount_usd"] == 10
    assert total(frame, "offtake", "committed")["amount_usd"] == 900
    assert pd.isna(total(frame, "price_floor", "committed")["amount_usd"])


def test_stages_stay_apart_and_unstated_amounts_are_counted():
    frame = supports(
        ("plant", "ministry", "grant", 10, "announced", "blog"),
        ("smelter", "ministry", "grant", 20, "announced", "paper"),
        ("plant", "ministry", "equity", None, "announced", "paper"),
        ("plant", "ministry", "grant", 5, "disbursed", "paper"),
    )
    announced = total(frame, "all_money", "announced")
    assert (announced["amount_usd"], announced["weak_usd"]) == (30, 10)
    assert (announced["supports"], announced["projects"], announced["without_amount"]) == (3, 2, 1)
    assert total(frame, "all_money", "disbursed")["amount_usd"] == 5


def test_totals_start_with_all_jurisdictions_and_all_money():
    frame = supports(
        ("plant", "bank", "loan", 1, "committed", "paper"),
        ("plant", "ministry", "grant", 2, "disbursed", "paper"),
    )
    totals = support_totals(frame)
    assert totals["jurisdiction"].drop_duplicates().tolist() == ["all", "JPN", "USA"]
    assert totals.iloc[:2][["instrument", "stage"]].to_numpy().tolist() == [
        ["all_money", "committed"],
        ["all_money", "disbursed"],
    ]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["plant", "smelter"]),
            st.sampled_from(["ministry", "bank", "pool"]),
            st.sampled_from(["grant", "loan"]),
            st.integers(0, 10**9),
            st.sampled_from(["announced", "committed"]),
            st.just("paper"),
        ),
        min_size=1,
        max_size=10,
    )
)
def test_jurisdictions_and_instruments_add_up_to_the_whole(rows: list[Row]):
    totals = support_totals(supports(*rows))
    for stage, part in totals.groupby("stage"):
        everything = part[(part["jurisdiction"] == "all") & (part["instrument"] == "all_money")]
        single = part[(part["jurisdiction"] != "all") & (part["instrument"] != "all_money")]
        assert single["amount_usd"].sum() == pytest.approx(everything["amount_usd"].sum()), stage
