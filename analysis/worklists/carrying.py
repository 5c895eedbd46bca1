"""How much of the verdict rests on some raw rows: on a source, on a promise, on a plant.

A fact names the raw rows behind it. Some rows carry a share of a fact: so many of all its rows. The
weight of rows is the sum of their shares, each times what the fact is worth to the answer. One row
of two behind a test therefore weighs more than ten of a thousand.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.core.project import Project
from analysis.facts.records import read_records
from analysis.raw.load import RawData
from analysis.transforms.provenance import SEPARATOR

if TYPE_CHECKING:
    from analysis.facts.processed import Processed

Records = Mapping[str, Mapping[str, Any]]

WORTH = {"test": 100.0, "headline": 10.0, "other": 1.0}
"""What a fact is worth: the measure of a test of the verdict, a number that the briefing leads
with, any other. The steps are wide, so that tests decide, then the headline, then the rest."""

TEST = "test-"
RETOLD = ("verdict", "verdict_history")
"""Tables whose facts count the tests again, or tell of past months."""


def state_now(project: Project, raw_dir: Path, raw: RawData) -> tuple[Records, Processed]:
    """The records of all facts of some raw tables, by id, and the processed tables.

    Parameters: the project; the folder of the tables; the tables as `load` returns them. The
    project's processed tables are taken if they were made from exactly these, which saves seconds;
    otherwise they are computed, without the verdict's history, which is not weighed. Nothing is
    written. Raises ProblemsError where the tables contradict themselves.
    """
    from analysis.core import cache
    from analysis.core.made import processed_from, state_of, written
    from analysis.facts.processed import read_processed

    with cache.keeping(project.kept):
        made_from = processed_from(project, raw_dir)
        is_made = written("processed", made_from, state_of(project.processed))
    if is_made:
        return read_records(project.processed), read_processed(project.processed)
    return computed(raw)


def computed(raw: RawData) -> tuple[Records, Processed]:
    """Facts and tables as `state_now` gives them, computed."""
    from analysis.facts.fact import collect
    from analysis.facts.processed import About, Processed
    from analysis.facts.topics import TOPICS
    from analysis.process import facts_document
    from analysis.transforms.graph import compute_all

    about = About(raw.version, raw.as_of, raw.as_of)
    processed = Processed(compute_all(raw, months=iter(())), about)
    document = facts_document(collect(TOPICS, processed), processed, raw["corrections"])
    return {record["id"]: record for record in document["facts"]}, processed


def carried(records: Records, tests: Collection[str], headline: Collection[str]) -> pd.DataFrame:
    """The rows behind each fact that is weighed: fact_id, row_key, kind, size.

    Parameters: the records of `facts.json` by id; the ids of the verdict's tests; the ids of the
    facts that the briefing leads with. `kind` is a key of `WORTH`, `size` the number of rows behind
    the fact. Result and threshold of a test are one with its measure.
    """
    measures = {f"{TEST}{name}" for name in tests}
    retold = {f"{name}{part}" for name in measures for part in ("-result", "-threshold")}
    rows = [
        (name, f"{behind['table']}:{key}", _kind(name, measures, headline))
        for name, record in records.items()
        if name not in retold and record["processed_table"] not in RETOLD
        for behind in record["inputs"]
        for key in behind["keys"]
    ]
    frame = pd.DataFrame(rows, columns=["fact_id", "row_key", "kind"], dtype="str")
    return frame.assign(size=frame.groupby("fact_id")["row_key"].transform("size"))


def _kind(name: str, measures: Collection[str], headline: Collection[str]) -> str:
    if name in measures:
        return "test"
    return "headline" if name in headline else "other"


def weighed(items: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """Items with what they carry, the heaviest first; the order of equals stays.

    Parameters: items with `raw_keys` (`table:key`, joined by |) and, where an item will count in a
    test later, `joins` (id of the test); facts as `carried` returns them.
    Returns the items with rows (number of raw rows), facts, headline_facts and tests (numbers of
    facts carried in part), carries (ids of the facts, most carried first, joined by |) and weight.
    Method: see the head of this module. What will join a test is weighed as if it were among the
    rows of that test already.
    """
    numbered = items.reset_index(drop=True)
    rows = _rows(numbered)
    shares = _shares(rows, facts, numbered)
    parts = shares.assign(
        part=shares["share"] * shares["kind"].map(WORTH).astype("float64")
    ).sort_values(["item", "part", "fact_id"], ascending=[True, False, True])
    by_item = parts.groupby("item")
    counts = pd.crosstab(parts["item"], parts["kind"])
    counts = counts.reindex(index=numbered.index, columns=list(WORTH), fill_value=0)
    result = numbered.assign(
        rows=rows.groupby("item").size().reindex(numbered.index, fill_value=0),
        facts=counts.sum(axis=1),
        headline_facts=counts["headline"] + counts["test"],
        tests=counts["test"],
        carries=by_item["fact_id"].agg(SEPARATOR.join).reindex(numbered.index).fillna(""),
        weight=by_item["part"].sum().reindex(numbered.index, fill_value=0.0).round(4),
    )
    return result.sort_values("weight", ascending=False, kind="stable").reset_index(drop=True)


def _rows(items: pd.DataFrame) -> pd.DataFrame:
    """The raw rows of each item: item, row_key; each once."""
    keys = items["raw_keys"].fillna("").str.split(SEPARATOR).explode()
    keys = keys[keys != ""].rename_axis("item").rename("row_key").reset_index()
    return keys.drop_duplicates()


def _shares(rows: pd.DataFrame, facts: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """What share of each fact's rows each item has: item, fact_id, kind, share."""
    behind = rows.merge(facts, on="row_key").groupby(["item", "fact_id"]).size().rename("n")
    own = rows.groupby("item").size()
    joining = items["joins"].dropna() if "joins" in items else pd.Series(dtype="str")
    joined = pd.MultiIndex.from_arrays(
        [joining.index, TEST + joining.astype("str")], names=["item", "fact_id"]
    )
    known = facts.drop_duplicates("fact_id").set_index("fact_id")[["kind", "size"]]
    joined = joined[joined.get_level_values("fact_id").isin(known.index)]
    pairs = behind.reindex(behind.index.union(joined), fill_value=0).reset_index()
    pairs = pairs.merge(known, on="fact_id")
    own_rows = pairs["item"].map(own)
    is_joined = pd.MultiIndex.from_frame(pairs[["item", "fact_id"]]).isin(joined)
    share = pairs["n"] / pairs["size"]
    with_it = own_rows / (pairs["size"] + own_rows - pairs["n"])
    return pairs.assign(share=np.where(is_joined, with_it, share))
