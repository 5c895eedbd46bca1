"""The EU-US roadmap: facts on its items."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.facts.fact import Fact
from analysis.facts.processed import Processed
from analysis.facts.topics.counting import counted
from analysis.transforms.areas import EVENTS, steps

EVIDENCE = (
    " filled: an act of raw/roadmap_evidence.csv with event {event} does what the item says, after "
    "the draft, by the reason given there"
)
WHICH = {
    "items": ", one per row of raw/roadmap_areas.csv, the items outside the six areas (area_no 0) "
    "included",
    "signed": " with signed True: present_in_signed_mou of raw/roadmap_areas.csv, as reported",
    **{event: f" with {event}_on{EVIDENCE.format(event=event)}" for event in EVENTS},
}


LABELS = {
    "items": "items of the EU-US roadmap",
    "signed": "items reported in what was signed",
    "started": "items with an act that carries them forward",
    "delivered": "items with an act that completes them",
    "contrary": "items with an act against them",
}


def facts(processed: Processed) -> Iterator[Fact]:
    """Items of the roadmap by step."""
    items = processed["roadmap_areas"]
    rows = {"items": items, **steps(items)}
    for step, label in LABELS.items():
        yield counted(
            rows[step],
            items,
            id=f"roadmap-{step}",
            label=label,
            unit="items",
            formula=f"count of the rows of processed/roadmap_areas.csv{WHICH[step]}",
            table="roadmap_areas",
        )
