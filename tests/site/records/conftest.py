"""Small hand-made raw and processed tables of one act, one programme and a plant with its phase."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from small import AS_OF, processed, table

from analysis.facts.processed import Processed
from analysis.raw.load import RawData
from analysis.raw.tables import TABLES
from analysis.site.records.known import Known

SOURCES = {
    "gazette": ("The act <b>itself</b>", "https://example.org/gazette", "primary"),
    "paper": ("A report", None, "weak"),
}
ROWS: dict[str, list[dict[str, Any]]] = {
    "announcements": [
        {
            "announcement_id": "pact",
            "announced_on": "2025-10-20",
            "title": "Pact on magnets",
            "parties": "AUS|USA",
            "lead_bodies": "Office A|Office B",
            "instrument": "mou",
            "minerals": "magnet_rare_earths|gallium",
            "deadline_on": "2026-04-20",
            "deadline_text": "within six months",
            "bindingness": "political",
            "summary": "What it says.",
            "source_id": "gazette",
        },
        {
            "announcement_id": "earlier",
            "announced_on": "2025",
            "title": "Earlier talks",
            "parties": "USA",
            "lead_bodies": "Office A",
            "instrument": "forum",
            "minerals": "gallium",
            "bindingness": "none",
            "source_id": "paper",
        },
    ],
    "milestones": [
        {"announcement_id": "pact", "event_on": "2026-01", "status": "in_force", "note": "begun",
         "source_id": "paper"},
        {"announcement_id": "pact", "event_on": "2025-11-02", "status": "signed", "note": "done",
         "source_id": "gazette"},
    ],
    "promises": [
        {"announcement_id": "pact", "promise": "a plant", "promised_on": "2025-10-20",
         "deadline_on": "2026-04-20", "outcome": "in_part", "is_own": True, "rule_version": "2",
         "reason": "half of it", "place": "page 2", "source_id": "gazette"},
    ],
    "act_links": [
        {"act_id": "pact", "linked_table": "project_support", "linked_id": "grant",
         "strength": "stated", "is_effect": False, "known_on": "2026", "reason": "named",
         "caution": "decided before", "source_id": "paper"},
        {"act_id": "pact", "linked_table": "projects", "linked_id": "not-known-yet",
         "strength": "stated", "is_effect": True, "known_on": "2026", "reason": "named",
         "source_id": "paper"},
        {"act_id": "earlier", "linked_table": "announcements", "linked_id": "pact",
         "strength": "inferred", "is_effect": True, "known_on": "2026", "reason": "same parties",
         "source_id": "paper"},
    ],
    "searches": [
        {"subject_table": "promises", "subject_id": "pact", "searched_on": "2026-03-01",
         "place": "the gazette", "is_own_register": True, "words": "plant", "language": "en",
         "found": "nothing", "reads_to": "2026-02"},
        {"subject_table": "promises", "subject_id": "pact", "searched_on": "2026-04-01",
         "place": "the gazette", "is_own_register": True, "words": "later", "language": "en",
         "found": "nothing"},
    ],
    "replies": [
        {"table": "stockpile_programmes", "key": "store", "replied_on": "2026-03-20",
         "by": "Agency", "words": "It is <b>ours</b>", "source_id": "paper"},
    ],
    "stockpile_programmes": [
        {"programme_id": "store", "programme": "The store", "jurisdiction": "EU|JPN",
         "operator": "Agency", "scope": "civil", "announced_on": "2025", "minerals": "gallium",
         "mechanism": "buys", "summary": "It buys.", "also_source_ids": "paper",
         "source_id": "gazette"},
    ],
    "programme_scope": [
        {"programme_id": "store", "purpose": "stockpile", "reason": "by its law"},
    ],
    "stockpile_funding": [
        {"funding_id": "paid", "programme_id": "store", "component": "purchase",
         "amount": 2_000_000.0, "currency": "EUR", "amount_usd": 2_300_000.0,
         "stage": "disbursed", "stage_on": "2026-01", "note": "first", "source_id": "paper"},
        {"funding_id": "planned", "programme_id": "store", "component": "budget",
         "amount": 50_000_000.0, "currency": "USD", "amount_usd": 50_000_000.0,
         "stage": "announced", "note": "in all", "source_id": "gazette"},
    ],
    "funding_scope": [
        {"funding_id": "planned", "treatment": "ceiling", "reason": "no duty to spend it"},
    ],
    "stockpile_contents": [
        {"content_id": "ga", "programme_id": "store", "mineral": "gallium", "form": "ingots",
         "quantity": 7480.0, "unit": "t", "basis": "target", "value_usd": 12e6,
         "source_id": "gazette"},
    ],
    "projects": [
        {"project_id": "works", "name": "The works", "company": "Maker", "country": "USA",
         "region": "Texas", "mineral": "rare_earths", "stage": "magnet", "output_form": "magnets",
         "capacity": 1000.0, "unit": "t/yr", "capacity_basis": "nameplate|dated",
         "status": "under_construction", "status_on": "2026-03", "status_source_id": "paper",
         "expected_start": "2028", "note": "A remark.", "source_id": "gazette"},
        {"project_id": "first-line", "name": "First line", "company": "Maker", "country": "USA",
         "mineral": "rare_earths", "stage": "magnet", "output_form": "magnets",
         "contained_in": "works", "status": "announced", "source_id": "gazette"},
    ],
    "project_history": [
        {"project_id": "works", "status": "announced", "status_on": "2025-07", "event": "announced",
         "promised_start": "2027", "note": "told", "source_id": "gazette"},
    ],
    "project_support": [
        {"support_id": "grant", "project_id": "works", "funder": "Ministry", "instrument": "grant",
         "amount_usd": 5e6, "stage": "committed", "announced_on": "2026-01-09",
         "counts_in_total": "no", "note": "twice", "source_id": "paper"},
    ],
    "project_marks": [
        {"project_id": "works", "mark": "demonstration", "reason": "by name", "source_id": "paper"},
    ],
}  # fmt: skip


def raw_frame(name: str) -> pd.DataFrame:
    """A raw table of these rows, as it is loaded."""
    own = TABLES[name]
    frame = pd.DataFrame(ROWS.get(name, []), columns=list(own.fields))
    return frame.assign(
        source_row=range(2, len(frame) + 2),
        row_key=f"{name}:" + own.keys(frame).astype("str") if len(frame) else "",
    )


@pytest.fixture
def made() -> Processed:
    """What the report makes of them."""
    sources = [
        {"source_id": name, "title": title, "url": url, "publisher": "Office", "tier": tier,
         "evidence": tier, "kind": "official", "access": "opened", "accessed_on": "2026-03-01",
         "published_on": "2025-10-20" if tier == "primary" else None}
        for name, (title, url, tier) in SOURCES.items()
    ]  # fmt: skip
    standing = {"rung": 1, "rung_name": "signed framework", "side": "coordination",
                "reached_on": "2025-11-02", "rung_reason": "signed", "counted": True,
                "counted_reason": "counted: an ally is a party", "parties": "USA",
                "instrument": "mou", "minerals": "gallium", "announced_on": "2025",
                "title": "Pact"}  # fmt: skip
    return processed(
        sources=table("sources", *sources),
        ladder=table(
            "ladder", {"announcement_id": "pact"}, {"announcement_id": "earlier"}, **standing
        ),
        promises=table(
            "promises",
            {"announcement_id": "pact", "title": "Pact", "parties": "USA", "promise": "a plant",
             "promised_on": "2025-10-20", "deadline_on": "2026-04-20", "due_on": "2026-04-20",
             "outcome": "open", "due": False, "counted": True, "counted_reason": "counted",
             "reason": "half of it"},
        ),
    )  # fmt: skip


@pytest.fixture
def known(made: Processed) -> Known:
    """The tables together, as known at the end of March 2026."""
    return Known(RawData({name: raw_frame(name) for name in TABLES}, "1.0.0", AS_OF), made)
