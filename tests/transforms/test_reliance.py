"""Reliance: the newest year of each mineral and importer, undated figures last."""

from __future__ import annotations

import pandas as pd

from analysis.transforms.reliance import reliance

SOURCES = pd.DataFrame(
    {"source_id": ["survey", "blog"], "tier": ["primary", "weak"], "access": ["opened", "opened"]}
)


def row(year: float | None, share: float | None, source: str = "survey") -> dict[str, object]:
    return {
        "mineral": "gallium",
        "jurisdiction": "USA",
        "year": year,
        "net_import_reliance_pct": share,
        "nir_qualifier": None,
        "main_supplier": "CHN",
        "main_supplier_share_pct": None,
        "source_id": source,
        "row_key": f"trade_reliance:{source}-{year}",
    }


def test_the_newest_year_stands_and_what_says_no_share_is_left_out() -> None:
    trade = pd.DataFrame([row(2023, 90.0), row(2025, 95.0, "blog"), row(2026, None), row(None, 1)])
    [found] = reliance(trade, SOURCES).to_dict("records")
    assert (found["year"], found["net_import_reliance_pct"]) == (2025, 95.0)
    assert (found["evidence_tier"], found["source_ids"]) == ("weak", "blog")
    assert found["raw_keys"] == "trade_reliance:blog-2025"


def test_an_undated_share_stands_where_no_dated_one_does() -> None:
    found = reliance(pd.DataFrame([row(None, 71.0), row(2025, None)]), SOURCES)
    assert found["net_import_reliance_pct"].to_list() == [71.0]
    assert found["year"].isna().all()
