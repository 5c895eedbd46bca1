"""A plan in words, for the person who decides: the sum first, then what changed, then the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from analysis.importing.bring_in import Outcome
from analysis.importing.plan import Change, Key, TablePlan
from analysis.importing.sheets import visible
from analysis.raw.tables import TABLES

SHORT = 8  # entries of a list that are shown without --all
WIDTH = 70  # characters of a value that are shown without --all
LEAD = 20  # characters before the first difference of two long texts


def described(outcome: Outcome, everything: bool = False) -> list[str]:
    """The lines that tell an outcome's plan; with `everything` nothing is shortened."""
    plan = outcome.plan
    parts = [
        _listed("Read", outcome.notes, everything, SHORT * 3),
        _counts(plan.tables),
        _columns(plan.tables),
        *(_changes(name, table.changed, everything) for name, table in plan.tables.items()),
        *(
            _rows("New in", "+", name, _added(name, table), everything)
            for name, table in plan.tables.items()
        ),
        *(_superseded(name, table, everything) for name, table in plan.tables.items()),
        _missing(plan.missing),
        _placed(outcome),
        _listed("Guessed; confirm before it is written", outcome.guesses, True, SHORT),
        _listed(
            "New doubts of the check", [p.sentence() for p in outcome.warnings], everything, SHORT
        ),
    ]
    return [line for part in parts if part for line in [*part, ""]]


def _counts(tables: dict[str, TablePlan]) -> list[str]:
    """How many rows of each table are added, changed, identical, superseded."""
    head = ("table", "added", "changed", "identical", "superseded")
    rows = [(name, *_numbers(table)) for name, table in tables.items()]
    if not rows:
        return []
    total = [sum(row[at] for row in rows) for at in range(1, 5)]  # type: ignore[misc]
    lines = [head, *rows, ("all", *total)]
    width = max(len(str(line[0])) for line in lines)
    found = [
        f"{line[0]!s:<{width}}" + "".join(f"{cell!s:>12}" for cell in line[1:]) for line in lines
    ]
    gone = sum(table.gone for table in tables.values())
    twice = sum(table.repeated for table in tables.values())
    found += [f"superseded and gone already: {_rows_in_words(gone)}"] if gone else []
    found += [f"came twice with the same values: {_rows_in_words(twice)}"] if twice else []
    return found


def _numbers(table: TablePlan) -> tuple[int, int, int, int]:
    return len(table.added), len(table.changed), len(table.identical), len(table.superseded)


def _columns(tables: dict[str, TablePlan]) -> list[str]:
    """In which columns rows change, and how often."""
    lines = []
    for name, table in tables.items():
        counts = Counter(column for change in table.changed for column in change.fields)
        if counts:
            told = ", ".join(f"{column} {count}" for column, count in counts.most_common())
            lines.append(f"  {name}: {told}")
    return ["Columns that change", *lines] if lines else []


def _changes(name: str, changes: Sequence[Change], everything: bool) -> list[str]:
    """Rows with old and new values; those that only change their source are counted."""
    if not changes:
        return []
    sources = {column for column, to in TABLES[name].references.items() if to == "sources"}
    told = [one for one in changes if everything or set(one.fields) - sources]
    lines = [f"Changed in {name}"]
    for change in told if everything else told[:SHORT]:
        lines.append(f"  {shown('/'.join(change.key), everything)}")
        for column, (old, new) in change.fields.items():
            lines.append(f"    {column}: {contrast(old, new, everything)}")
    lines += _more(len(told), everything)
    alone = len(changes) - len(told)
    return lines + (
        [f"  in {_rows_in_words(alone)} the source alone; --all shows them"] if alone else []
    )


def _added(name: str, table: TablePlan) -> list[Key]:
    """Keys of new rows, without those that follow a superseded one."""
    following = {id(row) for row in table.successors.values()}
    rows = [row for row in table.added if id(row) not in following]
    return [tuple(row.cells.get(part, "") for part in TABLES[name].key) for row in rows]


def _rows(title: str, sign: str, name: str, keys: list[Key], everything: bool) -> list[str]:
    if not keys:
        return []
    some = keys if everything else keys[:SHORT]
    lines = [f"  {sign} {shown('/'.join(key), everything)}" for key in some]
    return [f"{title} {name}", *lines, *_more(len(keys), everything)]


def _superseded(name: str, table: TablePlan, everything: bool) -> list[str]:
    """Rows that go, with the source that says the same now, where one does."""
    if not table.superseded:
        return []
    lines = [f"Superseded in {name}"]
    for at, key in table.superseded if everything else table.superseded[:SHORT]:
        lines.append(f"  - {shown('/'.join(key), everything)}")
        if at in table.successors:
            lines.append(f"    now from {shown(table.successors[at].cells['source_id'])}")
    return lines + _more(len(table.superseded), everything)


def _missing(missing: dict[str, int]) -> list[str]:
    if not missing:
        return []
    lines = [f"  {shown(key)} (named by {_rows_in_words(count)})" for key, count in missing.items()]
    return ["Sources that neither the tables nor the import hold", *lines]


def _placed(outcome: Outcome) -> list[str]:
    added = [name for name, table in outcome.plan.tables.items() if table.added]
    if not added:
        return []
    ends = [name for name in added if name not in outcome.in_order]
    lines = ["Where new rows stand"]
    if outcome.in_order:
        lines.append(f"  at their place in the order of the key: {', '.join(outcome.in_order)}")
    if ends:
        lines.append(f"  at the end: {', '.join(ends)}")
    if any(table.successors for table in outcome.plan.tables.values()):
        lines.append("  in the place of the superseded row, where it says the same from elsewhere")
    return lines


def _listed(title: str, lines: list[str], everything: bool, most: int) -> list[str]:
    if not lines:
        return []
    some = lines if everything else lines[:most]
    return [title, *(f"  {visible(line)}" for line in some), *_more(len(lines), everything, most)]


def _more(count: int, everything: bool, most: int = SHORT) -> list[str]:
    return [] if everything or count <= most else [f"  ... {count - most} more; --all shows them"]


def _rows_in_words(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def contrast(old: str, new: str, everything: bool = False) -> str:
    """Old and new value; of long texts the part where they differ."""
    start = 0
    if not everything and max(len(old), len(new)) > WIDTH:
        start = max(_first_difference(old, new) - LEAD, 0)
    return f"{_from(old, start, everything)} -> {_from(new, start, everything)}"


def _first_difference(old: str, new: str) -> int:
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (one, two) in pairs if one != two), min(len(old), len(new)))


def _from(text: str, start: int, everything: bool) -> str:
    if not text:
        return "(empty)"
    return ("…" if start else "") + shown(text[start:], everything)


def shown(text: str, everything: bool = False) -> str:
    """A value for a terminal: visible, on one line, and short unless all is wanted."""
    return visible(text) if everything else visible(text, WIDTH)


def agreement(outcome: Outcome, yes: bool, is_asked: bool, ask: Callable[[str], bool]) -> bool:
    """Whether to write: `--yes` confirms all but guesses, a person at a terminal is asked."""
    if yes:
        return not outcome.guesses
    return is_asked and ask("Write this to the tables?")


def closing(outcome: Outcome, yes: bool) -> str:
    """The last line: what was done, or what to do."""
    if outcome.is_written:
        return "written; `briefing check` and `git diff` show the rest"
    if outcome.problems:
        return "nothing was written; mend the problems above and import again"
    if outcome.plan.is_empty:
        return "nothing to write: the tables hold all of it already"
    if yes and outcome.guesses:
        return "nothing was written; confirm the guesses above with the options they name"
    return "nothing was written; --yes writes it"
