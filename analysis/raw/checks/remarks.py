"""Remarks against the columns of the method.

Numbers are computed from columns and never from remarks. A remark that speaks of a bound, a range,
a quota or a plan is therefore refused while the column that says so is empty or says otherwise.
The patterns serve this check alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.core.problems import Problem
from analysis.raw.cells import problem_at
from analysis.raw.tables import TABLES

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Said:
    """Words of a remark that ask for a value of another column.

    Attributes:
        table: the table.
        words: pattern of the words, in any case of letters.
        column: the column that says the same.
        value: what it has to say then; None where any value will do.
        texts: the columns in which the words are looked for.
    """

    table: str
    words: str
    column: str
    value: str | None = None
    texts: tuple[str, ...] = ("note",)


LOWER = r"\b(?:lower bound|at least|(?:no|not) less than|(?:over|above|more than|lower end of) \d+)"
UPPER = r"\b(?:upper bound|at most|(?:no|not) more than|(?:under|below|less than|upper end of) \d+)"
RANGE = r"\b(?:range (?:of |from )?\d\S* to|between \d\S* and) \d+"
MONTH = "(?:Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)[a-z]*"
SUSPENDED = r"\bsuspension of .*\b(?:ban|controls?|licen[cs]\w+)\b"
PLANNED = r"\bas (?:re-)?planned\b|\bplan, not result\b|\bexpect(?:ed|ation)\b|\bcompany said\b"

SAID = (
    Said("announcements", SUSPENDED, "suspends_controls", None, ("title",)),
    Said("production", LOWER, "bound", "lower"),
    Said("production", UPPER, "bound", "upper"),
    Said("production", r"\bquotas?\b", "is_quota"),
    Said("production", r"\byear\b[^;]* read\b", "year_kind", "read"),
    Said("production", r"\byear is the (?:edition|report)", "year_kind", "edition"),
    Said("production", rf"\b(?:financial|fiscal) year\b|\byear to {MONTH}", "year_kind", "fiscal"),
    Said("production", rf"\b{MONTH} 20\d\d only\b", "year_kind", "part"),
    Said("benchmarks", LOWER, "bound", "lower"),
    Said("benchmarks", UPPER, "bound", "upper"),
    Said("benchmarks", RANGE, "low_pct"),
    Said("benchmarks", RANGE, "high_pct"),
    Said("benchmarks", r"\b(?:doubtful|dubious|unreliable)\b", "doubtful"),
    Said("benchmarks", r"\b(?:upper limit|maximum share)\b", "kind", "limit", ("metric", "note")),
    Said("benchmarks", r"\braised to\b", "kind", "proposal"),
    Said("benchmarks", r"\bnot a percentage\b", "kind", "count"),
    Said("benchmarks", r"\bnot a target\b", "kind", "indicator"),
    Said("benchmarks", r": .+", "subject", None, ("metric",)),
    Said("benchmarks", r"\bof \d+ ", "scope", "group", ("metric",)),
    Said("lead_times", PLANNED, "kind", "planned", ("step", "note")),
    Said("lead_times", r"\blegal limit\b", "kind", "legal", ("step", "note")),
)


def said_alone(tables: Tables) -> list[Problem]:
    """What a remark says of the method, its column says too."""
    return [
        problem
        for said in SAID
        if said.table in tables
        for text in said.texts
        for problem in _alone(said, text, tables[said.table])
    ]


def _alone(said: Said, text: str, rows: pd.DataFrame) -> list[Problem]:
    """The rows whose text says it while the column does not."""
    found = rows[text].str.extract(f"(?i)({said.words})", expand=False)
    cells = rows[said.column]
    agrees = cells.notna() if said.value is None else cells == said.value
    return [
        problem_at(
            TABLES[said.table],
            rows,
            at,
            text,
            "remark-alone",
            f'says "{found[at]}", and {said.column} is '
            f"{'empty' if pd.isna(cells[at]) else cells[at]}",
            f"{_fill_in(said)}, or say it in other words if that is not meant",
        )
        for at in rows.index[found.notna() & ~agrees.fillna(False).astype(bool)]
    ]


def _fill_in(said: Said) -> str:
    return f"write {said.value} in {said.column}" if said.value else f"fill in {said.column}"
