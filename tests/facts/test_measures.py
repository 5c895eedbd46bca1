"""The measures of profiles: each has a query and words, in the order in which they are told."""

from __future__ import annotations

from small import processed, table

from analysis.facts.measures import FAMILIES, QUERIES, TABLES, Measure, measures, without_query
from analysis.facts.processed import Processed
from analysis.facts.queries import chosen, queries


def test_a_measure_says_what_it_counts() -> None:
    assert Measure("t", "acts", "acts", None).words == "Acts of partner governments"
    assert Measure("t", "acts-signed-framework", "acts", None).part == "signed framework"
    assert Measure("t", "supplied-by-china", "minerals", None).words == (
        "Minerals with a main supplier on record: China"
    )


def test_all_come_before_their_parts_and_rungs_in_their_order() -> None:
    names = ["plants", "acts-rule-in-force", "acts-statement", "acts", "acts-on-capacity"]
    rows = [{"mineral": "gallium", "measure": name} for name in names]
    found = measures(
        processed(mineral_profiles=table("mineral_profiles", *rows, value=1, unit="", kind="count"))
    )
    assert [each.measure for each in found] == [
        *("acts", "acts-on-capacity", "acts-statement", "acts-rule-in-force", "plants"),
    ]


def test_every_query_gives_a_measure_that_has_words(processed: Processed) -> None:
    found = measures(processed)
    assert {each.family for each in found} == set(FAMILIES)
    assert without_query(found) == []
    for name in TABLES:
        file = QUERIES / f"{name}.sql"
        own = {chosen(each.measure, file).name for each in found if each.table == name}
        assert own == {query.name for query in queries(file)}


def test_a_measure_without_a_query_is_refused_with_where_to_write_one() -> None:
    [problem] = without_query([Measure("mineral_profiles", "moons", "moons", None)])
    assert (problem.file, problem.column, problem.message) == (
        *("measures.json", "moons"),
        "has no query",
    )
    assert problem.repair == "write one in profiles/mineral_profiles.sql, below `-- moons`"
