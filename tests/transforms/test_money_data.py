"""Promises, money, ladder, buffer, floor and claims, on the researched tables themselves."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from analysis.raw.load import RawData, load
from analysis.transforms import (
    areas,
    buffer,
    claims,
    curves,
    floor,
    funding,
    ladder,
    promises,
    stocks,
    support,
)

RAW = Path(__file__).parents[2] / "data" / "raw"
VINTAGES = [None, dt.date(2025, 1, 31), dt.date(2026, 2, 4), dt.date(2026, 4, 30)]


@pytest.fixture(scope="module")
def newest() -> RawData:
    return load(RAW)


@pytest.fixture(scope="module", params=VINTAGES, ids=str)
def raw(request: pytest.FixtureRequest, newest: RawData) -> RawData:
    return newest if request.param is None else newest.at(request.param)


def funding_of(raw: RawData) -> pd.DataFrame:
    return funding.programme_funding(
        raw["stockpile_funding"],
        raw["stockpile_programmes"],
        raw["funding_scope"],
        raw["programme_scope"],
        raw["exchange_rates"],
        raw["sources"],
    )


def events_of(raw: RawData) -> pd.DataFrame:
    return ladder.rated_events(
        raw["announcements"], raw["milestones"], raw["ladder"], raw["ladder_exceptions"]
    )


def processed(raw: RawData) -> dict[str, pd.DataFrame]:
    """Every table of these transforms."""
    money = funding_of(raw)
    outcomes = promises.promise_outcomes(
        raw["promises"], raw["announcements"], raw["milestones"], raw.as_of
    )
    items = areas.roadmap_areas(raw["roadmap_areas"], raw["roadmap_evidence"])
    supports = support.public_support(
        raw["project_support"],
        raw["support_funders"],
        raw["projects"],
        raw["exchange_rates"],
        raw["sources"],
    )
    standing = ladder.ladder_standing(
        raw["announcements"],
        raw["milestones"],
        raw["ladder"],
        raw["ladder_exceptions"],
        raw["allies"],
    )
    minerals = buffer.buffer(
        raw["buffer_basket"],
        raw["demand"],
        raw["prices"],
        raw["trade_reliance"],
        raw["stockpile_contents"],
        money,
        raw["unit_conversions"],
    )
    priced = floor.floor_prices(raw["prices"], raw["milestones"])
    return {
        "promises": outcomes,
        "promise_summary": promises.promise_summary(outcomes, raw.as_of),
        "areas": items,
        "funding": money,
        "stockpile_totals": funding.stockpile_totals(money),
        "support": supports,
        "support_totals": support.support_totals(supports),
        "ladder": standing,
        "two_curves": curves.two_curves(
            events_of(raw),
            raw["announcements"],
            raw["allies"],
            raw["project_history"],
            raw["projects"],
            raw["project_marks"],
            raw.as_of,
        ),
        "buffer": minerals,
        "buffer_basket": buffer.buffer_basket(minerals, raw["stockpile_contents"], money),
        "floor_prices": priced,
        "floor_payments": floor.floor_payments(
            raw["floor_payments"], priced, raw["project_support"], raw["milestones"]
        ),
        "stocks": stocks.stocks(
            raw["stockpile_contents"],
            raw["stockpile_programmes"],
            raw["unit_conversions"],
            raw["sources"],
        ),
        "claims": claims.claims_matrix(raw["claims"], raw["sources"]),
        "claim_topics": claims.claim_topics(raw["claims"], raw["sources"]),
    }


def test_no_processed_row_names_evidence_that_the_vintage_does_not_know(raw: RawData):
    keys = {key for frame in raw.tables.values() for key in frame["row_key"]}
    sources = set(raw["sources"]["source_id"])
    for name, frame in processed(raw).items():
        used = set("|".join(frame["raw_keys"].fillna("")).split("|")) - {""}
        cited = set("|".join(frame["source_ids"].fillna("")).split("|")) - {""}
        assert used <= keys, f"{name} at {raw.as_of} rests on rows not known: {used - keys}"
        assert cited <= sources, f"{name} at {raw.as_of} cites sources not known: {cited - sources}"


def test_nothing_is_dated_after_its_vintage(raw: RawData):
    tables = processed(raw)
    day = raw.as_of.isoformat()
    for name, column in (
        ("promises", "fulfilled_on"),
        ("areas", "started_on"),
        ("funding", "documented_on"),
        ("ladder", "reached_on"),
        ("floor_prices", "priced_on"),
    ):
        late = tables[name][column].dropna() > day
        assert not late.any(), f"{name}.{column} knows the future of {day}"


def test_every_exception_of_the_ladder_is_a_milestone(newest: RawData):
    keys = ["announcement_id", "event_on", "status"]
    known = set(newest["milestones"][keys].itertuples(index=False, name=None))
    named = set(newest["ladder_exceptions"][keys].itertuples(index=False, name=None))
    assert named <= known, f"exceptions that name no milestone: {named - known}"


def test_no_announcement_of_the_partners_stands_on_a_plant_that_operates_unseen(newest: RawData):
    standing = processed(newest)["ladder"]
    built = standing[standing["rung"] >= 5]
    reasons = set(newest["ladder_exceptions"]["reason"])
    assert set(built["rung_reason"]) <= reasons, (
        "a plant counts as built only where an exception says which one"
    )


def test_funding_adds_no_programme_that_lies_inside_another(newest: RawData):
    money = funding_of(newest)
    inside = money[money["contained_in"].notna() & money["reached_usd"].notna()]
    holders = money.loc[money["reached_usd"].notna(), "programme_id"]
    assert set(inside["contained_in"]) <= set(holders), "a part has money that its whole lacks"


def test_every_sum_of_money_is_converted_and_every_funder_is_placed(newest: RawData):
    support_rows = newest["project_support"]
    missing = set(support_rows["funder"]) - set(newest["support_funders"]["funder"])
    assert not missing, f"support_funders.csv lacks {missing}"
    supports = processed(newest)["support"]
    stated = support_rows.set_index("support_id")["amount"].notna()
    converted = supports.set_index("support_id")["amount_usd"].notna()
    assert (stated[converted.index] == converted).all(), "a stated amount has no dollars"


def test_own_rates_agree_with_the_dollars_that_sources_state(newest: RawData):
    rows = newest["project_support"]
    both = rows[rows["amount_usd"].notna() & (rows["currency"] != "USD")]
    rates = newest["exchange_rates"].set_index(["currency", "year"])["usd_per_unit"]
    for row in both.itertuples():
        own = rates[(row.currency, int(row.announced_on[:4]))] * row.amount
        assert own == pytest.approx(row.amount_usd, rel=0.1), (
            f"{row.support_id}: the source's dollars are more than 10 % from the year's rate"
        )


def test_the_basket_prices_most_of_the_minor_metals(newest: RawData):
    minerals = processed(newest)["buffer"].set_index("mineral")
    for name in ("antimony", "gallium", "germanium", "indium", "cobalt"):
        assert minerals.loc[name, "status"] == "priced", f"{name} lost its price or consumption"
    named = newest["buffer_basket"]["also_price_ids"].dropna().str.split("|").explode()
    unknown = set(named) - set(newest["prices"]["price_id"])
    assert not unknown, f"buffer_basket.csv names prices that are not there: {unknown}"


def test_consumption_of_the_basket_agrees_with_the_reliance_table(newest: RawData):
    minerals = processed(newest)["buffer"].dropna(subset=["consumption_kg"])
    kg = {"metric tons": 1e3, "thousand metric tons": 1e6, "kilograms": 1.0}
    rows = newest["trade_reliance"]
    rows = rows[(rows["jurisdiction"] == "USA") & rows["unit"].isin(kg)]
    rows = rows.assign(kg=rows["apparent_consumption"] * rows["unit"].map(kg))
    stated = rows.set_index(["mineral", "year"])["kg"].dropna()
    # Nickel is paired without scrap, the reliance table counts it with scrap.
    for row in minerals[minerals["mineral"] != "nickel"].itertuples():
        other = stated.get((row.mineral, int(row.consumption_year)))
        if other is not None:
            assert row.consumption_kg == pytest.approx(other), (
                f"{row.mineral}: demand.csv and trade_reliance.csv disagree"
            )


def test_reported_floor_payments_of_the_first_half_add_up(newest: RawData):
    # The company's half-year figure of 59.9 million is that of the first quarter and the second.
    paid = processed(newest)["floor_payments"].set_index("period")["reported_usd"]
    assert paid["2026-Q1"] + paid["2026-Q2"] == pytest.approx(59.9e6, abs=0.05e6)


def test_output_of_the_fourth_quarter_is_what_the_year_leaves(newest: RawData):
    output = processed(newest)["floor_payments"].set_index("period")["output_t"]
    first_quarter = output["2026-Q1"] / 1.63  # it grew by 63 % over the year
    left = output["2025"] - 597 - 721 - first_quarter
    assert output["2025-Q4"] == pytest.approx(left, abs=1)


def test_the_claims_of_the_five_articles_are_all_counted_once(newest: RawData):
    tables = processed(newest)
    topics = tables["claim_topics"]
    assert tables["claims"]["article"].nunique() == 5
    assert topics["claims"].sum() == len(newest["claims"])
    assert (topics["true"] + topics["false"] + topics["unclear"]).equals(topics["claims"])
