from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from analysis.core.problems import ProblemsError
from analysis.transforms.promises import promise_outcomes, promise_summary

AS_OF = dt.date(2026, 10, 1)


def promise(
    outcome: str,
    deadline: str,
    fulfilled: str | None = None,
    parties: str = "EU|USA",
    promised: str = "2026-01-10",
    broken: str | None = None,
) -> dict[str, str | None]:
    return {
        "outcome": outcome,
        "deadline_on": deadline,
        "fulfilled_on": fulfilled,
        "parties": parties,
        "promised_on": promised,
        "broken": broken,
    }


def tables(*rows: dict[str, str | None]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    names = [f"act-{number}" for number in range(1, len(rows) + 1)]
    frame = pd.DataFrame(rows).astype("str").assign(announcement_id=names)
    promises = frame.assign(
        promise="a roadmap",
        reason="seen",
        source_id="report",
        is_own=True,
        not_own_reason=None,
        source_row=range(2, len(rows) + 2),
        row_key="promises:" + frame["announcement_id"],
    ).drop(columns=["parties", "broken"])
    announcements = frame[["announcement_id", "parties"]].assign(
        title="An act", source_id="gazette", row_key="announcements:" + frame["announcement_id"]
    )
    milestones = frame[["announcement_id", "broken"]].dropna().assign(status="suspended")
    return promises, announcements, milestones.rename(columns={"broken": "event_on"})


def outcomes(*rows: dict[str, str | None], as_of: dt.date = AS_OF) -> pd.DataFrame:
    return promise_outcomes(*tables(*rows), as_of)


def only(*rows: dict[str, str | None], as_of: dt.date = AS_OF) -> pd.Series:
    frame = outcomes(*rows, as_of=as_of)
    assert len(frame) == 1
    return frame.iloc[0]


def test_the_last_day_of_a_deadline_counts():
    kept = only(promise("kept", "2026-03", "2026-03-31"))
    assert (kept["outcome"], kept["due_on"], kept["days_after_deadline"]) == (
        "kept",
        "2026-03-31",
        0,
    )


def test_a_promise_fulfilled_after_its_deadline_is_late_by_the_days_between():
    # 6 March to 24 April 2026: 25 days left in March and 24 in April are 49.
    late = only(promise("late", "2026-03-06", "2026-04-24"))
    assert (late["outcome"], late["days_after_deadline"]) == ("late", 49)


def test_an_early_promise_has_negative_days():
    # 31 October to 31 December: 30 days of November and 31 of December are 61.
    assert (
        only(promise("kept", "2026-12-31", "2026-10-31"), as_of=dt.date(2027, 1, 1))[
            "days_after_deadline"
        ]
        == -61
    )


def test_a_promise_judged_late_and_not_fulfilled_is_overdue_since_its_deadline():
    overdue = only(promise("late", "2026-09-21"))
    assert (overdue["outcome"], overdue["days_overdue"]) == ("late", 10)
    assert pd.isna(overdue["days_after_deadline"])


def test_a_promise_whose_deadline_has_not_passed_is_open_however_it_was_judged():
    assert only(promise("not_checked", "2026-10"))["outcome"] == "open"


def test_an_open_promise_whose_deadline_has_passed_was_not_checked():
    assert only(promise("open", "2026-09"))["outcome"] == "not_checked"


def test_on_an_earlier_day_a_later_fulfilment_is_not_known():
    row = promise("late", "2026-03-06", "2026-04-24")
    before = only(row, as_of=dt.date(2026, 3, 1))
    between = only(row, as_of=dt.date(2026, 4, 1))
    assert (before["outcome"], between["outcome"]) == ("open", "late")
    assert pd.isna(between["fulfilled_on"])
    assert between["days_overdue"] == 26  # 6 March to 1 April


def test_while_the_deadline_runs_a_later_judgement_gives_no_reason():
    row = promise("not_checked", "2026-06-30")
    assert pd.isna(only(row, as_of=dt.date(2026, 6, 30))["reason"])
    assert only(row, as_of=dt.date(2026, 7, 1))["reason"] == "seen"


def test_on_an_earlier_day_a_later_promise_does_not_exist():
    assert outcomes(promise("open", "2027"), as_of=dt.date(2026, 1, 9)).empty


def test_a_promise_is_broken_from_the_day_it_was_suspended():
    row = promise("broken", "2026-11-08", broken="2026-02-07")
    assert only(row, as_of=dt.date(2026, 2, 6))["outcome"] == "open"
    assert only(row, as_of=dt.date(2026, 2, 7))["outcome"] == "broken"


def test_measures_of_china_are_listed_but_not_counted():
    frame = outcomes(
        promise("broken", "2026-03", parties="CHN|USA", broken="2026-02"),
        promise("not_checked", "2026-03"),
    )
    assert frame["counted"].tolist() == [False, True]
    assert promise_summary(frame, AS_OF).iloc[0]["promises"] == 1


def test_what_is_no_promise_of_who_sets_the_date_is_not_counted_and_says_why():
    raw, acts, milestones = tables(
        promise("not_checked", "2026-03"),
        promise("not_owed", "2026-03"),
        promise("late", "2026-03"),
    )
    raw.loc[0, "is_own"] = False
    raw.loc[0, "not_own_reason"] = "a comment period of others"
    frame = promise_outcomes(raw, acts, milestones, AS_OF).set_index("announcement_id")
    assert frame["counted"].to_dict() == {"act-1": False, "act-2": False, "act-3": True}
    assert frame.loc["act-1", "counted_reason"] == "not counted: a comment period of others"


def test_what_is_not_settled_stays_as_it_was_judged_and_is_in_both_bounds():
    frame = outcomes(*[promise(kind, "2026-03") for kind in ("in_part", "searched", "late")])
    assert frame["outcome"].tolist() == ["in_part", "searched", "late"]
    row = promise_summary(frame, AS_OF).iloc[0]
    assert (row["unsettled"], row["due"]) == (2, 3)
    assert row["kept_share_if_all_pct"] == pytest.approx(200 / 3)


def test_the_share_kept_is_of_those_judged_and_the_bounds_are_of_those_due():
    frame = outcomes(
        promise("kept", "2026-03", "2026-02-01"),
        promise("late", "2026-03-10", "2026-03-20"),
        promise("late", "2026-03-10", "2026-04-09"),
        promise("late", "2026-06"),
        promise("not_checked", "2026-06"),
        promise("open", "2030"),
    )
    row = promise_summary(frame, AS_OF).iloc[0]
    assert (row["due"], row["judged"], row["not_checked"], row["open"]) == (5, 4, 1, 1)
    assert row["kept_share_pct"] == 25
    assert (row["kept_share_if_none_pct"], row["kept_share_if_all_pct"]) == (20, 40)
    assert row["median_days_late"] == 20  # the middle of 10 and 30


def test_nothing_judged_has_no_share():
    row = promise_summary(outcomes(promise("open", "2030")), AS_OF).iloc[0]
    assert pd.isna(row["kept_share_pct"]) and pd.isna(row["kept_share_low_pct"])


def test_evidence_of_a_promise_is_its_judgement_and_its_announcement():
    row = only(promise("open", "2030"))
    assert row["source_ids"] == "gazette|report"
    assert row["raw_keys"] == "announcements:act-1|promises:act-1"


def test_all_judgements_that_contradict_their_dates_are_reported_together():
    with pytest.raises(ProblemsError) as caught:
        outcomes(
            promise("kept", "2026-03"),
            promise("kept", "2026-03", "2026-04-01"),
            promise("late", "2026-03", "2026-03-31"),
            promise("open", "2027", "2026-03-31"),
            promise("kept", "2026-03", "2025-12-31"),
        )
    assert {(problem.row, problem.message) for problem in caught.value.problems} == {
        (2, "is judged kept but has no date of fulfilment"),
        (3, "is judged kept but was fulfilled after its deadline"),
        (4, "is judged late but was fulfilled by its deadline"),
        (5, "has a date of fulfilment that its judgement denies"),
        (6, "was fulfilled before it was made"),
    }
