"""The sources: each strength is a share of all."""

from __future__ import annotations

from small import processed, table

from analysis.facts.topics import evidence


def test_each_strength_is_a_share_of_all_sources() -> None:
    strengths = ("primary", "weak", "weak", "weak")
    sources = table(
        "sources",
        *({"source_id": f"s{at}", "evidence": tier} for at, tier in enumerate(strengths)),
        title="A title",
        publisher="A publisher",
        tier="primary",
        access="opened",
    )
    found = {fact.id: fact for fact in evidence.facts(processed(sources=sources))}
    assert found["sources"].text == "four"
    assert found["sources-weak-share"].value == 75
    assert found["sources-primary-share"].rows["raw_keys"].tolist() == ["sources:s0"]
