"""The page "What if": the report's setting as a table, and what a script needs to compute others.

The script (`report/theme/whatif.js`) asks nobody: every measure that a reader may choose stands in
the page as a record, one for each reading and for each exclusion of sources.
"""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.core.files import script_json
from analysis.core.templates import rendered
from analysis.exhibits import tbl_verdict
from analysis.exhibits.exhibit import single_block
from analysis.facts import text
from analysis.facts.labels import RESULTS
from analysis.facts.processed import Processed
from analysis.facts.statements import part
from analysis.transforms.sensitivity import WEAK
from analysis.transforms.verdict import ANSWERS, LEVELS, counting, records

TEMPLATE = "whatif.html"
WHOLE = 100  # the scale of a share; another measure may ask for a longer one
BOUNDS = ["value", "low", "high"]
COUNTED = ("met", "not_met", "undecided", "unknown")


def markdown(processed: Processed, theme: Path) -> str:
    """The page's table, its controls and its record, as a raw block.

    Parameters: the processed tables; the folder of the theme, where the template is.
    """
    return f"```{{=html}}\n{single_block(markup(processed, theme))}\n```\n"


def markup(processed: Processed, theme: Path) -> str:
    """The same as HTML; whatever comes from data is escaped."""
    return rendered(
        theme,
        TEMPLATE,
        record=Markup(script_json(record(processed))),  # noqa: S704 - no text of it ends its element
        verdict=processed["verdict"].iloc[0],
        labels={result: RESULTS[result] for result in COUNTED},
        words=words(),
        tests=[shown(row, processed) for row in processed["verdict_results"].itertuples()],
        sources=excluded_sources(processed),
        months=[text.day(name) for name in processed["verdict_history"]["month"].unique()],
        version=processed.about.data_version,
    )


def shown(row: Any, processed: Processed) -> dict[str, Any]:
    """One test as the table prints it, with the names of its readings."""
    readings = processed["verdict_readings"]
    return {
        **{name: getattr(row, name) for name in ("test_id", "question", "unit")},
        "measure": text.capitalised(row.measure),
        "threshold": f"{row.threshold:g}",
        "most": most(row),
        "now": tbl_verdict.measured(row),
        "wanted": tbl_verdict.wanted(row),
        "result": tbl_verdict.judged(row),
        "counts": row.result != "baseline",
        "readings": readings.loc[readings["test_id"] == row.test_id, "reading"].tolist(),
    }


def most(row: Any) -> int:
    """The end of the scale on which a reader moves the threshold of a test."""
    return max(
        WHOLE, *(math.ceil(float(end)) for end in (row.threshold, row.high) if not pd.isna(end))
    )


def excluded_sources(processed: Processed) -> list[tuple[str, str]]:
    """The sources behind the tests, id and name, in the order of their names."""
    single = set(processed["exclusions"]["without"]) - set(WEAK)
    sources = processed["sources"].set_index("source_id").loc[sorted(single)]
    names = (sources["publisher"] + ": ").fillna("") + sources["title"].fillna("")
    named = [(str(source), str(name)) for source, name in names.items()]
    return sorted(named, key=lambda item: (item[1].casefold(), item[0]))


def words() -> dict[str, dict[str, str]]:
    """The answers as sentences and as ends of sentences, and the results of tests."""
    return {
        "answers": {level: part("answer", level=level) for level in LEVELS},
        "ends": {level: part("end_of", level=level) for level in ANSWERS},
        "results": RESULTS,
    }


def record(processed: Processed) -> dict[str, Any]:
    """What the script reads: tests, their measures under each exclusion, months, words.

    Returns JSON. A measure is [value, lower bound, upper bound] of each reading in its order, null
    where it is unknown; in a month it is [lower bound, upper bound, whether the test counted].
    """
    results, excluded = processed["verdict_results"], processed["exclusions"]
    counts, readings = counting(results, processed.about.as_of), processed["verdict_readings"]
    return {
        "version": processed.about.data_version,
        "tests": [
            {
                "id": row.test_id,
                **{name: getattr(row, name) for name in ("direction", "threshold", "unit")},
                "most": most(row),
                "counts": counts[str(row.test_id)],
                "readings": bounds(readings[readings["test_id"] == row.test_id]),
            }
            for row in results.itertuples()
        ],
        "exclusions": {
            str(without): {str(test): bounds(rows) for test, rows in found.groupby("test_id")}
            for without, found in excluded.groupby("without")
        },
        "months": [
            month(rows, results) for _, rows in processed["verdict_history"].groupby("as_of")
        ],
        "words": words(),
    }


def bounds(rows: pd.DataFrame) -> list[list[float | None]]:
    """Value and bounds of each row."""
    return [[known(row[name]) for name in BOUNDS] for row in records(rows)]


def month(rows: pd.DataFrame, results: pd.DataFrame) -> dict[str, Any]:
    """The tests at the end of one month, by the rules of the day of the report."""
    counts = counting(results, dt.date.fromisoformat(rows["as_of"].iloc[0]))
    return {
        "name": text.day(rows["month"].iloc[0]),
        "tests": {
            row["test_id"]: [known(row["low"]), known(row["high"]), counts[row["test_id"]]]
            for row in records(rows)
        },
    }


def known(value: float) -> float | None:
    """A number as JSON knows it."""
    return None if pd.isna(value) else float(value)
