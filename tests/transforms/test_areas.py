from __future__ import annotations

import pandas as pd

from analysis.transforms.areas import roadmap_areas, steps

AREAS = pd.DataFrame(
    {
        "item_id": ["territory", "research", "response", "stocks"],
        "area_no": [0, 2, 1, 1],
        "area": ["outside", "research", "security", "security"],
        "item": ["respect", "joint research", "response group", "joint stocks"],
        "present_in_draft": pd.array([True, True, False, True], dtype="boolean"),
        "present_in_signed_mou": pd.array([None, True, True, None], dtype="boolean"),
        "draft_source_id": ["draft", "draft", None, "draft"],
        "source_id": ["draft", "memo", "memo", "draft"],
        "source_row": [2, 3, 4, 5],
        "row_key": ["roadmap_areas:2", "roadmap_areas:3", "roadmap_areas:4", "roadmap_areas:5"],
    }
)
EVIDENCE = pd.DataFrame(
    [
        ("response", "started", "2026-06", "second exercise", "paper", "roadmap_evidence:3"),
        ("response", "started", "2026-05-02", "first exercise", "paper", "roadmap_evidence:2"),
        ("response", "contrary", "2026-07", "one side left", "blog", "roadmap_evidence:4"),
        ("stocks", "delivered", "2026-08", "store opened", "paper", "roadmap_evidence:5"),
    ],
    columns=["item_id", "event", "event_on", "reason", "source_id", "row_key"],
)


def items() -> pd.DataFrame:
    return roadmap_areas(AREAS, EVIDENCE).set_index("item_id")


def test_items_come_by_area_with_those_outside_last():
    assert items().index.tolist() == ["response", "stocks", "research", "territory"]


def test_the_first_act_of_each_kind_dates_an_item():
    row = items().loc["response"]
    assert (row["started_on"], row["contrary_on"]) == ("2026-05-02", "2026-07")
    assert row["reason"] == "first exercise; second exercise; one side left"


def test_nothing_found_stays_empty_and_an_unseen_text_is_not_a_no():
    row = items().loc["territory"]
    assert pd.isna(row["signed"])
    assert pd.isna(row["started_on"]) and pd.isna(row["delivered_on"]) and pd.isna(row["reason"])


def test_an_item_names_the_sources_of_draft_signature_and_acts():
    row = items().loc["stocks"]
    assert row["source_ids"] == "draft|paper"
    assert row["raw_keys"] == "roadmap_areas:5|roadmap_evidence:5"


def test_unseen_items_are_a_step_of_their_own():
    security = roadmap_areas(AREAS, EVIDENCE).query("area_no == 1")
    assert {step: len(items) for step, items in steps(security).items()} == dict.fromkeys(
        ("drafted", "signed", "unseen", "started", "delivered", "contrary"), 1
    )


def test_without_any_act_every_item_still_stands():
    frame = roadmap_areas(AREAS, EVIDENCE.iloc[:0])
    assert len(frame) == len(AREAS)
    assert frame["started_on"].isna().all()
