"""How far announcements have climbed: facts on the ladder."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.exhibits import tbl_announcements, text
from analysis.exhibits.facts import Fact
from analysis.exhibits.processed import Processed
from analysis.exhibits.topics.counting import counted, either, sourced
from analysis.exhibits.topics.rules import either_of
from analysis.transforms.ladder import CHINA, ENDINGS, FIRST_CAPACITY, RUNGS

TABLE = "ladder"
NAMES = {
    0: "statements",
    1: "frameworks",
    2: "rules",
    3: "money",
    4: "contracts",
    5: "building",
    6: "operating",
}

COUNTED = (
    "an act of raw/announcements.csv counts if a country of raw/allies.csv is among its parties, "
    f"alone or with others, and {CHINA} is not, after raw/corrections.csv"
)
STANDS = (
    "it stands on the highest rung that any of its events reached: the announcement itself, with "
    "status announced, and its rows in raw/milestones.csv, in order of the last day of event_on, "
    f"from the last event with status {either_of(ENDINGS)} on, that one included. The rung of an "
    "event is that of raw/ladder_exceptions.csv where announcement_id, event_on and status stand "
    "there, else that of raw/ladder.csv for instrument, bindingness and status"
)

LOW, HIGH = f" and rung below {FIRST_CAPACITY}", f" and rung {FIRST_CAPACITY} or above"


def _count(which: str) -> str:
    return (
        f"count of the rows of processed/ladder.csv with counted True{which}: {COUNTED}; {STANDS}"
    )


def facts(processed: Processed) -> Iterator[Fact]:
    """Acts of the partners in all, by side and by rung, and the share of words and rules."""
    every = tbl_announcements.data(processed)
    acts = every[every["counted"].astype(bool)]
    words = acts[acts["side"] == "coordination"]
    capacity = acts[acts["side"] == "capacity"]
    for name, label, rows, which in (
        ("acts", "acts of partner governments on record", acts, ""),
        ("acts-coordination", "acts that stand on a rung of words and rules", words, LOW),
        (
            "acts-capacity",
            "acts that stand on a rung of money, contracts and plants",
            capacity,
            HIGH,
        ),
    ):
        yield from counted(
            name,
            label,
            len(rows),
            "acts",
            _count(which),
            TABLE,
            either(rows, acts),
        )
    for rung, rung_name in RUNGS.items():
        rows = acts[acts["rung"] == rung]
        yield from counted(
            f"acts-{NAMES[rung]}",
            f"acts on rung {rung}, {rung_name}",
            len(rows),
            "acts",
            _count(f" and rung {rung}"),
            TABLE,
            either(rows, acts),
        )
    if len(acts):
        share = 100 * len(words) / len(acts)
        yield from sourced(
            Fact(
                "acts-coordination-share",
                "share of acts that stand on a rung of words and rules",
                share,
                "%",
                text.percent(share),
                "100 x facts/acts-coordination divided by facts/acts",
                TABLE,
                acts,
            )
        )
