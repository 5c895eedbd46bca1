"""What acts that began as words or rules have led to: counts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pandas as pd

from analysis.facts.fact import Fact
from analysis.facts.processed import Processed
from analysis.facts.topics.counting import counted, sourced
from analysis.facts.topics.rules import either_of
from analysis.transforms.conversion import (
    BOUND,
    MATURE_MONTHS,
    WITHDRAWN,
    mature,
    under,
)
from analysis.transforms.ladder import FIRST_CAPACITY
from analysis.transforms.quantities import DAYS_PER_YEAR
from analysis.transforms.statuses import BUILDING, DEMONSTRATION, MINING, OPERATING
from analysis.transforms.support import PROMISES

TABLE = "act_paths"
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
    ):
        yield acts(
            rows,
            stated,
            id=f"conversion-{name}",
            label=label,
            formula=f"count of the rows of {FILE} with reading stated{which}. {PATHS}",
        )
    yield from _of_age(paths)


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
