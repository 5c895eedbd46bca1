"""How far announcements have climbed: facts on the ladder."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.exhibits import tbl_announcements, text
from analysis.exhibits.facts import Fact
from analysis.exhibits.processed import Processed
from analysis.exhibits.topics.counting import counted, either, sourced
from analysis.transforms.ladder import RUNGS

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


def facts(processed: Processed) -> Iterator[Fact]:
    """Acts of the partners in all, by side and by rung, and the share of words and rules."""
    every = tbl_announcements.data(processed)
    acts = every[every["counted"].astype(bool)]
    words = acts[acts["side"] == "coordination"]
    capacity = acts[acts["side"] == "capacity"]
    for name, label, rows in (
        ("acts", "acts of partner governments on record", acts),
        ("acts-coordination", "acts that stand on a rung of words and rules", words),
        ("acts-capacity", "acts that stand on a rung of money, contracts and plants", capacity),
    ):
        yield from counted(
            name,
            label,
            len(rows),
            "acts",
            "count of acts in which a partner takes part and China does not, by the highest rung "
            "since their last suspension or cancellation",
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
            "count of acts of partner governments on this rung",
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
                "acts on rungs 0 to 2 over all acts of partner governments",
                TABLE,
                acts,
            )
        )
