"""The profiles of minerals: who makes them, what was promised, what is built, held and paid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.exhibits.table import record_path
from analysis.facts import durations, labels, text
from analysis.facts.processed import Processed
from analysis.facts.statements import part as sentence
from analysis.raw.load import RawData
from analysis.site.profiles import parts
from analysis.site.profiles.profile import Cell, Profile, Section, Share
from analysis.site.records.known import plain
from analysis.site.records.record import Row
from analysis.site.records.wording import joined, listed
from analysis.transforms.concentration import CHINA
from analysis.transforms.profiles import told_with
from analysis.transforms.shares import REST

KIND = "minerals"
SHOWN_SHARES = 3  # producers told of one market
DONE = {"mining": "mined", "refining": "refined", "separation": "separated"}
WHEN = {"edition": "by a study of", "read": "around"}
STEPS = ("operating", "commissioning", "building", "planned")  # of `pipeline_steps`
POSITIONS = {"meets": "meets it", "falls_short": "falls short", "no_position": "not known"}

Grouped = parts.Grouped


@dataclass(frozen=True)
class Tables:
    """The rows of all tables by mineral, prepared once for all profiles."""

    processed: Processed
    names: Mapping[str, str]
    numbers: Mapping[str, parts.Numbers]
    rows: Mapping[str, Grouped]
    shares: Mapping[tuple[str, ...], Sequence[Row]]
    slips: Mapping[str, Row]
    refinery: Sequence[Row]
    compared: Mapping[str, Sequence[Row]]


def minerals(raw: RawData, processed: Processed) -> list[Profile]:
    """The profiles of all minerals of which anything is on record, by name."""
    tables = prepared(raw, processed)
    told = sorted(
        {key for rows in tables.rows.values() for key in rows}, key=lambda key: tables.names[key]
    )
    return [mineral(tables, key) for key in told]


def prepared(raw: RawData, processed: Processed) -> Tables:
    """The tables by mineral."""
    of = told_with(raw["minerals"]).get
    markets = processed["concentration"]
    named = raw["minerals"].assign(subject=raw["minerals"]["name"].str.lower())
    codes = named.set_index("subject")["mineral"].to_dict()
    positions = processed["benchmarks"]
    positions = positions.assign(mineral=positions["subject"].str.lower().map(codes))
    promised = processed["ladder"].set_index("announcement_id")["minerals"]
    owed = processed["promises"]
    owed = owed.assign(minerals=owed["announcement_id"].map(promised))
    made = processed["projects"].set_index("project_id")["mineral"]
    paid = processed["support"].assign(mineral=processed["support"]["project_id"].map(made))
    columns = {
        "markets": (markets[markets["current"]], "mineral"),
        "acts": (processed["ladder"], "minerals"),
        "deadlines": (owed, "minerals"),
        "plants": (processed["projects"], "mineral"),
        "capacity": (processed["pipeline_steps"], "material"),
        "support": (paid, "mineral"),
        "stocks": (processed["stocks"], "mineral"),
        "prices": (raw["prices"], "mineral"),
        "buffer": (processed["buffer"], "mineral"),
        "benchmarks": (positions, "mineral"),
        "reliance": (processed["reliance"], "mineral"),
        "due": (processed["watch"], "minerals"),
    }
    shares: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in plain(processed["shares"]):
        shares[row["mineral"], row["stage"], row["measure"]].append(row)
    return Tables(
        processed,
        dict(zip(raw["minerals"]["mineral"], raw["minerals"]["name"], strict=True)),
        parts.counts(processed["mineral_profiles"], "mineral"),
        {name: parts.grouped(rows, column, of) for name, (rows, column) in columns.items()},
        shares,
        {row["project_id"]: row for row in plain(processed["slippage"])},
        [row for row in plain(processed["lead_times"]) if is_built_refinery(row)],
        compared_prices(processed["mineral_profiles"], raw["prices"]),
    )


def compared_prices(numbers: pd.DataFrame, prices: pd.DataFrame) -> Mapping[str, Sequence[Row]]:
    """The two prices, the older first, that the change on each profile compares."""
    by_key = {f"prices:{row['price_id']}": row for row in plain(prices)}
    changes = numbers[numbers["measure"] == "price-change"]
    return {
        row["mineral"]: sorted(
            (by_key[key] for key in row["raw_keys"].split("|")), key=lambda own: own["priced_on"]
        )
        for row in plain(changes)
    }


def is_built_refinery(row: Row) -> bool:
    """Whether a row of the lead times tells how long refineries took."""
    return bool(row["stage"] == "refinery" and row["kind"] == "observed")


def mineral(tables: Tables, key: str) -> Profile:
    """The profile of one mineral."""
    rows = {name: grouped.get(key, ()) for name, grouped in tables.rows.items()}
    numbers = tables.numbers.get(key, {})
    name = tables.names[key]
    leader = leading(rows["markets"], key, name)
    counts = {measure: int(value) for measure, (value, _) in numbers.items()}
    return Profile(
        KIND,
        key,
        name,
        parts.findings(
            sentence("maker", lead=leader),
            sentence("acts_of", counts=counts),
            sentence("other_acts_of", counts=counts),
            sentence("plants_of", counts=counts, where="outside China"),
            sentence("starts_of", counts=counts),
            sentence("stored_by", counts=counts, holders=holders(rows["stocks"])),
            sentence("price_of", price=dearer(tables, key)),
            otherwise="act, plant or share of the world",
        ),
        parts.numbers(numbers),
        [
            makers(tables, key, rows["markets"]),
            parts.acts(rows["acts"], "parties"),
            parts.deadlines(rows["deadlines"]),
            parts.due(rows["due"]),
            parts.support(rows["support"]),
            stocks(rows["stocks"]),
            parts.late(rows["plants"], tables.slips),
            parts.plants(rows["plants"], tables.slips, "Country"),
            capacity(rows["capacity"]),
            prices(tables.processed, rows["prices"]),
            buffer(rows["buffer"], tables.refinery),
            benchmarks(rows["benchmarks"]),
            parts.supplied(rows["reliance"], of_mineral=True),
        ],
        picture(leader),
    )


def holders(stocks: Sequence[Row]) -> list[str]:
    """The names of those whose stockpile programmes name the mineral."""
    codes = {code for row in stocks for code in (row["jurisdiction"] or "").split("|") if code}
    return sorted(map(labels.country, codes))


def dearer(tables: Tables, key: str) -> Mapping[str, object] | None:
    """How the newest yearly average differs from the year before, for a sentence."""
    if key not in tables.compared:
        return None
    before, newest = tables.compared[key]
    change, _ = tables.numbers[key]["price-change"]
    product = labels.mineral(newest["mineral"])
    own = "" if newest["mineral"] == key else product
    return {
        "change": round(change),
        "size": text.percent(abs(change)),
        "what": joined(own, newest["form"], by=", "),
        "where": labels.market(newest["market"]),
        "year": newest["priced_on"],
        "before": before["priced_on"],
    }


def leading(markets: Sequence[Row], key: str, name: str) -> Mapping[str, object] | None:
    """The market that the title names, the one with the largest share of one country.

    Output comes before capacity, which is left out; figures of a year before averages of a study;
    the mineral itself before its products; what is made of it before what is mined.
    """
    output = [row for row in markets if row["measure"] == "production"]
    if not output:
        return None
    top = max(
        output,
        key=lambda row: (
            row["year_kind"] != "edition",
            row["mineral"] == key,
            row["stage"] != "mining",
            row["top_share_pct"],
            row["mineral"],
        ),
    )
    product = labels.mineral(top["mineral"])
    return {
        "country": labels.country(top["top_country"]),
        "share": bounded(top["top_share_pct"], top["top_bound"]),
        "value": top["top_share_pct"],
        "is_china": top["top_country"] == CHINA,
        "done": DONE.get(top["stage"], "made"),
        "what": "" if product.lower() == name.lower() else product,
        "when": f"{WHEN.get(top['year_kind'], 'in')} {top['year']}",
    }


def picture(leader: Mapping[str, object] | None) -> list[tuple[float, str]]:
    """The share of the largest producer, for the overview."""
    if leader is None:
        return []
    value = float(str(leader["value"]))
    return [(value, "accent" if leader["is_china"] else "accent-2"), (100 - value, "grey-5")]


def bounded(share: float, bound: str) -> str:
    """A share that may be a bound: `over 90%`."""
    before = {"lower": "at least ", "upper": "at most "}.get(bound, "")
    return before + text.percent(share)


def makers(tables: Tables, key: str, markets: Sequence[Row]) -> Section:
    """Who makes it, step by step: the largest producers, trend, concentration."""
    stages = [*labels.STAGES, *sorted({row["stage"] for row in markets} - {*labels.STAGES})]
    ordered = sorted(
        markets,
        key=lambda row: (
            stages.index(row["stage"]),
            row["mineral"] != key,
            row["mineral"],
            row["measure"] != "production",
        ),
    )
    return Section(
        "makers",
        "Who makes it",
        (
            "Step",
            "Largest producers, share of the world",
            "Change",
            "Concentration (HHI)",
            "Source",
        ),
        [market(tables, key, row) for row in ordered],
        "HHI: the sum of squared shares, 10,000 if one country makes all; a range where some "
        "producers are not named. Bars show shares, lines the range over sources.",
    )


def market(tables: Tables, key: str, row: Row) -> list[Cell]:
    """One market as a row."""
    suffix = row["stage"].replace("_", "-")
    if row["mineral"] != key:
        suffix += f"-{row['mineral'].replace('_', '-')}"
    if row["measure"] == "capacity":
        suffix += "-capacity"
    own = "" if row["mineral"] == key else labels.mineral(row["mineral"])
    series = tables.shares[row["mineral"], row["stage"], row["measure"]]
    low, high = text.number(row["hhi_low"]), text.number(row["hhi_high"])
    return [
        Cell(
            joined(labels.stage(row["stage"]), own, by=", "),
            remark=joined(f"{row['measure']} {row['year']}", *doubts(row), by=", "),
        ),
        Cell("", lines=producers(series, row, suffix)),
        Cell(change(row), id=f"change-{suffix}"),
        Cell(text.span(low, high), id=f"hhi-{suffix}"),
        parts.source(tables.processed, row["source_ids"]),
    ]


def doubts(row: Row) -> Iterator[str]:
    """What is to be known of the figures of a market, in words."""
    if row["basis"] != "actual":
        yield row["basis"]
    if row["year_kind"] == "edition":
        yield "average of earlier years"
    if row["year_kind"] == "read":
        yield "year read from context"
    if row["quota"]:
        yield "quota in place of output"
    if row["one_weak_source"]:
        yield "one weak source"


def producers(series: Sequence[Row], market: Row, suffix: str) -> list[Cell]:
    """The largest producers of a market, each with its bar and history."""
    own = [
        row
        for row in series
        if row["year"] == market["year"]
        and (row["basis"] == "projection") == (market["basis"] == "projection")
        and row["country"] != REST
    ]
    ordered = sorted(own, key=lambda row: (-row["share_pct"], row["country"]))[:SHOWN_SHARES]
    return [producer(series, row, suffix, first=at == 0) for at, row in enumerate(ordered)]


def producer(series: Sequence[Row], row: Row, suffix: str, first: bool) -> Cell:
    """One producer of a market."""
    history = sorted(
        (other["year"], other["share_pct"])
        for other in series
        if other["country"] == row["country"]
        and other["publisher"] == row["publisher"]
        and other["basis"] != "projection"
    )
    low, high = row["share_low_pct"], row["share_high_pct"]
    range_over = f"sources: {text.interval(low, high, '%')}" if row["disagrees"] else ""
    share = Share(row["share_pct"], low, high, row["country"] == CHINA, history if first else ())
    name = f"{labels.country(row['country'])} {bounded(row['share_pct'], row['bound'])}"
    country = "" if first else f"-{row['country']}"
    return Cell(name, id=f"share-{suffix}{country}", remark=range_over, share=share)


def change(row: Row) -> str:
    """How the largest share moved since the first year of its series."""
    points = row["top_change_pp"]
    if points is None:
        return "not known"
    since = f"since {int(row['first_year'])}"
    if abs(points) < 0.5:
        return f"the same {since}"
    way = "up" if points > 0 else "down"
    return f"{way} {text.percentage_points(abs(points))} {since}"


def stocks(rows: Sequence[Row]) -> Section:
    """What stockpiles aim at, sought, ordered and hold of it."""
    return Section(
        "stocks",
        "Stockpiles",
        ("Programme", "Country", "What is known", "Quantity", "Date"),
        [
            [
                Cell(row["programme"], record_path("stockpile_programmes", row["programme_id"])),
                Cell(parts.few(row["jurisdiction"], labels.country)),
                Cell(
                    text.capitalised(row["basis"]),
                    remark=joined(row["form"], listed(row["coverage"])),
                ),
                Cell(quantity(row), remark="weak source" if row["evidence"] == "weak" else ""),
                Cell(text.short_day(row["as_of"]) if row["as_of"] else ""),
            ]
            for row in rows
        ],
        "Target: aimed at. Solicitation: bids were asked for. Contract: ordered. Held: there.",
    )


def quantity(row: Row) -> str:
    """How much it is and what it is worth, as far as stated."""
    amount = "" if row["quantity"] is None else f"{text.trimmed(row['quantity'], 1)} {row['unit']}"
    worth = "" if row["value_usd"] is None else text.usd(row["value_usd"])
    return joined(amount, worth, by=", ") or "not stated"


def capacity(rows: Sequence[Row]) -> Section:
    """Capacity outside China by product and step."""
    products: dict[tuple[str, str], dict[str, Row]] = defaultdict(dict)
    for row in rows:
        products[row["stage"], row["product"]][row["measure"]] = row
    return Section(
        "capacity",
        "Capacity outside China",
        ("Product", *(f"{text.capitalised(step)}, t a year" for step in STEPS)),
        [
            [
                Cell(text.capitalised(labels.product(product)), remark=labels.stage(stage)),
                *(
                    Cell(
                        text.tonnes(steps[step]["t_per_year"]).removesuffix("t").strip(),
                        id=f"{step}-{stage}-{product}".replace("_", "-"),
                    )
                    if step in steps
                    else Cell(text.EN_DASH)
                    for step in STEPS
                ),
            ]
            for (stage, product), steps in products.items()
        ],
        "What each plant adds, totals and phases counted once, nothing stopped.",
    )


def prices(processed: Processed, rows: Sequence[Row]) -> Section:
    """The newest price of each form on each market, beside the first on record."""
    series: dict[tuple[str, str, int], list[Row]] = defaultdict(list)
    for row in rows:
        if row["price_usd_per_kg"] is not None:
            # Averages of a year are no quotes of a day: they are not one series.
            series[row["form"] or "", row["market"], len(row["priced_on"])].append(row)
    ordered = sorted(series.items(), key=lambda item: max(r["priced_on"] for r in item[1]))
    return Section(
        "prices",
        "Prices",
        ("Form and market", "Newest", "USD per kg", "First on record", "USD per kg then", "Source"),
        [price(processed, key, own) for key, own in reversed(ordered)],
    )


def price(processed: Processed, key: tuple[str, str, int], rows: Sequence[Row]) -> list[Cell]:
    """One series of prices: its newest and its first."""
    form, market, _ = key
    ordered = sorted(rows, key=lambda row: row["priced_on"])
    first, last = ordered[0], ordered[-1]
    many = len(ordered) > 1
    return [
        Cell(text.capitalised(joined(form, labels.market(market), by=", "))),
        Cell(text.short_day(last["priced_on"])),
        Cell(text.precise(last["price_usd_per_kg"], 3), id=f"price-{last['price_id']}"),
        Cell(text.short_day(first["priced_on"]) if many else ""),
        Cell(text.precise(first["price_usd_per_kg"], 3) if many else ""),
        parts.source(processed, last["source_id"]),
    ]


def buffer(rows: Sequence[Row], refinery: Sequence[Row]) -> Section:
    """What days of it cost in the United States, what money buys, and what a refinery takes."""
    priced = [row for row in rows if row["status"] == "priced"]
    return Section(
        "time",
        "Time bought against time needed",
        ("What", "How much", "Range"),
        [
            *(line for row in priced for line in bought(row)),
            *(needed(row) for row in (refinery if priced else ())),
        ],
        "Consumption of the United States at the prices on record.",
    )


def needed(row: Row) -> list[Cell]:
    """How long a refinery takes. Parameters: its row of the lead times."""
    low, typical, high = (row[f"years_{name}"] for name in ("low", "typical", "high"))
    return [
        Cell("A refinery takes, from the events on record to its start"),
        Cell("not known" if typical is None else f"{text.trimmed(typical, 1)} years"),
        Cell(f"{text.span(text.trimmed(low, 1), text.trimmed(high, 1))} years"),
    ]


def bought(row: Row) -> Iterator[list[Cell]]:
    """What is known of buying one product for a stockpile."""
    name = labels.mineral(row["mineral"])
    code = row["mineral"].replace("_", "-")
    yield [
        Cell(f"{text.counted(int(row['target_days']), 'day')} of {name} cost".capitalize()),
        Cell(text.usd(row["cost_usd"]), id=f"cost-{code}"),
        Cell(text.span(text.usd(row["cost_low_usd"]), text.usd(row["cost_high_usd"]))),
    ]
    yield [
        Cell(f"All the stockpile's money, spent on {name} alone, lasts"),
        Cell(durations.words(row["days_alone"]), id=f"days-{code}"),
        Cell(durations.span(row["days_alone_low"], row["days_alone_high"])),
    ]


def benchmarks(rows: Sequence[Row]) -> Section:
    """The position of the European Union against its benchmarks."""
    return Section(
        "benchmarks",
        "European benchmarks",
        ("Measure", "Benchmark", "Position", "Outcome", "Year"),
        [
            [
                Cell(text.capitalised(row["metric"]), f"sources/index.html#{row['source_ids']}"),
                Cell(
                    f"{'at most ' if row['kind'] == 'limit' else ''}"
                    f"{text.percent(row['target_pct'])} in {row['target_year']}"
                ),
                Cell(position(row), id=f"benchmark-{row['benchmark_id']}"),
                Cell(
                    text.capitalised(POSITIONS[row["position"]]),
                    remark="weak source" if row["evidence_tier"] == "weak" else "",
                ),
                Cell(str(int(row["position_year"])) if row["position_year"] else "not stated"),
            ]
            for row in rows
        ],
    )


def position(row: Row) -> str:
    """A position that may be a bound or a range."""
    low, high = row["position_low_pct"], row["position_high_pct"]
    if low is None and high is None:
        return "not known"
    if low is None or high is None:
        return f"at most {text.percent(high)}" if low is None else f"at least {text.percent(low)}"
    return text.span(text.percent(low), text.percent(high))
