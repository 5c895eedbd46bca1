"""Headline numbers worked out again from the published tables, as with a calculator.

Nothing of the transforms is used: only the CSV files, and the arithmetic that the method page
describes. Where a processed table is read, its rows stand on the site beside the number.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

RAW = Path(__file__).parents[1] / "data" / "raw"

Records = dict[str, dict[str, Any]]
Read = Callable[[str], pd.DataFrame]


@pytest.fixture
def computed(fresh_processed: Path) -> Read:
    """Reads a processed table."""
    return lambda name: pd.read_csv(fresh_processed / f"{name}.csv")


def researched(name: str) -> pd.DataFrame:
    """A raw table."""
    return pd.read_csv(RAW / f"{name}.csv")


def value(facts: Records, name: str) -> float:
    """The number that the report prints, before rounding."""
    return float(facts[name]["value"])


def partners_due() -> pd.Series:
    """The outcomes of the promises that partners made and owe, and whose deadline has passed."""
    promises = researched("promises").merge(researched("announcements"), on="announcement_id")
    ours = promises[~promises["parties"].str.split("|").map(lambda parties: "CHN" in parties)]
    # A year that is not over stands for its last day: what it fulfils is not fulfilled yet.
    this_year = researched("sources")["accessed_on"].max()[:4]
    pending = (ours["fulfilled_on"] == this_year) & (ours["deadline_on_x"] == this_year)
    owed = (ours["is_own"].astype(str).str.lower() == "true") & (ours["outcome"] != "not_owed")
    return ours.loc[(ours["outcome"] != "open") & ~pending & owed, "outcome"]


def test_promises_kept_are_one_in_so_many(facts: Records) -> None:
    due = partners_due()
    assert value(facts, "promises-due") == len(due)
    assert value(facts, "promises-kept") == (due == "kept").sum()
    assert value(facts, "promises-kept-of-due") == pytest.approx((due == "kept").sum() / len(due))


def test_at_most_so_many_promises_were_kept(computed: Read) -> None:
    due = partners_due()
    measure = computed("verdict_results").set_index("test_id").loc["promises"]
    at_most = 100 * due.isin(["kept", "in_part", "searched", "not_checked"]).sum() / len(due)
    assert measure["high"] == pytest.approx(at_most)


@pytest.mark.parametrize(("fact", "stage"), [("refining", "refining"), ("mining", "mining")])
def test_a_share_of_china_is_its_tonnes_over_those_of_the_world(
    facts: Records, fact: str, stage: str
) -> None:
    record = facts[f"china-{fact}-share"]
    source, *_ = record["sources"]
    rows = researched("production")
    rows = rows[
        (rows["mineral"] == "magnet_rare_earths")
        & (rows["stage"] == stage)
        & (rows["year"] == int(record["label"][-4:]))
        & (rows["measure"] == "production")
        & rows["quantity"].notna()
    ]
    assert source in set(rows["source_id"])
    tonnes = rows[rows["source_id"] == source].set_index("country")["quantity"]
    # Listed countries stand for the world where they exceed its rounded total.
    world = max(tonnes["WLD"], tonnes.drop("WLD").sum())
    assert record["value"] == pytest.approx(100 * tonnes["CHN"] / world)


def stockpile_rows(funding: pd.DataFrame, stage: str) -> pd.DataFrame:
    """Public money of stockpiles that no other one contains, at a stage."""
    return funding[
        (funding["purpose"] == "stockpile")
        & (funding["kind"] == "public")
        & funding["contained_in"].isna()
        & (funding["stage"] == stage)
    ]


def stockpile_money(funding: pd.DataFrame, stage: str) -> float:
    """The sum of it."""
    return float(stockpile_rows(funding, stage)["reached_usd"].sum())


def test_stockpile_money_is_the_sum_over_the_programmes(facts: Records, computed: Read) -> None:
    announced = stockpile_money(computed("funding"), "announced")
    assert value(facts, "stockpile-announced-usd") == pytest.approx(announced)


def test_money_committed_for_minerals_is_a_share_of_money_announced_for_them(
    facts: Records, computed: Read
) -> None:
    funding = computed("funding")
    other = funding.set_index(["programme_id", "kind", "stage"])["not_minerals_usd"].fillna(0)

    def minerals(stage: str) -> float:
        """The sum less what is spent on other materials at the stage that the amount is of."""
        rows = stockpile_rows(funding, stage).dropna(subset=["reached_usd"])
        keys = rows[["programme_id", "kind", "reached_from"]].itertuples(index=False, name=None)
        return float(rows["reached_usd"].sum() - sum(other[key] for key in keys))

    share = 100 * minerals("committed") / minerals("announced")
    assert value(facts, "test-money") == pytest.approx(share)


def test_no_programme_has_more_money_than_a_row_of_the_raw_table_or_their_sum_says(
    computed: Read,
) -> None:
    stated = researched("stockpile_funding").groupby("programme_id")["amount_usd"].sum()
    funding = computed("funding").dropna(subset=["reached_usd"])
    sums = funding["programme_id"].map(stated)
    in_dollars = funding[sums > 0]
    assert len(in_dollars) > 0
    assert (in_dollars["reached_usd"] <= sums[sums > 0] * 1.0001).all()


def test_acts_of_coordination_are_a_share_of_all_acts(facts: Records, computed: Read) -> None:
    acts = computed("ladder").query("counted")
    share = 100 * (acts["rung"] <= 2).sum() / len(acts)
    assert value(facts, "acts") == len(acts)
    assert value(facts, "acts-coordination-share") == pytest.approx(share)


def test_plants_in_time_are_a_share_of_those_due_or_stopped(facts: Records, computed: Read) -> None:
    plants = computed("slippage").query("outcome not in ['not_due', 'apart']")
    share = 100 * (plants["outcome"] == "in_time").sum() / len(plants)
    assert value(facts, "slippage-judged") == len(plants)
    assert value(facts, "test-starts") == pytest.approx(share)


def test_magnet_plants_at_work_cover_a_share_of_demand(facts: Records, computed: Read) -> None:
    plan = researched("capacity_needs")
    plan = plan[plan["demand_id"] == "rare-earth-magnets-usa-eu-2025-magnet-demand"].iloc[0]
    demand = researched("demand").set_index("demand_id").loc[plan["demand_id"], "quantity"]
    plants = computed("projects")
    plants = plants[
        (plants["product"] == plan["product"])
        & (plants["stage"] == plan["stage"])
        & plants["country"].isin(plan["countries"].split("|"))
        & (plants["status"] == "operating")
        & (plants["capacity_class"] == "firm")
    ]
    cover = 100 * plants["net_t_per_year"].sum() / demand
    assert value(facts, "test-magnets") == pytest.approx(cover)


def test_the_cost_of_the_aim_is_that_of_a_day_times_its_days(
    facts: Records, computed: Read
) -> None:
    minerals = computed("buffer").dropna(subset=["cost_usd"])
    basket = computed("buffer_basket").iloc[0]
    a_day = (minerals["consumption_kg"] * minerals["price_usd_per_kg"] / 365).sum()
    assert value(facts, "buffer-cost-usd") == pytest.approx(a_day * basket["target_days"])


def test_weak_sources_are_a_share_of_all_sources(facts: Records) -> None:
    sources = researched("sources")
    weak = (sources["tier"] == "weak") | (
        (sources["access"] == "quoted") & (sources["tier"] != "subject")
    )
    assert value(facts, "sources-weak-share") == pytest.approx(100 * weak.mean())


def test_the_answer_follows_the_results_of_the_tests(facts: Records, computed: Read) -> None:
    results = computed("verdict_results")["result"]
    met, missed, left_open = (
        int((results == name).sum()) for name in ("met", "not_met", "undecided")
    )
    assert (value(facts, "verdict-met"), value(facts, "verdict-not-met")) == (met, missed)
    known = met + missed + left_open

    def answer(so_many: int) -> str:
        if 3 * so_many >= 2 * known:
            return "turning"
        return "beginning" if 2 * so_many >= known else "little" if so_many else "not"

    ends = (answer(met), answer(met + left_open))
    assert (facts["verdict-low"]["value"], facts["verdict-high"]["value"]) == ends
    assert facts["verdict-level"]["value"] == (ends[0] if ends[0] == ends[1] else "open")
