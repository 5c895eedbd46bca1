"""Second readings: the newest counts, doubts stand until mended, shares are of rows drawn."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from analysis.transforms.readings import audits, row_sources, second_readings

DAY = dt.date(2026, 11, 26)

PROJECTS = pd.DataFrame(
    {
        "row_key": ["projects:a", "projects:b", "projects:c"],
        "source_id": ["s1", "s2", "s3"],
        "status_source_id": ["s0", "s2", None],
    }
)
RESULTS = pd.DataFrame(
    {"test_id": ["pipeline", "magnets"], "raw_keys": ["projects:a|projects:b", "projects:a"]}
)


def readings(*rows: tuple[str, str, str, str | None]) -> pd.DataFrame:
    """Second readings of projects: key, day, judgement, day of mending."""
    frame = pd.DataFrame(rows, columns=["key", "read_on", "judgement", "mended_on"], dtype="str")
    return frame.assign(
        table="projects",
        reader="somebody",
        audit="x",
        note=None,
        source_row=range(2, 2 + len(rows)),
    ).astype({"note": "str", "audit": "str"})


def read(*rows: tuple[str, str, str, str | None], day: dt.date = DAY) -> pd.DataFrame:
    tables = {"second_readings": readings(*rows), "projects": PROJECTS}
    return second_readings(tables, RESULTS, day).set_index("raw_keys")


def test_a_doubt_stands_until_the_row_is_mended_or_found_right() -> None:
    found = read(
        ("a", "2026-11-25", "unclear", None),
        ("b", "2026-11-25", "wrong", "2026-11-26"),
        ("c", "2026-11-25", "right", None),
    )
    assert found["stands"].to_dict() == {
        "projects:a": True, "projects:b": False, "projects:c": False,
    }  # fmt: skip


def test_the_newest_reading_of_a_row_counts() -> None:
    found = read(("a", "2026-11-26", "right", None), ("a", "2026-11-25", "wrong", None))
    assert found["judgement"].to_dict() == {"projects:a": "right"}
    assert not found["stands"].any()


def test_a_reading_of_after_the_vintage_or_of_no_row_is_left_out() -> None:
    rows = (("a", "2026-11-25", "wrong", None), ("gone", "2026-11-24", "wrong", None))
    assert read(*rows).index.tolist() == ["projects:a"]
    assert read(*rows, day=dt.date(2026, 11, 24)).empty
    assert read().empty


def test_a_row_has_all_its_sources_and_the_tests_that_rest_on_it() -> None:
    found = read(("a", "2026-11-25", "right", None), ("c", "2026-11-25", "right", None))
    assert found["source_ids"].tolist() == ["s0|s1", "s3"]
    assert found.loc["projects:a", "tests"] == "magnets|pipeline"
    assert pd.isna(found.loc["projects:c", "tests"])
    needs = pd.DataFrame({"row_key": ["capacity_needs:x"]})
    assert row_sources({"capacity_needs": needs}).to_dict() == {"capacity_needs:x": ""}


def drawn(name: str, *counts: int, read_on: str = "2026-11") -> pd.DataFrame:
    """An audit with its counts: right, detail, wrong, unclear."""
    row = dict(zip(["right", "detail", "wrong", "unclear"], counts, strict=True))
    return pd.DataFrame(
        [{"audit": name, "read_on": read_on, "drawn_rows": sum(counts), **row, "note": None,
          "row_key": f"audits:{name}"}]
    ).astype({"note": "str"})  # fmt: skip


def test_shares_are_of_the_rows_that_could_be_judged() -> None:
    none = read().reset_index()
    found = audits(drawn("first", 8, 1, 1, 2), none, DAY).iloc[0]
    # 8 of 10: Wilson with z = 1.96 gives (0.8 + 0.19207) / 1.38415 -+ 0.22661.
    assert found["right_pct"] == 80
    assert found["right_low_pct"] == pytest.approx(49.02, abs=0.01)
    assert found["right_high_pct"] == pytest.approx(94.33, abs=0.01)
    assert found["wrong_pct"] == 10
    assert found[["named_rows", "source_ids", "raw_keys"]].tolist() == [0, "", "audits:first"]


def test_an_audit_that_could_judge_nothing_has_no_share() -> None:
    found = audits(drawn("first", 0, 0, 0, 3), read().reset_index(), DAY)
    assert found.filter(like="_pct").isna().all(axis=None)


def test_an_audit_knows_its_rows_by_name() -> None:
    named = read(("a", "2026-11-25", "right", None), ("b", "2026-11-25", "wrong", None))
    found = audits(drawn("x", 5, 0, 1, 0), named.reset_index(), DAY).iloc[0]
    assert found[["named_rows", "named_right", "source_ids"]].tolist() == [2, 1, "s0|s1|s2"]
    assert found["raw_keys"] == "audits:x|projects:a|projects:b"


def test_an_audit_of_after_the_vintage_is_not_known() -> None:
    assert audits(drawn("first", 1, 0, 0, 0), read().reset_index(), dt.date(2026, 10, 31)).empty
