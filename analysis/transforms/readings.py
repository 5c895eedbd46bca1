"""What second readers found in the raw rows, and how often they found them right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.core.columns import column
from analysis.raw.intervals import first_days, last_days
from analysis.raw.schemas.review import JUDGEMENTS
from analysis.raw.tables import TABLES
from analysis.transforms.model import Tidy
from analysis.transforms.provenance import join_unique, joined_by
from analysis.transforms.statistics import wilson_interval

RIGHT, UNCLEAR = "right", "unclear"


class NewestReadings(Tidy):
    """The newest second reading of one raw row."""

    table: str = column("raw table of the row")
    read_on: str = column("day of the second reading, as an interval")
    reader: str = column("who read")
    audit: str = column("audit that drew the row, if one did", nullable=True)
    judgement: str = column("what was found", isin=tuple(JUDGEMENTS))
    mended_on: str = column("when the row was mended, as an interval", nullable=True)
    stands: bool = column("the doubt stands: not right, and not mended since")
    tests: str = column("tests of the verdict that rest on the row, joined by |", nullable=True)
    note: str = column("what is doubtful, and what became of it", nullable=True)
    source_ids: str = column("sources of the row, joined by |")
    raw_keys: str = column("the row", unique=True)


class AuditRates(Tidy):
    """One audit: rows drawn at random, read a second time."""

    audit: str = column("name of the audit", unique=True)
    read_on: str = column("when the rows were read, as an interval")
    drawn_rows: int = column("rows drawn at random", "rows", ge=1)
    right: int = column("rows found right", "rows", ge=0)
    detail: int = column("rows with an overstated or inexact detail", "rows", ge=0)
    wrong: int = column("rows found wrong", "rows", ge=0)
    unclear: int = column("rows that could not be judged", "rows", ge=0)
    right_pct: float = column("right of those judged", "%", nullable=True)
    right_low_pct: float = column("lower end of its Wilson 95 % interval", "%", nullable=True)
    right_high_pct: float = column("upper end of its Wilson 95 % interval", "%", nullable=True)
    wrong_pct: float = column("wrong of those judged", "%", nullable=True)
    wrong_low_pct: float = column("lower end of its Wilson 95 % interval", "%", nullable=True)
    wrong_high_pct: float = column("upper end of its Wilson 95 % interval", "%", nullable=True)
    named_rows: int = column("rows of it that have a judgement by name", "rows", ge=0)
    named_right: int = column("rows among these that are right", "rows", ge=0)
    note: str = column("where the totals come from, and what became of the rows", nullable=True)
    source_ids: str = column("sources of the rows with a judgement by name, joined by |")
    raw_keys: str = column("the audit and these rows, joined by |")


def second_readings(
    tables: Mapping[str, pd.DataFrame], results: pd.DataFrame, as_of: dt.date
) -> pd.DataFrame:
    """The newest second reading of each raw row that is known at the vintage.

    Parameters: all raw tables as known at the vintage; results as `verdict_results` returns them,
    which name the rows that a test rests on; the vintage, before which a reading has to begin.
    Returns `NewestReadings`, sorted by raw_keys.
    """
    readings = tables["second_readings"]
    keyed = readings.assign(
        raw_keys=readings["table"] + ":" + readings["key"], day=last_days(readings["read_on"])
    )
    sources = row_sources({name: tables[name] for name in readings["table"].unique()})
    is_known = first_days(keyed["read_on"]) <= pd.Timestamp(as_of)
    newest = (
        keyed[is_known & keyed["raw_keys"].isin(sources.index)]
        .sort_values(["raw_keys", "day", "source_row"])
        .drop_duplicates("raw_keys", keep="last")
    )
    found = newest.assign(
        stands=(newest["judgement"] != RIGHT) & newest["mended_on"].isna(),
        tests=newest["raw_keys"].map(resting_tests(results)),
        source_ids=newest["raw_keys"].map(sources),
    )
    columns = list(NewestReadings.to_schema().columns)
    return NewestReadings.validate(found[columns].reset_index(drop=True))


def row_sources(tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    """The sources of every row of some raw tables, joined by `|`, by row_key; empty if it has none.

    Parameters: raw tables by name. A row may name sources in several columns.
    """
    joined = {
        key: join_unique(sources)
        for name, frame in tables.items()
        for key, *sources in frame[["row_key", *source_columns(name)]].itertuples(index=False)
    }
    return pd.Series(joined, dtype="str")


def source_columns(table: str) -> list[str]:
    """The columns of a raw table that name sources."""
    return [name for name, to in TABLES[table].references.items() if to == "sources"]


def resting_tests(results: pd.DataFrame) -> pd.Series:
    """The tests of the verdict that rest on each raw row, joined by `|`, by row.

    Parameters: results with test_id and raw_keys (`|`-separated).
    """
    rows = results.assign(raw_key=results["raw_keys"].str.split("|")).explode("raw_key")
    return joined_by(rows, "raw_key", "test_id")


def audits(drawn: pd.DataFrame, readings: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Each audit known at the vintage, with the share of its rows that was right, and wrong.

    Parameters: the raw table audits; readings as `second_readings` returns them; the vintage,
    before which an audit has to begin.
    Returns `AuditRates`, sorted by read_on and audit. Shares are of the rows that could be judged,
    with a Wilson 95 % interval, because the rows were drawn at random; empty where none could be.
    """
    known = drawn[first_days(drawn["read_on"]) <= pd.Timestamp(as_of)]
    judged = known["drawn_rows"] - known[UNCLEAR]
    named = readings[readings["audit"].notna()]
    counts = {
        "named_rows": named.groupby("audit").size(),
        "named_right": named[named["judgement"] == RIGHT].groupby("audit").size(),
    }
    own_sources = known["audit"].map(joined_by(named, "audit", "source_ids"))
    own_keys = known["audit"].map(joined_by(named, "audit", "raw_keys"))
    found = known.assign(
        **shares("right", known["right"], judged),
        **shares("wrong", known["wrong"], judged),
        **{name: known["audit"].map(count).fillna(0) for name, count in counts.items()},
        source_ids=own_sources.astype("str").fillna(""),
        raw_keys=[join_unique(keys) for keys in zip(known["row_key"], own_keys, strict=True)],
    )
    ordered = found.sort_values(["read_on", "audit"], ignore_index=True)
    return AuditRates.validate(ordered[list(AuditRates.to_schema().columns)])


def shares(name: str, found: pd.Series, judged: pd.Series) -> dict[str, list[float]]:
    """The columns of one share in percent: itself, and the ends of its interval."""
    pairs = list(zip(found.tolist(), judged.tolist(), strict=True))
    ends = [wilson_interval(*pair) if pair[1] else (np.nan, np.nan) for pair in pairs]
    return {
        f"{name}_pct": [100 * part / whole if whole else np.nan for part, whole in pairs],
        f"{name}_low_pct": [100 * low for low, _ in ends],
        f"{name}_high_pct": [100 * high for _, high in ends],
    }
