from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.core.problems import ProblemsError
from analysis.transforms.funding import (
    STAGES,
    programme_funding,
    stockpile_money,
    stockpile_totals,
    total_usd,
)

PROGRAMMES = pd.DataFrame(
    {
        "programme_id": ["reserve", "plan", "pilot"],
        "programme": ["Reserve", "Plan", "Pilot"],
        "jurisdiction": ["USA", "EU", "EU"],
        "source_id": ["gazette", "gazette", "gazette"],
        "row_key": ["programmes:reserve", "programmes:plan", "programmes:pilot"],
    }
)
SCOPE = pd.DataFrame(
    {
        "programme_id": ["reserve", "plan", "pilot"],
        "purpose": ["stockpile", "mixed", "stockpile"],
        "contained_in": [None, None, "plan"],
    }
)
SOURCES = pd.DataFrame(
    {
        "source_id": ["gazette", "paper", "blog", "hearsay"],
        "tier": ["primary", "reputable", "weak", "primary"],
        "access": ["opened", "opened", "opened", "quoted"],
    }
)
RATES = pd.DataFrame(
    {"currency": ["EUR"], "year": pd.array([2025], "Int64"), "usd_per_unit": [1.2]}
)

Sum = tuple[str, float | None, str, str, str]


def tables(sums: list[Sum], treatments: dict[int, str], also: dict[int, str]) -> list[pd.DataFrame]:
    funding = pd.DataFrame(
        sums, columns=["programme_id", "amount", "currency", "stage", "source_id"]
    )
    names = [f"sum-{number}" for number in range(1, len(sums) + 1)]
    funding = funding.assign(
        funding_id=names,
        amount=funding["amount"].astype("float64"),
        amount_usd=funding["amount"].astype("float64").where(funding["currency"] == "USD"),
        stage_on="2025-06",
        source_row=range(2, len(sums) + 2),
        row_key=["funding:" + name for name in names],
    )
    scope = pd.DataFrame(
        {
            "funding_id": names,
            "treatment": [treatments.get(number, "money") for number in range(1, len(sums) + 1)],
            "also_source_ids": [also.get(number) for number in range(1, len(sums) + 1)],
        }
    ).astype("str")
    return [funding, PROGRAMMES, scope, SCOPE, RATES, SOURCES]


def cells(
    sums: list[Sum], treatments: dict[int, str] | None = None, also: dict[int, str] | None = None
) -> pd.DataFrame:
    return programme_funding(*tables(sums, treatments or {}, also or {}))


def cell(
    frame: pd.DataFrame, stage: str, programme: str = "reserve", kind: str = "public"
) -> pd.Series:
    at = (frame["stage"] == stage) & (frame["programme_id"] == programme) & (frame["kind"] == kind)
    assert at.sum() == 1
    return frame[at].iloc[0]


def test_rows_of_one_stage_are_not_added_the_largest_stands():
    frame = cells(
        [
            ("reserve", 60, "USD", "approved", "paper"),
            ("reserve", 100, "USD", "approved", "blog"),
            ("reserve", 40, "USD", "approved", "paper"),
        ]
    )
    assert cell(frame, "approved")["documented_usd"] == 100


def test_approved_and_appropriated_are_one_stage():
    frame = cells(
        [
            ("reserve", 60, "USD", "approved", "paper"),
            ("reserve", 100, "USD", "appropriated", "paper"),
        ]
    )
    assert cell(frame, "approved")["documented_usd"] == 100


def test_money_at_a_later_stage_has_passed_the_earlier_ones():
    frame = cells(
        [
            ("reserve", 30, "USD", "announced", "paper"),
            ("reserve", 100, "USD", "approved", "paper"),
            ("reserve", 7, "USD", "purchased", "blog"),
        ]
    )
    announced = cell(frame, "announced")
    assert (announced["documented_usd"], announced["reached_usd"]) == (30, 100)
    assert announced["reached_from"] == "approved"
    assert cell(frame, "committed")["reached_usd"] == 7
    assert cell(frame, "committed")["reached_evidence"] == "weak"


def test_nothing_found_is_empty_and_not_zero():
    frame = cells([("reserve", 100, "USD", "approved", "paper")])
    purchased = cell(frame, "purchased")
    assert pd.isna(purchased["documented_usd"]) and pd.isna(purchased["reached_usd"])
    assert purchased["source_ids"] == "gazette"
    assert len(frame[frame["programme_id"] == "plan"]) == len(STAGES)


def test_an_amount_is_as_strong_as_the_best_source_that_reports_it():
    frame = cells(
        [
            ("reserve", 100, "USD", "approved", "blog"),
            ("reserve", 100, "USD", "approved", "paper"),
            ("reserve", 5, "USD", "committed", "hearsay"),
            ("plan", 9, "USD", "announced", "blog"),
        ],
        also={4: "gazette"},
    )
    assert cell(frame, "approved")["evidence"] == "reputable"
    assert cell(frame, "approved")["raw_keys"] == "funding:sum-1|funding:sum-2|programmes:reserve"
    assert cell(frame, "committed")["evidence"] == "weak"
    assert cell(frame, "announced", "plan")["evidence"] == "primary"


def test_private_capital_and_ceilings_stay_apart_and_outside_money_is_left_out():
    frame = cells(
        [
            ("reserve", 100, "USD", "approved", "paper"),
            ("reserve", 20, "USD", "announced", "paper"),
            ("reserve", 900, "USD", "announced", "paper"),
            ("reserve", 5000, "USD", "announced", "paper"),
        ],
        treatments={2: "private", 3: "ceiling", 4: "outside"},
    )
    assert cell(frame, "announced")["reached_usd"] == 100
    assert cell(frame, "announced", kind="private")["documented_usd"] == 20
    assert cell(frame, "announced", kind="ceiling")["documented_usd"] == 900
    assert frame["reached_usd"].max() == 900


def test_where_all_is_outside_every_stage_is_empty():
    frame = cells([("reserve", 100, "USD", "approved", "paper")], treatments={1: "outside"})
    assert frame["documented_usd"].isna().all()


def test_money_for_other_than_minerals_is_a_part_and_no_candidate():
    frame = cells(
        [
            ("reserve", 100, "USD", "committed", "paper"),
            ("reserve", 30, "USD", "committed", "paper"),
            ("reserve", 12, "USD", "committed", "paper"),
        ],
        treatments={2: "not_mineral", 3: "not_mineral"},
    )
    committed = cell(frame, "committed")
    assert (committed["documented_usd"], committed["not_minerals_usd"]) == (100, 42)


def test_a_sum_is_converted_at_the_average_rate_of_its_year():
    frame = cells([("plan", 50, "EUR", "announced", "paper")])
    announced = cell(frame, "announced", "plan")
    assert announced["documented_usd"] == pytest.approx(60)  # 50 EUR at 1.2 USD
    assert announced["usd_basis"] == "at the average rate of 2025"


def test_every_currency_without_a_rate_is_reported():
    with pytest.raises(ProblemsError) as caught:
        cells(
            [
                ("plan", 50, "KRW", "announced", "paper"),
                ("plan", 50, "JPY", "announced", "paper"),
                ("plan", None, "JPY", "announced", "paper"),
            ]
        )
    assert [problem.sentence() for problem in caught.value.problems] == [
        f'stockpile_funding.csv row {row}, currency: "{currency}" has no dollars of its own and no '
        "exchange rate for its year; give amount_usd, a date, or a line in exchange_rates.csv"
        for row, currency in ((2, "KRW"), (3, "JPY"))
    ]


STOCKPILES = [
    ("plan", 50, "EUR", "announced", "blog"),
    ("pilot", 10, "USD", "announced", "paper"),
    ("reserve", 100, "USD", "approved", "paper"),
    ("reserve", 40, "USD", "committed", "blog"),
    ("reserve", 900, "USD", "proposed", "paper"),
]


def test_only_stockpiles_count_and_nothing_twice():
    # The plan does more than stockpile, the pilot lies inside it, and a proposal is no money yet.
    money = stockpile_money(cells(STOCKPILES))
    assert set(money["programme_id"]) == {"reserve"}
    assert [total_usd(money, stage) for stage in STAGES] == [0, 100, 100, 40, 0, 0]


def test_totals_tell_strong_from_weak_and_are_held_against_what_is_announced():
    totals = stockpile_totals(cells(STOCKPILES))
    assert totals[["stage", "evidence", "reached_usd"]].to_numpy().tolist() == [
        ["announced", "all", 100],
        ["announced", "strong", 100],
        ["approved", "all", 100],
        ["approved", "strong", 100],
        ["committed", "all", 40],
        ["committed", "weak", 40],
    ]
    assert totals["of_announced_pct"].tolist() == [100, 100, 100, 100, 40, 40]
    assert totals.iloc[-1]["raw_keys"] == "funding:sum-4|programmes:reserve"


def test_without_money_there_are_no_totals():
    assert stockpile_totals(cells([])).empty


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["reserve", "plan"]),
            st.floats(1, 1e12),
            st.just("USD"),
            st.sampled_from([*STAGES, "appropriated"]),
            st.just("paper"),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_the_amount_reached_never_grows_along_the_stages(sums: list[Sum]):
    frame = cells(sums)
    for _, stages in frame.groupby(["programme_id", "kind"]):
        reached = stages["reached_usd"].fillna(0)
        assert reached.is_monotonic_decreasing
        assert (reached >= stages["documented_usd"].fillna(0)).all()
