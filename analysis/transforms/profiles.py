"""The numbers of profiles: what is on record of one mineral, or of one government.

A number is a count, a sum, a place or a change of a price, under the name of its measure. What a
government or mineral has none of has no row. Rows are counted for each profile that they name: an
act on gallium and germanium counts for both, an act of Germany for Germany and for the European
Union, whose member it is in the scorecard (`actors.csv`). Products are counted with the mineral on
whose profile they are told (`told_with` in `minerals.csv`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import pandas as pd

from analysis.core.columns import column
from analysis.transforms.concentration import newest_markets
from analysis.transforms.ladder import FIRST_CAPACITY
from analysis.transforms.model import Evidenced
from analysis.transforms.provenance import join_columns, join_unique, joined_by
from analysis.transforms.statuses import progress
from analysis.transforms.support import MONEY, STAGES

KINDS = ("count", "sum", "place", "change")
DUE = ("in_time", "late", "overdue")  # outcomes of a promised start that is over

Part = tuple[str, pd.DataFrame]
"""The name of a measure, and rows with profile, value, source_ids and raw_keys."""


class MineralProfiles(Evidenced):
    """One number of one mineral."""

    mineral: str = column("mineral whose profile it is")
    measure: str = column("what is counted, summed or compared")
    value: float = column("count, sum or change", "as unit")
    unit: str = column("unit of the value")
    kind: str = column("count, sum of stated amounts, or change of a price", isin=KINDS)


class ActorProfiles(Evidenced):
    """One number of one government or bloc."""

    actor: str = column("government or bloc, ISO 3166-1 alpha-3 code")
    measure: str = column("what is counted, summed or ranked")
    value: float = column("count, sum or place", "as unit", ge=0)
    unit: str = column("unit of the value")
    kind: str = column("count, sum of stated amounts, or place in an order", isin=KINDS)


def mineral_profiles(
    minerals: pd.DataFrame,
    ladder: pd.DataFrame,
    promises: pd.DataFrame,
    projects: pd.DataFrame,
    slippage: pd.DataFrame,
    support: pd.DataFrame,
    stocks: pd.DataFrame,
    prices: pd.DataFrame,
) -> pd.DataFrame:
    """The numbers of every mineral that is none of the collections.

    Parameters: the raw tables minerals and prices; the processed tables named. Returns
    `MineralProfiles`.
    """
    told = told_with(minerals)
    of = told.get
    acts = per_profile(ladder, "minerals", of)
    named = ladder.set_index("announcement_id")["minerals"]
    owed = promises.assign(minerals=promises["announcement_id"].map(named))
    made_of = projects.set_index("project_id")["mineral"]
    paid = support.assign(mineral=support["project_id"].map(made_of)).dropna(subset=["mineral"])
    parts = [
        *acts_by_rung(acts),
        *deadlines(per_profile(owed.dropna(subset=["minerals"]), "minerals", of)),
        *plants_by_progress(per_profile(projects, "mineral", of)),
        *starts(per_profile(slippage, "mineral", of)),
        *money_by_stage(per_profile(paid, "mineral", of)),
        ("programmes", programmes(per_profile(stocks, "mineral", of))),
        ("price-change", price_changes(per_profile(yearly(prices), "mineral", of))),
    ]
    frame = numbers(parts, "mineral")
    return MineralProfiles.validate(frame[list(MineralProfiles.to_schema().columns)])


def actor_profiles(
    actors: pd.DataFrame,
    ladder: pd.DataFrame,
    promises: pd.DataFrame,
    projects: pd.DataFrame,
    slippage: pd.DataFrame,
    support: pd.DataFrame,
    funding: pd.DataFrame,
    reliance: pd.DataFrame,
    concentration: pd.DataFrame,
    scores: pd.DataFrame,
) -> pd.DataFrame:
    """The numbers of every government and bloc that is named.

    Parameters: the raw table actors; the processed tables named. Returns `ActorProfiles`.
    """
    of = governments(actors)
    supplied = per_profile(reliance.dropna(subset=["main_supplier"]), "jurisdiction", own_name)
    led = newest_markets(concentration)
    parts = [
        *acts_by_rung(per_profile(ladder, "parties", of)),
        *deadlines(per_profile(promises, "parties", of)),
        *plants_by_progress(per_profile(projects, "country", of)),
        *starts(per_profile(slippage, "country", of)),
        *money_by_stage(per_profile(support, "jurisdiction", of)),
        ("programmes", programmes(per_profile(funding, "jurisdiction", of))),
        ("supplied", supplied),
        ("supplied-by-china", supplied[supplied["main_supplier"] == "CHN"]),
        ("markets-led", per_profile(led, "top_country", own_name)),
        *places(scores),
    ]
    frame = numbers(parts, "actor")
    return ActorProfiles.validate(frame[list(ActorProfiles.to_schema().columns)])


def told_with(minerals: pd.DataFrame) -> dict[str, list[str]]:
    """The profile on which each mineral or product is told; collections are told on none."""
    own = minerals[minerals["group"] != "collective"]
    profiles = own["told_with"].fillna(own["mineral"])
    return {code: [profile] for code, profile in zip(own["mineral"], profiles, strict=True)}


def governments(actors: pd.DataFrame) -> Callable[[str], Iterable[str]]:
    """The profiles on which a code is told: its own, and that of the bloc whose member it is."""
    blocs = actors.set_index("member")["actor"].to_dict()
    return lambda code: sorted({code, blocs.get(code, code)})


def own_name(code: str) -> list[str]:
    """The profile of a code that stands for nothing but itself."""
    return [code]


def per_profile(
    rows: pd.DataFrame, column: str, of: Callable[[str], Iterable[str] | None]
) -> pd.DataFrame:
    """Each row once for each profile that a list of codes in it names, with the value 1.

    Parameters: rows with a column of codes joined by `|`; the profiles of a code, if any.
    """
    named = [
        sorted({profile for code in codes.split("|") for profile in of(code) or ()})
        for codes in rows[column]
    ]
    return rows.assign(profile=named, value=1.0).explode("profile").dropna(subset=["profile"])


def acts_by_rung(acts: pd.DataFrame) -> Iterator[Part]:
    """Acts of the partners: all, by rung, and on the rungs of capacity; apart, those of others."""
    counted = acts[acts["counted"].astype(bool)]
    yield "acts", counted
    yield "acts-on-capacity", counted[counted["rung"] >= FIRST_CAPACITY]
    yield from by_name(counted, "acts", counted["rung_name"])
    yield "acts-not-counted", acts[~acts["counted"].astype(bool)]


def deadlines(promises: pd.DataFrame) -> Iterator[Part]:
    """Deadlines that partners set themselves: all, and by outcome."""
    counted = promises[promises["counted"].astype(bool)]
    yield "deadlines", counted
    yield from by_name(counted, "deadlines", counted["outcome"])


def starts(slippage: pd.DataFrame) -> Iterator[Part]:
    """First promised starts that are over, of plants seen since: all, and by outcome."""
    due = slippage[slippage["outcome"].isin(DUE)]
    yield "starts", due
    yield from by_name(due, "starts", due["outcome"])


def by_name(rows: pd.DataFrame, before: str, names: pd.Series) -> Iterator[Part]:
    """Rows by a name, which becomes a part of the measure: `acts-signed-framework`."""
    for name, group in rows.groupby(names):
        yield f"{before}-{str(name).replace('_', '-').replace(' ', '-')}", group


def plants_by_progress(plants: pd.DataFrame) -> Iterator[Part]:
    """Plants and phases outside China: all, and by how far they are."""
    yield "plants", plants
    for name, group in progress(plants).items():
        yield f"plants-{name}", group


def money_by_stage(support: pd.DataFrame) -> Iterator[Part]:
    """Public money for plants by stage; contracts to buy and price floors move none."""
    money = support[support["instrument"].isin(MONEY)].dropna(subset=["amount_usd"])
    for stage in STAGES:
        rows = money[money["stage"] == stage]
        yield f"money-{stage}", rows.assign(value=rows["amount_usd"])


def programmes(rows: pd.DataFrame) -> pd.DataFrame:
    """Stockpile programmes, each once a profile however many rows it has."""
    keys = ["profile", "programme_id"]
    once = rows.drop_duplicates(keys).set_index(keys)[["value"]]
    evidence = (joined_by(rows, keys, name) for name in ("source_ids", "raw_keys"))
    return once.join(list(evidence)).reset_index()


def yearly(prices: pd.DataFrame) -> pd.DataFrame:
    """The averages of whole years among prices, with the year as a number.

    Parameters: prices with priced_on (a day, a month or a year) and price_usd_per_kg. A quote of a
    day is not compared with an average of a year.
    """
    averages = prices[prices["priced_on"].str.fullmatch(r"\d{4}")]
    averages = averages.dropna(subset=["price_usd_per_kg"])
    return averages.assign(
        year=averages["priced_on"].astype("int64"),
        source_ids=averages["source_id"],
        raw_keys=averages["row_key"],
    )


def price_changes(averages: pd.DataFrame) -> pd.DataFrame:
    """How the newest yearly average of each profile differs from the year before, in per cent.

    Parameters: `yearly` prices with profile. Of several series the one with the newest such pair
    of years counts, the mineral itself before its products, then the longest series, then the
    first by mineral, form and market. Returns one row a profile: value, source_ids, raw_keys (of
    both prices).
    """
    series = ["profile", "mineral", "form", "market"]
    before = averages.assign(year=averages["year"] + 1)
    pairs = averages.merge(before, on=[*series, "year"], suffixes=("", "_before"))
    changes = pairs.assign(
        product=pairs["mineral"] != pairs["profile"],
        length=pairs.groupby(series)["year"].transform("size"),
        value=100 * (pairs["price_usd_per_kg"] / pairs["price_usd_per_kg_before"] - 1),
        source_ids=join_columns(pairs, ["source_ids", "source_ids_before"]),
        raw_keys=join_columns(pairs, ["raw_keys", "raw_keys_before"]),
    )
    order = ["year", "product", "length", "mineral", "form", "market"]
    first = changes.sort_values(order, ascending=[False, True, False, True, True, True])
    return first.drop_duplicates("profile")


def places(scores: pd.DataFrame) -> Iterator[Part]:
    """The places of the actors of the scorecard on both sides; equal scores share a place."""
    for side in ("coordination", "capacity"):
        value = scores[side].rank(method="min", ascending=False)
        yield f"place-{side}", scores.assign(profile=scores["actor"], value=value)


def numbers(parts: Iterable[Part], name: str) -> pd.DataFrame:
    """One row for each profile and measure that has any, ordered by both.

    Parameters: measures with their rows; the name of the column for profiles.
    """
    kept = ["profile", "measure", "value", "source_ids", "raw_keys"]
    rows = pd.concat([rows.assign(measure=measure)[kept] for measure, rows in parts])
    keys = ["profile", "measure"]
    grouped = rows.groupby(keys)
    frame = grouped["value"].sum().to_frame()
    for evidence in ("source_ids", "raw_keys"):
        frame[evidence] = grouped[evidence].agg(join_unique)
    frame = frame.reset_index().rename(columns={"profile": name})
    unit = frame["measure"].map(unit_of)
    kinds: Mapping[str, str] = {"USD": "sum", "place": "place", "%": "change"}
    return frame.assign(unit=unit, kind=[kinds.get(each, "count") for each in unit])


def unit_of(measure: str) -> str:
    """The unit of a measure, which its first word gives."""
    first = measure.partition("-")[0]
    units = {"money": "USD", "supplied": "minerals", "place": "place", "price": "%"}
    return units.get(first, first)
