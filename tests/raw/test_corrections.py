"""Corrections: applied where they fit, refused where they do not, and no file is changed."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from analysis.core.problems import ProblemsError
from analysis.raw.load import RawData, check, load
from analysis.raw.tables import TABLES

HEADER = list(TABLES["corrections"].fields)
ROW = {
    "table": "prices",
    "key": "",
    "column": "price",
    "action": "override",
    "value": "",
    "expect": "",
    "reason": "misread",
    "source_id": "",
}


def correct(folder: Path, *entries: dict[str, str]) -> None:
    """Give a copy of the tables these corrections and no others."""
    with (folder / "corrections.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADER, lineterminator="\n")
        writer.writeheader()
        writer.writerows({**ROW, "source_id": any_source(folder), **entry} for entry in entries)


def any_source(folder: Path) -> str:
    return cells(folder, "prices")[0]["source_id"]


def cells(folder: Path, table: str) -> list[dict[str, str]]:
    """A table as text."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def first_price(folder: Path) -> dict[str, str]:
    """The first price of the table, as text."""
    return cells(folder, "prices")[0]


def refused(folder: Path) -> list[str]:
    with pytest.raises(ProblemsError) as caught:
        load(folder)
    return [p.sentence() for p in caught.value.problems if p.file == "corrections.csv"]


def test_a_note_is_overridden_in_the_frame_and_not_in_the_file(raw_dir: Path) -> None:
    price = first_price(raw_dir)
    before = (raw_dir / "prices.csv").read_bytes()
    fix = {"key": price["price_id"], "column": "note", "expect": price["note"], "value": "mended"}
    correct(raw_dir, fix)
    assert load(raw_dir)["prices"].iloc[0]["note"] == "mended"
    assert (raw_dir / "prices.csv").read_bytes() == before


def test_an_empty_value_makes_the_cell_unknown(raw_dir: Path) -> None:
    price = next(row for row in cells(raw_dir, "prices") if row["note"])
    correct(raw_dir, {"key": price["price_id"], "column": "note", "expect": price["note"]})
    prices = load(raw_dir)["prices"].set_index("price_id")
    assert pd.isna(prices.loc[price["price_id"], "note"])


def test_a_dropped_row_is_gone_and_the_others_keep_their_place_in_the_file(raw_dir: Path) -> None:
    actor = cells(raw_dir, "actors")[1]
    fix = {"table": "actors", "key": actor["member"], "column": "reason"}
    correct(raw_dir, fix | {"action": "drop", "expect": actor["reason"]})
    actors = load(raw_dir)["actors"]
    assert actor["member"] not in actors["member"].tolist()
    assert actors["source_row"].tolist()[:2] == [2, 4]


def test_checks_judge_the_corrected_value(raw_dir: Path) -> None:
    price = first_price(raw_dir)
    fix = {"key": price["price_id"], "column": "priced_on", "expect": price["priced_on"]}
    correct(raw_dir, fix | {"value": "2026-02-30"})
    problems = [p for p in check(raw_dir) if p.severity == "error"]
    assert [(p.file, p.row, p.value) for p in problems] == [("prices.csv", 2, "2026-02-30")]


def test_a_flag_changes_nothing_and_is_listed(raw_dir: Path, real: RawData) -> None:
    price = first_price(raw_dir)
    fix = {"key": price["price_id"], "column": "note", "expect": price["note"], "action": "flag"}
    correct(raw_dir, fix)
    found = load(raw_dir)
    assert found.flags[["table", "key", "column", "reason"]].to_numpy().tolist() == [
        ["prices", price["price_id"], "note", "misread"]
    ]
    pd.testing.assert_frame_equal(found["prices"], real["prices"])


def test_a_composite_key_joins_its_parts_by_slashes(raw_dir: Path) -> None:
    rate = cells(raw_dir, "exchange_rates")[0]
    column = list(rate)[-1]
    fix = {"table": "exchange_rates", "key": f"{rate['currency']}/{rate['year']}"}
    correct(raw_dir, fix | {"column": column, "expect": rate[column], "action": "flag"})
    assert load(raw_dir).flags["key"].tolist() == [f"{rate['currency']}/{rate['year']}"]


def test_a_correction_that_outlived_its_error_says_what_it_found(raw_dir: Path) -> None:
    price = first_price(raw_dir)
    fix = {"key": price["price_id"], "column": "priced_on", "expect": "1999", "value": "1998"}
    correct(raw_dir, fix)
    assert refused(raw_dir) == [
        'corrections.csv row 2, expect: "1999" is what this correction expects in prices.csv, '
        f'priced_on of {price["price_id"]}, but there stands "{price["priced_on"]}"; remove the '
        "correction if the table is mended, or say what it should expect now"
    ]


def test_all_corrections_that_name_nothing_are_told_together(raw_dir: Path) -> None:
    price = first_price(raw_dir)
    correct(
        raw_dir,
        {"table": "price", "key": "k"},
        {"key": price["price_id"], "column": "prise"},
        {"key": "nowhere at all", "column": "note"},
    )
    assert [sentence.split(";")[0] for sentence in refused(raw_dir)] == [
        'corrections.csv row 2, table: "price" is no table that can be corrected',
        'corrections.csv row 3, column: "prise" is no column that can be corrected',
        'corrections.csv row 4, key: "nowhere at all" is no key that can be corrected',
    ]


def test_corrections_cannot_be_corrected(raw_dir: Path) -> None:
    correct(raw_dir, {"table": "corrections", "key": "k", "column": "reason"})
    assert 'table: "corrections" is no table that can be corrected' in refused(raw_dir)[0]


def test_a_correction_without_a_key_is_told_once(raw_dir: Path) -> None:
    correct(raw_dir, {"column": "note"})
    assert len(refused(raw_dir)) == 1


def test_the_nine_inferred_items_of_the_draft_are_flagged_once_the_article_was_out(
    real: RawData,
) -> None:
    assert len(real.flags) == 9
    assert set(real.flags["column"]) == {"draft_source_id"}
    assert real.at(dt.date(2026, 2, 3)).flags.empty
    assert len(real.at(dt.date(2026, 2, 4)).flags) == 9


def test_every_flag_of_the_data_points_at_a_row(real: RawData) -> None:
    listed = real["corrections"]
    assert len(real.flags) == (listed["action"] == "flag").sum()
