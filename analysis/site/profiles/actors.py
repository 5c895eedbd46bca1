"""The profiles of governments: what they signed, kept, paid and built, and on whom they lean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.exhibits.table import record_path
from analysis.facts import labels, text
from analysis.facts.processed import Processed
from analysis.facts.statements import part as sentence
from analysis.raw.load import RawData
from analysis.site.profiles import parts
from analysis.site.profiles.profile import Cell, Profile, Section
from analysis.site.records.known import plain
from analysis.site.records.record import Row
from analysis.transforms.concentration import newest_markets
from analysis.transforms.profiles import governments, own_name

KIND = "actors"
NAMED_MARKETS = 3  # that a sentence names
SIDES = {"coordination": "Coordination", "capacity": "Capacity"}


@dataclass(frozen=True)
class Tables:
    """The rows of all tables by government, prepared once for all profiles."""

    numbers: Mapping[str, parts.Numbers]
    rows: Mapping[str, parts.Grouped]
    slips: Mapping[str, Row]
    compared: int


def actors(raw: RawData, processed: Processed) -> list[Profile]:
    """The profiles of the scorecard's actors and of all further governments with acts, by name."""
    tables = prepared(raw, processed)
    with_acts = {*tables.rows["acts"], *tables.rows["score"]}
    return [actor(tables, key) for key in sorted(with_acts, key=labels.country)]


def prepared(raw: RawData, processed: Processed) -> Tables:
    """The tables by government; what a member does also stands with its bloc."""
    of = governments(raw["actors"])
    led = newest_markets(processed["concentration"])
    columns = {
        "score": (processed["scorecard"], "actor", own_name),
        "acts": (processed["ladder"], "parties", of),
        "deadlines": (processed["promises"], "parties", of),
        "due": (processed["watch"], "parties", of),
        "programmes": (processed["funding"], "jurisdiction", of),
        "support": (processed["support"], "jurisdiction", of),
        "plants": (processed["projects"], "country", of),
        "reliance": (processed["reliance"], "jurisdiction", own_name),
        "led": (led, "top_country", own_name),
    }
    return Tables(
        parts.counts(processed["actor_profiles"], "actor"),
        {name: parts.grouped(rows, column, by) for name, (rows, column, by) in columns.items()},
        {row["project_id"]: row for row in plain(processed["slippage"])},
        len(processed["scorecard"]),
    )


def actor(tables: Tables, key: str) -> Profile:
    """The profile of one government or bloc."""
    rows = {name: grouped.get(key, ()) for name, grouped in tables.rows.items()}
    numbers = tables.numbers.get(key, {})
    counts = {measure: int(value) for measure, (value, _) in numbers.items()}
    name = labels.country(key)
    return Profile(
        KIND,
        key.lower(),
        name,
        parts.findings(
            sentence("acts_of", counts=counts),
            sentence("money_of", committed=committed(numbers)),
            sentence("other_acts_of", counts=counts),
            sentence("deadlines_of", counts=counts),
            sentence("plants_of", counts=counts, where="there"),
            sentence("starts_of", counts=counts),
            sentence("supplied_of", counts=counts),
            sentence("markets_led", counts=counts, names=few_markets(rows["led"])),
            otherwise="act or plant",
        ),
        parts.numbers(numbers),
        [
            score(rows["score"], tables.compared),
            parts.acts(rows["acts"], "minerals"),
            parts.deadlines(rows["deadlines"]),
            parts.due(rows["due"]),
            programmes(rows["programmes"]),
            parts.support(rows["support"]),
            parts.late(rows["plants"], tables.slips),
            parts.plants(rows["plants"], tables.slips, "Minerals"),
            parts.supplied(rows["reliance"], of_mineral=False),
            led(rows["led"]),
        ],
        picture(counts),
    )


def few_markets(led: Sequence[Row]) -> list[str]:
    """The markets that it leads, with their steps: `cobalt (mining)`; none if they are many."""
    names = [
        f"{labels.mineral(row['mineral'])} ({labels.stage(row['stage']).lower()})" for row in led
    ]
    return sorted(names) if len(names) <= NAMED_MARKETS else []


def committed(numbers: parts.Numbers) -> str:
    """The public money that is committed to plants; empty if none is on record."""
    value, unit = numbers.get("money-committed", (0.0, ""))
    return parts.number(value, unit) if value else ""


def picture(counts: Mapping[str, int]) -> list[tuple[float, str]]:
    """The acts by side, words and rules before money, contracts and plants."""
    acts, capacity = counts.get("acts", 0), counts.get("acts-on-capacity", 0)
    if not acts:
        return []
    share = 100 * capacity / acts
    return [(100 - share, "grey-4"), (share, "accent-2")]


def score(rows: Iterable[Row], compared: int) -> Section:
    """The place in the scorecard on both sides."""
    return Section(
        "score",
        "Place in the scorecard",
        ("Side", "Score, 0 to 100", "Range over weightings"),
        [
            [
                Cell(words, "exhibits/fig-scorecard/index.html"),
                Cell(text.number(row[side]), id=f"score-{side}"),
                Cell(text.span(text.number(row[f"{side}_low"]), text.number(row[f"{side}_high"]))),
            ]
            for row in rows
            for side, words in SIDES.items()
        ],
        f"Relative to the leader of each side among {text.counted(compared, 'actor')}. "
        "Coordination counts acts on words and rules; capacity counts public money committed or "
        "paid to plants (what governments give together counts for none), and plants after the "
        "mine that are built or run, whether or not an act led to them.",
    )


def programmes(rows: Sequence[Row]) -> Section:
    """The money of stockpile programmes by stage, as far as it is documented."""
    known = [row for row in rows if row["documented_usd"] is not None]
    return Section(
        "programmes-by-stage",
        "Stockpiles and funds, money by stage",
        ("Programme", "Stage", "Largest documented amount", "Date"),
        [
            [
                Cell(row["programme"], record_path("stockpile_programmes", row["programme_id"])),
                Cell(text.capitalised(row["stage"])),
                Cell(
                    text.usd(row["documented_usd"]),
                    remark="weak source" if row["evidence"] == "weak" else "",
                ),
                Cell(text.short_day(row["documented_on"]) if row["documented_on"] else ""),
            ]
            for row in known
        ],
        "Stages of one programme contain each other and are not added.",
    )


def led(rows: Sequence[Row]) -> Section:
    """The markets in which it is the largest producer."""
    return Section(
        "led",
        "Markets with it as largest producer",
        ("Mineral", "Step", "Share of the world", "Year"),
        [
            [
                Cell(text.capitalised(labels.mineral(row["mineral"]))),
                Cell(labels.stage(row["stage"])),
                Cell(
                    text.percent(row["top_share_pct"]),
                    id=f"led-{row['mineral']}-{row['stage']}".replace("_", "-"),
                ),
                Cell(f"{row['year']}", remark="" if row["basis"] == "actual" else row["basis"]),
            ]
            for row in sorted(rows, key=lambda row: -row["top_share_pct"])
        ],
    )
