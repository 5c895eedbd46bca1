"""The capacity transforms on the researched tables: what must hold whatever is added to them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis.raw.intervals import first_days
from analysis.raw.load import RawData, load
from analysis.transforms.concentration import concentration
from analysis.transforms.need import capacity_need
from analysis.transforms.pipeline import pipeline, project_capacity
from analysis.transforms.progress import chances, progress_rates
from analysis.transforms.progress_shape import progress_shape
from analysis.transforms.prospects import expected_capacity
from analysis.transforms.shares import shares
from analysis.transforms.slippage import OUTCOME_WORDS, judged, slippage

RAW = Path(__file__).parents[2] / "data" / "raw"


def computed(raw: RawData) -> SimpleNamespace:
    projects, history, marks = raw["projects"], raw["project_history"], raw["project_marks"]
    capacity = project_capacity(projects, history, raw["product_forms"], marks, raw.as_of)
    share = shares(raw["production"], raw["sources"])
    slipped = slippage(projects, history, marks, raw.as_of)
    return SimpleNamespace(
        raw=raw,
        shares=share,
        concentration=concentration(share, raw["allies"]),
        capacity=capacity,
        pipeline=pipeline(capacity),
        rates=progress_rates(projects, history, marks, raw["sources"], raw.as_of),
        shapes=progress_shape(projects, history, marks, raw["sources"], raw.as_of),
        need=capacity_need(raw["capacity_needs"], raw["demand"], capacity),
        slippage=slipped,
    )


@pytest.fixture(scope="module")
def now() -> SimpleNamespace:
    return computed(load(RAW))


@pytest.fixture(scope="module", params=["2026-02-04", "2025-01-31"])
def then(request, now) -> SimpleNamespace:
    return computed(now.raw.at(dt.date.fromisoformat(request.param)))


def test_the_shares_of_no_market_exceed_the_whole(now):
    horizon = now.shares["basis"].eq("projection")
    market = ["mineral", "stage", "year", "measure", horizon]
    sums = now.shares.groupby(market)["share_pct"].sum()
    assert sums.max() <= 100 + 1e-9, f"{sums.idxmax()} adds up to {sums.max()} %"


def test_shares_from_tonnage_agree_with_the_percentages_of_the_tables(now):
    key = ["mineral", "stage", "year", "country", "measure", "source_id"]
    stated = now.raw["production"].astype({"year": "int64"})[[*key, "share_pct"]]
    both = now.shares.merge(stated, on=key, suffixes=("", "_stated"))
    from_tonnes = both[(both["method"] == "tonnage") & (both["rounding_excess_pct"] == 0)]
    apart = from_tonnes[(from_tonnes["share_pct"] - from_tonnes["share_pct_stated"]).abs() > 0.5]
    assert apart.empty, f"tonnes and percentages disagree: {apart[key].to_dict('records')}"
    assert len(from_tonnes) > 500


def test_tonnage_gives_the_share_of_gallium_that_its_source_states_in_words(now):
    table = now.shares.set_index(["mineral", "stage", "year", "country", "measure"])
    computed_share = table.loc[("gallium", "refining", 2025, "CHN", "production"), "share_pct"]
    words = now.raw["production"].set_index("source_id").loc["usgs-mcs-2026-gallium", "share_pct"]
    assert computed_share == pytest.approx(words, abs=0.5)


def test_the_conflict_over_germanium_is_shown(now):
    rows = now.shares[(now.shares["mineral"] == "germanium") & (now.shares["country"] == "CHN")]
    assert rows["disagrees"].any(), "germanium shares differ by source and must not look settled"


def test_a_quota_never_passes_for_output(now):
    quotas = set(now.raw["production"].query("is_quota == True")["row_key"])
    for frame in (now.shares, now.concentration):
        uses = frame["raw_keys"].map(lambda keys: bool(quotas & set(keys.split("|"))))
        assert frame.loc[uses, "quota"].all(), "a permitted volume is shown as output"


def test_the_status_derived_from_dates_is_the_status_of_the_table(now):
    both = now.capacity.merge(now.raw["projects"], on="project_id", suffixes=("", "_stated"))
    apart = both.loc[both["status"] != both["status_stated"], "project_id"].tolist()
    assert not apart, f"a later event gives another status than projects.csv: {apart}"


def test_containing_rows_add_up_to_the_rows_that_nothing_contains(now):
    addable = now.capacity["capacity_class"].isin(["firm", "dated"])
    rows = now.capacity[addable].merge(
        now.raw["projects"][["project_id", "contained_in"]], on="project_id"
    )
    same = rows.merge(
        rows[["project_id", "product", "stage"]].add_prefix("parent_"),
        left_on=["contained_in", "product", "stage"],
        right_on=["parent_project_id", "parent_product", "parent_stage"],
    )
    outer = rows[~rows["project_id"].isin(same["project_id"])]
    stated = outer.groupby("product")["capacity_t_per_year"].sum()
    counted = rows.groupby("product")["net_t_per_year"].sum()
    assert counted.to_dict() == pytest.approx(stated.to_dict())


def test_every_promise_has_one_outcome(now):
    outcomes = now.slippage["outcome"].value_counts()
    assert set(outcomes.index) <= set(OUTCOME_WORDS)
    apart = outcomes.reindex(["not_due", "apart"], fill_value=0).sum()
    assert len(judged(now.slippage)) == len(now.slippage) - apart


def test_demand_and_capacity_are_compared_for_magnets(now):
    magnets = now.need[now.need["product"] == "ndfeb_magnets"]
    assert magnets["demand_t"].notna().any() and magnets["stated_cover_pct"].notna().any()


def test_an_earlier_day_knows_no_later_row_and_no_later_status(then):
    known = {key for name in then.raw.tables for key in then.raw[name].get("row_key", [])}
    for frame in (then.shares, then.concentration, then.capacity, then.pipeline, then.slippage):
        used = set(frame["raw_keys"].str.split("|").explode()) - {""}
        assert used <= known, f"rows of the future: {sorted(used - known)[:3]}"
    assert first_days(then.capacity["status_on"]).max() <= pd.Timestamp(then.raw.as_of)


def test_the_outlook_repeats_and_stays_within_what_is_live(now):
    first, second = (
        expected_capacity(
            now.capacity,
            now.rates,
            now.shapes,
            now.raw["projects"],
            now.raw["project_history"],
            now.raw.as_of,
        )
        for _ in range(2)
    )
    pd.testing.assert_frame_equal(first, second)
    assert (first["high_t_per_year"] <= first["live_t_per_year"] + 1e-6).all()


def test_the_further_along_the_likelier_in_both_readings(now):
    for _, part in now.rates.groupby("followed_to"):
        early, building, starting_up = chances(np.exp(part["log_rate"].to_numpy()), 1.0)
        assert early < building < starting_up
