"""Facts computed again from the published tables, by their queries, with DuckDB and nothing else.

Queries and tables may come from another site and are not trusted: the tables are read first, and
the queries run in a database that may then reach neither files nor the network.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import isclose
from typing import TYPE_CHECKING, Any

from analysis.citation.locations import Location, read_json
from analysis.citation.lookup import unknown_id
from analysis.core.files import save
from analysis.core.problems import Problem, ProblemsError
from analysis.core.scratch import scratch
from analysis.facts.measures import MEASURES_FILE, TABLES
from analysis.facts.queries import tables_of
from analysis.facts.records import FACTS_FILE

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PRECISION = 1e-9  # tables hold twelve significant digits
DATA = ("data/", "")  # a site and the project keep the tables in a folder of their own

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """A number whose query does not give its value: what is published, and what was computed."""

    fact: str
    published: str
    computed: str


def recompute(where: Location, names: Sequence[str] = ()) -> tuple[int, list[Difference]]:
    """How many numbers were computed again, and those that differ.

    Parameters: the folder or site of the tables; the ids of facts (default: all of them, and the
    numbers of all profiles).
    Raises ProblemsError if it has no facts, queries or tables, if an id is none of its facts, or if
    it cannot be asked.
    """
    data, records = published(where)
    unknown = [unknown_id(name, list(records)) for name in names if name not in records]
    if unknown:
        raise ProblemsError(unknown)
    chosen = [records[name] for name in names or records]
    counted = [] if names else measured(where, data)
    own = {f"processed/{record['table']}.csv" for record in counted}
    tables = {table for record in [*chosen, *counted] for table in tables_of(record["query"])}
    with database(where, data, sorted(tables | own)) as connection:
        compared = [difference(connection, record) for record in chosen]
        profiles = [numbers_of(connection, record) for record in counted]
    found = [*compared, *(each for _, differing in profiles for each in differing)]
    return len(chosen) + sum(count for count, _ in profiles), [each for each in found if each]


def measured(where: Location, folder: str) -> list[Record]:
    """The measures of profiles at a place; none where a version has no profiles."""
    records: list[Record] = json.loads(where.read(f"{folder}processed/{MEASURES_FILE}") or "[]")
    return [record for record in records if record["table"] in TABLES]


def numbers_of(connection: DuckDBPyConnection, record: Record) -> tuple[int, list[Difference]]:
    """How many numbers of profiles one measure gives, and those that its query gives otherwise."""
    import duckdb

    table, measure = record["table"], record["measure"]
    name = f"{table} {measure}"
    rows = connection.table(f'"processed/{table}.csv"').filter(
        duckdb.ColumnExpression("measure") == duckdb.ConstantExpression(measure)
    )
    published = dict(rows.select(TABLES[table], "value").fetchall())
    try:
        computed = dict(connection.execute(record["query"]).fetchall())
    except (duckdb.Error, TypeError, ValueError) as error:
        return len(published), [Difference(name, "", f"the query fails: {first_line(error)}")]
    differing = [
        Difference(f"{name} {profile}", str(published.get(profile)), str(computed.get(profile)))
        for profile in sorted(published.keys() | computed.keys())
        if not same(published.get(profile), computed.get(profile))
    ]
    return len(published), differing


def published(where: Location) -> tuple[str, dict[str, Record]]:
    """The folder of the tables at a place, and its facts by id.

    Raises ProblemsError if there are none, or if they have no queries.
    """
    folder = next((data for data in DATA if where.read(f"{data}processed/{FACTS_FILE}")), DATA[0])
    facts = read_json(where, f"{folder}processed/{FACTS_FILE}").get("facts", [])
    records: dict[str, Record] = {
        fact["id"]: fact for fact in facts if isinstance(fact, dict) and fact.get("query")
    }
    if not records:
        message = "holds no facts with queries"
        raise ProblemsError([problem(where, message, "name a folder or site of a newer version")])
    return folder, records


@contextmanager
def database(where: Location, folder: str, tables: Iterable[str]) -> Iterator[DuckDBPyConnection]:
    """A database of these tables, each named as its file, that may read nothing else.

    Raises ProblemsError if a table is not there or cannot be read.
    """
    import duckdb

    with scratch() as place, duckdb.connect() as connection:
        for table in tables:
            content = where.read(f"{folder}{table}")
            if content is None:
                raise ProblemsError([problem(where, f"has no {table}", "bring the table back")])
            file = place / table.replace("/", "-")
            save(content, file)
            try:
                connection.execute(f'create table "{table}" as from read_csv(?)', [str(file)])
            except duckdb.Error as error:
                message = f"has a {table} that cannot be read ({first_line(error)})"
                raise ProblemsError([problem(where, message, "mend the table")]) from None
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        yield connection


def difference(connection: DuckDBPyConnection, record: Record) -> Difference | None:
    """How the value that a fact's query gives differs from the published one, if it does."""
    import duckdb

    value = record["value"]
    try:
        rows = connection.execute(record["query"]).fetchall()
    except duckdb.Error as error:
        return Difference(record["id"], str(value), f"the query fails: {first_line(error)}")
    if len(rows) != 1 or len(rows[0]) != 1:
        return Difference(record["id"], str(value), f"no single value but {len(rows)} rows")
    computed = rows[0][0]
    return None if same(value, computed) else Difference(record["id"], str(value), str(computed))


def same(published: Any, computed: Any) -> bool:
    """Whether two values are the same, numbers as exactly as the tables hold them."""
    if isinstance(published, str) or published is None or computed is None:
        return bool(published == computed)
    try:
        return isclose(float(published), float(computed), rel_tol=PRECISION)
    except (TypeError, ValueError):
        return False


def first_line(error: Exception) -> str:
    """The first line of what a database says of a mistake."""
    return str(error).partition("\n")[0]


def problem(where: Location, message: str, repair: str) -> Problem:
    """Why the facts of a place cannot be computed again."""
    return Problem(file=where.name, rule="recompute", message=message, repair=repair)
