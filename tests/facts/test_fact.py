"""Facts: named, founded on rows and sources, and found again when misspelt."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.core.problems import ProblemsError
from analysis.facts import topics
from analysis.facts.fact import Fact, collect, known, plain_value, raw_inputs, spoken, written
from analysis.facts.processed import About, Processed

EMPTY = Processed({}, About("1.0.0", dt.date(2026, 1, 1), dt.date(2026, 1, 1)))
ROWS = pd.DataFrame(
    {
        "source_ids": ["usgs|iea", "iea", None],
        "raw_keys": ["production:li/2024|prices:1", "production:co/2024", None],
    }
)
TIERS = pd.Series({"usgs": "primary", "iea": "reputable", "blog": "weak", "forum": "weak"})


def fact(name: str, rows: pd.DataFrame = ROWS, value: Any = 1) -> Fact:
    return Fact(
        id=name,
        label="a label",
        value=value,
        unit="t",
        formula="a formula",
        table="shares",
        rows=rows,
    )


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (91.4, "%", "91%"),
        (12.3e9, "USD", "USD 12 billion"),
        (110, "USD/kg", "USD 110"),
        (1234, "t/yr", "1,200 t"),
        (60.0, "days", "60 days"),
        (3, "plants", "three"),
        (2024, None, "2024"),
        ("magnet plant", None, "magnet plant"),
    ],
)
def test_the_text_of_a_fact_follows_from_its_value_and_unit(
    value: Any, unit: str | None, text: str
) -> None:
    assert written(value, unit).replace("\N{NO-BREAK SPACE}", " ") == text


def test_facts_come_in_the_order_of_their_ids() -> None:
    unordered = [lambda _: iter([fact("b")]), lambda _: iter([fact("a")])]
    assert [one.id for one in collect(unordered, EMPTY)] == ["a", "b"]


def test_two_facts_of_one_name_are_refused() -> None:
    def topic(processed: Processed) -> Iterator[Fact]:
        yield from (fact("share"), fact("share"), fact("other"))

    with pytest.raises(ValueError, match=r"^facts with the same id: share$"):
        collect([topic], EMPTY)


@pytest.mark.parametrize("rows", [ROWS.iloc[[2]], ROWS.iloc[:0]])
def test_a_fact_without_a_source_is_refused(rows: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match=r"^facts without a source: unfounded$"):
        collect([lambda _: iter([fact("founded"), fact("unfounded", rows)])], EMPTY)


def test_a_record_names_the_rows_and_the_most_used_source_first() -> None:
    record = fact("share").record(dt.date(2026, 2, 4), TIERS)
    assert record["inputs"] == [
        {"table": "prices", "keys": ["1"]},
        {"table": "production", "keys": ["co/2024", "li/2024"]},
    ]
    assert record["sources"] == ["iea", "usgs"]
    assert record["as_of"] == "2026-02-04"


@pytest.mark.parametrize(
    ("sources", "evidence", "one_weak_source"),
    [
        ("usgs|blog", "primary", False),
        ("iea", "reputable", False),
        ("blog", "weak", True),
        ("blog|forum", "weak", False),
    ],
)
def test_a_record_says_how_strong_its_sources_are(
    sources: str, evidence: str, one_weak_source: bool
) -> None:
    rows = pd.DataFrame({"source_ids": [sources], "raw_keys": ["prices:1"]})
    record = fact("share", rows).record(dt.date(2026, 2, 4), TIERS)
    assert (record["evidence"], record["one_weak_source"]) == (evidence, one_weak_source)


def test_a_key_may_hold_a_colon() -> None:
    rows = pd.DataFrame({"raw_keys": ["sources:doi:10.1/x"]})
    assert raw_inputs(rows) == [{"table": "sources", "keys": ["doi:10.1/x"]}]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.float64(1.5), 1.5),
        (np.int64(3), 3),
        (np.bool_(True), True),
        (float("nan"), None),
        (pd.NA, None),
        (None, None),
        ("2024", "2024"),
        (0, 0),
    ],
)
def test_values_become_what_json_knows(value: Any, expected: Any) -> None:
    found = plain_value(value)
    assert found == expected
    assert type(found) is type(expected)


def test_the_prose_shows_the_text_and_names_the_fact() -> None:
    assert (
        spoken({"id": "share", "text": "91%"})
        == '[91%](../facts/share/index.html){.fact data-fact="share"}'
    )


def test_a_misspelt_fact_is_answered_with_the_nearest() -> None:
    records: dict[str, dict[str, Any]] = {"promises-kept": {}, "promises-due": {}, "sources": {}}
    with pytest.raises(KeyError, match="no fact 'promises-keept'; did you mean promises-kept"):
        known(records, "promises-keept")


def test_a_fact_like_no_other_is_answered_with_all() -> None:
    with pytest.raises(KeyError, match="did you mean alpha, beta"):
        known({"beta": {}, "alpha": {}}, "zzz")


# The facts of the report.


@pytest.mark.parametrize(
    "topic", sorted(Path(topics.__file__).parent.glob("*.py")), ids=lambda path: path.stem
)
def test_a_topic_knows_no_figure_and_no_table_of_the_report(topic: Path) -> None:
    names = re.findall(r"\b(?:fig|tbl)_\w+", topic.read_text(encoding="utf-8"))
    assert names == [], "facts and pictures both read the processed tables"


def test_every_fact_says_what_it_is_and_how_it_was_computed(
    facts: dict[str, dict[str, Any]],
) -> None:
    lacking = [
        (name, part)
        for name, record in facts.items()
        for part in ("label", "text", "formula", "processed_table", "inputs", "sources", "as_of")
        if not record[part]
    ]
    assert lacking == []


def test_a_number_of_the_prose_says_what_its_value_is(facts: dict[str, dict[str, Any]]) -> None:
    unknown = [name for name, record in facts.items() if record["value"] is None]
    assert unknown == []
    wordless = [name for name, record in facts.items() if "nan" in record["text"].lower()]
    assert wordless == []


def test_facts_can_be_addressed(facts: dict[str, dict[str, Any]]) -> None:
    odd = [name for name in facts if not all(part.isalnum() for part in name.split("-"))]
    assert odd == []


def test_a_fact_of_a_processed_table_names_one_that_exists(
    facts: dict[str, dict[str, Any]], processed: Processed
) -> None:
    assert {record["processed_table"] for record in facts.values()} <= set(processed.tables)


def test_the_evidence_of_a_fact_exists(
    facts: dict[str, dict[str, Any]], processed: Processed, raw_keys: dict[str, set[str]]
) -> None:
    for name, record in facts.items():
        assert set(record["sources"]) <= set(processed.sources.index), name
        for part in record["inputs"]:
            assert set(part["keys"]) <= raw_keys[part["table"]], (name, part["table"])


@pytest.fixture(scope="module")
def raw_keys() -> dict[str, set[str]]:
    """The keys of the rows of every raw table."""
    from analysis.raw.load import load

    tables = load(Path(__file__).parents[2] / "data" / "raw").tables
    return {
        name: set(frame["row_key"].str.removeprefix(f"{name}:")) for name, frame in tables.items()
    }


def test_a_topic_that_does_not_bear_an_empty_table_is_named() -> None:
    def topic(processed: Processed) -> list[Fact]:
        return [fact(pd.DataFrame({"id": []})["id"].iloc[0])]

    with pytest.raises(ProblemsError) as caught:
        collect([topic], EMPTY)
    [problem] = caught.value.problems
    assert problem.file == f"{__name__.replace('.', '/')}.py"
    assert "asks for a row that no table has" in problem.message
