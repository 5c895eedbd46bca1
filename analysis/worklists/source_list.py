"""The sources by what rests on them, weak ones first, and what became of their addresses."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.core.project import Project
from analysis.facts.headline import headline
from analysis.raw.intervals import last_days
from analysis.raw.load import load
from analysis.transforms.due import resting
from analysis.transforms.provenance import STRONG, evidence_tiers, joined_by
from analysis.worklists.addresses import AMISS, FINDINGS, Answer
from analysis.worklists.carrying import carried, state_now, weighed
from analysis.worklists.due import in_one_line, records

KEYS = {
    "source_id": "name of the source in all tables",
    "title": "title of the document, or null",
    "publisher": "who published it",
    "url": "address, or null",
    "archived_url": "address of a copy that is kept, or null",
    "archived_on": "when that copy was made, or null",
    "accessed_on": "when it was read",
    "tier": "standing of the publisher",
    "access": "opened, read through a copy, or seen only as quoted",
    "evidence": "strength as evidence: the tier; weak if only quoted",
    "rows": "how many raw rows rest on it",
    "facts": "how many facts rest on these rows",
    "headline_facts": "how many of these facts the briefing leads with",
    "weight": "how much of the verdict it carries; 100 is a whole test",
}
"""The keys of a source in the JSON."""

CHECKED = {
    "finding": "what became of the address; null if there is none",
    "status": "status of the last response, or null",
    "target": "where the address leads for good, if it moved",
    "remark": "what happened, in a few words",
}
"""The keys that a check adds."""


def listed(project: Project, raw_dir: Path, since: dt.date | None = None) -> pd.DataFrame:
    """The sources with `KEYS`: weak evidence first, each half by weight, the heaviest first.

    Parameters: the project; the folder of raw tables; the first day of reading, or all.
    Raises ProblemsError with every error of the tables.
    """
    raw = load(raw_dir)
    facts, _ = state_now(project, raw_dir, raw)
    tests = list(raw["verdict_tests"]["test_id"])
    sources = by_weight(raw["sources"], resting(raw.tables), carried(facts, tests, headline(facts)))
    if since is None:
        return sources
    is_new = last_days(sources["accessed_on"]) >= pd.Timestamp(since)
    return sources[is_new].reset_index(drop=True)


def by_weight(sources: pd.DataFrame, rests: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """The sources with what rests on them, in the order of the list.

    Parameters: the raw table; what rests on each source, from `resting`; facts from `carried`.
    """
    ordered = sources.sort_values("source_id")
    keys = joined_by(rests, "source_id", "row_key").reindex(ordered["source_id"]).fillna("")
    evidence = evidence_tiers(ordered).to_numpy()
    rated = weighed(ordered.assign(raw_keys=keys.to_numpy(), evidence=evidence), facts)
    is_strong = rated["evidence"].isin(STRONG)
    order = is_strong.sort_values(kind="stable").index
    return rated.loc[order, list(KEYS)].reset_index(drop=True)


def with_answers(sources: pd.DataFrame, answers: Mapping[str, Answer]) -> pd.DataFrame:
    """The list with what became of each address (`CHECKED`)."""
    found = [answers.get(url) if isinstance(url, str) else None for url in sources["url"]]
    return sources.assign(
        finding=pd.Series([each and each.finding for each in found], dtype="object"),
        status=pd.Series([each and each.status for each in found], dtype="object"),
        target=pd.Series([each and each.target for each in found], dtype="object"),
        remark=pd.Series([each and each.note for each in found], dtype="object"),
    )


def as_text(sources: pd.DataFrame) -> str:
    """The list in words, one line a source."""
    weak = int((~sources["evidence"].isin(STRONG)).sum())
    lines = [
        f"{len(sources)} sources; the {weak} weak ones first, those that carry most before others.",
        "rows and facts rest on a source; the briefing leads with so many of these facts (lead).",
        f"{'weight':>7}  {'rows':>5}  {'facts':>5}  {'lead':>4}  {'tier':<9}  {'access':<6}",
        *map(_line, records(sources)),
    ]
    return "\n".join(lines) + "\n"


def answers_as_text(sources: pd.DataFrame) -> str:
    """What is amiss with the addresses, by kind, in the order of the list; and the counts."""
    count = sources["finding"].value_counts()
    lines = [
        f"{int(count.sum())} addresses asked: "
        + ", ".join(f"{int(count[kind])} {kind}" for kind in FINDINGS if kind in count),
    ]
    for kind in (*AMISS, "barred"):
        rows = sources[sources["finding"] == kind]
        if len(rows):
            lines += ["", f"{kind}: {FINDINGS[kind]}", *map(_answer, records(rows))]
    return "\n".join(lines) + "\n"


def as_json(sources: pd.DataFrame) -> str:
    """The list as JSON; `keys` in it says what its words mean."""
    keys = KEYS | {key: said for key, said in CHECKED.items() if key in sources}
    document = {"keys": keys, "findings": FINDINGS, "sources": records(sources)}
    return json.dumps(document, ensure_ascii=False, indent=1, default=_plain) + "\n"


def is_amiss(sources: pd.DataFrame) -> bool:
    """Whether an address has to be mended."""
    return bool(sources["finding"].isin(AMISS).any())


def _plain(value: Any) -> Any:
    """A number of NumPy as one of Python."""
    return value.item()


def _name(source: dict[str, Any]) -> str:
    parts = (source["title"], source["publisher"])
    return f"{source['source_id']}  {in_one_line(', '.join(part for part in parts if part))}"


def _line(source: dict[str, Any]) -> str:
    return (
        f"{source['weight']:>7.1f}  {source['rows']:>5}  {source['facts']:>5}  "
        f"{source['headline_facts']:>4}  {source['tier']:<9}  {source['access']:<6}  "
        f"{_name(source)}"
    )


def _answer(source: dict[str, Any]) -> str:
    copy = source["archived_url"] and f"copy of {source['archived_on']}: {source['archived_url']}"
    now = source["target"] and f"now {source['target']}"
    said = [source["status"], source["remark"], now, copy]
    why = "; ".join(in_one_line(str(each)) for each in said if each)
    return f"{source['weight']:>7.1f}  {_name(source)}  {in_one_line(source['url'])} ({why})"
