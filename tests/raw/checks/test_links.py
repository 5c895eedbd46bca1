"""Links from acts to what they led to."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analysis.core.problems import Problem
from analysis.raw.checks import links
from analysis.raw.load import RawData

MakeTable = Callable[..., pd.DataFrame]
Sentences = Callable[[list[Problem]], list[str]]


def tables(table: MakeTable, *rows: dict[str, str]) -> dict[str, pd.DataFrame]:
    """An act of 15 May 2025, a later act, and plants and money from before and after it."""
    return {
        "announcements": table(
            "announcements",
            {"announcement_id": "act", "announced_on": "2025-05-15"},
            {"announcement_id": "later", "announced_on": "2025-06-01"},
        ),
        "projects": table(
            "projects",
            {"project_id": "planned", "status": "announced", "status_on": "2024"},
            {"project_id": "decided", "status": "financed"},
            {"project_id": "built", "status": "under_construction", "status_on": "2025-05-14"},
            {"project_id": "moving", "status": "under_construction", "status_on": "2026"},
        ),
        "project_history": table(
            "project_history",
            {"project_id": "planned", "status": "financed", "status_on": "2024"},
            {"project_id": "decided", "event": "fid", "status_on": "2025-04"},
            {"project_id": "moving", "status": "under_construction", "status_on": "2024-12-01"},
        ),
        "project_support": table(
            "project_support",
            {"support_id": "money", "announced_on": "2025-05"},
            {"support_id": "old-money", "announced_on": "2025-05-01"},
        ),
        "act_links": table("act_links", *({"act_id": "act"} | row for row in rows)),
    }


def plant(name: str, **more: str) -> dict[str, str]:
    return {"linked_table": "projects", "linked_id": name} | more


def test_a_link_names_a_row_of_its_table(table: MakeTable, sentences: Sentences) -> None:
    found = tables(
        table,
        plant("planned"),
        plant("money"),
        {"linked_table": "announcements", "linked_id": "later"},
        {"linked_table": "announcements", "linked_id": "act"},
    )
    assert sentences(links.linked_rows(found)) == [
        'act_links.csv row 3, linked_id: "money" is not in the table that linked_table names; '
        "correct the name, or the table",
        'act_links.csv row 5, linked_id: "act" is the act itself; '
        "name what it led to, or remove the row",
    ]


def test_what_is_older_than_the_act_is_no_effect(table: MakeTable, sentences: Sentences) -> None:
    money = {"linked_table": "project_support"}
    found = tables(
        table,
        plant("planned"),
        plant("planned", decided_on="2025-05-14"),
        plant("decided"),
        plant("built"),
        plant("built", is_effect="false"),
        plant("moving"),
        money | {"linked_id": "money"},
        money | {"linked_id": "old-money"},
        {"act_id": "later", "linked_table": "announcements", "linked_id": "act"},
    )
    last = "; write false with the reason in caution, or mend a date"
    says = 'is_effect: "True" does not go with'
    assert sentences(links.effects(found)) == [
        f"act_links.csv row 3, {says} planned, which was decided 2025-05-14, before the act of "
        f"2025-05-15{last}",
        f"act_links.csv row 4, {says} decided, which is known since 2025-04-30, before the act of "
        f"2025-05-15{last}",
        f"act_links.csv row 5, {says} built, which is known since 2025-05-14, before the act of "
        f"2025-05-15{last}",
        f"act_links.csv row 7, {says} moving, which is known since 2024-12-01, before the act of "
        f"2025-05-15{last}",
        f"act_links.csv row 9, {says} old-money, which is known since 2025-05-01, before the act "
        f"of 2025-05-15{last}",
        f"act_links.csv row 10, {says} act, which is known since 2025-05-15, before the act of "
        f"2025-06-01{last}",
    ]


def test_a_link_that_is_no_effect_says_why(table: MakeTable, sentences: Sentences) -> None:
    found = tables(
        table,
        plant("built", is_effect="false"),
        plant("built", is_effect="false", caution="built before"),
        plant("planned"),
    )
    assert sentences(links.cautions(found)) == [
        "act_links.csv row 2, caution: is missing although is_effect is false; "
        "say what speaks against an effect"
    ]


def test_the_links_that_count_on_record_hold_the_rules_and_those_that_do_not_are_kept(
    real: RawData,
) -> None:
    assert links.effects(real.tables) == []
    assert links.linked_rows(real.tables) == []
    older = real["act_links"].query("~is_effect")["linked_id"]
    assert {"metlen-gallium", "vianode-viatwo-1", "vulcanenergy-lionheart"} <= set(older)
