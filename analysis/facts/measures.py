"""The measures of profiles: what each number of theirs counts, and the query that gives it again.

One query gives the numbers of all profiles by one measure, as two columns: profile and value. The
queries stand in `sql/profiles/`, one file a table; `measures.json` publishes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import pandas as pd

from analysis.core.problems import Problem
from analysis.facts.processed import Processed
from analysis.facts.queries import FOLDER, query_of
from analysis.transforms.ladder import RUNGS
from analysis.transforms.support import STAGES

MEASURES_FILE = "measures.json"
QUERIES = FOLDER / "profiles"

# The tables of profiles, each with the column that names one.
TABLES = {"mineral_profiles": "mineral", "actor_profiles": "actor"}

FAMILIES: Mapping[str, str] = {
    "acts": "Acts of partner governments",
    "deadlines": "Own deadlines",
    "plants": "Plants and phases outside China",
    "starts": "First promised starts that are over",
    "money": "Public money for plants",
    "programmes": "Stockpile programmes",
    "supplied": "Minerals with a main supplier on record",
    "markets": "Markets with it as largest producer",
    "place": "Place in the scorecard",
    "price": "Yearly average price",
}
"""What the first word of a measure counts."""

PARTS: Mapping[str, str] = {
    "on-capacity": "on money, contracts or plants",
    **{name.replace(" ", "-"): name for name in RUNGS.values()},
    "not-counted": "of others, not counted",
    **{name: name for name in ("kept", "late", "broken")},
    "in-part": "kept in part",
    "searched": "searched for in vain",
    "not-checked": "not checked",
    "open": "open",
    **{name: name for name in ("operating", "building", "planned", "stopped")},
    "in-time": "in time",
    "overdue": "overdue",
    **{stage: stage for stage in STAGES},
    **{side: side for side in ("coordination", "capacity")},
    "by-china": "China",
    "led": "",
    "change": "newest against the year before",
}
"""What the other words of a measure mean, in the order in which they are told."""


@dataclass(frozen=True)
class Measure:
    """One measure of a table of profiles."""

    table: str
    measure: str
    unit: str
    query: str | None

    @property
    def family(self) -> str:
        """The first word of its name, which says what is counted."""
        return self.measure.partition("-")[0]

    @property
    def part(self) -> str:
        """Which of them, in words; empty: all."""
        return part(self.measure)

    def as_json(self) -> dict[str, str | None]:
        """The measure as it stands in `measures.json`."""
        return asdict(self) | {"counts": self.words}

    @property
    def words(self) -> str:
        """What it counts, in words."""
        return FAMILIES[self.family] + (f": {self.part}" if self.part else "")


def part(measure: str) -> str:
    """Which of its family a measure counts, in words; empty: all."""
    rest = measure.partition("-")[2]
    return PARTS.get(rest, rest.replace("-", " "))


def place(measure: str) -> tuple[int, int, str]:
    """Where a measure stands among all: by family, all before its parts."""
    family, _, rest = measure.partition("-")
    parts = ["", *PARTS]
    return list(FAMILIES).index(family), parts.index(rest) if rest in parts else len(parts), rest


def measures(processed: Processed) -> list[Measure]:
    """The measures of all profiles, each once, table by table."""
    return [
        Measure(table, measure, unit, query_of(measure, QUERIES / f"{table}.sql"))
        for table in TABLES
        for measure, unit in units(processed[table])
    ]


def units(rows: pd.DataFrame) -> list[tuple[str, str]]:
    """The measures of a table of profiles with their units, in the order in which they are told."""
    found = rows[["measure", "unit"]].drop_duplicates().itertuples(index=False, name=None)
    return sorted(found, key=lambda each: place(each[0]))


def without_query(found: list[Measure]) -> list[Problem]:
    """A problem for each measure that nobody could compute again."""
    return [
        Problem(
            file=MEASURES_FILE,
            column=each.measure,
            rule="query",
            message="has no query",
            repair=f"write one in {QUERIES.name}/{each.table}.sql, below `-- {each.measure}`",
        )
        for each in found
        if each.query is None
    ]
