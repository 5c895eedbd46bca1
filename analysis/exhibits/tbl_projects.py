"""The plants outside China, one by one: how large, how far, and when they are to start."""

from __future__ import annotations

from functools import partial

import pandas as pd

from analysis.exhibits.blank import no_rows
from analysis.exhibits.data_model import DOUBT, EVIDENCE, model, taken
from analysis.exhibits.table import Column, Table, record_path
from analysis.facts import labels, text
from analysis.facts.doubts import beside, doubts, of_rows
from analysis.facts.processed import Processed
from analysis.transforms.statuses import progress, unseen

ID = "tbl-projects"

STAGES = (
    *("mining", "separation", "refining", "metal_alloy", "magnet", "anode", "cathode"),
    "recycling",
)
UNCERTAIN = {
    "target": "aim",
    "not_comparable": "feed or several products",
    "dated": "old figure",
}
COLUMNS = (
    Column("name", "Plant or phase", weight=2.4, ways="way"),
    Column("company", "Company", weight=1.7),
    Column("country", "Country", weight=1.2),
    Column("product", "Product", weight=1.4),
    Column("capacity", "Tonnes a year", "right", weight=1.25),
    Column("status", "Status, last seen", weight=1.7),
    Column("start", "Start promised", weight=0.95),
)

MODEL = model(
    **taken("projects", "project_id", "name", "company", "country", "mineral", "stage", "product"),
    **taken("projects", "capacity_class", "capacity_t_per_year", "net_t_per_year", "status"),
    **taken("projects", "status_on", "status_age_months", "expected_start"),
    doubt=DOUBT,
    **EVIDENCE,
)


def data(processed: Processed) -> pd.DataFrame:
    """The plants and phases outside China, by stage, product, progress and name."""
    projects = processed["projects"]
    order = projects["stage"].map({stage: place for place, stage in enumerate(STAGES)})
    rows = projects.assign(
        stage_order=order,
        material_order=projects["material"].fillna(projects["mineral"]),
        doubt=of_rows(projects["raw_keys"], doubts(processed)),
    )
    by = ["stage_order", "stage", "material_order", "product", "name", "project_id"]
    return rows.sort_values(by, ignore_index=True)


def counts(data: pd.DataFrame) -> dict[str, int]:
    """Plants and phases: all, by progress, and those long unseen."""
    by_progress = {name: len(rows) for name, rows in progress(data).items()}
    return {"all": len(data), **by_progress, "stale": len(unseen(data))}


def title(data: pd.DataFrame) -> str:
    found = counts(data)
    if not found["all"]:
        return "No plant outside China is on record"
    parts = [
        f"{text.count(found['operating'])} operating",
        f"{text.count(found['building'])} being built or started up",
        f"{text.count(found['planned'])} planned",
        f"{text.count(found['stopped'])} stopped",
    ]
    total = text.counted(found["all"], "plant or phase", "plants and phases")
    return f"{text.capitalised(total)} outside China: {text.enumeration(parts)}"


def subtitle(data: pd.DataFrame) -> str:
    return (
        "Plants, mines and their phases by stage of the value chain; capacity in tonnes a year as "
        "stated, status with the date on which it was last seen, and start as promised last"
    )


def description(data: pd.DataFrame) -> str:
    found = data["stage"].value_counts(sort=False)
    stages = ", ".join(f"{labels.stage(str(stage)).lower()} {n}" for stage, n in found.items())
    return f"A table with one row a plant or phase, in bands by stage: {stages or 'no rows'}."


def note(data: pd.DataFrame) -> str:
    stale = counts(data)["stale"]
    return (
        "Capacities must not be added: a total contains its phases, and oxide, metal and magnets "
        "are different things (the data hold what each row adds). A dash: not known. "
        f"The status of {text.count(stale)} was last seen more than a year ago."
    )


def table(data: pd.DataFrame) -> Table:
    """One row a plant, in bands by stage."""
    if data.empty:
        return no_rows(COLUMNS)
    rows = pd.DataFrame(
        {
            "way": data["project_id"].map(partial(record_path, "projects")),
            "stage": data["stage"].map(labels.stage),
            "name": [beside(row.name, row.doubt) for row in data.itertuples(index=False)],
            "company": data["company"],
            "country": data["country"].map(labels.country),
            "product": [product(row.product, row.mineral) for row in data.itertuples()],
            "capacity": [
                capacity(row.capacity_t_per_year, row.capacity_class) for row in data.itertuples()
            ],
            "status": [status(row.status, row.status_on) for row in data.itertuples()],
            "start": data["expected_start"].map(dated),
        }
    )
    return Table(rows, COLUMNS, group="stage")


def product(product: object, minerals: str) -> str:
    """The product's name, or that of its minerals where the form is not known."""
    if isinstance(product, str):
        return text.capitalised(labels.product(product))
    names = [labels.mineral(code) for code in minerals.split("|")]
    return f"{text.capitalised(text.enumeration(names))}, form not known"


def capacity(tonnes: float, kind: str) -> str:
    """A capacity as stated, with a word where it may not be what it seems; a dash if unknown."""
    if pd.isna(tonnes):
        return text.EN_DASH
    written = text.number(tonnes) if tonnes >= 1 else text.trimmed(tonnes, 2)
    return f"{written} ({UNCERTAIN[kind]})" if kind in UNCERTAIN else written


def status(status: str, seen_on: object) -> str:
    """`Operating, Mar 2026`."""
    words = text.capitalised(labels.status(status))
    return f"{words}, {text.short_day(seen_on)}" if isinstance(seen_on, str) else words


def dated(interval: object) -> str:
    """A date in words, a dash if none is known."""
    return text.short_day(interval) if isinstance(interval, str) else text.EN_DASH
