"""The stockpile programmes: what each aims at, how far its money came, what it holds."""

from __future__ import annotations

from functools import partial

import pandas as pd

from analysis.exhibits import blank
from analysis.exhibits.data_model import DOUBT, EVIDENCE, model, own, taken
from analysis.exhibits.table import Column, Table, record_path
from analysis.facts import labels, text
from analysis.facts.doubts import beside, doubts, of_rows
from analysis.facts.processed import Processed
from analysis.transforms.programmes import materials, stockpile_programmes

ID = "tbl-stockpiles"

PURPOSES = {
    "stockpile": "Stockpiles",
    "mixed": "Funds that may also stockpile",
    "cooperation": "Agreements between governments",
}
STAGES = {
    "announced": "announced",
    "approved": "approved",
    "committed": "committed",
    "disbursed": "paid",
    "purchased": "spent on material",
}
WEAK = " (weak)"  # rests on weak sources alone
BASES = {"held": "held", "contract": "ordered", "target": "aim"}

MODEL = model(
    **taken("funding", "programme_id", "programme", "jurisdiction", "purpose"),
    **{
        f"{stage}_usd": own(
            "float64", f"largest sum on record as {words}, or further on", "USD", unknown=True
        )
        for stage, words in STAGES.items()
    },
    **{
        f"{stage}_evidence": own("str", f"strongest tier behind what is {words}", unknown=True)
        for stage, words in STAGES.items()
    },
    aim=own("str", "materials that it wants to hold, in words", unknown=True),
    held=own("str", "materials in store, in words", unknown=True),
    ordered=own("str", "materials on order, in words", unknown=True),
    doubt=DOUBT,
    **EVIDENCE,
)


def data(processed: Processed) -> pd.DataFrame:
    """One row per programme."""
    programmes = stockpile_programmes(processed["funding"], processed["stocks"])
    stock = materials(processed["stocks"])
    words = {
        name: programmes["programme_id"].map(_listed(stock[stock["basis"] == basis]))
        for basis, name in BASES.items()
    }
    doubt = of_rows(programmes["raw_keys"], doubts(processed))
    return programmes.assign(**words, doubt=doubt)


def _listed(rows: pd.DataFrame) -> pd.Series:
    """The materials of each programme in words, each with its newest stated quantity."""
    ordered = rows.assign(stated=rows["quantity"].notna()).sort_values(
        ["stated", "as_of"], na_position="first"
    )
    newest = ordered.drop_duplicates(["programme_id", "mineral", "coverage"], keep="last")
    words = {
        programme: "; ".join(material(row) for row in part.itertuples())
        + (WEAK if part["evidence"].eq("weak").all() else "")
        for programme, part in newest.sort_values(["mineral", "coverage"]).groupby("programme_id")
    }
    return pd.Series(words, dtype="str")


def material(row: object) -> str:
    """One material with its quantity as stated: `gallium, 100 days of consumption`."""
    mineral, coverage = getattr(row, "mineral"), getattr(row, "coverage")  # noqa: B009
    name = text.enumeration([labels.mineral(code) for code in mineral.split("|")])
    if isinstance(coverage, str) and len(mineral.split("|")) == 1:
        name = coverage
    quantity, tonnes = getattr(row, "quantity"), getattr(row, "quantity_t")  # noqa: B009
    if pd.isna(quantity):
        return name
    if pd.notna(tonnes):
        return f"{name}, {text.tonnes(tonnes, 3)}"
    return f"{name}, {text.trimmed(quantity, 1)} {getattr(row, 'unit')}"  # noqa: B009


def aiming(data: pd.DataFrame) -> pd.DataFrame:
    """The programmes that name what they want to hold."""
    return data[data["aim"].notna()]


def funded(data: pd.DataFrame) -> pd.DataFrame:
    """The programmes with public money on record."""
    return data[data["announced_usd"].notna()]


def holding(data: pd.DataFrame) -> pd.DataFrame:
    """The programmes of which material in store is on record."""
    return data[data["held"].notna()]


def title(data: pd.DataFrame) -> str:
    if data.empty:
        return "No stockpile programme is on record"
    aims, with_money = len(aiming(data)), len(funded(data))
    return (
        f"Of {text.count(len(data))} programmes and agreements to stockpile, {text.count(aims)} "
        f"{'names' if aims == 1 else 'name'} a material, {text.count(with_money)} "
        f"{'has' if with_money == 1 else 'have'} public money on record and "
        f"{text.count(len(holding(data)))} material in store"
    )


def subtitle(data: pd.DataFrame) -> str:
    return (
        "Programmes that hold critical minerals, or may come to, by purpose: aim, public money in "
        "US dollars by the stage it reached, material in store and on order"
    )


def description(data: pd.DataFrame) -> str:
    bought = int(data["purchased_usd"].notna().sum())
    stored = "; ".join(f"{row.programme}: {row.held}" for row in holding(data).itertuples())
    return (
        f"{title(data)}; purchases are documented for {text.count(bought)}. In store: "
        f"{stored or 'nothing on record'}."
    )


def note(data: pd.DataFrame) -> str:
    return (
        "Sums are the largest documented amount at a stage; weak: rests on weak sources alone; a "
        "dash: nothing was found. What is ordered may not have been delivered. Days are days of "
        "the country’s own use."
    )


def table(data: pd.DataFrame) -> Table:
    """One row per programme in bands by purpose."""
    columns = (
        Column("programme", "Programme", weight=2, ways="way"),
        Column("jurisdiction", "Where", weight=1.1),
        Column("aim", "Aim", weight=1.8),
        Column("money", "Public money, USD", weight=1.6),
        Column("held", "In store", weight=2.7),
        Column("ordered", "On order", weight=1.6),
    )
    if data.empty:
        return blank.no_rows(columns)
    rows = pd.DataFrame(
        {
            "way": data["programme_id"].map(partial(record_path, "stockpile_programmes")),
            "band": data["purpose"].map(PURPOSES),
            "programme": [beside(row.programme, row.doubt) for row in data.itertuples()],
            "jurisdiction": data["jurisdiction"].map(places),
            "aim": data["aim"].map(said),
            "money": [money(row) for row in data.itertuples()],
            "held": data["held"].map(said),
            "ordered": data["ordered"].map(said),
        }
    )
    return Table(rows, columns, group="band")


def money(row: object) -> str:
    """How far the money came: `2 billion approved, 1.1 billion committed (weak)`.

    What has reached a later stage in full is named at that stage alone.
    """
    stages, parts = list(STAGES), []
    amounts = [getattr(row, f"{stage}_usd") for stage in stages]
    for stage, usd, later in zip(stages, amounts, [*amounts[1:], float("nan")], strict=True):
        if pd.isna(usd) or usd == later:
            continue
        weak = WEAK if getattr(row, f"{stage}_evidence") == "weak" else ""
        parts.append(f"{text.scaled(usd, 2)} {STAGES[stage]}{weak}")
    return ", ".join(parts) or text.EN_DASH


def places(codes: str) -> str:
    """`EU|USA` as `European Union and United States`."""
    return text.enumeration([labels.country(code) for code in codes.split("|")])


def said(words: object) -> str:
    """The words with a capital, a dash if there are none."""
    return text.capitalised(words) if isinstance(words, str) else text.EN_DASH
