"""The EU-US roadmap: facts on its items."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.exhibits import tbl_areas, text
from analysis.exhibits.facts import Fact
from analysis.exhibits.processed import Processed
from analysis.transforms.areas import EVENTS

EVIDENCE = (
    " filled: an act of raw/roadmap_evidence.csv with event {event} does what the item says, after "
    "the draft, by the reason given there"
)
WHICH = {
    "items": ", one per row of raw/roadmap_areas.csv, the items outside the six areas (area_no 0) "
    "included",
    "drafted": " with drafted True: present_in_draft of raw/roadmap_areas.csv, as reported",
    "signed": " with signed True: present_in_signed_mou of raw/roadmap_areas.csv, as reported",
    "unseen": " with signed empty: present_in_signed_mou of raw/roadmap_areas.csv is empty",
    **{event: f" with {event}_on{EVIDENCE.format(event=event)}" for event in EVENTS},
}


def facts(processed: Processed) -> Iterator[Fact]:
    """Items of the roadmap by step."""
    items = tbl_areas.data(processed)
    steps = {
        "items": ("items of the EU-US roadmap", items["item"].notna()),
        "drafted": ("items in the draft as reported", items["drafted"].fillna(False)),
        "signed": ("items reported in what was signed", items["signed"].fillna(False)),
        "unseen": ("items of which the signed text was not seen", items["signed"].isna()),
        "started": ("items with an act that carries them forward", items["started_on"].notna()),
        "delivered": ("items with an act that completes them", items["delivered_on"].notna()),
        "contrary": ("items with an act against them", items["contrary_on"].notna()),
    }
    for step, (label, chosen) in steps.items():
        count = int(chosen.sum())
        yield Fact(
            f"roadmap-{step}",
            label,
            count,
            "items",
            text.count(count),
            f"count of the rows of processed/roadmap_areas.csv{WHICH[step]}",
            "roadmap_areas",
            items[chosen.astype(bool)] if count else items,
        )
