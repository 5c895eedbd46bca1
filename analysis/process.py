"""From `data/raw` to `data/processed`: tidy tables, facts, references; all or nothing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.core.cache import content_of, found, keep
from analysis.core.files import replacing, write_text
from analysis.core.parallel import Map
from analysis.core.problems import Problem, ProblemsError
from analysis.core.project import ABOUT_FILE
from analysis.facts import measures
from analysis.facts.doubts import doubts
from analysis.facts.fact import Fact, collect, doubted, overrides, with_corrections
from analysis.facts.formulas import without_rule
from analysis.facts.headline import Records, weakly_founded
from analysis.facts.package import processed_package
from analysis.facts.processed import About, Processed
from analysis.facts.queries import query_of, without_query
from analysis.facts.references import csl_references
from analysis.facts.text import date_words
from analysis.facts.topics import TOPICS
from analysis.raw.load import RawData, load
from analysis.raw.tables import TABLES as RAW_TABLES
from analysis.transforms.graph import TABLES, compute_all, verdict_months, what_history_reads
from analysis.transforms.kept import Kept

# Twelve significant digits: more than any source has, fewer than machines may differ in.
FLOAT_FORMAT = "%.12g"

# The first month for which the sources on record give shares of every step from mine to magnet;
# a briefing of an earlier day would have no answer to who processes what.
FIRST_DAY = dt.date(2026, 1, 1)

TABLES_OF_FORMULAS = {"raw": set(RAW_TABLES), "processed": {table.name for table in TABLES}}


def process(
    raw_dir: Path, processed_dir: Path, as_of: dt.date | None = None, run: Map = map
) -> Processed:
    """Compute everything that documents and exhibits read, and write it to `processed_dir`.

    Parameters: the folder of raw tables; the folder to replace; the vintage (default: all that
    the data know); `run`, which does independent work as `map` would. Returns what was written.
    Raises ProblemsError with all problems of the raw tables, or with the facts whose formula names
    no rule and those of the headline that rest on one weak source alone; nothing is written then.
    """
    everything = load(raw_dir)
    raw = everything if as_of is None else known_on(everything, as_of)
    tables = compute_all(raw, months=months_of_history(raw, run), compute=Kept())
    processed = Processed(tables, About(raw.version, raw.as_of, everything.as_of))
    document = facts_document(collect(TOPICS, processed), processed, raw["corrections"])
    counted = measures.measures(processed)
    refused = refusals({record["id"]: record for record in document["facts"]})
    refused += measures.without_query(counted)
    if refused:
        raise ProblemsError(refused)
    with replacing(processed_dir) as folder:
        for name, frame in processed.tables.items():
            write_text(folder / f"{name}.csv", csv_text(frame))
        write_text(folder / "metadata.yml", page_metadata(processed.about))
        rows = {name: len(frame) for name, frame in everything.tables.items()}
        write_json(folder / ABOUT_FILE, {**processed.about.as_json(), "raw_rows": rows})
        write_json(folder / "facts.json", document)
        write_json(folder / measures.MEASURES_FILE, [each.as_json() for each in counted])
        write_json(folder / "references.json", csl_references(raw["sources"]))
        write_json(folder / "datapackage.json", processed_package(raw.version))
    return processed


def known_on(raw: RawData, as_of: dt.date) -> RawData:
    """The tables as the world knew them on a day.

    Raises ProblemsError for a day of which the tables know nothing, or too little for a briefing.
    """
    if FIRST_DAY <= as_of <= raw.as_of:
        return raw.at(as_of)
    if as_of > raw.as_of:
        reason = f"nothing is known of: the newest source was read on {date_words(raw.as_of)}"
    else:
        reason = f"too little is known of: before {date_words(FIRST_DAY)} there are no shares"
    message = f"is a day that {reason}"
    repair = f"choose a day from {FIRST_DAY} to {raw.as_of}"
    problem = Problem(
        file="sources.csv",
        column="accessed_on",
        value=as_of.isoformat(),
        rule="as-of",
        message=message,
        repair=repair,
    )
    raise ProblemsError([problem])


def months_of_history(raw: RawData, run: Map = map) -> Iterator[pd.DataFrame]:
    """The months of the verdict's history; those kept, if nothing that they read has changed.

    They take longest, so `run` begins with them at once, and they are waited for when gone through.
    """
    lean = what_history_reads(raw)
    read = [f"{name}\n{content_of(frame)}" for name, frame in sorted(lean.tables.items())]
    made_from = "\n".join([raw.as_of.isoformat(), *read])
    content = found("months", made_from)
    if content is not None:
        return map(pd.DataFrame, json.loads(content))
    begun = verdict_months(lean, run)

    def months() -> Iterator[pd.DataFrame]:
        rows = [month.to_dict("records") for month in begun]
        yield from map(
            pd.DataFrame, json.loads(keep("months", made_from, json.dumps(rows).encode()))
        )

    return months()


def csv_text(frame: pd.DataFrame) -> str:
    """A frame as CSV: comma, header, Unix line ends, unknown empty."""
    return str(frame.to_csv(index=False, lineterminator="\n", float_format=FLOAT_FORMAT))


def write_json(path: Path, value: Any) -> None:
    """Write JSON that a person can read and a diff can show."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def facts_document(
    facts: list[Fact], processed: Processed, corrections: pd.DataFrame
) -> dict[str, Any]:
    """The content of `facts.json`.

    The raw table corrections is an input where it decided a row; `doubts` holds what a second
    reader doubted in the rows, as far as that stands.
    """
    about, tiers, known = processed.about, processed.sources["evidence"], doubts(processed)
    changed = overrides(corrections)
    records = [fact.record(about.as_of, tiers) for fact in facts]
    for record in records:
        record["query"] = query_of(record["id"])
        record["inputs"] = with_corrections(record["inputs"], changed)
        record["doubts"] = doubted(record["inputs"], known)
    return {**about.as_json(), "facts": records}


def refusals(records: Records) -> list[Problem]:
    """Why the facts may not be published: a formula without a rule, no query, a weak headline."""
    rules = without_rule(records, TABLES_OF_FORMULAS)
    return [*rules, *without_query(records), *weakly_founded(records)]


def page_metadata(about: About) -> str:
    """What the page template shows of the data, as YAML: version, vintage."""
    lines = {
        "data-version": about.data_version,
        "as-of": about.as_of.isoformat(),
        "as-of-text": f"State of knowledge: {date_words(about.as_of)}. Data version "
        f"{about.data_version}.",
    }
    if about.is_vintage:
        lines["vintage"] = f"This is the briefing as known on {date_words(about.as_of)}."
    return "".join(
        f"{key}: {json.dumps(text, ensure_ascii=False)}\n" for key, text in lines.items()
    )
