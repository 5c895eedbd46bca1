"""The European benchmarks: what most materials do follows the positions, and weakness is told."""

from __future__ import annotations

from typing import Any

import pytest
from small import processed, table

from analysis.exhibits import tbl_benchmarks as exhibit
from analysis.exhibits.table import html, typst
from analysis.facts.processed import Processed
from analysis.facts.topics import benchmarks
from analysis.transforms.benchmarks import benchmark_summary


def position(subject: str, said: str, stage: str = "mining", **changes: Any) -> dict[str, Any]:
    """One material's position against the benchmark of a stage."""
    return {
        "benchmark_id": f"{stage}-{subject}",
        "stage": stage,
        "metric": "self-sufficiency",
        "scope": "material",
        "subject": subject,
        "kind": "target",
        "target_pct": 10,
        "target_year": 2030,
        "position": said,
        "doubtful": False,
        "evidence_tier": "reputable",
        **changes,
    }


def tables(*positions: dict[str, Any]) -> Processed:
    rows = table("benchmarks", *positions)
    return processed(benchmarks=rows, benchmark_summary=benchmark_summary(rows))


def title(*positions: dict[str, Any]) -> str:
    return exhibit.title(exhibit.data(tables(*positions)))


SHORT = [position("gallium", "falls_short"), position("boron", "falls_short")]
MET = [position("cobalt", "meets", "refining"), position("copper", "meets", "refining")]


@pytest.mark.parametrize(
    ("positions", "said"),
    [
        (SHORT, "In all EU benchmarks for 2030 most materials measured fall short"),
        (MET, "In no EU benchmark for 2030 most materials measured fall short"),
        ([*SHORT, *MET], "In some EU benchmarks for 2030 most materials measured fall short"),
    ],
)
def test_the_title_follows_the_positions(positions: list[dict[str, Any]], said: str) -> None:
    assert title(*positions).startswith(said)


def test_half_of_the_materials_is_not_most() -> None:
    assert title(SHORT[0], position("tin", "meets")).startswith("In no EU benchmark")


def test_a_benchmark_known_from_weak_sources_alone_is_called_weak() -> None:
    weak = [{**row, "evidence_tier": "weak"} for row in SHORT]
    assert "fall short, on weak evidence; two materials" in title(*weak)
    assert "weak" not in title(*SHORT)
    assert "weak" not in title(weak[0], SHORT[1])


def test_materials_stand_by_name_under_what_is_certain() -> None:
    whole = position(
        "strategic raw materials together",
        "falls_short",
        scope="aggregate",
        position_low_pct=3,
        position_high_pct=3,
        position_year=2023,
        doubtful=True,
    )
    [row] = exhibit.table(exhibit.data(tables(*SHORT, whole))).cells().to_dict("records")
    assert row == {
        "benchmark": "Extraction, at least 10%",
        "whole": "3% in 2023, doubtful",
        "meets": "\N{EN DASH}",
        "falls_short": "2: boron, gallium",
        "not_known": "\N{EN DASH}",
    }


@pytest.mark.parametrize(
    ("low", "high", "said"), [(10, None, "at least 10%"), (None, 40, "at most 40%")]
)
def test_an_open_side_stays_open(low: float | None, high: float | None, said: str) -> None:
    whole = position(
        "all", "not_known", scope="aggregate", position_low_pct=low, position_high_pct=high
    )
    assert exhibit.whole(next(exhibit.data(tables(whole)).itertuples())) == said


def test_a_limit_is_named_as_one() -> None:
    assert exhibit.benchmark_name("any", "limit", 65) == "Supply from one country, at most 65%"


def test_nothing_on_record_is_told_in_both_forms() -> None:
    rows = exhibit.data(processed())
    assert exhibit.title(rows).startswith("No position of a material")
    for written in (html(exhibit.table(rows), "tbl-benchmarks"), typst(exhibit.table(rows))):
        assert "Nothing on record" in written
    assert list(benchmarks.facts(processed())) == []


def test_the_facts_count_materials_and_missed_benchmarks() -> None:
    found = {fact.id: fact.value for fact in benchmarks.facts(tables(*SHORT, *MET))}
    assert (found["eu-mining-materials"], found["eu-mining-meet"]) == (2, 0)
    assert found["eu-refining-meet"] == 2
    assert (found["eu-benchmarks"], found["eu-benchmarks-missed"]) == (2, 1)
    assert found["eu-benchmarks-weak-share"] == 0
