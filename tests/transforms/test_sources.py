"""The sources and their strength: the publisher's tier, less where the text was only quoted."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.facts.processed import Processed
from analysis.transforms.sources import GradedSources, rated_sources


def source(name: str, tier: str, access: str) -> dict[str, str | None]:
    known: dict[str, str | None] = dict.fromkeys(GradedSources.to_schema().columns)
    return known | {
        "source_id": name,
        "publisher": "An agency",
        "accessed_on": "2026-11-22",
        "kind": "official",
        "tier": tier,
        "access": access,
    }


@pytest.mark.parametrize(
    ("tier", "access", "evidence"),
    [
        ("primary", "opened", "primary"),
        ("primary", "quoted", "weak"),
        ("reputable", "opened", "reputable"),
        ("reputable", "quoted", "weak"),
        ("weak", "opened", "weak"),
        ("subject", "quoted", "subject"),
        ("subject", "opened", "subject"),
    ],
)
def test_a_source_is_as_strong_as_its_tier_unless_it_was_only_quoted(
    tier: str, access: str, evidence: str
) -> None:
    rated = rated_sources(pd.DataFrame([source("s", tier, access)]))
    assert rated["evidence"].tolist() == [evidence]


def test_sources_come_in_the_order_of_their_names() -> None:
    rows = [source(name, "primary", "opened") for name in ("c", "a", "b")]
    frame = pd.DataFrame(rows)
    assert rated_sources(frame)["source_id"].tolist() == ["a", "b", "c"]
    assert frame["source_id"].tolist() == ["c", "a", "b"]


def test_no_source_is_stronger_than_its_tier(processed: Processed) -> None:
    order = ["primary", "reputable", "weak", "subject"]
    sources = processed["sources"]
    evidence, tier = (sources[name].map(order.index) for name in ("evidence", "tier"))
    assert (evidence >= tier).all()
