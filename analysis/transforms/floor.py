"""The price floor for neodymium-praseodymium against the market, and what it should have paid.

The contract pays the gap between floor and market. Chinese domestic quotes hold value added tax,
and which market the contract looks at was not seen: the quote without tax is the low end of the
market, the quote as printed the high end. Payments are worked out from output and sales of the
period and set beside those that the company reported.
"""

from __future__ import annotations

import numpy as np
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

LAGS_DAYS = (0, 45, 90)
"""How far back the price of a contract may lie: this quarter's or an earlier one's."""

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
    prices: int = column("quotes between which the daily prices lie", "prices", ge=0)
    market_low_usd_per_kg: float = column(
        "lowest mean over the lags, without tax", "USD/kg", nullable=True
    )
    market_high_usd_per_kg: float = column(
        "highest mean over the lags, as printed", "USD/kg", nullable=True
    )
    market_mean_usd_per_kg: float = column(
        "average of the period where a source gives it", "USD/kg", nullable=True
    )
    output_t: float = column("output of NdPr oxide", "t")
    output_basis: str = column("reported or computed")
    sales_t: float = column("sales of NdPr", "t", nullable=True)
    implied_low_usd: float = column(
        "smaller of output and sales at the highest mean price", "USD", nullable=True
    )
    implied_high_usd: float = column(
        "larger of output and sales at the lowest mean price", "USD", nullable=True
    )
    implied_mean_usd: float = column("output at the average of a year", "USD", nullable=True)
    reported_usd: float = column("payment that the company reported", "USD", nullable=True)
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
    Method: implied = max(0, floor - market) x tonnes. Which price of which time the contract takes
    was not seen, nor whether it pays for what is made or what is sold: the market is the mean of
    the period's daily prices or of the same days up to a quarter earlier, with or without tax, and
    the tonnes are output or sales; the ends are the smallest and the largest payment of all these.
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
    """The range of the mean market price of each period over the lags, and a published average."""
    dated = priced.assign(
        first=first_days(priced["priced_on"]), last=last_days(priced["priced_on"])
    )[priced["reference"]]
    spans = pd.DataFrame(
        {"start": first_days(periods["from_on"]), "end": last_days(periods["to_on"])}
    )
    quoted = dated[dated["priced_on"].str.len() > YEAR_CHARACTERS]
    days = daily(quoted)
    rows = [
        {
            **_means(days, span.start, span.end),
            **_quotes_behind(quoted, span.start, span.end),
            "market_mean_usd_per_kg": dated.loc[
                (dated["first"] == span.start) & (dated["last"] == span.end),
                "price_untaxed_usd_per_kg",
            ].mean(),
        }
        for span in spans.itertuples()
    ]
    names = ["prices", "market_low_usd_per_kg", "market_high_usd_per_kg"]
    names += ["market_mean_usd_per_kg", "price_sources", "price_rows"]
    return pd.DataFrame(rows, index=periods.index, columns=names)


def daily(quoted: pd.DataFrame) -> pd.DataFrame:
    """Market prices day by day from the first quote to the last: untaxed (low), as printed (high).

    Parameters: rows of `floor_prices` that are dated by a month or a day, with first and last.
    Method: a quote stands on the middle of its date; between quotes a straight line.
    """
    middle = quoted["first"] + (quoted["last"] - quoted["first"]) / 2
    by_day = quoted.groupby(middle.dt.normalize())
    ends = pd.DataFrame(
        {
            "low": by_day["price_untaxed_usd_per_kg"].min(),
            "high": by_day["price_usd_per_kg"].max(),
        }
    )
    return ends.resample("D").mean().interpolate("time") if len(ends) else ends


def _means(days: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> dict[str, float]:
    """The lowest and highest mean of a period over the lags; missing if a lag is half unquoted."""
    found = []
    for lag in LAGS_DAYS:
        back = pd.Timedelta(days=lag)
        window = days.loc[start - back : end - back]
        if 2 * len(window) < (end - start).days + 1:
            return {"market_low_usd_per_kg": np.nan, "market_high_usd_per_kg": np.nan}
        found.append(window.mean())
    return {
        "market_low_usd_per_kg": min(mean["low"] for mean in found),
        "market_high_usd_per_kg": max(mean["high"] for mean in found),
    }


def _quotes_behind(
    quoted: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp
) -> dict[str, object]:
    """The quotes inside a period and its lags, and the nearest ones before and after."""
    begin = start - pd.Timedelta(days=max(LAGS_DAYS))
    inside = quoted[(quoted["last"] >= begin) & (quoted["first"] <= end)]
    before = quoted[quoted["last"] < begin].sort_values("last").tail(1)
    after = quoted[quoted["first"] > end].sort_values("first").head(1)
    behind = pd.concat([before, inside, after])
    return {
        "prices": len(behind),
        "price_sources": join_unique(behind["source_ids"]),
        "price_rows": join_unique(behind["raw_keys"]),
    }


def _compared(rows: pd.DataFrame) -> pd.DataFrame:
    """Implied payments beside the reported one."""
    floor = rows["floor_usd_per_kg"]
    gap = {
        end: (floor - rows[f"market_{end}_usd_per_kg"]).clip(lower=0)
        for end in ("low", "high", "mean")
    }
    tonnes = rows[["output_t", "sales_t"]]
    return rows.assign(
        implied_low_usd=gap["high"] * tonnes.min(axis=1) * KG_PER_TONNE,
        implied_high_usd=gap["low"] * tonnes.max(axis=1) * KG_PER_TONNE,
        implied_mean_usd=gap["mean"] * rows["output_t"] * KG_PER_TONNE,
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
