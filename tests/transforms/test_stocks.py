from __future__ import annotations

import pandas as pd
import pytest

from analysis.transforms.stocks import stocks

CONVERSIONS = pd.DataFrame(
    [("t", "kg", 1000.0), ("lb", "kg", 0.45359237), ("months", "days", 30.4375)],
    columns=["from_unit", "to_unit", "factor"],
)
PROGRAMMES = pd.DataFrame(
    {"programme_id": ["reserve"], "programme": ["Reserve"], "jurisdiction": ["KOR"]}
)
SOURCES = pd.DataFrame({"source_id": ["paper"], "tier": ["primary"], "access": ["quoted"]})


def contents(*rows: tuple[str, str, float | None, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["mineral", "basis", "quantity", "unit"])
    names = [f"row-{number}" for number in range(1, len(rows) + 1)]
    empty = pd.Series([None] * len(rows), dtype="str")
    return frame.astype({"quantity": "float64", "unit": "str"}).assign(
        content_id=names,
        programme_id="reserve",
        coverage=empty,
        form=empty,
        as_of="2026-02",
        value_usd=float("nan"),
        note=empty,
        source_id="paper",
        row_key=["stockpile_contents:" + name for name in names],
    )


def placed(*rows: tuple[str, str, float | None, str | None]) -> pd.DataFrame:
    return stocks(contents(*rows), PROGRAMMES, CONVERSIONS, SOURCES)


def test_pounds_become_tonnes_and_months_become_days():
    frame = placed(("antimony", "contract", 315_000, "lb"), ("rare_earths", "target", 18, "months"))
    # 315 000 lb x 0.45359237 kg = 142 881.6 kg; 18 months x 30.4375 days = 547.875 days.
    assert frame.loc[0, "quantity_t"] == pytest.approx(142.8816, abs=1e-4)
    assert frame.loc[1, "cover_days"] == 547.875
    assert pd.isna(frame.loc[0, "cover_days"]) and pd.isna(frame.loc[1, "quantity_t"])


def test_a_ton_that_is_not_stated_is_not_converted():
    row = placed(("nickel", "solicitation", 3500, "tons (type not stated)")).iloc[0]
    assert (row["quantity"], row["unit"]) == (3500, "tons (type not stated)")
    assert pd.isna(row["quantity_t"])


def test_what_is_held_comes_before_what_is_wished_for():
    frame = placed(
        ("tin", "target", 1, "t"),
        ("tin", "holding", 2, "t"),
        ("tin", "solicitation", 3, "t"),
        ("tin", "contract", 4, "t"),
    )
    assert frame["basis"].tolist() == ["held", "contract", "solicitation", "target"]


def test_a_source_seen_only_as_quoted_is_weak():
    assert placed(("tin", "holding", 2, "t")).loc[0, "evidence"] == "weak"


def test_a_programme_that_is_not_known_yet_has_no_rows():
    rows = contents(("tin", "target", 1, "t"))
    assert stocks(rows, PROGRAMMES.iloc[:0], CONVERSIONS, SOURCES).empty
