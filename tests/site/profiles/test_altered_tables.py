"""Whatever the tables say, no finding of a profile is false: each is counted again from its rows.

The rows are drawn: none, few or many, of any rung, status and outcome, so that a whole is also
reversed and emptied. Sentences are read back into numbers and held against the rows themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from profile_rows import ACT, MARKET
from small import table

from analysis.facts.text import COUNT_WORDS
from analysis.site.profiles.profile import Profile
from analysis.transforms.ladder import FIRST_CAPACITY, RUNGS
from analysis.transforms.promises import OUTCOMES
from analysis.transforms.statuses import STATUSES

Made = Callable[..., dict[str, Profile]]

PARTIES, MINERALS = ("USA", "DEU", "DEU|USA"), ("gallium", "graphite", "gallium|graphite_natural")
COUNT = "|".join([*COUNT_WORDS, r"\d+"])
WHOLE = re.compile(rf"({COUNT}) of ({COUNT}) (.*)")

acts = st.lists(
    st.tuples(
        st.sampled_from(sorted(RUNGS)),
        st.booleans(),
        st.sampled_from(PARTIES),
        st.sampled_from(MINERALS),
        st.sampled_from(OUTCOMES),
    ),
    max_size=6,
)
plants = st.lists(
    st.tuples(
        st.sampled_from(STATUSES), st.sampled_from(("USA", "DEU")), st.sampled_from(MINERALS)
    ),
    max_size=6,
)
markets = st.lists(
    st.tuples(
        st.sampled_from(("mining", "refining")),
        st.sampled_from(("CHN", "USA")),
        st.floats(1, 100),
    ),
    max_size=2,
    unique_by=lambda market: market[0],
)


def tables(
    acts: list[tuple[Any, ...]], plants: list[tuple[Any, ...]], markets: list[tuple[Any, ...]]
) -> dict[str, Any]:
    """Processed tables of drawn rows."""
    promise = {"title": "An act", "promise": "a plant", "promised_on": "2025",
               "deadline_on": "2025", "due_on": "2025-12-31", "due": True,
               "counted_reason": "counted", "reason": "seen"}  # fmt: skip
    plant = {"name": "Works", "company": "Maker", "stage": "refining", "capacity_class": "firm"}
    return {
        "ladder": table("ladder", *(
            ACT | {"announcement_id": f"act-{at}", "rung": rung, "rung_name": RUNGS[rung],
                   "side": "capacity" if rung >= FIRST_CAPACITY else "coordination",
                   "counted": counted, "parties": parties, "minerals": minerals}
            for at, (rung, counted, parties, minerals, _) in enumerate(acts)
        )),
        "promises": table("promises", *(
            promise | {"announcement_id": f"act-{at}", "parties": parties, "counted": counted,
                       "outcome": outcome}
            for at, (_, counted, parties, _, outcome) in enumerate(acts)
        )),
        "projects": table("projects", *(
            plant | {"project_id": f"plant-{at}", "status": status, "country": country,
                     "mineral": minerals}
            for at, (status, country, minerals) in enumerate(plants)
        )),
        "concentration": table("concentration", *(
            MARKET | {"stage": stage, "top_country": country, "top_share_pct": share}
            for stage, country, share in markets
        )),
    }  # fmt: skip


def told(finding: str) -> tuple[int, int, str] | None:
    """The numbers of a finding and what it says of them: `two of six plants ... operate`."""
    found = WHOLE.fullmatch(finding)
    if found is None:
        return None
    some, whole = (
        COUNT_WORDS.index(word) if word in COUNT_WORDS else int(word) for word in found.groups()[:2]
    )
    return some, whole, found[3]


def finding(profile: Profile | None, words: str) -> str:
    """The finding of a profile with these words; empty if there is none."""
    return next((each for each in profile.findings if words in each), "") if profile else ""


def holds(said: str, some: int, whole: int, one_true: str, one_false: str) -> None:
    """Assert that a finding says exactly that of a whole some are so."""
    if whole == 0:
        assert said == ""
    elif whole == 1:
        assert said.endswith(one_true if some else one_false)
    else:
        counted = told(said)
        assert counted is not None
        assert counted[:2] == (some, whole)
        plural = bool(re.search(r"\b(stand|were|operate)\b", counted[2]))
        assert plural == (some > 1)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts, plants, markets)
def test_no_finding_is_false_whatever_the_tables_say(
    profiles_of: Made,
    acts: list[tuple[Any, ...]],
    plants: list[tuple[Any, ...]],
    markets: list[tuple[Any, ...]],
) -> None:
    found = profiles_of(**tables(acts, plants, markets))
    for code in ("USA", "DEU"):
        profile = found.get(f"actors/{code.lower()}")
        own = [act for act in acts if code in act[2] and act[1]]
        there = [plant for plant in plants if plant[1] == code]
        if profile is None:
            assert not [act for act in acts if code in act[2]]
            continue
        on_capacity = sum(act[0] >= FIRST_CAPACITY for act in own)
        holds(
            finding(profile, " money, ") or finding(profile, "words or rules"),
            *(on_capacity, len(own), "money, a contract or a plant", "words or rules"),
        )
        closed = [act for act in own if act[4] != "open"]
        kept = sum(act[4] == "kept" for act in closed)
        said = finding(profile, "deadline")
        holds(said, kept, len(closed), ", kept in time", "not shown to be kept in time")
        running = sum(plant[0] == "operating" for plant in there)
        holds(finding(profile, "there"), running, len(there), ", operating", "not operating")
    gallium = found["minerals/gallium"]
    made = [plant for plant in plants if "gallium" in plant[2]]
    running = sum(plant[0] == "operating" for plant in made)
    holds(finding(gallium, "outside China"), running, len(made), ", operating", "not operating")
    refined = {stage: country for stage, country, _ in markets}
    said = finding(gallium, " in 2025")
    country = refined.get("refining") or refined.get("mining")
    assert ("in China" in said) == (country == "CHN")
    assert ("in United States" in said) == (country == "USA")


@given(acts, plants, markets)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_has_no_row_is_named_as_not_known_and_nothing_else_is(
    profiles_of: Made,
    acts: list[tuple[Any, ...]],
    plants: list[tuple[Any, ...]],
    markets: list[tuple[Any, ...]],
) -> None:
    gallium = profiles_of(**tables(acts, plants, markets))["minerals/gallium"]
    for title, rows in (
        ("Acts", [act for act in acts if "gallium" in act[3]]),
        ("Plants outside China", [plant for plant in plants if "gallium" in plant[2]]),
        ("Who makes it", markets),
    ):
        assert (title in gallium.unknown) == (not rows)
