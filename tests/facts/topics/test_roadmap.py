"""The roadmap: an item whose signed text was not seen is neither signed nor unsigned."""

from __future__ import annotations

from small import processed, table

from analysis.facts.topics import roadmap

ITEMS = table(
    "roadmap_areas",
    {"item_id": "floor", "drafted": True, "signed": True, "started_on": "2026-04"},
    {"item_id": "stocks", "drafted": True, "raw_keys": "roadmap_areas:stocks"},
    {"item_id": "research", "drafted": False, "signed": False, "contrary_on": "2026-05"},
    area_no=1,
    area="security",
    item="an item",
)


def test_every_step_counts_its_items() -> None:
    found = {fact.id: fact.value for fact in roadmap.facts(processed(roadmap_areas=ITEMS))}
    assert found == {
        "roadmap-items": 3,
        "roadmap-signed": 1,
        "roadmap-started": 1,
        "roadmap-delivered": 0,
        "roadmap-contrary": 1,
    }


def test_a_step_names_its_items_or_where_none_came_to_it_all_that_were_searched() -> None:
    found = {fact.id: fact.rows for fact in roadmap.facts(processed(roadmap_areas=ITEMS))}
    assert len(found["roadmap-signed"]) == 1
    assert len(found["roadmap-delivered"]) == 3
