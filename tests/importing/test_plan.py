"""What an import would do, from rows alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from incoming import column, row, rows

from analysis.core.problems import Problem
from analysis.importing.plan import Plan, Removal, plan
from analysis.raw.tables import TABLES

# One source for all; conversions are a table without sources, with a key of two columns.
DOCUMENT = {
    "source_id": "s",
    "publisher": "p",
    "accessed_on": "2026",
    "kind": "news",
    "tier": "weak",
    "access": "opened",
}
SOURCES = rows("sources", [DOCUMENT.get(name, "") for name in TABLES["sources"].fields])
TODAY = rows("unit_conversions", ["t", "kg", "1000", "metric"], ["lb", "kg", "0.45", "pound"])
NAME = "unit_conversions"


def planned(*came: object, removals: tuple[Removal, ...] = ()) -> Plan:
    return plan({"sources": SOURCES, NAME: TODAY}, {NAME: came}, removals)  # type: ignore[dict-item]


def removal(values: str, columns: str = "from_unit|to_unit") -> Removal:
    return Removal("removed.csv", 2, NAME, tuple(columns.split("|")), values)


def sentences(made: Plan) -> list[str]:
    return [problem.sentence() for problem in made.problems]


def test_rows_are_added_changed_or_identical_by_their_key() -> None:
    new = row(2, from_unit="g", to_unit="kg", factor="0.001", reason="gram")
    other = row(3, from_unit="lb", to_unit="kg", factor="0.45359237", reason="pound")
    same = row(4, from_unit="t", to_unit="kg", factor="1000", reason="metric")
    made = planned(new, other, same)
    table = made.tables[NAME]
    assert table.added == [new]
    assert [(one.at, one.key, one.fields) for one in table.changed] == [
        (1, ("lb", "kg"), {"factor": ("0.45", "0.45359237")})
    ]
    assert table.identical == [0]
    assert not made.problems


def test_a_number_written_otherwise_is_the_same_number() -> None:
    made = planned(row(2, from_unit="t", to_unit="kg", factor="1000.00", reason="metric"))
    assert made.is_empty


def test_columns_that_the_file_has_not_stay_as_they_are() -> None:
    made = planned(row(2, from_unit="t", to_unit="kg", reason="tonne"))
    assert made.tables[NAME].changed[0].fields == {"reason": ("metric", "tonne")}


def test_an_emptied_cell_is_a_change() -> None:
    made = planned(row(2, from_unit="t", to_unit="kg", reason=""))
    assert made.tables[NAME].changed[0].fields == {"reason": ("metric", "")}


def test_the_same_key_twice_with_other_values_is_a_conflict() -> None:
    first = row(2, from_unit="g", to_unit="kg", factor="0.001", reason="gram")
    made = planned(first, replace(first, number=5), row(7, **{**first.cells, "factor": "0.01"}))
    assert made.tables[NAME].repeated == 1
    assert sentences(made) == [
        'in.csv row 7, factor: "0.01" conflicts with in.csv row 2, which has "0.001" for the same '
        "row of unit_conversions (g/kg); keep one of the two"
    ]


def test_a_row_without_its_key_is_refused() -> None:
    made = planned(row(2, from_unit="g", to_unit="", factor="1", reason="x"))
    assert sentences(made) == [
        "in.csv row 2, to_unit: the row of unit_conversions has no to_unit, which names it; "
        "fill it in"
    ]


def test_superseded_rows_go_and_those_that_are_gone_are_counted() -> None:
    made = planned(removals=(removal("lb|kg"), removal("oz|kg")))
    assert made.tables[NAME].superseded == [(1, ("lb", "kg"))]
    assert made.tables[NAME].gone == 1


def test_a_row_cannot_both_come_and_go() -> None:
    same = row(2, from_unit="lb", to_unit="kg", factor="0.45", reason="pound")
    new = row(3, from_unit="oz", to_unit="kg", factor="0.03", reason="ounce")
    made = planned(same, new, removals=(removal("lb|kg"), removal("oz|kg")))
    assert [problem.rule for problem in made.problems] == ["conflict", "conflict"]


def test_a_removal_must_name_one_row() -> None:
    assert sentences(planned(removals=(removal("kg", "to_unit"),))) == [
        'removed.csv row 2, key_values: "kg" names 2 rows of unit_conversions; name one, by '
        "from_unit + to_unit"
    ]


def test_a_removal_finds_a_key_that_is_a_list() -> None:
    forms = rows("product_forms", ["dy|tb", "separation", "a|b", "oxide", "dy", "x"])
    gone = Removal("removed.csv", 2, "product_forms", ("mineral", "output_form"), "dy|tb|a|b")
    made = plan({"sources": SOURCES, "product_forms": forms}, {}, [gone])
    assert made.tables["product_forms"].superseded == [(0, ("dy|tb", "separation", "a|b"))]


def test_a_better_source_of_the_same_fact_follows_the_superseded_row() -> None:
    today = rows("milestones", ["act", "2026-02", "signed", "", "weak"])
    better = row(2, announcement_id="act", event_on="2026-02", status="signed", source_id="s")
    gone = Removal(
        "removed.csv",
        2,
        "milestones",
        ("announcement_id", "event_on", "status", "source_id"),
        "act|2026-02|signed|weak",
    )
    made = plan({"sources": SOURCES, "milestones": today}, {"milestones": [better]}, [gone])
    assert made.tables["milestones"].successors == {0: better}


def test_sources_that_nobody_has_are_counted_and_those_of_the_import_are_known() -> None:
    today = {"sources": SOURCES, "milestones": rows("milestones")}
    came = [
        row(at, announcement_id=f"a{at}", event_on="2026", status="signed", source_id=source)
        for at, source in enumerate(["s", "new", "lost", "lost"], start=2)
    ]
    made = plan(today, {"sources": [row(2, source_id="new")], "milestones": came})
    assert made.missing == {"lost": 2}


def test_a_doubtful_cell_is_no_doubt_where_the_table_holds_that_text() -> None:
    doubt = Problem(
        file="in.csv",
        row=2,
        column="factor",
        value="0.450",
        rule="open-number",
        message="is open",
        repair="write it out",
    )
    today = rows(NAME, ["lb", "kg", "1.234", "pound"])
    same = row(2, from_unit="lb", to_unit="kg", factor="1.234", reason="pound")
    current = {"sources": SOURCES, NAME: today}
    assert not plan(current, {NAME: [replace(same, doubts={"factor": doubt})]}).problems
    other = replace(same, cells={**same.cells, "factor": "1.235"}, doubts={"factor": doubt})
    assert plan(current, {NAME: [other]}).problems == [doubt]


def test_a_spreadsheets_first_day_of_a_month_does_not_replace_the_month() -> None:
    (came,) = column("prices", "priced_on", dt.date(2026, 2, 1)).rows
    today = rows("prices", ["row-0", "tin", "metal", "us", "2026-02", *[""] * 6])
    made = plan({"sources": SOURCES, "prices": today}, {"prices": [came]})
    assert [problem.rule for problem in made.problems] == ["false-precision"]
    (second,) = column("prices", "priced_on", dt.date(2026, 2, 2)).rows
    assert not plan({"sources": SOURCES, "prices": today}, {"prices": [second]}).problems


def test_a_number_in_a_key_names_its_row_however_it_is_written() -> None:
    today = rows("exchange_rates", ["EUR", "2025", "", "", ""])
    made = plan(
        {"sources": SOURCES, "exchange_rates": today},
        {"exchange_rates": [row(2, currency="EUR", year="2025.0")]},
    )
    assert made.tables["exchange_rates"].identical == [0]
