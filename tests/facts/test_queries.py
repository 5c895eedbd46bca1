"""The queries of facts: the most exact name is taken, and none is missing or left over."""

from __future__ import annotations

from typing import Any

import jinja2

from analysis.facts.queries import Query, chosen, queries, query_of, tables_of, without_query


def test_a_part_in_braces_stands_for_any_words() -> None:
    query = Query("test-{test}-result", jinja2.Template(""))
    assert query.words("test-dy-tb-result") == {"test": "dy-tb"}
    assert query.words("test-result") is None


def test_the_query_with_the_most_exact_name_is_taken() -> None:
    names = {fact: chosen(fact).name for fact in ("promises-due", "promises-kept")}
    assert names == {"promises-due": "promises-due", "promises-kept": "promises-{outcome}"}


def test_what_is_published_is_plain_sql_without_empty_lines() -> None:
    assert query_of("acts") == "select count(*) from 'processed/ladder.csv' where counted"


def test_the_tables_of_a_query_are_named_once() -> None:
    query = "from 'raw/a.csv' join 'processed/b.csv' where x in (select x from 'raw/a.csv')"
    assert tables_of(query) == ["raw/a.csv", "processed/b.csv"]


def test_every_query_gives_a_fact_and_no_name_stands_twice(facts: dict[str, Any]) -> None:
    names = [query.name for query in queries()]
    assert len(names) == len(set(names))
    assert {chosen(fact).name for fact in facts} == set(names)


def test_a_fact_without_a_query_is_refused_with_where_to_write_one() -> None:
    [problem] = without_query({"moons": {"query": query_of("moons")}})
    assert (problem.file, problem.column, problem.message) == (
        "facts.json",
        "moons",
        "has no query",
    )
    assert problem.repair == "write one in analysis/facts/sql, below a line `-- moons`"
