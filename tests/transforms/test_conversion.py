"""What acts led to: each way to reach a rung, by hand; readings, groups and curves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.raw.load import load
from analysis.raw.schemas.announcements import INSTRUMENTS
from analysis.transforms.conversion import (
    READINGS,
    RUNGS_REACHED,
    act_paths,
    conversion_curve,
    mature,
)
from analysis.transforms.quantities import DAYS_PER_MONTH
from analysis.transforms.verdict import acts_converted, result_of

RAW = Path(__file__).parents[2] / "data" / "raw"
TODAY = dt.date(2026, 11, 26)
COLUMNS = {
    "announcements": "announcement_id title parties instrument bindingness announced_on",
    "milestones": "announcement_id event_on status",
    "ladder": "instrument bindingness status rung reason",
    "exceptions": "announcement_id event_on status rung reason",
    "links": "act_id linked_table linked_id strength is_effect",
    "support": "support_id instrument stage announced_on",
    "projects": "project_id stage status status_on status_source_id",
    "history": "project_id status status_on",
    "marks": "project_id mark",
}
LADDER = [
    ("mou", "political", "announced", 0, "words"),
    ("mou", "political", "signed", 1, "signed"),
    ("mou", "political", "cancelled", 0, "ended"),
    ("loan", "funded", "announced", 0, "words"),
    ("loan", "funded", "funded", 3, "drawn"),
    ("loan", "funded", "delivered", 5, "ground broken"),
]


def frame(name: str, rows: list[tuple[object, ...]]) -> pd.DataFrame:
    """A raw table of these rows, each with a source and a key of its own."""
    made = pd.DataFrame(rows, columns=COLUMNS[name].split())
    numbers = {"rung": "int64", "is_effect": "boolean"}
    made = made.astype({column: numbers.get(column, "str") for column in made})
    keys = pd.Series([f"{name}:{n}" for n in range(len(made))], dtype="str")
    return made.assign(source_id=keys.str.replace(":", "-"), row_key=keys, source_row=2)


def act(name: str, parties: str = "USA|JPN", kind: str = "mou", on: str = "2025-05-15"):
    return (name, name, parties, kind, {"mou": "political"}.get(kind, "funded"), on)


def link(act_id: str, thing: str, strength: str = "stated", is_effect: bool = True):
    table, _, name = thing.partition(":")
    return (act_id, table, name, strength, is_effect)


def paths(as_of: dt.date = TODAY, **rows: list[tuple[object, ...]]) -> pd.DataFrame:
    """The paths of the acts of small tables."""
    tables = {name: frame(name, rows.get(name, [])) for name in COLUMNS}
    tables["ladder"] = frame("ladder", LADDER)
    allies = pd.DataFrame({"country": ["USA", "JPN", "EU"]})
    return act_paths(
        *(tables[name] for name in ("announcements", "milestones", "ladder", "exceptions")),
        allies,
        *(tables[name] for name in ("links", "support", "projects", "history", "marks")),
        as_of,
    )


def of(found: pd.DataFrame, name: str = "ours", reading: str = "stated") -> pd.Series:
    rows = found[(found["announcement_id"] == name) & (found["reading"] == reading)]
    assert len(rows) == 1
    return rows.iloc[0]


def months(row: pd.Series) -> list[float]:
    return [row[f"{name}_months"] * DAYS_PER_MONTH for name in RUNGS_REACHED.values()]


OURS = [act("ours")]
NEVER = float("nan")


def test_an_act_that_began_with_money_is_no_act_of_words() -> None:
    begun = [act("ours"), act("money", kind="loan"), act("later", kind="loan"), act("x", "CHN|USA")]
    drawn = [("money", "2025-05-15", "funded"), ("later", "2025-05-16", "funded")]
    found = paths(announcements=begun, milestones=drawn)
    assert set(found["announcement_id"]) == {"ours", "later"}
    assert of(found, "later")["money_months"] * DAYS_PER_MONTH == pytest.approx(1)


def test_an_act_rises_by_its_own_events_and_a_higher_rung_holds_the_lower_ones() -> None:
    found = of(
        paths(
            announcements=[act("ours", kind="loan")],
            milestones=[("ours", "2025-06-14", "delivered")],
        )
    )
    assert months(found) == pytest.approx([30, 30, 30, NEVER], nan_ok=True)
    assert (found["first_rung"], found["own_rung"], found["rung"]) == (0, 5, 5)


@pytest.mark.parametrize(
    ("instrument", "stage", "reached"),
    [
        ("loan", "announced", [NEVER] * 4),
        ("loan", "committed", [10, NEVER, NEVER, NEVER]),
        ("grant", "disbursed", [10, NEVER, NEVER, NEVER]),
        ("offtake", "committed", [10, 10, NEVER, NEVER]),
        ("price_floor", "committed", [10, 10, NEVER, NEVER]),
    ],
)
def test_linked_support_counts_as_far_as_it_is_bound(
    instrument: str, stage: str, reached: list[float]
) -> None:
    found = of(
        paths(
            announcements=OURS,
            links=[link("ours", "project_support:money")],
            support=[("money", instrument, stage, "2025-05-25")],
        )
    )
    assert months(found) == pytest.approx(reached, nan_ok=True)
    assert found["own_rung"] == 0


PLANT = ("plant", "magnet", "operating", "2025-08-23", "seen")
SEEN = [("plant", "financed", "2025-05-20"), ("plant", "under_construction", "2025-06-14")]


@pytest.mark.parametrize(
    ("changed", "marks", "reached"),
    [
        ({}, [], [30, 30, 30, 100]),
        ({"stage": "mining"}, [], [NEVER] * 4),
        ({}, [("plant", "demonstration")], [NEVER] * 4),
        ({}, [("plant", "target")], [30, 30, 30, 100]),
    ],
)
def test_a_linked_plant_counts_when_it_is_built_and_operates(
    changed: dict[str, str], marks: list[tuple[str, str]], reached: list[float]
) -> None:
    plant = tuple((dict(zip(COLUMNS["projects"].split(), PLANT, strict=True)) | changed).values())
    found = paths(
        announcements=OURS,
        links=[link("ours", "projects:plant")],
        projects=[plant],
        history=SEEN,
        marks=marks,
    )
    assert months(of(found)) == pytest.approx(reached, nan_ok=True)


def test_a_link_that_is_no_effect_counts_in_no_reading_and_an_inferred_one_in_the_high_one() -> (
    None
):
    given = {"announcements": OURS, "projects": [PLANT], "history": SEEN}
    older = paths(**given, links=[link("ours", "projects:plant", is_effect=False)])
    assert older["money_months"].isna().all()
    inferred = paths(**given, links=[link("ours", "projects:plant", "inferred")])
    assert np.isnan(of(inferred)["money_months"])
    assert of(inferred, reading="inferred")["rung"] == 6


def test_a_later_act_lends_its_events_and_its_links_and_a_chain_is_as_strong_as_its_weakest() -> (
    None
):
    acts = [act("ours"), act("plan", on="2025-06-01"), act("loan", "USA", "loan", "2025-07-01")]
    found = paths(
        announcements=acts,
        milestones=[("loan", "2025-07-14", "funded")],
        links=[
            link("ours", "announcements:plan"),
            link("plan", "announcements:loan", "inferred"),
            link("plan", "announcements:ours"),  # a circle ends
            link("loan", "projects:plant"),
        ],
        projects=[PLANT],
    )
    high = of(found, "ours", "inferred")
    assert months(high) == pytest.approx([60, 100, 100, 100])
    assert "links-1" in high["source_ids"] and "links:3" in high["raw_keys"]
    assert np.isnan(of(found, "ours")["money_months"])
    assert months(of(found, "loan"))[0] == pytest.approx(13)
    assert of(found, "loan")["group"] == "national"


def test_what_comes_after_a_withdrawal_does_not_count_and_what_came_before_does() -> None:
    given = {"announcements": OURS, "milestones": [("ours", "2025-07-14", "cancelled")]}
    given |= {"links": [link("ours", "projects:plant")], "projects": [PLANT], "history": SEEN}
    row = of(paths(**given))
    assert months(row) == pytest.approx([30, 30, 30, NEVER], nan_ok=True)
    assert row["withdrawn_months"] * DAYS_PER_MONTH == pytest.approx(60)


def test_vague_days_count_at_their_end_but_not_before_the_act_nor_after_the_vintage() -> None:
    found = of(
        paths(
            announcements=[act("ours", on="2025-05")],
            links=[link("ours", "project_support:early"), link("ours", "project_support:late")],
            support=[
                ("early", "loan", "committed", "2025-05-20"),
                ("late", "offtake", "committed", "2026"),
            ],
        )
    )
    assert found["signed_on"] == "2025-05-31"
    assert months(found)[0] == 0
    assert found["contract_months"] == found["age_months"]


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_every_instrument_reaches_every_rung_by_evidence(
    instrument: str, raw: Callable[[], dict[str, pd.DataFrame]]
) -> None:
    """On the ladder of the report: by a link, and by an exception that names its event."""
    ladder = raw()["ladder"]
    kind = ladder[(ladder["instrument"] == instrument) & (ladder["status"] == "announced")].iloc[0]
    own = [("ours", "ours", "USA", instrument, kind["bindingness"], "2025-05-15")]
    tables = {name: frame(name, []) for name in COLUMNS} | {"ladder": ladder}
    tables["announcements"] = frame("announcements", own)
    tables["links"] = frame("links", [link("ours", "projects:plant")])
    tables["projects"], tables["history"] = frame("projects", [PLANT]), frame("history", SEEN)
    found = act_paths(
        *(tables[name] for name in ("announcements", "milestones", "ladder", "exceptions")),
        pd.DataFrame({"country": ["USA"]}),
        *(tables[name] for name in ("links", "support", "projects", "history", "marks")),
        TODAY,
    )
    assert months(of(found)) == pytest.approx([30, 30, 30, 100])


def test_money_that_is_approved_is_money_whatever_the_act_is_called(
    raw: Callable[[], dict[str, pd.DataFrame]],
) -> None:
    ladder = raw()["ladder"]
    assert (ladder.loc[ladder["status"] == "funded", "rung"] >= 3).all()


@pytest.fixture(scope="module")
def raw() -> Callable[[], dict[str, pd.DataFrame]]:
    """The tables of the report."""
    loaded = load(RAW)
    return lambda: dict(loaded.tables)


def test_the_curve_counts_acts_and_never_shows_more_contracts_than_money() -> None:
    acts = [act(f"a{n}") for n in range(12)] + [act("alone", "USA")]
    links = [link(f"a{n}", "projects:plant") for n in range(3)]
    curve = conversion_curve(paths(announcements=acts, links=links, projects=[PLANT], history=SEEN))
    joint = curve[(curve["group"] == "joint") & (curve["reading"] == "stated")]
    at = joint.set_index(["rung_name", "month"])
    assert at.loc[("money", 0), "share_pct"] == 0
    assert at.loc[("money", 1), "share_pct"] == pytest.approx(25)
    assert at.loc[("operation", 3), "n_reached"] == 0
    assert at.loc[("operation", 4), ["n_acts", "n_reached", "n_at_risk"]].tolist() == [12, 3, 9]
    wide = joint.pivot_table(index="month", columns="rung", values="share_pct")
    assert (wide.diff(axis=1).iloc[:, 1:] <= 1e-9).all().all()
    assert joint["month"].max() == 18
    assert (joint["low_pct"] <= joint["share_pct"] + 1e-9).all()
    assert (joint["share_pct"] <= joint["high_pct"] + 1e-9).all()


@pytest.mark.parametrize(("led", "result"), [(40, "met"), (1, "not_met"), (11, "undecided")])
def test_a_planted_success_is_met_a_planted_failure_is_not_and_between_it_is_open(
    led: int, result: str
) -> None:
    acts = [act(f"a{n}") for n in range(40)]
    links = [link(f"a{n}", "projects:plant") for n in range(led)]
    found = paths(announcements=acts, links=links, projects=[PLANT], history=SEEN)
    assert judge(found) == result


def test_of_few_acts_nothing_is_decided_and_of_none_nothing_is_known() -> None:
    few = [act(f"a{n}") for n in range(9)]
    links = [link(f"a{n}", "projects:plant") for n in range(9)]
    for led in (links, []):
        found = paths(announcements=few, links=led, projects=[PLANT], history=SEEN)
        assert judge(found) == "undecided"
    assert judge(paths(announcements=[act("young", on="2025-11-27")])) == "unknown"


def test_the_verdict_asks_an_act_from_twelve_months_after_it_was_signed() -> None:
    ages = pd.DataFrame({"age_months": [11.9, 12.0, 12.1], "reading": "stated"})
    assert mature(ages, "stated")["age_months"].tolist() == [12.0, 12.1]


def judge(found: pd.DataFrame) -> str:
    ends = [acts_converted(reading)({"act_paths": found}) for reading in READINGS]
    return result_of(ends[0][1], ends[1][2], "at_least", 25)


def test_today_the_high_reading_holds_the_low_one_and_no_link_that_is_no_effect_counts(
    raw: Callable[[], dict[str, pd.DataFrame]],
) -> None:
    tables = raw()
    names = ("announcements", "milestones", "ladder", "ladder_exceptions", "allies", "act_links")
    names += ("project_support", "projects", "project_history", "project_marks")
    found = partial(act_paths, *(tables[name] for name in names))(load(RAW).as_of)
    low, high = (mature(found, reading).set_index("announcement_id") for reading in READINGS)
    assert (high["rung"] >= low["rung"]).all()
    assert of(found, "resourceeu-2025-12-03", "inferred")["rung"] < 5
    assert of(found, "us-aus-framework-2025-10-20")["own_rung"] == 1
    assert of(found, "us-aus-framework-2025-10-20")["rung"] == 5
