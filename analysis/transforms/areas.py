"""The EU-US roadmap item by item: drafted, signed, started, delivered.

`drafted` and `signed` are as researched. `started`, `delivered` and `contrary` come from a small
table of evidence (roadmap_evidence.csv) that names, item by item, the announcement that carries
an item forward or runs against it, and why. An announcement counts only if it does what the item
says after the draft of February 2026; what a party does alone and for itself does not count as
joint. Empty means that nothing was found, or that the signed text was not seen: it is never "no".
"""

from __future__ import annotations

import pandas as pd

from analysis.core.columns import column
from analysis.transforms.model import Evidenced
from analysis.transforms.provenance import join_columns, join_unique

EVENTS = ("started", "delivered", "contrary")


class RoadmapItems(Evidenced):
    """One item of the roadmap and how far it has come."""

    item_id: str = column("item", unique=True)
    area_no: int = column(
        "number of the area in the draft; 0 is outside the six areas", "ordinal", ge=0
    )
    area: str = column("area of the draft")
    item: str = column("item as reported")
    drafted: pd.BooleanDtype = column("whether the draft as reported names it", nullable=True)
    signed: pd.BooleanDtype = column(
        "whether the signed memorandum or action plan is reported to name it; empty: not seen",
        nullable=True,
    )
    started_on: str = column("first act that carries it forward; empty: none found", nullable=True)
    delivered_on: str = column("act that completes it; empty: none found", nullable=True)
    contrary_on: str = column("act that runs against it; empty: none found", nullable=True)
    reason: str = column("why the acts count, joined in order of date", nullable=True)


def roadmap_areas(areas: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """Each item with what was drafted and signed, and the first act of each kind since.

    Parameters: the raw tables roadmap_areas and roadmap_evidence, as known at the vintage.
    Returns `RoadmapItems`, sorted by area_no (0 last), within it in the order of the raw table.
    """
    ordered = evidence.sort_values(["item_id", "event_on", "event"])
    acts = ordered.groupby("item_id")
    key = areas["item_id"]
    joined = areas.assign(
        drafted=areas["present_in_draft"],
        signed=areas["present_in_signed_mou"],
        **{f"{event}_on": key.map(_first(ordered, event)) for event in EVENTS},
        reason=key.map(acts["reason"].agg("; ".join)),
        act_source=key.map(acts["source_id"].agg(join_unique)),
        act_row=key.map(acts["row_key"].agg(join_unique)),
    )
    result = joined.assign(
        source_ids=join_columns(joined, ["source_id", "draft_source_id", "act_source"]),
        raw_keys=join_columns(joined, ["row_key", "act_row"]),
    ).sort_values(["area_no", "source_row"], key=_outside_last)
    return RoadmapItems.validate(
        result[list(RoadmapItems.to_schema().columns)].reset_index(drop=True)
    )


def steps(items: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The items of the roadmap that came to each step, those whose signed text was not seen too.

    Parameters: items as `roadmap_areas` returns them.
    Returns the rows by step: drafted, signed, unseen, started, delivered, contrary.
    """
    return {
        "drafted": items[items["drafted"].fillna(False).astype(bool)],
        "signed": items[items["signed"].fillna(False).astype(bool)],
        "unseen": items[items["signed"].isna()],
        **{event: items[items[f"{event}_on"].notna()] for event in EVENTS},
    }


def _first(ordered: pd.DataFrame, event: str) -> pd.Series:
    """Date of the first act of one kind, by item_id."""
    acts = ordered[ordered["event"] == event].drop_duplicates("item_id")
    return acts.set_index("item_id")["event_on"]


def _outside_last(values: pd.Series) -> pd.Series:
    return values.replace(0, values.max() + 1) if values.name == "area_no" else values
