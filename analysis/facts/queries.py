"""The query of each fact: SQL that gives its value from the published tables, in DuckDB.

They stand in `sql/`, by topic. A line `-- <fact>` opens a query; a part of the
name in braces stands for any words, which the query may use, and the longest name that fits a fact
is taken. What stands above the first query is known to all of its file. A file is a Jinja template,
so that facts of one form share a query; what is published is plain SQL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import jinja2

from analysis.core.problems import Problem, ProblemsError

FOLDER = Path(__file__).parent / "sql"
HEADING = re.compile(r"^-- (\S+)$", re.MULTILINE)
PLACEHOLDER = re.compile(r"\{(\w+)\}")
TABLE = re.compile(r"'((?:raw|processed)/\w+\.csv)'")

Records = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Query:
    """A query as its file has it: the name of its facts, and the template of its SQL."""

    name: str
    template: jinja2.Template

    @property
    def exactness(self) -> int:
        """How many letters of its name are fixed."""
        return len(PLACEHOLDER.sub("", self.name))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The ids of its facts, with the parts in braces as groups."""
        parts = PLACEHOLDER.split(self.name)
        groups = (
            f"(?P<{part}>.+)" if place % 2 else re.escape(part) for place, part in enumerate(parts)
        )
        return re.compile("".join(groups))

    def words(self, fact: str) -> dict[str, str] | None:
        """What the parts in braces stand for in the id of a fact; None if it is another's."""
        found = self.pattern.fullmatch(fact)
        return found.groupdict() if found else None


def query_of(fact: str, file: Path | None = None) -> str | None:
    """The SQL of a fact, or of what else a file of queries names; None if there is none.

    Raises ProblemsError if its template cannot be filled in.
    """
    query = chosen(fact, file)
    if query is None:
        return None
    try:
        return tidy(query.template.render(query.words(fact) or {}))
    except (jinja2.TemplateError, KeyError) as error:
        said = f"has a query that cannot be filled in ({error})"
        raise ProblemsError([problem(fact, said, f"mend the query `-- {query.name}`")]) from error


def chosen(fact: str, file: Path | None = None) -> Query | None:
    """The query of a fact: that with the most exact name."""
    return next((query for query in queries(file) if query.words(fact) is not None), None)


@cache
def queries(file: Path | None = None) -> tuple[Query, ...]:
    """The queries of a file, or those of all facts, those with the most exact names first."""
    files = [file] if file else sorted(FOLDER.glob("*.sql"))
    found = [query for each in files for query in queries_in(each)]
    return tuple(sorted(found, key=lambda query: -query.exactness))


def queries_in(file: Path) -> Iterator[Query]:
    """The queries of one file."""
    environment = jinja2.Environment(  # noqa: S701 - it writes SQL
        undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    known, *parts = HEADING.split(file.read_text(encoding="utf-8"))
    for name, sql in zip(parts[::2], parts[1::2], strict=True):
        yield Query(name, environment.from_string(known + sql))


def without_query(records: Records) -> list[Problem]:
    """A problem for each fact that has no query: nobody could compute it again.

    Parameters: the records of `facts.json` by id.
    """
    return [
        problem(name, "has no query", f"write one in analysis/facts/sql, below a line `-- {name}`")
        for name, record in records.items()
        if record["query"] is None
    ]


def tables_of(query: str) -> list[str]:
    """The published tables that a query reads, each once, in their order."""
    return list(dict.fromkeys(TABLE.findall(query)))


def at_address(query: str, address: str) -> str:
    """A query with its tables named by their addresses, below this one."""
    return TABLE.sub(lambda found: f"'{address}{found[1]}'", query)


def tidy(sql: str) -> str:
    """SQL without empty lines."""
    return "\n".join(line.rstrip() for line in sql.splitlines() if line.strip())


def problem(fact: str, message: str, repair: str) -> Problem:
    """What keeps a fact from being computed again."""
    return Problem(file="facts.json", column=fact, rule="query", message=message, repair=repair)
