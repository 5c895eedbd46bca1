"""What is being built outside China: capacity by product and status.

Only like is added to like: a product is one material in one form (tonnes of NdFeB magnets, of
NdPr oxide, of rare earth oxides in total), at one stage. Rows that contain each other are counted
once: what a larger row holds beyond the rows inside it is its net capacity.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from analysis.core.columns import column
from analysis.core.problems import Problem, ProblemsError
from analysis.transforms.model import Evidenced
from analysis.transforms.provenance import join_columns, join_unique, joined_by
from analysis.transforms.quantities import DAYS_PER_MONTH
from analysis.transforms.starts import promised_starts, status_at, timeline
from analysis.transforms.statuses import OPERATING, PLANNED, STATUSES, STOPPED

CHINA = ("CHN", "HKG", "MAC")
MASS_PER_YEAR = "t/yr"

CLASSES = ("firm", "dated", "target", "not_comparable", "unknown")
"""firm: a design capacity; dated: of a plant whose present capacity is not known; target: an aim
without a plan; not_comparable: feed, several products or cells; unknown: no figure found."""

CLASS_OF_BASIS = {
    "feed": "not_comparable",
    "all_products": "not_comparable",
    "cell_equivalent": "not_comparable",
    "aspiration": "target",
    "programme_target": "target",
    "dated": "dated",
}
"""The first of these that a capacity's basis names decides; all other bases are firm."""

GROUP = ["material", "stage", "product"]

OLD = "operating_old_figure"
"""What operates by a figure that is many years old."""

STEPS = ("operating", OLD, "commissioning", "building", "planned")
STEP_OF = {
    **dict.fromkeys(OPERATING, "operating"),
    "commissioning": "commissioning",
    "under_construction": "building",
    **dict.fromkeys(PLANNED, "planned"),
}

COMPARED = (
    ("separation", "ndpr_oxide"),
    ("separation", "dy_tb_oxide"),
    ("metal_alloy", "ndpr_metal"),
    ("magnet", "ndfeb_magnets"),
    ("refining", "gallium_metal"),
    ("refining", "germanium_metal"),
    ("refining", "antimony_metal"),
    ("anode", "anode_material"),
)
"""Stage and product of what the report compares: the magnet chain first, then minerals under export
control."""

SIZE_UNKNOWN = ("size_unknown", "size_unknown_operating")


class ProjectCapacity(Evidenced):
    """One plant or phase outside China, with the capacity that it adds to all other rows."""

    project_id: str = column("plant or phase", unique=True)
    name: str = column("name")
    company: str = column("owner or operator")
    country: str = column("country of the site")
    mineral: str = column("mineral or minerals")
    material: str = column("mineral under which the capacity is counted", nullable=True)
    stage: str = column("step of the value chain")
    product: str = column("material and form; only equal products are added", nullable=True)
    capacity_class: str = column("whether the figure may be added", isin=CLASSES)
    capacity_t_per_year: float = column("capacity as stated", "t/yr", nullable=True, ge=0)
    net_t_per_year: float = column(
        "capacity less that of the rows inside it", "t/yr", nullable=True, ge=0
    )
    status: str = column("status as last seen", isin=STATUSES)
    status_on: str = column("when that was seen", nullable=True)
    status_age_months: float = column("months since then", "months", nullable=True, ge=0)
    expected_start: str = column("start as now expected", nullable=True)


class Pipeline(Evidenced):
    """The capacity of one product that stands at one status, outside China."""

    material: str = column("mineral under which the capacity is counted")
    stage: str = column("step of the value chain")
    product: str = column("material and form; only equal products are added")
    capacity_class: str = column("whether the figure may be added", isin=["firm", "dated"])
    status: str = column("status as last seen", isin=STATUSES)
    n_projects: int = column("plants or phases that add capacity", "projects", ge=1)
    net_t_per_year: float = column("capacity, nothing counted twice", "t/yr", ge=0)
    share_of_product_pct: float = column(
        "share of all of the class that is not stopped", "%", nullable=True, ge=0
    )


class PipelineSteps(Evidenced):
    """The capacity of one product outside China that is not stopped, at one step."""

    material: str = column("mineral under which the capacity is counted")
    stage: str = column("step of the value chain")
    product: str = column("material and form; only equal products are added")
    measure: str = column("how far it is; of old figures only what operates", isin=STEPS)
    t_per_year: float = column("capacity, nothing counted twice", "t/yr", gt=0)
    n_projects: int = column("plants or phases that add capacity", "projects", ge=1)


def project_capacity(
    projects: pd.DataFrame,
    history: pd.DataFrame,
    product_forms: pd.DataFrame,
    project_marks: pd.DataFrame,
    as_of: dt.date,
) -> pd.DataFrame:
    """Every plant or phase outside China with its net capacity and status on a day.

    Parameters:
        projects, history: the raw tables.
        product_forms: mineral, stage, output_form, material, product: what may be added.
        project_marks: project_id, mark: capacities that are not what their basis says.

    Returns a `ProjectCapacity` frame ordered by project_id. Projects whose every date lies after
    `as_of` are left out.

    Raises ProblemsError where a capacity has no product, or a row lies inside itself.

    Method: net capacity is the stated capacity less that of the rows directly inside it that count
    the same product at the same stage (never below zero), so that a parent and its phases add up
    to the parent.
    """
    rows = projects[~projects["country"].isin(CHINA)]
    form = ["mineral", "stage", "output_form"]
    rows = rows.merge(product_forms[[*form, "material", "product"]], on=form, how="left")
    problems = [*_without_product(rows), *_circular(rows)]
    if problems:
        raise ProblemsError(problems)
    rows["capacity_class"] = _capacity_class(rows, project_marks)
    rows["capacity_t_per_year"] = rows["capacity"].where(rows["unit"] == MASS_PER_YEAR)
    rows["net_t_per_year"] = _net_capacity(rows)
    rows = _with_status(rows, history, as_of)
    promises = promised_starts(projects, history, project_marks, as_of)
    latest = promises.drop_duplicates("project_id", keep="last").set_index("project_id")
    rows["expected_start"] = rows["project_id"].map(latest["promised"])
    rows["promise_source"] = rows["project_id"].map(latest["source_id"])
    rows["promise_key"] = rows["project_id"].map(latest["row_key"])
    rows["source_ids"] = join_columns(rows, ["source_id", "seen_in", "promise_source"])
    rows["raw_keys"] = join_columns(rows, ["row_key", "seen_key", "promise_key"])
    rows = rows.sort_values("project_id", kind="stable").reset_index(drop=True)
    return ProjectCapacity.validate(rows[list(ProjectCapacity.to_schema().columns)])


def _with_status(rows: pd.DataFrame, history: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """The projects known on a day with their newest status and its age.

    A status that nobody dated stays as it is; a project whose every date lies ahead is left out.
    """
    newest = status_at(timeline(rows, history, as_of))
    newest = newest.rename(columns={"source_id": "seen_in", "row_key": "seen_key"})
    undated = rows["status_on"].isna() & rows["first_announced_on"].isna()
    undated &= ~rows["project_id"].isin(history["project_id"])
    known = rows[undated | rows["project_id"].isin(newest.index)]
    joined = known.drop(columns="status_on").join(
        newest.rename(columns={"status": "newest"}), on="project_id"
    )
    age = (pd.Timestamp(as_of) - joined["on"]).dt.days.clip(lower=0)
    return joined.assign(
        status=joined["newest"].fillna(joined["status"]),
        status_age_months=age / DAYS_PER_MONTH,
    )


def _without_product(rows: pd.DataFrame) -> list[Problem]:
    """Projects with a capacity whose output form no row of product_forms names."""
    lost = rows[rows["capacity"].notna() & rows["product"].isna()]
    return [
        Problem(
            file="projects.csv",
            row=int(row.source_row),
            column="output_form",
            value=str(row.output_form),
            rule="known-product",
            message="the capacity cannot be added to any other, because its form is not listed",
            repair=f"add {row.mineral}, {row.stage}, {row.output_form} to product_forms.csv",
        )
        for row in lost.itertuples()
    ]


def _circular(rows: pd.DataFrame) -> list[Problem]:
    """Projects that lie, through any number of steps, inside themselves."""
    inside = rows.set_index("project_id")["contained_in"].dropna().to_dict()
    problems = []
    for row in rows[rows["contained_in"].notna()].itertuples():
        above, seen = row.contained_in, set()
        while above in inside and above not in seen and above != row.project_id:
            seen.add(above)
            above = inside[above]
        if above == row.project_id:
            problems.append(
                Problem(
                    file="projects.csv",
                    row=int(row.source_row),
                    column="contained_in",
                    value=str(row.contained_in),
                    rule="not-circular",
                    message=f"{row.project_id} lies inside itself",
                    repair="let the smaller row name the larger one only",
                )
            )
    return problems


def _capacity_class(rows: pd.DataFrame, marks: pd.DataFrame) -> list[str]:
    """The class of each capacity, from its basis or from a mark."""
    marked = marks[marks["mark"].isin(CLASSES)].set_index("project_id")["mark"].to_dict()
    return [
        "unknown" if pd.isna(capacity) else marked.get(project_id, _class_of(basis))
        for project_id, capacity, basis in zip(
            rows["project_id"], rows["capacity"], rows["capacity_basis"], strict=True
        )
    ]


def _class_of(basis: object) -> str:
    """The class of a capacity with this basis, a list separated by `|`."""
    parts = basis.split("|") if isinstance(basis, str) else []
    return next((CLASS_OF_BASIS[part] for part in CLASS_OF_BASIS if part in parts), "firm")


def _net_capacity(rows: pd.DataFrame) -> pd.Series:
    """Capacity less that of the rows directly inside, where both count the same product."""
    addable = rows["capacity_class"].isin(["firm", "dated"])
    counted = rows["capacity_t_per_year"].where(addable)
    kind = rows.set_index("project_id")[["product", "stage"]]
    parent = kind.reindex(rows["contained_in"].fillna("")).set_axis(rows.index)
    same = (parent["product"] == rows["product"]) & (parent["stage"] == rows["stage"])
    inside = counted.where(same).groupby(rows["contained_in"]).sum()
    held = rows["project_id"].map(inside).fillna(0.0)
    return (counted - held).clip(lower=0)


def pipeline(capacity: pd.DataFrame) -> pd.DataFrame:
    """Capacity outside China by product, class and status.

    Parameters: `capacity`, a `ProjectCapacity` frame.
    Returns a `Pipeline` frame, ordered by material, stage, product, class and status (furthest
    along first). Targets, feed and mixed products are not in it, because they cannot be added.
    """
    rows = capacity[capacity["capacity_class"].isin(["firm", "dated"])]
    rows = rows[rows["net_t_per_year"] > 0]
    keys = [*GROUP, "capacity_class", "status"]
    frame = rows.groupby(keys, sort=False).agg(
        n_projects=("project_id", "size"), net_t_per_year=("net_t_per_year", "sum")
    )
    frame = frame.join([joined_by(rows, keys, name) for name in ("source_ids", "raw_keys")])
    frame = frame.reset_index()
    live = frame["net_t_per_year"].where(~frame["status"].isin(STOPPED))
    whole = live.groupby([frame[key] for key in keys[:-1]]).transform("sum")
    frame["share_of_product_pct"] = 100 * live / whole
    frame["order"] = frame["status"].map(STATUSES.index)
    frame = frame.sort_values([*keys[:-1], "order"], kind="stable").reset_index(drop=True)
    return Pipeline.validate(frame[list(Pipeline.to_schema().columns)])


def pipeline_steps(pipeline: pd.DataFrame) -> pd.DataFrame:
    """Capacity outside China that is not stopped, by product and step.

    Parameters: `pipeline`, a `Pipeline` frame.
    Returns a `PipelineSteps` frame, ordered by material, stage, product and step (in the order of
    `STEPS`). Of capacities known from old figures only what operates is in it.
    """
    step, old = pipeline["status"].map(STEP_OF), pipeline["capacity_class"] == "dated"
    rows = pipeline.assign(measure=step.mask(old & (step == "operating"), OLD))
    rows = rows[rows["measure"].notna() & (~old | (rows["measure"] == OLD))]
    keys = [*GROUP, "measure"]
    sums = rows.groupby(keys, as_index=False, sort=False).agg(
        t_per_year=("net_t_per_year", "sum"),
        n_projects=("n_projects", "sum"),
        source_ids=("source_ids", join_unique),
        raw_keys=("raw_keys", join_unique),
    )
    order = sums["measure"].map(STEPS.index)
    sums = sums.assign(order=order).sort_values([*GROUP, "order"], ignore_index=True)
    return PipelineSteps.validate(sums[list(PipelineSteps.to_schema().columns)])


def compared(steps: pd.DataFrame) -> pd.DataFrame:
    """The steps of the products that the report compares, in the order of `COMPARED`."""
    return pd.DataFrame(COMPARED, columns=["stage", "product"]).merge(steps)


def known_capacity(steps: pd.DataFrame) -> pd.DataFrame:
    """One row a product, in the order of the rows: its capacity by step.

    Parameters: `steps`, a `PipelineSteps` frame, or its columns product, measure and t_per_year.
    Returns a frame indexed by product with `STEPS` as columns (t/yr, 0 where there is none), and
    live (their sum) and running (operating, old figures included).
    """
    wide = steps.pivot_table(
        index="product", columns="measure", values="t_per_year", aggfunc="sum", sort=False
    )
    wide = wide.reindex(columns=list(STEPS)).fillna(0.0)
    return wide.assign(live=wide.sum(axis=1), running=wide["operating"] + wide[OLD])


def less_than_half(steps: pd.DataFrame) -> tuple[int, int, int]:
    """Products of which less than half operates, none operates, and all products."""
    wide = known_capacity(steps)
    half = int((wide["running"] < wide["live"] / 2).sum())
    return half, int((wide["running"] == 0).sum()), len(wide)


def size_unknown(capacity: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """Plants without a figure, of the materials and stages of some products.

    Parameters: `capacity`, a `ProjectCapacity` frame; `steps`, a `PipelineSteps` frame.
    Returns, by material and stage, measure (the second of `SIZE_UNKNOWN` for what operates, the
    first for all else that is not stopped), n_projects, source_ids, raw_keys. The product of such
    plants cannot be told.
    """
    rows = capacity[
        (capacity["capacity_class"] == "unknown") & capacity["status"].isin(list(STEP_OF))
    ]
    rows = rows.assign(
        material=rows["material"].fillna(rows["mineral"]),
        measure=np.where(rows["status"] == "operating", SIZE_UNKNOWN[1], SIZE_UNKNOWN[0]),
    )
    counts = rows.groupby(["material", "stage", "measure"], as_index=False).agg(
        n_projects=("project_id", "size"),
        source_ids=("source_ids", join_unique),
        raw_keys=("raw_keys", join_unique),
    )
    return steps[["material", "stage"]].drop_duplicates().merge(counts)
