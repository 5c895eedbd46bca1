from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.core.problems import ProblemsError
from analysis.transforms.ladder import (
    acts_of_partners,
    ladder_standing,
    on_capacity,
    rated_events,
)

LADDER = pd.DataFrame(
    [
        ("mou", "political", "announced", 0, "words"),
        ("mou", "political", "signed", 1, "signed"),
        ("stockpile", "funded", "announced", 0, "words"),
        ("stockpile", "funded", "funded", 3, "approved"),
        ("stockpile", "funded", "delivered", 3, "delivered"),
        ("stockpile", "funded", "suspended", 0, "on hold"),
    ],
    columns=["instrument", "bindingness", "status", "rung", "reason"],
)
ALLIES = pd.DataFrame({"country": ["USA", "EU", "JPN"]})
NO_EXCEPTIONS = pd.DataFrame(
    {"announcement_id": [], "event_on": [], "status": [], "rung": [], "reason": []}
).astype({"announcement_id": "str", "event_on": "str", "status": "str", "reason": "str"})


def acts(*rows: tuple[str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["announcement_id", "instrument", "parties"])
    return frame.assign(
        title=frame["announcement_id"],
        minerals="rare_earths",
        bindingness=frame["instrument"].map({"mou": "political", "stockpile": "funded"}),
        announced_on="2026-01",
        source_id="gazette",
        source_row=range(2, len(rows) + 2),
        row_key="announcements:" + frame["announcement_id"],
    )


def events(*rows: tuple[str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["announcement_id", "event_on", "status"], dtype="str")
    keys = [f"milestones:{number}" for number in range(2, len(rows) + 2)]
    return frame.assign(source_id="paper", source_row=range(2, len(rows) + 2), row_key=keys)


def standing(
    announcements: pd.DataFrame, milestones: pd.DataFrame, exceptions: pd.DataFrame = NO_EXCEPTIONS
) -> pd.DataFrame:
    frame = ladder_standing(announcements, milestones, LADDER, exceptions, ALLIES)
    return frame.set_index("announcement_id")


RESERVE = acts(("reserve", "stockpile", "USA"))


def test_an_announcement_alone_is_a_statement():
    row = standing(RESERVE, events()).loc["reserve"]
    assert (row["rung"], row["rung_name"], row["side"]) == (0, "statement", "coordination")
    assert row["reached_on"] == "2026-01"


def test_the_highest_rung_stands_and_names_its_event():
    history = events(("reserve", "2026-02-02", "funded"), ("reserve", "2026-05", "delivered"))
    row = standing(RESERVE, history).loc["reserve"]
    assert (row["rung"], row["side"], row["reached_on"]) == (3, "capacity", "2026-02-02")
    assert row["source_ids"] == "gazette|paper"
    assert row["raw_keys"] == "announcements:reserve|milestones:2"


def test_a_suspension_takes_an_act_down_until_something_lifts_it_again():
    held = events(("reserve", "2026-02", "funded"), ("reserve", "2026-03", "suspended"))
    assert standing(RESERVE, held).loc["reserve", "rung"] == 0
    lifted = events(
        ("reserve", "2026-02", "funded"),
        ("reserve", "2026-03", "suspended"),
        ("reserve", "2026-04", "funded"),
    )
    assert standing(RESERVE, lifted).loc["reserve", ["rung", "reached_on"]].tolist() == [
        3,
        "2026-04",
    ]


def test_an_exception_says_what_an_event_really_was():
    exceptions = pd.DataFrame(
        [("reserve", "2026-05", "delivered", 5, "ground broken")],
        columns=["announcement_id", "event_on", "status", "rung", "reason"],
    )
    row = standing(RESERVE, events(("reserve", "2026-05", "delivered")), exceptions).loc["reserve"]
    assert (row["rung"], row["rung_reason"]) == (5, "ground broken")


def test_acts_count_if_an_ally_takes_part_and_china_does_not():
    frame = standing(
        acts(
            ("ours", "mou", "USA|KAZ"), ("truce", "mou", "CHN|USA"), ("quota", "stockpile", "COD")
        ),
        events(),
    )
    assert frame["counted"].to_dict() == {"ours": True, "truce": False, "quota": False}


def test_every_combination_that_the_ladder_lacks_is_named():
    with pytest.raises(ProblemsError) as caught:
        standing(
            acts(("ours", "mou", "USA")),
            events(("ours", "2026-02", "funded"), ("ours", "2026-03", "missed")),
        )
    assert [problem.sentence() for problem in caught.value.problems] == [
        f'milestones.csv row {row}, status: "{status}" has no rung together with mou and political;'
        " add the combination, with a rung and a reason, to ladder.csv"
        for row, status in ((2, "funded"), (3, "missed"))
    ]


def test_acts_of_the_partners_stand_on_words_or_on_capacity():
    frame = standing(
        acts(("ours", "mou", "USA"), ("theirs", "mou", "CHN"), ("reserve", "stockpile", "JPN")),
        events(("ours", "2026-02", "signed"), ("reserve", "2026-02", "funded")),
    )
    assert on_capacity(acts_of_partners(frame)).to_dict() == {"ours": False, "reserve": True}


@given(st.permutations(["funded", "delivered", "announced"]), st.integers(0, 3))
def test_without_endings_more_events_never_lower_a_rung(order: list[str], seen: int):
    history = events(*(("reserve", f"2026-0{n}", status) for n, status in enumerate(order, 2)))
    fewer = standing(RESERVE, history.iloc[:seen]).loc["reserve", "rung"]
    assert fewer <= standing(RESERVE, history).loc["reserve", "rung"]


def test_rated_events_come_in_order_of_their_days():
    rated = rated_events(
        RESERVE,
        events(("reserve", "2026-05", "delivered"), ("reserve", "2026-02", "funded")),
        LADDER,
        NO_EXCEPTIONS,
    )
    assert rated["status"].tolist() == ["announced", "funded", "delivered"]
    assert rated["stands"].all()
