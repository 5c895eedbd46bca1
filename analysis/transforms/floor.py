"""The price floor for neodymium-praseodymium against the market, and what it should have paid.

The contract pays the gap between floor and market. Chinese domestic quotes hold value added tax,
and which market the contract looks at was not seen: the quote without tax is the low end of the
market, the quote as printed the high end. Payments are worked out from the output of the period
and set beside those that the company reported. Their difference is shown, never tuned away.
"""

from __future__ import annotations

import pandas as pd

from analysis.core.columns import column
from analysis.raw.intervals import first_days, last_days
from analysis.transforms.model import Evidenced
from analysis.transforms.provenance import join_columns, join_unique
from analysis.transforms.quantities import KG_PER_TONNE

MINERAL = "neodymium_praseodymium"
CONTRACT_MARKET = "floor_contract"

# The announcement whose milestone `in_force` dates the start of the floor.
ANNOUNCEMENT = "dod-mp-2025-07-10"

# Value added tax inside quotes of the Chinese home market, in percent (notes of the price rows).
CHINA_VAT_PCT = 13
TAXED_MARKET = "china_domestic"

# The contract is with a company in the United States: prices landed in Europe are no reference.
REFERENCE_MARKETS = ("china_domestic", "export_china", "global")

YEAR_CHARACTERS = 4  # of a date that is a year alone


class FloorPrices(Evidenced):
    """One market price against the floor."""

    priced_on: str = column("date of the price, as an interval")
    market: str = column("where")
    form: str = column("form of the material")
    price_usd_per_kg: float = column("price as printed, in dollars", "USD/kg")
    price_untaxed_usd_per_kg: float = column("the same without Chinese tax", "USD/kg")
    floor_usd_per_kg: float = column("floor", "USD/kg")
    gap_usd_per_kg: float = column("what the floor adds to the untaxed price", "USD/kg", ge=0)
    gap_taxed_usd_per_kg: float = column("what it adds to the price as printed", "USD/kg", ge=0)
    in_force: bool = column("whether the floor ran on the last day of the date")
    reference: bool = column("whether the market can serve as the contract's reference")


class CheckedPayments(Evidenced):
    """One period: payment worked out from output, payment reported, and the difference."""

    period: str = column("period", unique=True)
    in_force: bool = column("whether the floor ran through the whole period; else hypothetical")
    floor_usd_per_kg: float = column("floor", "USD/kg")
    prices: int = column("market prices dated inside the period", "prices", ge=0)
    market_low_usd_per_kg: float = column("lowest, without tax", "USD/kg", nullable=True)
    market_high_usd_per_kg: float = column("highest, as printed", "USD/kg", nullable=True)
    market_mean_usd_per_kg: float = column(
        "average of the period where a source gives it", "USD/kg", nullable=True
    )
    output_t: float = column("output of NdPr oxide", "t")
    output_basis: str = column("reported or computed")
    sales_t: float = column("sales of NdPr", "t", nullable=True)
    implied_low_usd: float = column("payment at the high market price", "USD", nullable=True)
    implied_high_usd: float = column("payment at the low market price", "USD", nullable=True)
    implied_mean_usd: float = column("payment at the average", "USD", nullable=True)
    reported_usd: float = column("payment that the company reported", "USD", nullable=True)
    difference_low_usd: float = column("reported less the high implied", "USD", nullable=True)
    difference_high_usd: float = column("reported less the low implied", "USD", nullable=True)
    reported_usd_per_kg: float = column("reported per kg of output", "USD/kg", nullable=True)
    market_if_output_usd_per_kg: float = column(
        "market price at which the output alone explains the payment", "USD/kg", nullable=True
    )
    covered_if_market_low_t: float = column(
        "tonnes that explain the payment at the low market price", "t", nullable=True
    )
    reason: str = column("what the output is")


def floor_prices(prices: pd.DataFrame, milestones: pd.DataFrame) -> pd.DataFrame:
    """Every market price of neodymium-praseodymium in dollars against the first floor contract.

    Parameters: the raw tables prices and milestones, as known at the vintage.
    Returns `FloorPrices`, sorted by date and market; empty while no floor is known.
    Method: gap = max(0, floor - price); Chinese home prices also without 13 % value added tax.
    """
    rows = prices[(prices["mineral"] == MINERAL) & prices["price_usd_per_kg"].notna()]
    contracts = rows[rows["market"] == CONTRACT_MARKET].sort_values(["priced_on", "price_id"])
    market = rows[rows["market"] != CONTRACT_MARKET] if len(contracts) else rows.iloc[:0]
    contract = contracts.iloc[0] if len(contracts) else pd.Series(dtype="object")
    floor = float(contract.get("price_usd_per_kg", float("nan")))
    taxed = (market["market"] == TAXED_MARKET).astype("float64") * CHINA_VAT_PCT / 100
    untaxed = market["price_usd_per_kg"] / (1 + taxed)
    evidence = market.assign(
        contract_source=contract.get("source_id"), contract_row=contract.get("row_key")
    )
    priced = market.assign(
        price_untaxed_usd_per_kg=untaxed,
        floor_usd_per_kg=floor,
        gap_usd_per_kg=(floor - untaxed).clip(lower=0),
        gap_taxed_usd_per_kg=(floor - market["price_usd_per_kg"]).clip(lower=0),
        in_force=last_days(market["priced_on"]) >= _start(milestones),
        reference=market["market"].isin(REFERENCE_MARKETS),
        source_ids=join_columns(evidence, ["source_id", "contract_source"]),
        raw_keys=join_columns(evidence, ["row_key", "contract_row"]),
    ).sort_values(["priced_on", "market", "price_id"], ignore_index=True)
    return FloorPrices.validate(priced[list(FloorPrices.to_schema().columns)])


def _start(milestones: pd.DataFrame) -> pd.Timestamp:
    """First day on which the floor ran; missing while that is not known."""
    of_floor = milestones["announcement_id"] == ANNOUNCEMENT
    started = milestones[of_floor & (milestones["status"] == "in_force")]
    return first_days(started["event_on"]).min()


def floor_payments(
    periods: pd.DataFrame,
    priced: pd.DataFrame,
    support: pd.DataFrame,
    milestones: pd.DataFrame,
) -> pd.DataFrame:
    """Payments worked out from output and market prices, beside those reported.

    Parameters: the raw tables floor_payments, project_support and milestones, as known at the
    vintage; priced as `floor_prices` returns it.
    Returns `CheckedPayments`, sorted by period; empty while no floor is known.
    Method: implied = max(0, floor - market) x output, at both ends of the market prices dated
    inside the period and at its average where a source gives one. From the reported payment follow
    the market price that would explain it for the output alone, and the tonnes that would explain
    it at the low market price: the contract also covers stocks and other makers' material.
    """
    rows = periods.sort_values("period", ignore_index=True)
    rows = rows.iloc[: len(rows) if len(priced) else 0]
    paid = support.set_index("support_id")
    rows = rows.assign(
        floor_usd_per_kg=priced["floor_usd_per_kg"].max(),
        in_force=first_days(rows["from_on"]) >= _start(milestones),
        reported_usd=paid["amount_usd"].reindex(rows["support_id"]).to_numpy(),
        paid_source=paid["source_id"].reindex(rows["support_id"]).to_numpy(),
        paid_row=paid["row_key"].reindex(rows["support_id"]).to_numpy(),
    ).join(_market(rows, priced))
    result = _compared(rows)
    return CheckedPayments.validate(result[list(CheckedPayments.to_schema().columns)])


def _market(periods: pd.DataFrame, priced: pd.DataFrame) -> pd.DataFrame:
    """Range of the reference prices inside each period, and the average where one is given."""
    dated = priced.assign(
        first=first_days(priced["priced_on"]), last=last_days(priced["priced_on"])
    )[priced["reference"]]
    spans = pd.DataFrame(
        {"start": first_days(periods["from_on"]), "end": last_days(periods["to_on"])}
    ).reset_index(names="place")
    inside = spans.merge(dated, how="cross")
    inside = inside[(inside["first"] >= inside["start"]) & (inside["last"] <= inside["end"])]
    whole = inside[(inside["first"] == inside["start"]) & (inside["last"] == inside["end"])]
    by_period = inside.groupby("place")
    market = pd.DataFrame(
        {
            "prices": by_period.size(),
            "market_low_usd_per_kg": by_period["price_untaxed_usd_per_kg"].min(),
            "market_high_usd_per_kg": by_period["price_usd_per_kg"].max(),
            "market_mean_usd_per_kg": whole.groupby("place")["price_untaxed_usd_per_kg"].mean(),
            "price_sources": by_period["source_ids"].agg(join_unique),
            "price_rows": by_period["raw_keys"].agg(join_unique),
        }
    ).reindex(periods.index)
    return market.assign(prices=market["prices"].fillna(0))


def _compared(rows: pd.DataFrame) -> pd.DataFrame:
    """Implied payments, reported payment, and what would explain their difference."""
    floor, output_kg = rows["floor_usd_per_kg"], rows["output_t"] * KG_PER_TONNE
    gap = {
        end: (floor - rows[f"market_{end}_usd_per_kg"]).clip(lower=0)
        for end in ("low", "high", "mean")
    }
    low, high = gap["high"] * output_kg, gap["low"] * output_kg
    per_kg = rows["reported_usd"] / output_kg
    return rows.assign(
        implied_low_usd=low,
        implied_high_usd=high,
        implied_mean_usd=gap["mean"] * output_kg,
        difference_low_usd=rows["reported_usd"] - high,
        difference_high_usd=rows["reported_usd"] - low,
        reported_usd_per_kg=per_kg,
        market_if_output_usd_per_kg=floor - per_kg,
        covered_if_market_low_t=rows["reported_usd"]
        / gap["low"].where(gap["low"] > 0)
        / KG_PER_TONNE,
        source_ids=join_columns(
            rows, ["source_id", "also_source_ids", "paid_source", "price_sources"]
        ),
        raw_keys=join_columns(rows, ["row_key", "paid_row", "price_rows"]),
    )


def newest_month(priced: pd.DataFrame) -> pd.DataFrame:
    """The prices of the newest month on record that can serve as reference; maybe no row.

    Parameters: priced as `floor_prices` returns it. A price dated by the year alone is an average.
    """
    dated = priced[priced["reference"].eq(True) & (priced["priced_on"].str.len() > YEAR_CHARACTERS)]
    month = dated["priced_on"].str[:7]
    return dated[month == month.max()]


def reported(payments: pd.DataFrame) -> pd.DataFrame:
    """The payments of periods in which the floor ran, whether or not they can be checked.

    Parameters: payments as `floor_payments` returns them.
    """
    return payments[payments["in_force"] & payments["reported_usd"].notna()]


def checked(payments: pd.DataFrame) -> pd.DataFrame:
    """Those of the payments for whose period a market price is on record."""
    return payments[payments["implied_high_usd"].notna()]


def exceeding(payments: pd.DataFrame) -> pd.DataFrame:
    """The checked payments that are larger than output and the lowest market price imply."""
    rows = checked(payments)
    return rows[rows["reported_usd"] > rows["implied_high_usd"]]
