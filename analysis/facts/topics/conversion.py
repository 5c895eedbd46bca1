"""What acts that began as words or rules have led to: counts, and shares within a year."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pandas as pd

from analysis.facts import text
from analysis.facts.fact import Fact
from analysis.facts.processed import Processed
from analysis.facts.topics.counting import counted, sourced
from analysis.facts.topics.rules import either_of
from analysis.transforms.conversion import (
    BOUND,
    GROUPS,
    MATURE_MONTHS,
    WITHDRAWN,
    mature,
    under,
)
from analysis.transforms.ladder import FIRST_CAPACITY
from analysis.transforms.quantities import DAYS_PER_YEAR
from analysis.transforms.statuses import BUILDING, DEMONSTRATION, MINING, OPERATING
from analysis.transforms.support import PROMISES

TABLE, CURVE = "act_paths", "conversion_curve"
FILE = f"processed/{TABLE}.csv"

PATHS = (
    f"{FILE} has a row per reading for each act of facts/acts whose highest rung, by the last day "
    f"of its announced_on, is below {FIRST_CAPACITY}. It reaches a rung by an event of its own, as "
    "rated for facts/acts-capacity, or of what raw/act_links.csv links to it with is_effect true "
    "(reading stated: with strength stated alone): a row of raw/project_support.csv with stage "
    f"{either_of(BOUND)} is rung 3, with instrument {either_of(PROMISES)} rung 4; in "
    f"raw/project_history.csv and raw/projects.csv a status {either_of(BUILDING)} is rung 5 and "
    f"{either_of(OPERATING)} rung 6, but for stage {MINING} and the mark {DEMONSTRATION} of "
    "raw/project_marks.csv; a linked announcement lends its own events and its links. Each counts "
    "on the later of two last days, its own and that of the act, and not after a milestone with "
    f"status {WITHDRAWN}"
)
MATURE = f"age_months of at least {MATURE_MONTHS} (months of {DAYS_PER_YEAR} / 12 days)"
NAMES = {
    "": "",
    "joint": " of two or more parties",
    "national": " of one party alone",
}
acts = partial(counted, unit="acts", table=TABLE)


def facts(processed: Processed) -> Iterator[Fact]:
    """Acts that began as words or rules, those a year old, and what they led to."""
    return sourced(_facts(processed))


def _facts(processed: Processed) -> Iterator[Fact]:
    paths = processed[TABLE]
    stated = under(paths, "stated")
    for name, label, rows, which in (
        ("acts", "acts that began as words or rules", stated, ""),
        (
            "ground",
            "such acts that led to ground broken",
            stated[stated["ground_months"].notna()],
            " and ground_months",
        ),
        (
            "operating",
            "such acts that led to a plant that operates",
            stated[stated["operation_months"].notna()],
            " and operation_months",
        ),
        (
            "linked",
            "such acts that led to money, a contract or a plant by their links alone",
            stated[stated["money_months"].notna() & (stated["own_rung"] < FIRST_CAPACITY)],
            f" and money_months, and own_rung below {FIRST_CAPACITY}",
        ),
        (
            "withdrawn",
            "such acts that were withdrawn",
            stated[stated["withdrawn_months"].notna()],
            " and withdrawn_months",
        ),
    ):
        yield acts(
            rows,
            stated,
            id=f"conversion-{name}",
            label=label,
            formula=f"count of the rows of {FILE} with reading stated{which}. {PATHS}",
        )
    yield from _of_age(paths)
    yield from _within_a_year(processed[CURVE])


def _of_age(paths: pd.DataFrame) -> Iterator[Fact]:
    """Acts a year old and older, and those of them that led to something."""
    old, inferred = (mature(paths, reading) for reading in ("stated", "inferred"))
    for group, words in NAMES.items():
        within = old[old["group"] == group] if group else old
        where = f"{MATURE}{f', group {group}' if group else ''}"
        for suffix, ending, rows in (
            ("", "", within),
            ("-reached", " that led to money", within[within["money_months"].notna()]),
        ):
            yield acts(
                rows,
                old,
                id=f"conversion-{f'{group}-' if group else ''}mature{suffix}",
                label=f"acts a year old that began as words or rules{words}{ending}",
                formula=f"count of the rows of {FILE} with reading stated, {where}"
                f"{' and money_months' if suffix else ''}. {PATHS}",
            )
    yield acts(
        inferred[inferred["money_months"].notna()],
        inferred,
        id="conversion-mature-reached-inferred",
        label="acts a year old that led to money, with links that are inferred",
        formula=f"count of the rows of {FILE} with reading inferred, {MATURE} and money_months. "
        f"{PATHS}",
    )


def _within_a_year(curve: pd.DataFrame) -> Iterator[Fact]:
    """The share that led to money within a year, as an interval over both readings."""
    at = curve[(curve["month"] == MATURE_MONTHS) & (curve["rung_name"] == "money")]
    for group in GROUPS:
        rows = at[at["group"] == group].set_index("reading")
        if rows.empty:
            continue
        low, high = rows.loc["stated", "low_pct"], rows.loc["inferred", "high_pct"]
        yield Fact(
            id=f"conversion-{group}-within-a-year",
            label=f"share of acts{NAMES[group]} that led to money within {MATURE_MONTHS} months",
            value=float(rows.loc["stated", "share_pct"]),
            unit="%",
            said=text.interval(low, high, "%"),
            formula=f"low_pct of reading stated and high_pct of reading inferred in "
            f"processed/{CURVE}.csv with group {group}, rung_name money and month {MATURE_MONTHS}: "
            "the interval (95 %, complementary log-log) of the Aalen-Johansen estimate over "
            f"money_months, withdrawn_months and age_months. {PATHS}",
            table=CURVE,
            rows=rows,
        )
