"""How much time a stockpile's money buys: consumption times price, mineral by mineral.

For each mineral of the national basket: what N days of consumption weigh and cost, and how many
days all the money would buy of this mineral alone. Consumption and price are paired in a table
(buffer_basket.csv) that says what either is measured in; a pair of unlike substances needs a
factor. Minerals without consumption, or without a price that fits, stay in the list, empty.
Money is not the only limit: nobody may be able to sell the tonnes that it would pay for.
"""

from __future__ import annotations

import pandas as pd

from analysis.core.columns import column
from analysis.core.problems import Problem, ProblemsError
from analysis.raw.intervals import first_days
from analysis.transforms.model import Evidenced
from analysis.transforms.provenance import join_columns, join_unique
from analysis.transforms.quantities import DAYS_OF_CONSUMPTION, DAYS_PER_YEAR, KG_PER_TONNE
from analysis.transforms.units import factors, refusal

# The range of consumption and of price is taken over this many years up to the newest one.
YEARS_OF_RANGE = 3

PROGRAMME = "us-project-vault"
JURISDICTION = "USA"
TARGET_UNIT = "days of supply"
ANALYST_UNIT = "days of demand"

STATUSES = ("priced", "no consumption", "no fitting price")

STEPS_NEEDED = ("qualification", "separation", "magnet_plant", "refinery", "mine")
"""What has to be built or passed before there is metal; permits are part of a mine's time."""

PLANTS = ("magnet_plant", "refinery", "separation", "mine")
"""The plants against which the days are held, the first one of which enough is known."""


class Buffer(Evidenced):
    """One mineral of the basket: what the target weighs and costs, and what the money buys."""

    mineral: str = column("mineral", unique=True)
    status: str = column("whether a cost can be computed", isin=STATUSES)
    reason: str = column("how consumption and price were paired, or why not")
    consumption_year: float = column("year of consumption", "year", nullable=True)
    price_year: float = column("year of price", "year", nullable=True)
    consumption_kg: float = column("consumption in a year", "kg", nullable=True)
    consumption_low_kg: float = column("lowest of the last three years", "kg", nullable=True)
    consumption_high_kg: float = column("highest of the last three years", "kg", nullable=True)
    consumed_as: str = column("substance in which consumption is measured", nullable=True)
    price_usd_per_kg: float = column("price per kg of that substance", "USD/kg", nullable=True)
    price_low_usd_per_kg: float = column("lowest fitting price", "USD/kg", nullable=True)
    price_high_usd_per_kg: float = column("highest fitting price", "USD/kg", nullable=True)
    target_days: float = column("days of consumption aimed at", "d")
    target_t: float = column("weight of that consumption", "t", nullable=True)
    cost_usd: float = column("cost of that consumption", "USD", nullable=True)
    cost_low_usd: float = column("cost at the low ends", "USD", nullable=True)
    cost_high_usd: float = column("cost at the high ends", "USD", nullable=True)
    days_alone: float = column("days that all the money buys of it alone", "d", nullable=True)
    days_alone_low: float = column("the same at the high ends of cost", "d", nullable=True)
    days_alone_high: float = column("the same at the low ends of cost", "d", nullable=True)
    share_of_cost_pct: float = column("share of the cost of the priced basket", "%", nullable=True)


class BasketSummary(Evidenced):
    """The priced basket as a whole: one row."""

    target_days: float = column("days of consumption aimed at", "d")
    analyst_days: float = column(
        "days that an analyst expects the money to buy of all listed minerals", "d", nullable=True
    )
    minerals_listed: int = column("minerals of which reliance is reported", "minerals")
    minerals_priced: int = column("minerals whose cost can be computed", "minerals")
    budget_low_usd: float = column("public money alone", "USD")
    budget_usd: float = column("public money and private capital", "USD")
    cost_usd: float = column("cost of the target for the priced minerals", "USD", nullable=True)
    cost_low_usd: float = column("cost at the low ends", "USD", nullable=True)
    cost_high_usd: float = column("cost at the high ends", "USD", nullable=True)
    cost_of_budget_pct: float = column("cost as a share of all the money", "%", nullable=True)
    days_bought: float = column("days of the priced minerals together", "d", nullable=True)
    days_bought_low: float = column("public money, high ends of cost", "d", nullable=True)
    days_bought_high: float = column("all the money, low ends of cost", "d", nullable=True)


def buffer(
    basket: pd.DataFrame,
    demand: pd.DataFrame,
    prices: pd.DataFrame,
    reliance: pd.DataFrame,
    contents: pd.DataFrame,
    funding: pd.DataFrame,
    conversions: pd.DataFrame,
) -> pd.DataFrame:
    """What the target weighs and costs, and what the money buys, for each mineral.

    Parameters: the raw tables buffer_basket, demand, prices, trade_reliance, stockpile_contents and
    unit_conversions, as known at the vintage; funding as `funding.programme_funding` returns it.
    Returns `Buffer`, dearest target first, then the minerals without a cost by name. Empty while
    the programme's aim or its money is not known.
    Raises ProblemsError with every pair of unlike units or substances that has no factor.
    Method: cost = consumption x price / 365 x days; days alone = money x 365 / (consumption x
    price). Newest year each; ranges over the newest three years and the quotes that the basket
    names; low goes with low and high with high, which makes the range as wide as it can be.
    """
    days, money = target_days(contents), budget(funding)["all"]
    listed = _listed(basket, reliance)
    uses = _uses(listed, demand, reliance)
    problems = _unlike_substances(listed, conversions) + _unlike_units(uses, conversions)
    if problems:
        raise ProblemsError(problems)
    rows = listed.join(_consumption(uses, conversions), on="mineral")
    rows = rows.join(_fitting_prices(listed, prices, conversions), on="mineral")
    if pd.isna(days) or pd.isna(money):
        rows = rows.iloc[:0]
    costed = _costs(rows, days, money)
    ordered = costed.sort_values(
        ["cost_usd", "mineral"], ascending=[False, True], na_position="last", ignore_index=True
    )
    return Buffer.validate(ordered[list(Buffer.to_schema().columns)])


def target_days(contents: pd.DataFrame, unit: str = TARGET_UNIT) -> float:
    """The days of supply at which the programme aims; missing while none is known.

    Parameters: the raw table stockpile_contents; the unit that tells the aim from an estimate.
    """
    aims = contents["quantity"].where(
        (contents["programme_id"] == PROGRAMME)
        & (contents["basis"] == "target")
        & (contents["unit"] == unit)
    )
    return float(aims.max())


def budget(funding: pd.DataFrame) -> dict[str, float]:
    """The programme's announced money in US dollars: `public`, and `all` with private capital.

    Parameters: funding as `funding.programme_funding` returns it.
    """
    cells = funding[(funding["programme_id"] == PROGRAMME) & (funding["stage"] == "announced")]
    reached = cells.set_index("kind")["reached_usd"]
    public = float(reached.get("public", float("nan")))
    private = reached.get("private")
    return {"public": public, "all": public + (0.0 if pd.isna(private) else float(private))}


def _listed(basket: pd.DataFrame, reliance: pd.DataFrame) -> pd.DataFrame:
    """The basket, and every other mineral whose reliance is reported, with that report."""
    home = reliance[reliance["jurisdiction"] == JURISDICTION]
    newest = home.sort_values("year").drop_duplicates("mineral", keep="last")
    report = newest[["mineral", "source_id", "row_key"]]
    report = report.rename(columns={"source_id": "list_source", "row_key": "list_row"})
    listed = basket.drop(columns="row_key").merge(report, on="mineral", how="outer")
    return listed.assign(reason=listed["reason"].fillna("no price that fits was found"))


def _unlike_substances(listed: pd.DataFrame, conversions: pd.DataFrame) -> list[Problem]:
    both = listed[listed["consumed_as"].notna() & listed["priced_as"].notna()]
    refused = both[factors(conversions, both["consumed_as"], both["priced_as"]).isna()]
    return [
        refusal(
            "buffer_basket.csv", int(row.source_row), "priced_as", row.consumed_as, row.priced_as
        )
        for row in refused.itertuples()
    ]


def _unlike_units(uses: pd.DataFrame, conversions: pd.DataFrame) -> list[Problem]:
    refused = uses[_to_kg(uses, conversions).isna()]
    return [
        refusal(row.file, int(row.source_row), "unit", row.unit, "kg")
        for row in refused.itertuples()
    ]


def _to_kg(uses: pd.DataFrame, conversions: pd.DataFrame) -> pd.Series:
    return factors(conversions, uses["unit"], pd.Series("kg", index=uses.index))


def _uses(listed: pd.DataFrame, demand: pd.DataFrame, reliance: pd.DataFrame) -> pd.DataFrame:
    """The yearly consumption that the basket names, else what is reported beside reliance."""
    by = ["mineral", "measure", "coverage"]
    named = listed.dropna(subset=["measure"])[by].fillna("")
    rows = demand.assign(coverage=demand["coverage"].fillna(""), file="demand.csv")
    rows = rows[rows["jurisdiction"] == JURISDICTION].merge(named, on=by)
    beside = reliance.rename(columns={"apparent_consumption": "quantity"})
    beside = beside[(beside["jurisdiction"] == JURISDICTION) & beside["quantity"].notna()]
    beside = beside[~beside["mineral"].isin(named["mineral"])].assign(file="trade_reliance.csv")
    shape = ["mineral", "year", "quantity", "unit", "source_id", "row_key", "source_row", "file"]
    return pd.concat([rows[shape], beside[shape]], ignore_index=True)


def _consumption(uses: pd.DataFrame, conversions: pd.DataFrame) -> pd.DataFrame:
    """Newest consumption and its range in kg, by mineral."""
    kg = uses["quantity"] * _to_kg(uses, conversions)
    found = _newest_and_range(uses.assign(value=kg, in_series=True))
    return found.set_axis([f"consumption_{name}" for name in found], axis=1)


def _fitting_prices(
    listed: pd.DataFrame, prices: pd.DataFrame, conversions: pd.DataFrame
) -> pd.DataFrame:
    """Newest annual price and its range, per kg of the substance that is consumed, by mineral."""
    paired = listed.dropna(subset=["price_form"])
    per_consumed = factors(conversions, paired["consumed_as"], paired["priced_as"])
    paired = paired.assign(per_consumed=per_consumed)
    dated = prices.assign(
        year=first_days(prices["priced_on"]).dt.year, yearly=prices["priced_on"].str.len() == 4
    )
    rows = dated.merge(
        paired[["mineral", "price_form", "price_market", "also_price_ids", "per_consumed"]],
        on="mineral",
    )
    pairs = zip(rows["price_id"], rows["also_price_ids"].fillna(""), strict=True)
    named = pd.Series([name in ids.split("|") for name, ids in pairs], rows.index, dtype=bool)
    own = (rows["form"] == rows["price_form"]) & (rows["market"] == rows["price_market"])
    rows = rows.assign(
        value=rows["price_usd_per_kg"] * rows["per_consumed"], in_series=own & rows["yearly"]
    )
    found = _newest_and_range(rows[rows["in_series"] | named])
    return found.set_axis([f"price_{name}" for name in found], axis=1)


def _newest_and_range(rows: pd.DataFrame) -> pd.DataFrame:
    """Per mineral the newest value of its series, and the range of all values of recent years."""
    year = rows["year"].astype("float64")
    newest = year.where(rows["in_series"]).groupby(rows["mineral"]).transform("max")
    recent = rows.assign(year=year)[year > newest - YEARS_OF_RANGE]
    last = recent[recent["in_series"] & (recent["year"] == newest[recent.index])]
    last = last.drop_duplicates("mineral").set_index("mineral")
    by_mineral = recent.groupby("mineral")
    return pd.DataFrame(
        {
            "year": last["year"],
            "value": last["value"],
            "low": by_mineral["value"].min(),
            "high": by_mineral["value"].max(),
            "source": by_mineral["source_id"].agg(join_unique),
            "row": by_mineral["row_key"].agg(join_unique),
        }
    )


def _costs(rows: pd.DataFrame, days: float, money: float) -> pd.DataFrame:
    """Cost of the target and days that the money buys, at the newest values and at both ends."""
    daily = {
        end: rows[f"consumption_{end}"] * rows[f"price_{end}"] / DAYS_OF_CONSUMPTION
        for end in ("value", "low", "high")
    }
    has_use, has_price = rows["consumption_value"].notna(), rows["price_value"].notna()
    status = pd.Series("no consumption", rows.index).mask(has_use & has_price, "priced")
    costs = rows.assign(
        status=status.mask(has_use & ~has_price, "no fitting price"),
        consumption_kg=rows["consumption_value"],
        consumption_low_kg=rows["consumption_low"],
        consumption_high_kg=rows["consumption_high"],
        price_usd_per_kg=rows["price_value"],
        price_low_usd_per_kg=rows["price_low"],
        price_high_usd_per_kg=rows["price_high"],
        target_days=days,
        target_t=rows["consumption_value"] / DAYS_OF_CONSUMPTION * days / KG_PER_TONNE,
        cost_usd=daily["value"] * days,
        cost_low_usd=daily["low"] * days,
        cost_high_usd=daily["high"] * days,
        days_alone=money / daily["value"],
        days_alone_low=money / daily["high"],
        days_alone_high=money / daily["low"],
        source_ids=join_columns(rows, ["list_source", "consumption_source", "price_source"]),
        raw_keys=join_columns(rows, ["list_row", "consumption_row", "price_row"]),
    )
    return costs.assign(share_of_cost_pct=100 * costs["cost_usd"] / costs["cost_usd"].sum())


def buffer_basket(
    minerals: pd.DataFrame, contents: pd.DataFrame, funding: pd.DataFrame
) -> pd.DataFrame:
    """The priced minerals together: what the target costs and how many days the money buys.

    Parameters: minerals as `buffer` returns them; stockpile_contents; funding as
    `funding.programme_funding` returns it.
    Returns `BasketSummary`, one row, or none while the programme's aim or money is not known.
    The basket is only what could be priced: it is no estimate for all the minerals on the list.
    """
    money = budget(funding)
    cost = {end: minerals[f"cost{end}_usd"].sum(min_count=1) for end in ("", "_low", "_high")}
    aim = target_days(contents)
    own = contents[(contents["programme_id"] == PROGRAMME) & (contents["basis"] == "target")]
    cells = funding[(funding["programme_id"] == PROGRAMME) & (funding["stage"] == "announced")]
    evidence = {
        "source_ids": [minerals["source_ids"], own["source_id"], cells["source_ids"]],
        "raw_keys": [minerals["raw_keys"], own["row_key"], cells["raw_keys"]],
    }
    row = {
        "target_days": aim,
        "analyst_days": target_days(contents, ANALYST_UNIT),
        "minerals_listed": len(minerals),
        "minerals_priced": int((minerals["status"] == "priced").sum()),
        "budget_low_usd": money["public"],
        "budget_usd": money["all"],
        **{f"cost{end}_usd": value for end, value in cost.items()},
        "cost_of_budget_pct": 100 * cost[""] / money["all"],
        "days_bought": aim * money["all"] / cost[""],
        "days_bought_low": aim * money["public"] / cost["_high"],
        "days_bought_high": aim * money["all"] / cost["_low"],
        **{name: join_unique(pd.concat(parts)) for name, parts in evidence.items()},
    }
    frame = pd.DataFrame(
        [row] if len(minerals) else [], columns=list(BasketSummary.to_schema().columns)
    )
    return BasketSummary.validate(frame)


def time_needed(lead_times: pd.DataFrame) -> pd.DataFrame:
    """What each step after the ore took, from what was observed.

    Parameters: a `StageTimes` frame.
    Returns, in the order of `STEPS_NEEDED`, stage, days (d, typical, else the middle of shortest
    and longest), days_low, days_high (d), weak (bool: rests on weak sources alone), n_sources,
    source_ids, raw_keys.
    """
    observed = lead_times["kind"] == "observed"
    seen = lead_times[observed & lead_times["stage"].isin(STEPS_NEEDED)]
    seen = seen.sort_values("stage", key=lambda stages: stages.map(STEPS_NEEDED.index))
    middle = (seen["years_low"] + seen["years_high"]) / 2
    return seen.assign(
        days=seen["years_typical"].fillna(middle) * DAYS_PER_YEAR,
        days_low=seen["years_low"] * DAYS_PER_YEAR,
        days_high=seen["years_high"] * DAYS_PER_YEAR,
        weak=seen["evidence_tier"] == "weak",
    )[["stage", "days", "days_low", "days_high", "weak", "n_sources", "source_ids", "raw_keys"]]


def plant(needed: pd.DataFrame) -> pd.DataFrame:
    """The plant to hold the aim against: the first of `PLANTS` on better than weak evidence.

    Parameters: needed as `time_needed` returns it.
    Returns its row, or no row.
    """
    solid = needed[~needed["weak"] & needed["stage"].isin(PLANTS)]
    return solid.sort_values("stage", key=lambda stages: stages.map(PLANTS.index)).head(1)
