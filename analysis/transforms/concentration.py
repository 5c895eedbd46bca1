"""How concentrated a market is: the largest producer, the Herfindahl index, the allied share."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.core.columns import column
from analysis.transforms.bounds import BOUNDS
from analysis.transforms.model import Evidenced
from analysis.transforms.provenance import STRONG, TIERS, joined_by
from analysis.transforms.shares import REST, YEAR_KINDS

CHINA = "CHN"

BASES = ("actual", "estimate", "projection")
"""From the firmest to the least firm: a market is as firm as the least firm of its figures."""

OLDEST_YEAR = 2023
"""Figures of earlier years say nothing on whether coordination worked since."""

COUNTED_WITHIN_ANOTHER = (
    *("rare_earths", "light_rare_earths", "heavy_rare_earths", "dysprosium"),
    *("titanium_metal", "phosphorus"),
)
"""Parts and wholes of one market are counted once: magnet rare earths stand for the rare earths."""

MARKET = ["mineral", "stage", "year", "measure", "horizon"]
SERIES = ["mineral", "stage", "measure", "publisher"]


class Concentration(Evidenced):
    """One market: a mineral at one stage in one year, output or capacity."""

    mineral: str = column("mineral or product")
    stage: str = column("step of the value chain")
    year: int = column("calendar year, or the edition's year where year_kind says so", "year")
    measure: str = column("output or capacity", isin=["production", "capacity"])
    basis: str = column("least firm basis among the figures", isin=BASES)
    top_country: str = column("country with the largest share among those named")
    top_share_pct: float = column("share of that country", "%", ge=0, le=100)
    top_bound: str = column("whether that share is a point value or a bound", isin=BOUNDS)
    top_certain: bool = column("the countries not named cannot hold more together")
    hhi_low: float = column("Herfindahl index, rest of the world in many hands", "0-10000", ge=0)
    hhi_high: float = column("Herfindahl index, rest of the world in one hand", "0-10000", ge=0)
    coverage_pct: float = column("share of the named countries together", "%", ge=0, le=100)
    n_countries: int = column("countries named", "countries", ge=1)
    china_share_pct: float = column("share of China", "%", nullable=True, ge=0, le=100)
    allied_low_pct: float = column("share of the allied countries named", "%", ge=0, le=100)
    allied_high_pct: float = column("the same if all the rest were allied", "%", ge=0, le=100)
    first_year: float = column("first year of the same publisher's series", "year", nullable=True)
    top_change_pp: float = column("top share less the top share of first_year", "pp", nullable=True)
    china_change_pp: float = column("China's share less that of first_year", "pp", nullable=True)
    quota: bool = column("a permitted volume stands for output in it")
    year_kind: str = column("year of the data, read from context, or edition", isin=YEAR_KINDS)
    disagrees: bool = column("publishers differ by more than 10 points on the top share")
    evidence_tier: str = column("strength of the chosen source", isin=TIERS)
    current: bool = column("the newest observed year, on a strong source where there is one")
    one_weak_source: bool = column("the top share rests on one weak source alone")
    publisher: str = column("who published the chosen source")


def concentration(shares: pd.DataFrame, allies: pd.DataFrame) -> pd.DataFrame:
    """How concentrated each market of the table of shares is.

    Parameters:
        shares: a `Shares` frame.
        allies: country (code) of each member of the coordinating group.

    Returns a `Concentration` frame, ordered by mineral, stage, year, measure and basis.

    Method: the Herfindahl-Hirschman index is the sum of squared shares in per cent. Countries that
    no source names hold 100 % less the coverage: in many hands they add nothing (`hhi_low`), in
    one hand they add that share squared (`hhi_high`). Changes compare with the first observed year
    of the same publisher for the same mineral, stage and measure. Only point values of known
    years are compared: editions of a study average several years each.
    """
    shares = shares.reset_index(drop=True)
    keyed = shares.assign(
        horizon=np.where(shares["basis"] == "projection", "projection", "observed"),
        allied=shares["country"].isin(set(allies["country"])),
    )
    keyed["market"] = keyed.groupby(MARKET, sort=False).ngroup()
    named = keyed[keyed["country"] != REST]
    frame = _top(named).join(_sums(named), on="market").join(_china(named), on="market")
    for name in ("source_ids", "raw_keys"):
        frame = frame.join(joined_by(keyed, "market", name), on="market")
    rest = 100 - frame["coverage_pct"]
    frame["top_certain"] = frame["top_share_pct"] >= rest
    frame["hhi_high"] = frame["hhi_low"] + rest**2
    frame["allied_high_pct"] = (frame["allied_low_pct"] + rest).clip(upper=100)
    frame = _with_change(frame)
    frame["current"] = _current(frame)
    order = ["mineral", "stage", "year", "measure", "basis"]
    frame = frame.sort_values(order, kind="stable", ignore_index=True)
    return Concentration.validate(frame[list(Concentration.to_schema().columns)])


def _top(named: pd.DataFrame) -> pd.DataFrame:
    """The row of the largest named country of each market (the alphabet breaks ties)."""
    ranked = named.sort_values(["share_pct", "country"], ascending=[False, True], kind="stable")
    top = ranked.drop_duplicates("market")
    renamed = {"country": "top_country", "share_pct": "top_share_pct", "bound": "top_bound"}
    return top.rename(columns=renamed).drop(columns=["basis", "quota", "source_ids", "raw_keys"])


def _sums(named: pd.DataFrame) -> pd.DataFrame:
    """Per market: basis, coverage, number of countries, lower Herfindahl index, allied share."""
    figures = named.assign(
        squared=named["share_pct"] ** 2,
        allied_share=named["share_pct"].where(named["allied"], 0.0),
        firmness=named["basis"].map(BASES.index),
    )
    sums = figures.groupby("market", sort=False).agg(
        firmness=("firmness", "max"),
        quota=("quota", "any"),
        coverage_pct=("share_pct", "sum"),
        n_countries=("share_pct", "size"),
        hhi_low=("squared", "sum"),
        allied_low_pct=("allied_share", "sum"),
    )
    sums["basis"] = sums.pop("firmness").map(dict(enumerate(BASES)))
    # Shares that complete a market add up to 100 but for the last binary digit.
    sums["coverage_pct"] = sums["coverage_pct"].clip(upper=100)
    return sums


def _china(named: pd.DataFrame) -> pd.DataFrame:
    """China's share and its kind of bound, per market."""
    china = named[named["country"] == CHINA].set_index("market")
    names = {"share_pct": "china_share_pct", "bound": "china_bound"}
    return china[list(names)].rename(columns=names)


def _current(frame: pd.DataFrame) -> pd.Series:
    """True for the market that describes the present of its mineral, stage and measure.

    That is the newest observed year on a primary or reputable source; where no source is strong,
    the newest observed year.
    """
    observed = frame[frame["horizon"] == "observed"]
    strong = observed.assign(strong=observed["evidence_tier"].isin(STRONG))
    ranked = strong.sort_values(["strong", "year"], ascending=False, kind="stable")
    newest = ranked.drop_duplicates(["mineral", "stage", "measure"]).index
    return pd.Series(frame.index.isin(newest), index=frame.index)


def _with_change(frame: pd.DataFrame) -> pd.DataFrame:
    """The markets with their change since the first observed year of the same publisher."""
    of_year = frame["year_kind"] != "edition"
    observed = frame[(frame["horizon"] == "observed") & of_year].sort_values("year", kind="stable")
    first = observed.drop_duplicates(SERIES).set_index(SERIES)
    names = ["year", "top_share_pct", "top_bound", "china_share_pct", "china_bound"]
    both = frame.join(first[names].add_prefix("first_"), on=SERIES)
    later = of_year & (both["year"] > both["first_year"])
    for side in ("top", "china"):
        firm = (both[f"{side}_bound"] == "point") & (both[f"first_{side}_bound"] == "point")
        change = both[f"{side}_share_pct"] - both[f"first_{side}_share_pct"]
        both[f"{side}_change_pp"] = change.where(later & firm)
    both["first_year"] = both["first_year"].where(later)
    return both


def newest_markets(markets: pd.DataFrame) -> pd.DataFrame:
    """The newest observed year of each mineral at each stage, if it is certain who leads.

    Parameters: a `Concentration` frame. Years before `OLDEST_YEAR`, years of an edition, and
    minerals `COUNTED_WITHIN_ANOTHER` are left out.
    """
    chosen = markets[
        (markets["measure"] == "production")
        & (markets["basis"] != "projection")
        & (markets["year_kind"] != "edition")
        & (markets["year"] >= OLDEST_YEAR)
        & ~markets["mineral"].isin(COUNTED_WITHIN_ANOTHER)
        & markets["top_certain"]
    ]
    newest = chosen.sort_values("year").groupby(["stage", "mineral"]).tail(1)
    order = ["stage", "top_share_pct", "mineral"]
    return newest.sort_values(order, ascending=[True, False, True], ignore_index=True)


def led_by_china(markets: pd.DataFrame) -> pd.DataFrame:
    """The markets in which China is the largest producer."""
    return markets[markets["top_country"] == CHINA]
