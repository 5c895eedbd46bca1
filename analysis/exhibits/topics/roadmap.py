"""The EU-US roadmap: facts on its items."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.exhibits import tbl_areas, text
from analysis.exhibits.facts import Fact
from analysis.exhibits.processed import Processed


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
            "count of the items of the roadmap that reached this step",
            "roadmap_areas",
            items[chosen.astype(bool)] if count else items,
        )
