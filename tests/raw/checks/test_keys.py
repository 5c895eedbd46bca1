"""Keys, references, lists and places."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from analysis.core.problems import Problem
from analysis.raw.checks import keys

MakeTable = Callable[..., pd.DataFrame]
Sentences = Callable[[list[Problem]], list[str]]


def test_a_key_that_stands_twice_names_the_first_row(
    table: MakeTable, sentences: Sentences
) -> None:
    claims = table("claims", {"claim_id": "s1-01"}, {"claim_id": "s1-02"}, {"claim_id": "s1-01"})
    assert sentences(keys.unique_keys({"claims": claims})) == [
        'claims.csv row 4, claim_id: "s1-01" is also the key of row 2; '
        "give each row its own claim_id, or remove one of the two"
    ]


def test_a_key_of_several_columns_is_shown_whole(table: MakeTable, sentences: Sentences) -> None:
    row = {"mineral": "tin", "year": "2024", "country": "CHN", "source_id": "s"}
    assert sentences(keys.unique_keys({"production": table("production", row, row)})) == [
        'production.csv row 3: "tin/mining/2024/CHN/production/s" is also the key of row 2; '
        "give each row its own mineral + stage + year + country + measure + source_id, "
        "or remove one of the two"
    ]


def test_an_unknown_source_is_named_with_its_nearest(
    table: MakeTable, sentences: Sentences
) -> None:
    tables = {
        "sources": table("sources", {"source_id": "mp-2025-q2"}),
        "claims": table("claims", {"source_id": "mp-2025-q9"}, {"source_id": "mp-2025-q2"}),
    }
    assert sentences(keys.references(tables)) == [
        'claims.csv row 2, source_id: "mp-2025-q9" names nothing in sources.csv; '
        'nearest is "mp-2025-q2"; mend the name or add the row to sources.csv'
    ]


def test_each_entry_of_a_list_must_be_known(table: MakeTable, sentences: Sentences) -> None:
    tables = {
        "minerals": table("minerals", {"mineral": "tin"}, {"mineral": "zinc"}),
        "announcements": table("announcements", {"minerals": "tin|zink"}, {"minerals": "tin|zinc"}),
    }
    assert sentences(keys.references(tables)) == [
        'announcements.csv row 2, minerals: "tin|zink" names nothing in minerals.csv ("zink"); '
        'nearest is "zinc"; mend the name or add the row to minerals.csv'
    ]


def test_every_kind_of_reference_is_followed(table: MakeTable, sentences: Sentences) -> None:
    tables = {
        "sources": table("sources", {"source_id": "s"}),
        "announcements": table("announcements", {"announcement_id": "a"}),
        "stockpile_programmes": table(
            "stockpile_programmes", {"also_source_ids": "s|gone", "source_id": "s"}
        ),
        "stockpile_funding": table(
            "stockpile_funding", {"programme_id": "nowhere", "source_id": "s"}
        ),
        "promises": table("promises", {"announcement_id": "b", "source_id": "s"}),
        "projects": table(
            "projects",
            {"project_id": "p", "contained_in": "q", "status_source_id": "t", "source_id": "s"},
        ),
        "project_history": table("project_history", {"project_id": "r", "source_id": "s"}),
    }
    found = {(problem.file, problem.column) for problem in keys.references(tables)}
    assert found == {
        ("stockpile_programmes.csv", "also_source_ids"),
        ("stockpile_funding.csv", "programme_id"),
        ("promises.csv", "announcement_id"),
        ("projects.csv", "contained_in"),
        ("projects.csv", "status_source_id"),
        ("project_history.csv", "project_id"),
    } | {("announcements.csv", "source_id")}


def test_a_list_has_no_empty_padded_or_repeated_entry(
    table: MakeTable, sentences: Sentences
) -> None:
    acts = table(
        "announcements",
        {"parties": "USA|JPN"},
        {"parties": "USA||JPN"},
        {"parties": "USA| JPN"},
        {"parties": "USA|USA"},
    )
    found = keys.lists({"announcements": acts})
    assert [problem.row for problem in found] == [3, 4, 5]
    assert sentences(found)[0] == (
        'announcements.csv row 3, parties: "USA||JPN" has an empty, padded or repeated entry; '
        "separate entries by a single | without blanks, each once"
    )


def test_a_place_is_a_country_code_or_a_bloc(table: MakeTable, sentences: Sentences) -> None:
    acts = table("announcements", {"parties": "EU|USA|NAM|XKX|QQQ"}, {"parties": "WLD ex CHN"})
    assert sentences(keys.places({"announcements": acts})) == [
        'announcements.csv row 2, parties: "EU|USA|NAM|XKX|QQQ" holds "QQQ", which is no country '
        "code or bloc; write a code of ISO 3166-1 or one of EU, G7, IEA, ROW, "
        "WLD, WLD ex CHN, WLD ex CHN ex USA"
    ]


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("Turkey", "TUR"), ("US", "USA"), ("NA", "NAM"), ("ROM", "ROU"), ("UK", "GBR"),
        ("Germany", "DEU"), ("Kosovo", "XKX"), ("South Korea", "KOR"), ("World", "WLD"),
    ],
)  # fmt: skip
def test_another_name_of_a_place_is_answered_with_its_code(
    place: str, code: str, table: MakeTable, sentences: Sentences
) -> None:
    acts = table("announcements", {"parties": place})
    (said,) = sentences(keys.places({"announcements": acts}))
    assert said.endswith(f'write "{code}" if that is meant')


def test_one_fact_from_one_source_stands_once(table: MakeTable, sentences: Sentences) -> None:
    demand = table(
        "demand", {"demand_id": "a"}, {"demand_id": "b"}, {"demand_id": "c", "year": "2025"}
    )
    assert sentences(keys.repeated_facts({"demand": demand})) == [
        'demand.csv row 3, demand_id: "b" says the same as row 2, from the same source; '
        "remove one of the two"
    ]


def test_a_figure_without_its_unit_is_an_error(table: MakeTable, sentences: Sentences) -> None:
    plants = table("projects", {"capacity": "100"})
    assert sentences(keys.figures_have_units({"projects": plants})) == [
        "projects.csv row 2, unit: is missing although capacity is given; fill it in",
        "projects.csv row 2, capacity_basis: is missing although capacity is given; fill it in",
    ]


def test_a_reading_and_a_reply_name_a_row_that_is_there(
    table: MakeTable, sentences: Sentences
) -> None:
    tables = {
        "projects": table("projects", {"project_id": "works"}),
        "second_readings": table("second_readings", {"table": "projects", "key": "works"}),
        "replies": table(
            "replies", {"table": "projects", "key": "works"}, {"table": "projects", "key": "wroks"}
        ),
    }
    assert sentences(keys.named_rows(tables)) == [
        'replies.csv row 3, key: "wroks" names no row of that table; '
        "write the key as the table's pages show it"
    ]
