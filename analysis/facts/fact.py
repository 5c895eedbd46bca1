"""Facts: the numbers of the prose, each with its formula, its rows and its sources.

The documents never hold a number of the argument: they name a fact, and the fact knows where it
comes from. `facts.json` is written once per run of the transforms; documents read it from there,
so that the page, the PDF and the file agree.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd

from analysis.core.problems import Problem, ProblemsError
from analysis.facts import durations, text
from analysis.facts.processed import Processed, source_ids
from analysis.transforms.provenance import STRONG, strongest

Value = float | int | str | bool | None


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One citable number (or computed word) of the report.

    Attributes:
        id: name in the documents and in the address of the fact.
        label: what it is, as a phrase ("China's share of separation, 2024").
        value: the number itself, unrounded, in `unit`; a text for computed words.
        unit: as in the codebook (`%`, `USD`, `t/yr`, `days`, ...), or what is counted; None for
            words and years.
        said: the value as the prose prints it, where that is not what `written` makes of it.
        formula: how it is computed, in words.
        rows: the processed rows it was computed from, with `source_ids` and `raw_keys`.
        table: the processed table of these rows.
    """

    id: str
    label: str
    value: Value
    unit: str | None
    said: str | None = None
    formula: str
    table: str
    rows: pd.DataFrame = field(repr=False, compare=False)

    @property
    def text(self) -> str:
        """The value as the prose prints it."""
        return written(self.value, self.unit) if self.said is None else self.said

    def record(self, as_of: dt.date, tiers: pd.Series) -> dict[str, Any]:
        """The fact as it stands in `facts.json`.

        Parameters: the vintage; the strength of each source, by source_id. `evidence` is the
        strongest among the fact's sources; `one_weak_source` says that there is only one, and
        that it is weak.
        """
        sources = source_ids(self.rows)
        evidence = strongest("|".join(sources), tiers)
        return {
            "id": self.id,
            "label": self.label,
            "value": plain_value(self.value),
            "unit": self.unit,
            "text": self.text,
            "formula": self.formula,
            "processed_table": self.table,
            "inputs": raw_inputs(self.rows),
            "sources": sources,
            "evidence": evidence,
            "one_weak_source": len(sources) == 1 and evidence not in STRONG,
            "as_of": as_of.isoformat(),
        }


WRITTEN: Mapping[str, Callable[[Any], str]] = {
    "%": text.percent,
    "USD": partial(text.usd, digits=2),
    "USD/kg": text.usd,
    "t/yr": text.tonnes,
    "days": durations.words,
}
"""How a number is written, by its unit; whatever is counted is written as a count."""


def written(value: Any, unit: str | None) -> str:
    """A value as the prose prints it: `91%`, `USD 12 billion`, `1,200 t`, `60 days`, `three`.

    Words, and numbers without a unit such as years, stay as they are.
    """
    if unit is None or isinstance(value, str):
        return str(value)
    return WRITTEN.get(unit, text.count)(value)


def plain_value(value: Any) -> Value:
    """A value as JSON knows it: NumPy numbers become Python's, unknown becomes None."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return None
    plain: Value = value.item() if hasattr(value, "item") else value
    return plain


def raw_inputs(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """The raw rows behind processed rows, by table: `[{"table", "keys"}]`.

    Reads the column `raw_keys` (`table:key`, `|`-separated).
    """
    named = {key for key in "|".join(rows["raw_keys"].dropna().tolist()).split("|") if key}
    pairs = sorted(tuple(key.split(":", 1)) for key in named)
    tables = groupby(pairs, key=itemgetter(0))
    return [{"table": name, "keys": [key for _, key in group]} for name, group in tables]


def overrides(corrections: pd.DataFrame) -> list[tuple[str, str]]:
    """Each row that was changed (`table:key`), with the row of the raw table corrections."""
    changed = corrections[corrections["action"] == "override"]
    return list(zip(changed["table"] + ":" + changed["key"], changed["row_key"], strict=True))


def with_corrections(
    inputs: list[dict[str, Any]], changed: Iterable[tuple[str, str]]
) -> list[dict[str, Any]]:
    """The inputs, and among them the corrections that changed one of their rows.

    Parameters: inputs as `raw_inputs` returns them; `overrides` of the raw table corrections.
    """
    used = {f"{group['table']}:{key}" for group in inputs for key in group["keys"]}
    deciding = [correction for row, correction in changed if row in used]
    if not deciding:
        return inputs
    return sorted([*inputs, *raw_inputs(pd.DataFrame({"raw_keys": deciding}))], key=by_table)


def doubted(inputs: list[dict[str, Any]], doubts: Mapping[str, str]) -> dict[str, str]:
    """The doubts about the raw rows of a fact, by `table:key`.

    Parameters: inputs as `raw_inputs` returns them; doubts in words, by `table:key`.
    """
    keys = [f"{group['table']}:{key}" for group in inputs for key in group["keys"]]
    return {key: doubts[key] for key in keys if key in doubts}


def by_table(group: Mapping[str, Any]) -> str:
    return str(group["table"])


Topic = Callable[[Processed], Iterable[Fact]]


def collect(topics: Iterable[Topic], processed: Processed) -> list[Fact]:
    """All facts of all topics, by id.

    Raises ValueError if two facts share an id, or if a fact has no source; ProblemsError for a
    topic that asks for a row that is not there.
    """
    facts = [fact for topic in topics for fact in facts_of(topic, processed)]
    names = [fact.id for fact in facts]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"facts with the same id: {', '.join(twice)}")
    unfounded = [fact.id for fact in facts if not source_ids(fact.rows)]
    if unfounded:
        raise ValueError(f"facts without a source: {', '.join(unfounded)}")
    return sorted(facts, key=lambda fact: fact.id)


def facts_of(topic: Topic, processed: Processed) -> list[Fact]:
    """The facts of one topic. Raises ProblemsError if it asks for a row that is not there."""
    try:
        return list(topic(processed))
    except (IndexError, KeyError) as error:
        problem = Problem(
            file=f"{topic.__module__.replace('.', '/')}.py",
            rule="empty-table",
            message=f"asks for a row that no table has on {processed.about.as_of} ({error})",
            repair="let each fact of this topic bear an empty table",
        )
        raise ProblemsError([problem]) from error


SPOKEN = re.compile(r'\[([^\]]*)\]\([^)]*\)\{\.fact data-fact="([^"]*)"\}')
"""A fact in Markdown, as `spoken` writes it: its text, and its id."""


def spoken(record: Mapping[str, Any]) -> str:
    """A fact in a document of `report/`, as Markdown: its text, as a link to its page."""
    name = record["id"]
    return f'[{record["text"]}](../facts/{name}/index.html){{.fact data-fact="{name}"}}'


def known(records: Mapping[str, Mapping[str, Any]], name: str) -> Mapping[str, Any]:
    """The record of a fact by its id.

    Raises KeyError with the nearest known ids.
    """
    if name not in records:
        near = get_close_matches(name, records, n=3) or sorted(records)
        raise KeyError(f"no fact {name!r}; did you mean {', '.join(near)}?")
    return records[name]
